//! The names of algorithms, and how their parameters are read from what a program passes (Web Cryptography, section 18.4).

use crate::idl::convert::{BufferBytes, What};
use crate::idl::{EnforceRange, FromJs, Place, enumeration};
use ffi_core::engine::{Realm, Thrown, Value};

/// A `DOMException` to be: its name and its message.
pub(super) struct Failure(pub &'static str, pub &'static str);

impl Failure {
    /// "OperationError", which says no more than that it did not work.
    pub(super) const OPERATION: Self = Self("OperationError", "The operation failed for an operation-specific reason");
    /// A key that cannot be read.
    pub(super) const DATA: Self = Self("DataError", "Invalid keyData");

    pub(super) fn throw(self, realm: Realm) -> Thrown {
        Thrown::new(realm.dom_exception(self.1, self.0))
    }
}

/// A `DOMException`.
pub(super) fn failure(realm: Realm, message: &str, name: &str) -> Thrown {
    Thrown::new(realm.dom_exception(message, name))
}

pub(super) fn not_supported(realm: Realm) -> Thrown {
    failure(realm, "Unrecognized algorithm name", "NotSupportedError")
}

enumeration! {
    /// `KeyUsage`.
    pub enum Usage {
        Encrypt = "encrypt", Decrypt = "decrypt", Sign = "sign", Verify = "verify", DeriveKey = "deriveKey",
        DeriveBits = "deriveBits", WrapKey = "wrapKey", UnwrapKey = "unwrapKey",
    }
}

enumeration! {
    /// `KeyFormat`.
    pub enum Format { Raw = "raw", Spki = "spki", Pkcs8 = "pkcs8", Jwk = "jwk" }
}

/// The hash functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    const ALL: [Self; 4] = [Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// The digits that the names of JSON web algorithms end with.
    pub(super) fn digits(self) -> &'static str {
        match self {
            Self::Sha1 => "1",
            Self::Sha256 => "256",
            Self::Sha384 => "384",
            Self::Sha512 => "512",
        }
    }

    /// The length of a block in bits: that of an HMAC key unless it is said.
    pub(super) fn block_length(self) -> u32 {
        if matches!(self, Self::Sha1 | Self::Sha256) { 512 } else { 1024 }
    }

    pub(super) fn digest(self, data: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha1 => &ring::digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &ring::digest::SHA256,
            Self::Sha384 => &ring::digest::SHA384,
            Self::Sha512 => &ring::digest::SHA512,
        };
        ring::digest::digest(algorithm, data).as_ref().to_vec()
    }

    pub(super) fn hmac(self, key: &[u8]) -> ring::hmac::Key {
        let algorithm = match self {
            Self::Sha1 => ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => ring::hmac::HMAC_SHA256,
            Self::Sha384 => ring::hmac::HMAC_SHA384,
            Self::Sha512 => ring::hmac::HMAC_SHA512,
        };
        ring::hmac::Key::new(algorithm, key)
    }

    /// A hash by an `AlgorithmIdentifier`.
    pub(super) fn of(value: &Value) -> Result<Self, Thrown> {
        let name = algorithm_name(value)?;
        let found = Self::ALL.into_iter().find(|hash| hash.name().eq_ignore_ascii_case(&name));
        found.ok_or_else(|| not_supported(value.realm()))
    }
}

/// The elliptic curves of ECDSA and ECDH.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
}

impl Curve {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
        }
    }

    /// The `alg` of its JSON web keys for signatures.
    pub(super) fn web_name(self) -> &'static str {
        match self {
            Self::P256 => "ES256",
            Self::P384 => "ES384",
        }
    }

    /// By its exact name.
    pub(super) fn of(name: &str) -> Option<Self> {
        [Self::P256, Self::P384].into_iter().find(|curve| curve.name() == name)
    }
}

/// The algorithms of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    AesCbc,
    AesCtr,
    AesGcm,
    AesKw,
    Hmac,
    Hkdf,
    Pbkdf2,
    Ecdsa,
    Ecdh,
    Ed25519,
    X25519,
    RsaPkcs1,
    RsaPss,
}

impl Name {
    const ALL: [Self; 13] = [
        Self::AesCbc,
        Self::AesCtr,
        Self::AesGcm,
        Self::AesKw,
        Self::Hmac,
        Self::Hkdf,
        Self::Pbkdf2,
        Self::Ecdsa,
        Self::Ecdh,
        Self::Ed25519,
        Self::X25519,
        Self::RsaPkcs1,
        Self::RsaPss,
    ];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::AesCbc => "AES-CBC",
            Self::AesCtr => "AES-CTR",
            Self::AesGcm => "AES-GCM",
            Self::AesKw => "AES-KW",
            Self::Hmac => "HMAC",
            Self::Hkdf => "HKDF",
            Self::Pbkdf2 => "PBKDF2",
            Self::Ecdsa => "ECDSA",
            Self::Ecdh => "ECDH",
            Self::Ed25519 => "Ed25519",
            Self::X25519 => "X25519",
            Self::RsaPkcs1 => "RSASSA-PKCS1-v1_5",
            Self::RsaPss => "RSA-PSS",
        }
    }

    /// The algorithm of an `AlgorithmIdentifier`, one of those that the operation knows.
    pub(super) fn of(value: &Value, known: impl Fn(Self) -> bool) -> Result<Self, Thrown> {
        let name = algorithm_name(value)?;
        let found = Self::ALL.into_iter().find(|known| known.as_str().eq_ignore_ascii_case(&name));
        found.filter(|found| known(*found)).ok_or_else(|| not_supported(value.realm()))
    }

    pub(super) fn is_aes(self) -> bool {
        matches!(self, Self::AesCbc | Self::AesCtr | Self::AesGcm | Self::AesKw)
    }

    pub(super) fn is_rsa(self) -> bool {
        matches!(self, Self::RsaPkcs1 | Self::RsaPss)
    }

    /// Whether its keys come in pairs.
    pub(super) fn has_pairs(self) -> bool {
        self.is_rsa() || matches!(self, Self::Ecdsa | Self::Ecdh | Self::Ed25519 | Self::X25519)
    }

    pub(super) fn signs(self) -> bool {
        self.is_rsa() || matches!(self, Self::Hmac | Self::Ecdsa | Self::Ed25519)
    }

    pub(super) fn derives(self) -> bool {
        matches!(self, Self::Hkdf | Self::Pbkdf2 | Self::Ecdh | Self::X25519)
    }

    pub(super) fn encrypts(self) -> bool {
        matches!(self, Self::AesCbc | Self::AesCtr | Self::AesGcm)
    }
}

/// The name of an `AlgorithmIdentifier`: a string, or an object with a `name`.
fn algorithm_name(value: &Value) -> Result<String, Thrown> {
    if !value.is_object() {
        return value.to_text();
    }
    let name = value.get("name")?;
    if name.is_undefined() {
        return Err(value.realm().type_error("Algorithm: name: Missing or not a string"));
    }
    name.to_text()
}

/// The members of an algorithm that is an object; a string has none.
pub(super) struct Parameters<'a> {
    pub(super) value: &'a Value,
    /// The dictionary, for messages.
    pub(super) dictionary: &'static str,
}

impl Parameters<'_> {
    pub(super) fn optional(&self, member: &str) -> Result<Option<Value>, Thrown> {
        if !self.value.is_object() {
            return Ok(None);
        }
        Ok(Some(self.value.get(member)?).filter(|value| !value.is_undefined()))
    }

    pub(super) fn required(&self, member: &str) -> Result<Value, Thrown> {
        let missing = || self.value.realm().type_error(&format!("{}: {member}: Missing", self.dictionary));
        self.optional(member)?.ok_or_else(missing)
    }

    fn place<'p>(&self, member: &'p str) -> Place<'p> {
        Place { operation: self.dictionary, what: What::Member(member) }
    }

    pub(super) fn bytes(&self, member: &str) -> Result<Vec<u8>, Thrown> {
        BufferBytes::from_js(&self.required(member)?, self.place(member)).map(|bytes| bytes.0)
    }

    pub(super) fn optional_bytes(&self, member: &str) -> Result<Option<Vec<u8>>, Thrown> {
        let value = self.optional(member)?;
        value.map(|value| BufferBytes::from_js(&value, self.place(member)).map(|bytes| bytes.0)).transpose()
    }

    pub(super) fn hash(&self) -> Result<Hash, Thrown> {
        Hash::of(&self.required("hash")?)
    }

    pub(super) fn curve(&self) -> Result<Curve, Thrown> {
        let name = self.required("namedCurve")?.to_text()?;
        Curve::of(&name).ok_or_else(|| failure(self.value.realm(), "Unrecognized namedCurve", "NotSupportedError"))
    }

    /// `[EnforceRange]`, up to the largest value of its type.
    pub(super) fn integer(&self, member: &str, most: u32) -> Result<u32, Thrown> {
        self.to_integer(&self.required(member)?, member, most)
    }

    pub(super) fn optional_integer(&self, member: &str, most: u32) -> Result<Option<u32>, Thrown> {
        self.optional(member)?.map(|value| self.to_integer(&value, member, most)).transpose()
    }

    fn to_integer(&self, value: &Value, member: &str, most: u32) -> Result<u32, Thrown> {
        let EnforceRange(number) = EnforceRange::from_js(value, self.place(member))?;
        let number = u32::try_from(number).ok().filter(|number| *number <= most);
        number.ok_or_else(|| self.place(member).type_error(value.realm(), &format!("must be between 0 and {most}.")))
    }
}
