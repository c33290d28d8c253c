//! `deriveBits` and `deriveKey`: HKDF and PBKDF2 over `ring`, key agreement on curves.

use super::algorithm::{Failure, Hash, Name, Parameters, Usage, failure};
use super::curves;
use super::key::{CryptoKey, KeyType};
use crate::idl::Instance;
use ffi_core::engine::{Realm, Thrown, Value};
use std::num::NonZeroU32;

/// A length of output for `ring`.
struct Length(usize);

impl ring::hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// The algorithm of a derivation with its parameters.
pub(super) enum Derivation {
    Hkdf { hash: Hash, salt: Vec<u8>, info: Vec<u8> },
    Pbkdf2 { hash: Hash, salt: Vec<u8>, iterations: u32 },
    Agreement { name: Name, public: Instance<CryptoKey> },
}

impl Derivation {
    pub(super) fn of(value: &Value) -> Result<Self, Thrown> {
        let name = Name::of(value, Name::derives)?;
        let parameters = |dictionary| Parameters { value, dictionary };
        Ok(match name {
            Name::Hkdf => {
                let parameters = parameters("HkdfParams");
                let (hash, info) = (parameters.hash()?, parameters.bytes("info")?);
                Self::Hkdf { hash, info, salt: parameters.bytes("salt")? }
            }
            Name::Pbkdf2 => {
                let parameters = parameters("Pbkdf2Params");
                let (hash, iterations) = (parameters.hash()?, parameters.integer("iterations", u32::MAX)?);
                Self::Pbkdf2 { hash, iterations, salt: parameters.bytes("salt")? }
            }
            _ => {
                let public = parameters("EcdhKeyDeriveParams").required("public")?;
                let public = Instance::of(&public).ok_or_else(|| {
                    value.realm().type_error("EcdhKeyDeriveParams: public: is not of type CryptoKey.")
                })?;
                Self::Agreement { name, public }
            }
        })
    }

    fn name(&self) -> Name {
        match self {
            Self::Hkdf { .. } => Name::Hkdf,
            Self::Pbkdf2 { .. } => Name::Pbkdf2,
            Self::Agreement { name, .. } => *name,
        }
    }

    /// Derives so many bits from a key; `None` is all that an agreement gives.
    pub(super) fn run(
        &self,
        realm: Realm,
        key: &CryptoKey,
        usage: Usage,
        length: Option<u32>,
    ) -> Result<Vec<u8>, Thrown> {
        key.check(realm, self.name(), usage)?;
        let whole_bytes = || match length {
            Some(length) if length % 8 == 0 => Ok(length as usize / 8),
            _ => Err(failure(realm, "length must be a multiple of 8", "OperationError")),
        };
        let failed = || Failure::OPERATION.throw(realm);
        match self {
            Self::Hkdf { hash, salt, info } => {
                let algorithm = match hash {
                    Hash::Sha1 => ring::hkdf::HKDF_SHA1_FOR_LEGACY_USE_ONLY,
                    Hash::Sha256 => ring::hkdf::HKDF_SHA256,
                    Hash::Sha384 => ring::hkdf::HKDF_SHA384,
                    Hash::Sha512 => ring::hkdf::HKDF_SHA512,
                };
                let mut derived = vec![0; whole_bytes()?];
                let key = ring::hkdf::Salt::new(algorithm, salt).extract(&key.material.bytes);
                let output = key.expand(&[info], Length(derived.len())).and_then(|output| output.fill(&mut derived));
                output.map_err(|_| failed())?;
                Ok(derived)
            }
            Self::Pbkdf2 { hash, salt, iterations } => {
                let algorithm = match hash {
                    Hash::Sha1 => ring::pbkdf2::PBKDF2_HMAC_SHA1,
                    Hash::Sha256 => ring::pbkdf2::PBKDF2_HMAC_SHA256,
                    Hash::Sha384 => ring::pbkdf2::PBKDF2_HMAC_SHA384,
                    Hash::Sha512 => ring::pbkdf2::PBKDF2_HMAC_SHA512,
                };
                let mut derived = vec![0; whole_bytes()?];
                let zero = || failure(realm, "iterations cannot be zero", "OperationError");
                let iterations = NonZeroU32::new(*iterations).ok_or_else(zero)?;
                if !derived.is_empty() {
                    ring::pbkdf2::derive(algorithm, iterations, salt, &key.material.bytes, &mut derived);
                }
                Ok(derived)
            }
            Self::Agreement { public, .. } => {
                let (own, other) = (&key.material, &public.material);
                if own.kind != KeyType::Private || other.kind != KeyType::Public {
                    return Err(failure(realm, "baseKey must be private, and public public", "InvalidAccessError"));
                }
                if own.algorithm != other.algorithm {
                    return Err(failure(realm, "The keys are not of one algorithm and curve", "InvalidAccessError"));
                }
                let kind = curves::Kind::of(own.algorithm.name, own.algorithm.curve).ok_or_else(failed)?;
                let mut shared = kind.agree(&own.bytes, &other.bytes).ok_or_else(failed)?;
                if let Some(length) = length {
                    let count = length.div_ceil(8) as usize;
                    if count > shared.len() {
                        return Err(failure(realm, "derived bit length is too small", "OperationError"));
                    }
                    shared.truncate(count);
                    // Of a last byte that is not whole, the rest is zero.
                    if let Some(last) = shared.last_mut().filter(|_| length % 8 != 0) {
                        *last &= 0xff << (8 - length % 8);
                    }
                }
                Ok(shared)
            }
        }
    }
}
