//! `SubtleCrypto` (Web Cryptography, section 14) with what programs need most, over `ring`: digests, HMAC, AES-GCM. Everything else
//! rejects with `NotSupportedError`.

use super::fill;
use super::key::{CryptoKey, Format, Hash, Purpose, Usage, failure, is_aes_length};
use crate::idl::convert::BufferBytes;
use crate::idl::{Any, FromJs, Instance, Interface, Place, Sequence, This, convert::What};
use data_url::forgiving_base64;
use ffi_core::engine::{HostData, Realm, Thrown, Value};
use ring::aead;

/// The object `crypto.subtle`.
pub(super) struct SubtleCrypto;

impl HostData for SubtleCrypto {}

/// Installs `CryptoKey` and `SubtleCrypto`; gives the object.
pub(super) fn install(realm: Realm) -> Result<Value, Thrown> {
    Interface::<CryptoKey>::new("CryptoKey")
        .readonly("type", |_| "secret")
        .readonly("extractable", |this| this.extractable)
        .readonly("algorithm", |this| this.algorithm(this.realm()))
        .readonly("usages", |this| this.usages.iter().map(|usage| usage.as_str()).collect::<Vec<_>>())
        .install(realm)?;
    let class = Interface::<SubtleCrypto>::new("SubtleCrypto")
        .asynchronous("digest", |this, (algorithm, BufferBytes(data)): (Any, BufferBytes)| {
            let digest = Hash::of(&algorithm)?.digest(&data);
            this.realm().fulfilled(&this.realm().array_buffer(digest)?)
        })
        .asynchronous("generateKey", generate)
        .asynchronous("importKey", import)
        .asynchronous("exportKey", export)
        .asynchronous("sign", sign)
        .asynchronous("verify", verify)
        .asynchronous("encrypt", encrypt)
        .asynchronous("decrypt", decrypt)
        .install(realm)?;
    class.instance(SubtleCrypto)
}

type Subtle<'a> = This<'a, SubtleCrypto>;
type Key = Instance<CryptoKey>;

fn generate(
    this: &Subtle<'_>,
    (algorithm, extractable, usages): (Any, bool, Sequence<Usage>),
) -> Result<Value, Thrown> {
    let realm = this.realm();
    let purpose = Purpose::of(&algorithm)?;
    let mut bytes = vec![0; purpose.generated_length(&algorithm)?];
    fill(realm, &mut bytes)?;
    realm.fulfilled(&CryptoKey::instance(realm, purpose, bytes, extractable, &usages.0)?)
}

fn import(
    this: &Subtle<'_>,
    (format, data, algorithm, extractable, usages): (Format, Any, Any, bool, Sequence<Usage>),
) -> Result<Value, Thrown> {
    let realm = this.realm();
    let purpose = Purpose::of(&algorithm)?;
    let bytes = match format {
        Format::Raw => {
            let place = Place { operation: "SubtleCrypto.importKey", what: What::Argument(1) };
            BufferBytes::from_js(&data, place)?.0
        }
        Format::Jwk => web_key(realm, &data, purpose)?,
        Format::Spki | Format::Pkcs8 => {
            let message = format!("Unable to import {} key using {} format", purpose.name(), format.as_str());
            return Err(failure(realm, &message, "NotSupportedError"));
        }
    };
    if matches!(purpose, Purpose::AesGcm) && !is_aes_length(bytes.len()) {
        return Err(failure(realm, "Invalid key length", "DataError"));
    }
    if bytes.is_empty() {
        return Err(failure(realm, "Zero-length key is not supported", "DataError"));
    }
    realm.fulfilled(&CryptoKey::instance(realm, purpose, bytes, extractable, &usages.0)?)
}

/// The bytes of a JSON web key.
fn web_key(realm: Realm, data: &Value, purpose: Purpose) -> Result<Vec<u8>, Thrown> {
    let invalid = || failure(realm, "Invalid keyData", "DataError");
    if !data.is_object() || data.get("kty")?.to_text()? != "oct" {
        return Err(invalid());
    }
    let text = data.get("k")?.to_text()?.replace('-', "+").replace('_', "/");
    let bytes = forgiving_base64::decode_to_vec(text.as_bytes()).map_err(|_| invalid())?;
    let name = data.get("alg")?;
    if !name.is_undefined() && name.to_text()? != purpose.web_name(bytes.len()) {
        return Err(failure(realm, "JWK \"alg\" does not match the requested algorithm", "DataError"));
    }
    Ok(bytes)
}

fn export(this: &Subtle<'_>, (format, key): (Format, Key)) -> Result<Value, Thrown> {
    let realm = this.realm();
    if !key.extractable {
        return Err(failure(realm, "key is not extractable", "InvalidAccessError"));
    }
    match format {
        Format::Raw => realm.fulfilled(&realm.array_buffer(key.bytes.clone())?),
        Format::Jwk => {
            let usages: Vec<Value> = key.usages.iter().map(|usage| realm.string(usage.as_str())).collect();
            let made = realm.object_of(&[
                ("key_ops", &realm.array(&usages.iter().collect::<Vec<_>>())),
                ("ext", &realm.boolean(true)),
                ("kty", &realm.string("oct")),
                ("k", &realm.string(&base64_url(&key.bytes))),
                ("alg", &realm.string(&key.purpose.web_name(key.bytes.len()))),
            ])?;
            realm.fulfilled(&made)
        }
        Format::Spki | Format::Pkcs8 => {
            let message = format!("Unable to export a secret key using {} format", format.as_str());
            Err(failure(realm, &message, "NotSupportedError"))
        }
    }
}

/// Base64 of URLs, without padding.
fn base64_url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let word = group.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for index in 0..=group.len() {
            text.push(char::from(DIGITS[(word >> (18 - 6 * index) & 63) as usize]));
        }
    }
    text
}

fn sign(this: &Subtle<'_>, (algorithm, key, data): (Any, Key, BufferBytes)) -> Result<Value, Thrown> {
    let realm = this.realm();
    key.check(realm, &algorithm, Usage::Sign)?;
    let Purpose::Hmac(hash) = key.purpose else { return Err(super::key::not_supported(realm)) };
    let tag = ring::hmac::sign(&hash.hmac(&key.bytes), &data.0);
    realm.fulfilled(&realm.array_buffer(tag.as_ref().to_vec())?)
}

fn verify(
    this: &Subtle<'_>,
    (algorithm, key, signature, data): (Any, Key, BufferBytes, BufferBytes),
) -> Result<Value, Thrown> {
    let realm = this.realm();
    key.check(realm, &algorithm, Usage::Verify)?;
    let Purpose::Hmac(hash) = key.purpose else { return Err(super::key::not_supported(realm)) };
    let is_valid = ring::hmac::verify(&hash.hmac(&key.bytes), &data.0, &signature.0).is_ok();
    realm.fulfilled(&realm.boolean(is_valid))
}

/// The parameters of AES-GCM: nonce and additional data. The tag has 128 bits.
fn gcm(algorithm: &Value) -> Result<(aead::Nonce, Vec<u8>), Thrown> {
    let realm = algorithm.realm();
    let place = Place { operation: "AesGcmParams", what: What::Member("iv") };
    let iv = BufferBytes::from_js(&algorithm.get("iv")?, place)?.0;
    let data = algorithm.get("additionalData")?;
    let data =
        if data.is_undefined() { Vec::new() } else { BufferBytes::from_js(&data, place.member("additionalData"))?.0 };
    let tag = algorithm.get("tagLength")?;
    if !tag.is_undefined() && tag.to_text()? != "128" {
        return Err(failure(realm, "Only tags of 128 bits are supported", "OperationError"));
    }
    let nonce = aead::Nonce::try_assume_unique_for_key(&iv);
    let nonce = nonce.map_err(|_| failure(realm, "Only an iv of 12 bytes is supported", "OperationError"))?;
    Ok((nonce, data))
}

fn cipher(realm: Realm, key: &CryptoKey) -> Result<aead::LessSafeKey, Thrown> {
    let algorithm = if key.bytes.len() == 16 { &aead::AES_128_GCM } else { &aead::AES_256_GCM };
    let unbound = aead::UnboundKey::new(algorithm, &key.bytes);
    unbound.map(aead::LessSafeKey::new).map_err(|_| failure(realm, "Invalid key length", "OperationError"))
}

fn encrypt(this: &Subtle<'_>, (algorithm, key, data): (Any, Key, BufferBytes)) -> Result<Value, Thrown> {
    let realm = this.realm();
    key.check(realm, &algorithm, Usage::Encrypt)?;
    let (nonce, additional) = gcm(&algorithm)?;
    let mut bytes = data.0;
    let sealed = cipher(realm, &key)?.seal_in_place_append_tag(nonce, aead::Aad::from(additional), &mut bytes);
    sealed.map_err(|_| failure(realm, "The operation failed", "OperationError"))?;
    realm.fulfilled(&realm.array_buffer(bytes)?)
}

fn decrypt(this: &Subtle<'_>, (algorithm, key, data): (Any, Key, BufferBytes)) -> Result<Value, Thrown> {
    let realm = this.realm();
    key.check(realm, &algorithm, Usage::Decrypt)?;
    let (nonce, additional) = gcm(&algorithm)?;
    let mut bytes = data.0;
    let opened =
        cipher(realm, &key)?.open_in_place(nonce, aead::Aad::from(additional), &mut bytes).map(|open| open.to_vec());
    let opened = opened
        .map_err(|_| failure(realm, "The operation failed for an operation-specific reason", "OperationError"))?;
    realm.fulfilled(&realm.array_buffer(opened)?)
}
