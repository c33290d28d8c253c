//! `CryptoKey` and the algorithms that keys are for (Web Cryptography, sections 12 and 13): secret keys only.

use crate::idl::{FromJs, Place, enumeration};
use ffi_core::engine::{HostData, Realm, Thrown, Value};

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

    /// The length of a block in bits: that of an HMAC key unless it is said.
    fn block_length(self) -> u32 {
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

/// The name of an `AlgorithmIdentifier`: a string, or an object with a `name`.
pub(super) fn algorithm_name(value: &Value) -> Result<String, Thrown> {
    if !value.is_object() {
        return value.to_text();
    }
    let name = value.get("name")?;
    if name.is_undefined() {
        return Err(value.realm().type_error("Algorithm: name: Missing or not a string"));
    }
    name.to_text()
}

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

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// HMAC with a hash.
    Hmac(Hash),
    /// AES in Galois/Counter Mode.
    AesGcm,
}

impl Purpose {
    /// By the algorithm of `importKey` or `generateKey`.
    pub(super) fn of(value: &Value) -> Result<Self, Thrown> {
        let name = algorithm_name(value)?;
        if name.eq_ignore_ascii_case("HMAC") {
            let hash = if value.is_object() { value.get("hash")? } else { value.realm().undefined() };
            if hash.is_undefined() {
                return Err(value.realm().type_error("HmacImportParams: hash: Missing"));
            }
            return Hash::of(&hash).map(Self::Hmac);
        }
        if name.eq_ignore_ascii_case("AES-GCM") { Ok(Self::AesGcm) } else { Err(not_supported(value.realm())) }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Hmac(_) => "HMAC",
            Self::AesGcm => "AES-GCM",
        }
    }

    fn allows(self, usage: Usage) -> bool {
        match self {
            Self::Hmac(_) => matches!(usage, Usage::Sign | Usage::Verify),
            Self::AesGcm => matches!(usage, Usage::Encrypt | Usage::Decrypt | Usage::WrapKey | Usage::UnwrapKey),
        }
    }

    /// The `alg` of a JSON web key of so many bytes.
    pub(super) fn web_name(self, length: usize) -> String {
        match self {
            Self::Hmac(Hash::Sha1) => "HS1".to_owned(),
            Self::Hmac(Hash::Sha256) => "HS256".to_owned(),
            Self::Hmac(Hash::Sha384) => "HS384".to_owned(),
            Self::Hmac(Hash::Sha512) => "HS512".to_owned(),
            Self::AesGcm => format!("A{}GCM", length * 8),
        }
    }

    /// How many bytes a new key has.
    pub(super) fn generated_length(self, algorithm: &Value) -> Result<usize, Thrown> {
        let realm = algorithm.realm();
        let given = if algorithm.is_object() { algorithm.get("length")? } else { realm.undefined() };
        let bits = match self {
            Self::Hmac(hash) if given.is_undefined() => hash.block_length(),
            Self::AesGcm if given.is_undefined() => {
                return Err(realm.type_error("AesKeyGenParams: length: Missing"));
            }
            _ => {
                let place =
                    Place { operation: "SubtleCrypto.generateKey", what: crate::idl::convert::What::Member("length") };
                u32::try_from(<i32 as FromJs>::from_js(&given, place)?).unwrap_or_default()
            }
        };
        let allowed = match self {
            Self::Hmac(_) => bits > 0 && bits % 8 == 0,
            Self::AesGcm => is_aes_length(bits as usize / 8) && bits % 8 == 0,
        };
        if allowed { Ok(bits as usize / 8) } else { Err(failure(realm, "Invalid key length", "OperationError")) }
    }
}

/// What AES keys can be here, in bytes: `ring` has no AES-192.
pub(super) fn is_aes_length(bytes: usize) -> bool {
    matches!(bytes, 16 | 32)
}

/// The data of a `CryptoKey`.
pub struct CryptoKey {
    pub(super) purpose: Purpose,
    pub(super) bytes: Vec<u8>,
    pub(super) extractable: bool,
    pub(super) usages: Vec<Usage>,
}

impl HostData for CryptoKey {}

impl CryptoKey {
    /// A key whose usages are checked.
    pub(super) fn instance(
        realm: Realm,
        purpose: Purpose,
        bytes: Vec<u8>,
        extractable: bool,
        usages: &[Usage],
    ) -> Result<Value, Thrown> {
        if usages.iter().any(|usage| !purpose.allows(*usage)) {
            let message = format!("Unsupported key usage for {} key", article(purpose));
            return Err(failure(realm, &message, "SyntaxError"));
        }
        if usages.is_empty() {
            return Err(failure(realm, "Usages cannot be empty when creating a key.", "SyntaxError"));
        }
        let mut unique: Vec<Usage> = Vec::new();
        for usage in usages {
            if !unique.contains(usage) {
                unique.push(*usage);
            }
        }
        realm.class_of::<Self>()?.instance(Self { purpose, bytes, extractable, usages: unique })
    }

    /// Refuses a key that is for something else.
    pub(super) fn check(&self, realm: Realm, algorithm: &Value, usage: Usage) -> Result<(), Thrown> {
        let name = algorithm_name(algorithm)?;
        if !name.eq_ignore_ascii_case(self.purpose.name()) {
            let known = ["HMAC", "AES-GCM"].iter().any(|known| known.eq_ignore_ascii_case(&name));
            return Err(if known {
                failure(realm, "Key algorithm mismatch", "InvalidAccessError")
            } else {
                not_supported(realm)
            });
        }
        if self.usages.contains(&usage) {
            return Ok(());
        }
        Err(failure(realm, &format!("Unable to use this key to {}", usage.as_str()), "InvalidAccessError"))
    }

    /// Its `algorithm`.
    pub(super) fn algorithm(&self, realm: Realm) -> Result<Value, Thrown> {
        let (name, length) = (realm.string(self.purpose.name()), realm.number((self.bytes.len() * 8) as f64));
        match self.purpose {
            Purpose::Hmac(hash) => {
                let hash = realm.object_of(&[("name", &realm.string(hash.name()))])?;
                realm.object_of(&[("hash", &hash), ("name", &name), ("length", &length)])
            }
            Purpose::AesGcm => realm.object_of(&[("name", &name), ("length", &length)]),
        }
    }
}

fn article(purpose: Purpose) -> String {
    let name = purpose.name();
    if name.starts_with('A') || name.starts_with('H') { format!("an {name}") } else { format!("a {name}") }
}
