//! `SubtleCrypto` (Web Cryptography, section 14). The algorithms stand beside: `aes`, `curves`, `rsa`, `derive`; what is in none of
//! them (RSA-OAEP, new RSA keys, P-521) rejects with `NotSupportedError`.

use super::aes::{Aes, BLOCK};
use super::algorithm::{Failure, Format, Hash, Name, Parameters, Usage, failure, not_supported};
use super::curves;
use super::derive::Derivation;
use super::fill;
use super::formats::{self, KeyData, Wish};
use super::key::{CryptoKey, KeyAlgorithm, KeyType, Material};
use super::rsa;
use crate::idl::convert::BufferBytes;
use crate::idl::{Any, FromJs, Instance, Interface, Object, Optional, Place, Sequence, This, convert::What};
use ffi_core::engine::{HostData, Realm, Thrown, Value};

/// The object `crypto.subtle`.
pub(super) struct SubtleCrypto;

impl HostData for SubtleCrypto {}

/// Installs `CryptoKey` and `SubtleCrypto`; gives the object.
pub(super) fn install(realm: Realm) -> Result<Value, Thrown> {
    Interface::<CryptoKey>::new("CryptoKey")
        .readonly("type", |this| this.material.kind.as_str())
        .readonly("extractable", |this| this.extractable)
        .readonly("algorithm", |this| this.algorithm.clone())
        .readonly("usages", |this| this.usage_names.clone())
        .install(realm)?;
    let class = Interface::<SubtleCrypto>::new("SubtleCrypto")
        .asynchronous("encrypt", |this, (algorithm, key, data): (Any, Key, BufferBytes)| {
            give(this, encrypt(this.realm(), &algorithm, &key, Usage::Encrypt, data.0)?)
        })
        .asynchronous("decrypt", |this, (algorithm, key, data): (Any, Key, BufferBytes)| {
            give(this, decrypt(this.realm(), &algorithm, &key, Usage::Decrypt, data.0)?)
        })
        .asynchronous("sign", sign)
        .asynchronous("verify", verify)
        .asynchronous("digest", |this, (algorithm, BufferBytes(data)): (Any, BufferBytes)| {
            give(this, Hash::of(&algorithm)?.digest(&data))
        })
        .asynchronous("generateKey", generate)
        .asynchronous("deriveKey", derive_key)
        .asynchronous("deriveBits", |this, (algorithm, key, length): (Any, Key, Optional<Option<Any>>)| {
            let derivation = Derivation::of(&algorithm)?;
            let place = Place { operation: "SubtleCrypto.deriveBits", what: What::Argument(2) };
            let length = length.0.flatten().map(|length| i32::from_js(&length, place)).transpose()?;
            give(this, derivation.run(this.realm(), &key, Usage::DeriveBits, length.map(|length| length as u32))?)
        })
        .asynchronous("importKey", import)
        .asynchronous("exportKey", |this, (format, key): (Format, Key)| match export(this.realm(), format, &key)? {
            KeyData::Bytes(bytes) => give(this, bytes),
            KeyData::Web(object) => this.realm().fulfilled(&object),
        })
        .asynchronous("wrapKey", wrap)
        .asynchronous("unwrapKey", unwrap)
        .install(realm)?;
    class.instance(SubtleCrypto)
}

type Subtle<'a> = This<'a, SubtleCrypto>;
type Key = Instance<CryptoKey>;

/// A promise of an `ArrayBuffer`.
fn give(this: &Subtle<'_>, bytes: Vec<u8>) -> Result<Value, Thrown> {
    this.realm().fulfilled(&this.realm().array_buffer(bytes)?)
}

/// The length in bits of a secret key that is to be made; `None` where any will do.
fn secret_length(algorithm: KeyAlgorithm, parameters: &Parameters<'_>) -> Result<Option<u32>, Thrown> {
    let refuse = || failure(parameters.value.realm(), "Invalid key length", "OperationError");
    match (algorithm.name, algorithm.hash) {
        (Name::Hmac, Some(hash)) => match parameters.optional_integer("length", u32::MAX)? {
            Some(0) => Err(refuse()),
            given => Ok(Some(given.unwrap_or_else(|| hash.block_length()))),
        },
        (name, _) if name.is_aes() => match parameters.integer("length", u32::from(u16::MAX))? {
            length @ (128 | 192 | 256) => Ok(Some(length)),
            _ => Err(refuse()),
        },
        _ => Ok(None),
    }
}

fn generate(this: &Subtle<'_>, (value, extractable, usages): (Any, bool, Sequence<Usage>)) -> Result<Value, Thrown> {
    let (realm, usages) = (this.realm(), usages.0);
    let can_make = |name: Name| !name.is_rsa() && !matches!(name, Name::Hkdf | Name::Pbkdf2);
    let name = Name::of(&value, can_make)?;
    let parameters = Parameters { value: &value, dictionary: "KeyGenParams" };
    let hash = if name == Name::Hmac { Some(parameters.hash()?) } else { None };
    let algorithm = KeyAlgorithm { name, hash, curve: formats::curve_of(name, &parameters)? };
    let Some(kind) = curves::Kind::of(name, algorithm.curve) else {
        algorithm.check_usages(realm, KeyType::Secret, &usages)?;
        let length = secret_length(algorithm, &parameters)?.unwrap_or_default();
        let mut material = Material::secret(algorithm, random(realm, length)?);
        material.length = length;
        return realm.fulfilled(&CryptoKey::instance(realm, material, extractable, &usages)?);
    };
    let of_private = algorithm.usages_of(KeyType::Private, &usages);
    let of_public = algorithm.usages_of(KeyType::Public, &usages);
    if usages.iter().any(|usage| !of_private.contains(usage) && !of_public.contains(usage)) {
        algorithm.check_usages(realm, KeyType::Private, &usages)?;
    }
    let bits = kind.size() as u32 * 8;
    let mut private = random(realm, bits)?;
    while !kind.is_private(&private) {
        private = random(realm, bits)?;
    }
    let public = kind.public_of(&private).ok_or_else(|| Failure::OPERATION.throw(realm))?;
    let half = |kind, bytes, extractable, usages: &[Usage]| {
        CryptoKey::instance(realm, Material::half(algorithm, kind, bytes), extractable, usages)
    };
    let private = half(KeyType::Private, private, extractable, &of_private)?;
    let public = half(KeyType::Public, public, true, &of_public)?;
    realm.fulfilled(&realm.object_of(&[("publicKey", &public), ("privateKey", &private)])?)
}

/// So many random bits; those of a last byte that is not whole come first.
fn random(realm: Realm, bits: u32) -> Result<Vec<u8>, Thrown> {
    let mut bytes = vec![0; bits.div_ceil(8) as usize];
    fill(realm, &mut bytes)?;
    if let Some(last) = bytes.last_mut().filter(|_| !bits.is_multiple_of(8)) {
        *last &= 0xff << (8 - bits % 8);
    }
    Ok(bytes)
}

fn import(
    this: &Subtle<'_>,
    (format, data, parameters, extractable, usages): (Format, Any, Any, bool, Sequence<Usage>),
) -> Result<Value, Thrown> {
    let place = Place { operation: "SubtleCrypto.importKey", what: What::Argument(1) };
    let data = if format == Format::Jwk {
        let Object(object) = Object::from_js(&data, place)?;
        if object.buffer_view().is_some() {
            return Err(place.type_error(this.realm(), "must be a JsonWebKey."));
        }
        KeyData::Web(object)
    } else {
        KeyData::Bytes(BufferBytes::from_js(&data, place)?.0)
    };
    let algorithm = formats::import_algorithm(&parameters)?;
    let wish = Wish { algorithm, parameters: &parameters, extractable, usages: &usages.0 };
    this.realm().fulfilled(&formats::import(this.realm(), format, data, &wish)?)
}

fn export(realm: Realm, format: Format, key: &CryptoKey) -> Result<KeyData, Thrown> {
    if !key.extractable {
        return Err(failure(realm, "key is not extractable", "InvalidAccessError"));
    }
    formats::export(realm, format, key)
}

fn sign(this: &Subtle<'_>, (value, key, data): (Any, Key, BufferBytes)) -> Result<Value, Thrown> {
    let (realm, data) = (this.realm(), data.0);
    let (name, hash) = signature(realm, &value, &key)?;
    key.check(realm, name, Usage::Sign)?;
    let bytes = &key.material.bytes;
    let made = match (curves::Kind::of(name, key.material.algorithm.curve), hash) {
        (Some(kind), Some(hash)) => kind.sign(bytes, &hash.digest(&data)),
        (Some(kind), None) => kind.sign(bytes, &data),
        (None, Some(hash)) if name.is_rsa() => rsa::sign(name, hash, bytes, &data),
        (None, Some(hash)) => Some(ring::hmac::sign(&hash.hmac(bytes), &data).as_ref().to_vec()),
        (None, None) => return Err(not_supported(realm)),
    };
    give(this, made.ok_or_else(|| Failure::OPERATION.throw(realm))?)
}

fn verify(this: &Subtle<'_>, (value, key, made, data): (Any, Key, BufferBytes, BufferBytes)) -> Result<Value, Thrown> {
    let (realm, made, data) = (this.realm(), made.0, data.0);
    let (name, hash) = signature(realm, &value, &key)?;
    key.check(realm, name, Usage::Verify)?;
    let bytes = &key.material.bytes;
    let is_valid = match (curves::Kind::of(name, key.material.algorithm.curve), hash) {
        (Some(kind), Some(hash)) => kind.verify(bytes, &hash.digest(&data), &made),
        (Some(kind), None) => kind.verify(bytes, &data, &made),
        (None, Some(hash)) if name.is_rsa() => {
            rsa::verify(name, hash, bytes, &data, &made).ok_or_else(|| Failure::OPERATION.throw(realm))?
        }
        (None, Some(hash)) => ring::hmac::verify(&hash.hmac(bytes), &data, &made).is_ok(),
        (None, None) => return Err(not_supported(realm)),
    };
    realm.fulfilled(&realm.boolean(is_valid))
}

/// The algorithm of a signature, and the hash that it is over: that of the call for ECDSA, that of the key for the others.
fn signature(realm: Realm, value: &Value, key: &CryptoKey) -> Result<(Name, Option<Hash>), Thrown> {
    let name = Name::of(value, Name::signs)?;
    match name {
        Name::Ecdsa => Ok((name, Some(Parameters { value, dictionary: "EcdsaParams" }.hash()?))),
        Name::RsaPss => {
            let salt = Parameters { value, dictionary: "RsaPssParams" }.integer("saltLength", u32::MAX)?;
            let hash = key.material.algorithm.hash;
            if hash.is_some_and(|hash| hash.digest(&[]).len() != salt as usize) {
                let message = "Only a salt as long as the hash is supported";
                return Err(failure(realm, message, "NotSupportedError"));
            }
            Ok((name, hash))
        }
        _ => Ok((name, key.material.algorithm.hash)),
    }
}

/// What the modes of AES take beside the data.
enum Cipher {
    Cbc([u8; BLOCK]),
    Ctr([u8; BLOCK], u32),
    Gcm { iv: Vec<u8>, beside: Vec<u8>, tag: usize },
}

impl Cipher {
    /// Reads the parameters, then checks the key.
    fn of(realm: Realm, value: &Value, key: &CryptoKey, usage: Usage) -> Result<(Self, Aes), Thrown> {
        let name = Name::of(value, Name::encrypts)?;
        let operation = |message| failure(realm, message, "OperationError");
        let block = |bytes: Vec<u8>| <[u8; BLOCK]>::try_from(bytes);
        let mode = match name {
            Name::AesCbc => {
                let iv = Parameters { value, dictionary: "AesCbcParams" }.bytes("iv")?;
                block(iv).map(Self::Cbc).map_err(|_| "algorithm.iv must contain exactly 16 bytes")
            }
            Name::AesCtr => {
                let parameters = Parameters { value, dictionary: "AesCtrParams" };
                let (counter, length) = (parameters.bytes("counter")?, parameters.integer("length", 255)?);
                match block(counter) {
                    Ok(counter) if (1..=128).contains(&length) => Ok(Self::Ctr(counter, length)),
                    _ => Err("algorithm.counter must have 16 bytes, and algorithm.length be 1 to 128"),
                }
            }
            _ => {
                let parameters = Parameters { value, dictionary: "AesGcmParams" };
                let beside = parameters.optional_bytes("additionalData")?.unwrap_or_default();
                let iv = parameters.bytes("iv")?;
                match parameters.optional_integer("tagLength", 255)?.unwrap_or(128) {
                    tag @ (32 | 64 | 96 | 104 | 112 | 120 | 128) if !iv.is_empty() => {
                        Ok(Self::Gcm { iv, beside, tag: tag as usize / 8 })
                    }
                    _ => Err("algorithm.iv is empty, or algorithm.tagLength is not a valid AES-GCM tag length"),
                }
            }
        };
        key.check(realm, name, usage)?;
        let aes = Aes::new(&key.material.bytes).ok_or_else(|| Failure::OPERATION.throw(realm))?;
        Ok((mode.map_err(operation)?, aes))
    }
}

fn encrypt(realm: Realm, value: &Value, key: &CryptoKey, usage: Usage, data: Vec<u8>) -> Result<Vec<u8>, Thrown> {
    let (cipher, aes) = Cipher::of(realm, value, key, usage)?;
    match cipher {
        Cipher::Cbc(iv) => Ok(aes.cbc_encrypt(iv, data)),
        Cipher::Ctr(counter, width) => aes.ctr(counter, width, data).map_err(|_| Failure::OPERATION.throw(realm)),
        Cipher::Gcm { iv, beside, tag } => Ok(aes.gcm_seal(&iv, &beside, data, tag)),
    }
}

fn decrypt(realm: Realm, value: &Value, key: &CryptoKey, usage: Usage, data: Vec<u8>) -> Result<Vec<u8>, Thrown> {
    let (cipher, aes) = Cipher::of(realm, value, key, usage)?;
    let opened = match cipher {
        Cipher::Cbc(iv) => aes.cbc_decrypt(iv, data),
        Cipher::Ctr(counter, width) => aes.ctr(counter, width, data),
        Cipher::Gcm { iv, beside, tag } => aes.gcm_open(&iv, &beside, data, tag),
    };
    opened.map_err(|_| Failure::OPERATION.throw(realm))
}

fn derive_key(
    this: &Subtle<'_>,
    (value, key, wanted, extractable, usages): (Any, Key, Any, bool, Sequence<Usage>),
) -> Result<Value, Thrown> {
    let realm = this.realm();
    let derivation = Derivation::of(&value)?;
    let algorithm = formats::import_algorithm(&wanted)?;
    if algorithm.name.has_pairs() {
        return Err(not_supported(realm));
    }
    let length = secret_length(algorithm, &Parameters { value: &wanted, dictionary: "DerivedKeyParams" })?;
    let bytes = derivation.run(realm, &key, Usage::DeriveKey, length)?;
    let wish = Wish { algorithm, parameters: &wanted, extractable, usages: &usages.0 };
    realm.fulfilled(&formats::import(realm, Format::Raw, KeyData::Bytes(bytes), &wish)?)
}

fn wrap(this: &Subtle<'_>, (format, key, wrapping, value): (Format, Key, Key, Any)) -> Result<Value, Thrown> {
    let realm = this.realm();
    let name = Name::of(&value, |name| name == Name::AesKw || name.encrypts())?;
    wrapping.check(realm, name, Usage::WrapKey)?;
    let bytes = match export(realm, format, &key)? {
        KeyData::Bytes(bytes) => bytes,
        KeyData::Web(object) => object.json()?.unwrap_or_default().into_bytes(),
    };
    if name != Name::AesKw {
        return give(this, encrypt(realm, &value, &wrapping, Usage::WrapKey, bytes)?);
    }
    let wrapped = Aes::new(&wrapping.material.bytes).and_then(|aes| aes.wrap(&bytes).ok());
    give(this, wrapped.ok_or_else(|| Failure::OPERATION.throw(realm))?)
}

fn unwrap(
    this: &Subtle<'_>,
    (format, BufferBytes(wrapped), unwrapping, value, parameters, extractable, usages): (
        Format,
        BufferBytes,
        Key,
        Any,
        Any,
        bool,
        Sequence<Usage>,
    ),
) -> Result<Value, Thrown> {
    let realm = this.realm();
    let name = Name::of(&value, |name| name == Name::AesKw || name.encrypts())?;
    let algorithm = formats::import_algorithm(&parameters)?;
    unwrapping.check(realm, name, Usage::UnwrapKey)?;
    let bytes = if name == Name::AesKw {
        let unwrapped = Aes::new(&unwrapping.material.bytes).and_then(|aes| aes.unwrap(&wrapped).ok());
        unwrapped.ok_or_else(|| Failure::OPERATION.throw(realm))?
    } else {
        decrypt(realm, &value, &unwrapping, Usage::UnwrapKey, wrapped)?
    };
    let data = if format == Format::Jwk {
        let text = String::from_utf8(bytes).map_err(|_| Failure::DATA.throw(realm))?;
        let object = realm.parse_json(&text).map_err(|_| Failure::DATA.throw(realm))?;
        if !object.is_object() {
            return Err(Failure::DATA.throw(realm));
        }
        KeyData::Web(object)
    } else {
        KeyData::Bytes(bytes)
    };
    let wish = Wish { algorithm, parameters: &parameters, extractable, usages: &usages.0 };
    realm.fulfilled(&formats::import(realm, format, data, &wish)?)
}
