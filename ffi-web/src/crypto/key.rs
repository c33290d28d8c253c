//! `CryptoKey` (Web Cryptography, section 13): what a key is for, and what may be done with it.

use super::algorithm::{Curve, Failure, Hash, Name, Usage, failure};
use super::rsa;
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, TypedArrayKind, Value};

/// `KeyType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyType {
    Secret,
    Public,
    Private,
}

impl KeyType {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Public => "public",
            Self::Private => "private",
        }
    }
}

/// What a key is for: an algorithm with what its keys are bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeyAlgorithm {
    pub(super) name: Name,
    pub(super) hash: Option<Hash>,
    pub(super) curve: Option<Curve>,
}

impl KeyAlgorithm {
    fn allows(self, kind: KeyType, usage: Usage) -> bool {
        use KeyType::{Private, Public, Secret};
        match (self.name, kind) {
            (Name::AesKw, _) => matches!(usage, Usage::WrapKey | Usage::UnwrapKey),
            (name, _) if name.is_aes() => {
                matches!(usage, Usage::Encrypt | Usage::Decrypt | Usage::WrapKey | Usage::UnwrapKey)
            }
            (Name::Hmac, _) => matches!(usage, Usage::Sign | Usage::Verify),
            (name, Secret | Private) if name.derives() => matches!(usage, Usage::DeriveKey | Usage::DeriveBits),
            (name, Private) if name.signs() => usage == Usage::Sign,
            (name, Public) if name.signs() => usage == Usage::Verify,
            _ => false,
        }
    }

    /// Refuses usages that no such key has.
    pub(super) fn check_usages(self, realm: Realm, kind: KeyType, usages: &[Usage]) -> Result<(), Thrown> {
        if usages.iter().all(|usage| self.allows(kind, *usage)) {
            return Ok(());
        }
        let name = self.name.as_str();
        let article = if name.starts_with(['A', 'H', 'E', 'X', 'R']) { "an" } else { "a" };
        Err(failure(realm, &format!("Unsupported key usage for {article} {name} key"), "SyntaxError"))
    }

    /// Those of the usages that such a key has.
    pub(super) fn usages_of(self, kind: KeyType, usages: &[Usage]) -> Vec<Usage> {
        usages.iter().copied().filter(|usage| self.allows(kind, *usage)).collect()
    }

    /// The `alg` of a JSON web key of so many bytes, where it has one.
    pub(super) fn web_name(self, length: usize) -> Option<String> {
        let digits = self.hash.map(Hash::digits).unwrap_or_default();
        Some(match self.name {
            Name::Hmac => format!("HS{digits}"),
            Name::RsaPkcs1 => format!("RS{digits}"),
            Name::RsaPss => format!("PS{digits}"),
            Name::Ecdsa => self.curve?.web_name().to_owned(),
            Name::Ed25519 => "Ed25519".to_owned(),
            name if name.is_aes() => format!("A{}{}", length * 8, &name.as_str()["AES-".len()..]),
            _ => return None,
        })
    }
}

/// What a key is made of.
pub(super) struct Material {
    pub(super) algorithm: KeyAlgorithm,
    pub(super) kind: KeyType,
    /// The key: raw bytes, or in the form that `curves` and `rsa` keep.
    pub(super) bytes: Vec<u8>,
    /// The length in bits of a secret key.
    pub(super) length: u32,
}

impl Material {
    /// A secret key of whole bytes.
    pub(super) fn secret(algorithm: KeyAlgorithm, bytes: Vec<u8>) -> Self {
        let length = u32::try_from(bytes.len() * 8).unwrap_or(u32::MAX);
        Self { algorithm, kind: KeyType::Secret, bytes, length }
    }

    /// One half of a pair.
    pub(super) fn half(algorithm: KeyAlgorithm, kind: KeyType, bytes: Vec<u8>) -> Self {
        Self { algorithm, kind, bytes, length: 0 }
    }

    /// The object that tells of the algorithm.
    fn describe(&self, realm: Realm) -> Result<Value, Thrown> {
        let object = realm.object();
        object.set("name", &realm.string(self.algorithm.name.as_str()))?;
        if self.algorithm.name.is_aes() || self.algorithm.name == Name::Hmac {
            object.set("length", &realm.number(f64::from(self.length)))?;
        }
        if let Some(curve) = self.algorithm.curve {
            object.set("namedCurve", &realm.string(curve.name()))?;
        }
        if self.algorithm.name.is_rsa() {
            let numbers = rsa::integers(&self.bytes, self.kind == KeyType::Private);
            let numbers = numbers.ok_or_else(|| Failure::DATA.throw(realm))?;
            let bits = numbers[0].len() * 8 - numbers[0].first().map_or(0, |first| first.leading_zeros() as usize);
            object.set("modulusLength", &realm.number(bits as f64))?;
            let exponent = realm.array_buffer(numbers[1].clone())?;
            object.set("publicExponent", &realm.typed_array(TypedArrayKind::Uint8Array, &exponent)?)?;
        }
        if let Some(hash) = self.algorithm.hash {
            object.set("hash", &realm.object_of(&[("name", &realm.string(hash.name()))])?)?;
        }
        Ok(object)
    }
}

/// The data of a `CryptoKey`.
pub struct CryptoKey {
    pub(super) material: Material,
    pub(super) extractable: bool,
    pub(super) usages: Vec<Usage>,
    /// The objects that its attributes give, the same each time.
    pub(super) algorithm: Value,
    pub(super) usage_names: Value,
}

impl HostData for CryptoKey {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.algorithm);
        tracer.mark(&self.usage_names);
    }
}

impl CryptoKey {
    /// A key. One that cannot be used for anything is refused, unless it is public.
    pub(super) fn instance(
        realm: Realm,
        material: Material,
        extractable: bool,
        usages: &[Usage],
    ) -> Result<Value, Thrown> {
        if usages.is_empty() && material.kind != KeyType::Public {
            return Err(failure(realm, "Usages cannot be empty when creating a key.", "SyntaxError"));
        }
        let mut unique: Vec<Usage> = Vec::new();
        for usage in usages {
            if !unique.contains(usage) {
                unique.push(*usage);
            }
        }
        let names: Vec<Value> = unique.iter().map(|usage| realm.string(usage.as_str())).collect();
        let (algorithm, usage_names) = (material.describe(realm)?, realm.array(&names.iter().collect::<Vec<_>>()));
        realm.class_of::<Self>()?.instance(Self { material, extractable, usages: unique, algorithm, usage_names })
    }

    /// The same key once more, as structured clone makes it.
    pub(crate) fn copy(&self, realm: Realm) -> Result<Value, Thrown> {
        let Material { algorithm, kind, ref bytes, length } = self.material;
        let material = Material { algorithm, kind, bytes: bytes.clone(), length };
        Self::instance(realm, material, self.extractable, &self.usages)
    }

    /// Refuses a key that is for another algorithm, or not for this usage.
    pub(super) fn check(&self, realm: Realm, name: Name, usage: Usage) -> Result<(), Thrown> {
        if name != self.material.algorithm.name {
            return Err(failure(realm, "Key algorithm mismatch", "InvalidAccessError"));
        }
        if self.usages.contains(&usage) {
            return Ok(());
        }
        Err(failure(realm, &format!("Unable to use this key to {}", usage.as_str()), "InvalidAccessError"))
    }
}
