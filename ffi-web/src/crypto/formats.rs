//! How keys are written down: raw bytes, JSON web keys (RFC 7517), `SubjectPublicKeyInfo` and `PrivateKeyInfo`.

use super::algorithm::{Curve, Failure, Format, Name, Parameters, Usage, failure};
use super::curves;
use super::key::{CryptoKey, KeyAlgorithm, KeyType, Material};
use super::rsa;
use data_url::forgiving_base64;
use ffi_core::engine::{Realm, Thrown, Value};

/// A key that a program passes.
pub(super) enum KeyData {
    Bytes(Vec<u8>),
    Web(Value),
}

/// The algorithm of `importKey`.
pub(super) fn import_algorithm(value: &Value) -> Result<KeyAlgorithm, Thrown> {
    let name = Name::of(value, |_| true)?;
    let parameters = Parameters { value, dictionary: "ImportParams" };
    let has_hash = name.is_rsa() || name == Name::Hmac;
    let has_curve = matches!(name, Name::Ecdsa | Name::Ecdh);
    Ok(KeyAlgorithm {
        name,
        hash: if has_hash { Some(parameters.hash()?) } else { None },
        curve: if has_curve { Some(parameters.curve()?) } else { None },
    })
}

/// What of a call of `importKey` is not the key itself.
pub(super) struct Wish<'a> {
    pub(super) algorithm: KeyAlgorithm,
    /// The algorithm as it was passed.
    pub(super) parameters: &'a Value,
    pub(super) extractable: bool,
    pub(super) usages: &'a [Usage],
}

/// "Import a key".
pub(super) fn import(realm: Realm, format: Format, data: KeyData, wish: &Wish<'_>) -> Result<Value, Thrown> {
    let name = wish.algorithm.name;
    let material = match curves::Kind::of(name, wish.algorithm.curve) {
        Some(kind) => import_curve(realm, kind, format, data, wish)?,
        None if name.is_rsa() => import_rsa(realm, format, data, wish)?,
        None => import_secret(realm, format, data, wish)?,
    };
    CryptoKey::instance(realm, material, wish.extractable, wish.usages)
}

fn wrong_format(realm: Realm, name: Name, format: Format) -> Thrown {
    let message = format!("Unable to import {} key using {} format", name.as_str(), format.as_str());
    failure(realm, &message, "NotSupportedError")
}

fn import_secret(realm: Realm, format: Format, data: KeyData, wish: &Wish<'_>) -> Result<Material, Thrown> {
    let Wish { algorithm, extractable, usages, .. } = *wish;
    let name = algorithm.name;
    if name.derives() {
        if format != Format::Raw {
            return Err(wrong_format(realm, name, format));
        }
        algorithm.check_usages(realm, KeyType::Secret, usages)?;
        if extractable {
            return Err(failure(realm, &format!("{} keys are not extractable", name.as_str()), "SyntaxError"));
        }
    }
    algorithm.check_usages(realm, KeyType::Secret, usages)?;
    let bytes = match (format, data) {
        (Format::Raw, KeyData::Bytes(bytes)) => bytes,
        (Format::Jwk, KeyData::Web(key)) => {
            let key = WebKey(&key);
            let usage = if name == Name::Hmac { "sig" } else { "enc" };
            key.check(wish, "oct", usage)?;
            let bytes = key.bytes("k")?.ok_or_else(|| Failure::DATA.throw(realm))?;
            key.check_name(&[&algorithm.web_name(bytes.len()).unwrap_or_default()])?;
            bytes
        }
        _ => return Err(wrong_format(realm, name, format)),
    };
    if name.is_aes() && !matches!(bytes.len(), 16 | 24 | 32) {
        return Err(failure(realm, "Invalid key length", "DataError"));
    }
    let mut material = Material::secret(algorithm, bytes);
    if name == Name::Hmac {
        if material.bytes.is_empty() {
            return Err(failure(realm, "Zero-length key is not supported", "DataError"));
        }
        let parameters = Parameters { value: wish.parameters, dictionary: "HmacImportParams" };
        if let Some(length) = parameters.optional_integer("length", u32::MAX)? {
            if length.div_ceil(8) != material.length / 8 {
                return Err(failure(realm, "Invalid key length", "DataError"));
            }
            material.length = length;
        }
    }
    Ok(material)
}

fn import_curve(
    realm: Realm,
    kind: curves::Kind,
    format: Format,
    data: KeyData,
    wish: &Wish<'_>,
) -> Result<Material, Thrown> {
    let Wish { algorithm, usages, .. } = *wish;
    let (key_type, bytes) = match (format, data) {
        (Format::Jwk, KeyData::Web(key)) => {
            let key = WebKey(&key);
            let key_type = if key.has("d")? { KeyType::Private } else { KeyType::Public };
            algorithm.check_usages(realm, key_type, usages)?;
            let is_named = matches!(kind, curves::Kind::Named(_));
            let usage = if algorithm.name.signs() { "sig" } else { "enc" };
            key.check(wish, if is_named { "EC" } else { "OKP" }, usage)?;
            if key.text("crv")?.as_deref() != Some(kind.name()) {
                return Err(failure(realm, "JWK \"crv\" does not match the requested algorithm", "DataError"));
            }
            match (algorithm.name, algorithm.web_name(0)) {
                (Name::Ed25519, _) => key.check_name(&["EdDSA", "Ed25519"])?,
                (_, Some(name)) => key.check_name(&[&name])?,
                _ => {}
            }
            (key_type, key.on_curve(kind, is_named, key_type)?)
        }
        (Format::Jwk, KeyData::Bytes(_)) | (_, KeyData::Web(_)) => {
            return Err(wrong_format(realm, algorithm.name, format));
        }
        (Format::Pkcs8, KeyData::Bytes(bytes)) => {
            algorithm.check_usages(realm, KeyType::Private, usages)?;
            (KeyType::Private, kind.read_pkcs8(&bytes))
        }
        (Format::Spki, KeyData::Bytes(bytes)) => {
            algorithm.check_usages(realm, KeyType::Public, usages)?;
            (KeyType::Public, kind.read_spki(&bytes))
        }
        (Format::Raw, KeyData::Bytes(bytes)) => {
            algorithm.check_usages(realm, KeyType::Public, usages)?;
            (KeyType::Public, kind.check_public(&bytes))
        }
    };
    Ok(Material::half(algorithm, key_type, bytes.ok_or_else(|| Failure::DATA.throw(realm))?))
}

fn import_rsa(realm: Realm, format: Format, data: KeyData, wish: &Wish<'_>) -> Result<Material, Thrown> {
    let Wish { algorithm, usages, .. } = *wish;
    let (key_type, bytes) = match (format, data) {
        (Format::Jwk, KeyData::Web(key)) => {
            let key = WebKey(&key);
            let key_type = if key.has("d")? { KeyType::Private } else { KeyType::Public };
            algorithm.check_usages(realm, key_type, usages)?;
            key.check(wish, "RSA", "sig")?;
            key.check_name(&[&algorithm.web_name(0).unwrap_or_default()])?;
            let members = if key_type == KeyType::Private { &rsa::MEMBERS[..] } else { &rsa::MEMBERS[..2] };
            let numbers = members.iter().map(|member| key.bytes(member)?.ok_or_else(|| Failure::DATA.throw(realm)));
            (key_type, rsa::of_integers(&numbers.collect::<Result<Vec<_>, _>>()?))
        }
        (Format::Pkcs8, KeyData::Bytes(bytes)) => {
            algorithm.check_usages(realm, KeyType::Private, usages)?;
            (KeyType::Private, rsa::from_pkcs8(&bytes))
        }
        (Format::Spki, KeyData::Bytes(bytes)) => {
            algorithm.check_usages(realm, KeyType::Public, usages)?;
            (KeyType::Public, rsa::from_spki(&bytes))
        }
        _ => return Err(wrong_format(realm, algorithm.name, format)),
    };
    let bytes = bytes.ok_or_else(|| Failure::DATA.throw(realm))?;
    if key_type == KeyType::Private && !rsa::is_private(&bytes) {
        let message = "RSA private keys have 2048 to 4096 bits here, and a public exponent of 65537 or more";
        return Err(failure(realm, message, "DataError"));
    }
    Ok(Material::half(algorithm, key_type, bytes))
}

/// A JSON web key.
struct WebKey<'a>(&'a Value);

impl WebKey<'_> {
    fn has(&self, member: &str) -> Result<bool, Thrown> {
        Ok(!self.0.get(member)?.is_undefined())
    }

    fn text(&self, member: &str) -> Result<Option<String>, Thrown> {
        let value = self.0.get(member)?;
        if value.is_undefined() { Ok(None) } else { value.to_text().map(Some) }
    }

    fn bytes(&self, member: &str) -> Result<Option<Vec<u8>>, Thrown> {
        let Some(text) = self.text(member)? else { return Ok(None) };
        let text = text.replace('-', "+").replace('_', "/");
        let bytes = forgiving_base64::decode_to_vec(text.as_bytes());
        bytes.map(Some).map_err(|_| Failure::DATA.throw(self.0.realm()))
    }

    fn refuse<T>(&self, member: &str) -> Result<T, Thrown> {
        let message = format!("JWK \"{member}\" does not match what the key is to be");
        Err(failure(self.0.realm(), &message, "DataError"))
    }

    /// What every kind of key must agree with: `kty`, `use`, `key_ops`, `ext`.
    fn check(&self, wish: &Wish<'_>, kind: &str, usage: &str) -> Result<(), Thrown> {
        if self.text("kty")?.as_deref() != Some(kind) {
            return self.refuse("kty");
        }
        if !wish.usages.is_empty() && self.text("use")?.is_some_and(|given| given != usage) {
            return self.refuse("use");
        }
        let operations = self.0.get("key_ops")?;
        if !operations.is_undefined() {
            let mut known = Vec::new();
            for operation in operations.elements()? {
                let operation = operation.to_text()?;
                if known.contains(&operation) {
                    return self.refuse("key_ops");
                }
                known.push(operation);
            }
            if wish.usages.iter().any(|usage| !known.iter().any(|known| known == usage.as_str())) {
                return self.refuse("key_ops");
            }
        }
        let may_leave = self.0.get("ext")?;
        if wish.extractable && !may_leave.is_undefined() && !may_leave.to_boolean() {
            return self.refuse("ext");
        }
        Ok(())
    }

    /// `alg`, where the key has one.
    fn check_name(&self, names: &[&str]) -> Result<(), Thrown> {
        match self.text("alg")? {
            Some(given) if !names.contains(&given.as_str()) => self.refuse("alg"),
            _ => Ok(()),
        }
    }

    /// The key on a curve: of a private one, the public half must belong to it.
    fn on_curve(&self, kind: curves::Kind, is_named: bool, key_type: KeyType) -> Result<Option<Vec<u8>>, Thrown> {
        let Some(mut public) = self.bytes("x")? else { return Ok(None) };
        if is_named {
            let Some(y) = self.bytes("y")? else { return Ok(None) };
            if public.len() != kind.size() || y.len() != kind.size() {
                return Ok(None);
            }
            public = [&[4], &public[..], &y].concat();
        }
        let Some(public) = kind.check_public(&public) else { return Ok(None) };
        if key_type == KeyType::Public {
            return Ok(Some(public));
        }
        let private = self.bytes("d")?.filter(|bytes| kind.is_private(bytes));
        Ok(private.filter(|private| kind.public_of(private).is_some_and(|known| known == public)))
    }
}

/// "Export a key": the bytes, or the object of a JSON web key.
pub(super) fn export(realm: Realm, format: Format, key: &CryptoKey) -> Result<KeyData, Thrown> {
    let material = &key.material;
    let curve = curves::Kind::of(material.algorithm.name, material.algorithm.curve);
    let is_pair = material.algorithm.name.has_pairs();
    let bytes = match (format, material.kind) {
        (Format::Jwk, _) => return export_web(realm, key, curve).map(KeyData::Web),
        (Format::Raw, KeyType::Secret) => Some(material.bytes.clone()),
        (Format::Raw, KeyType::Public) if curve.is_some() => Some(material.bytes.clone()),
        (Format::Spki, KeyType::Public) => match curve {
            Some(kind) => kind.to_spki(&material.bytes),
            None => Some(rsa::to_spki(&material.bytes)),
        },
        (Format::Pkcs8, KeyType::Private) => match curve {
            Some(kind) => kind.to_pkcs8(&material.bytes),
            None => Some(rsa::to_pkcs8(&material.bytes)),
        },
        _ => {
            let what = format!("Unable to export a {} key using {} format", material.kind.as_str(), format.as_str());
            let is_wrong_half = is_pair && (curve.is_some() || format != Format::Raw);
            let name = if is_wrong_half { "InvalidAccessError" } else { "NotSupportedError" };
            return Err(failure(realm, &what, name));
        }
    };
    Ok(KeyData::Bytes(bytes.ok_or_else(|| Failure::OPERATION.throw(realm))?))
}

fn export_web(realm: Realm, key: &CryptoKey, curve: Option<curves::Kind>) -> Result<Value, Thrown> {
    let material = &key.material;
    let object = realm.object();
    object.set("key_ops", &realm.array(&key.usage_names.elements()?.iter().collect::<Vec<_>>()))?;
    object.set("ext", &realm.boolean(key.extractable))?;
    let set = |member: &str, bytes: &[u8]| object.set(member, &realm.string(&base64_url(bytes)));
    let is_private = material.kind == KeyType::Private;
    let missing = || Failure::OPERATION.throw(realm);
    match curve {
        Some(kind) => {
            let public = if is_private { kind.public_of(&material.bytes) } else { Some(material.bytes.clone()) };
            let public = public.ok_or_else(missing)?;
            let is_named = matches!(kind, curves::Kind::Named(_));
            object.set("kty", &realm.string(if is_named { "EC" } else { "OKP" }))?;
            object.set("crv", &realm.string(kind.name()))?;
            if is_named {
                // After the byte that says "uncompressed".
                let (x, y) = public.get(1..).unwrap_or_default().split_at(kind.size());
                set("x", x)?;
                set("y", y)?;
            } else {
                set("x", &public)?;
            }
            if is_private {
                set("d", &material.bytes)?;
            }
        }
        None if material.algorithm.name.is_rsa() => {
            object.set("kty", &realm.string("RSA"))?;
            let numbers = rsa::integers(&material.bytes, is_private).ok_or_else(missing)?;
            for (member, number) in rsa::MEMBERS.iter().zip(&numbers) {
                set(member, number)?;
            }
        }
        None => {
            object.set("kty", &realm.string("oct"))?;
            set("k", &material.bytes)?;
        }
    }
    // The names of signatures on named curves follow from `crv`; the standard leaves them out.
    if !matches!(curve, Some(curves::Kind::Named(_)))
        && let Some(name) = material.algorithm.web_name(material.bytes.len())
    {
        object.set("alg", &realm.string(&name))?;
    }
    Ok(object)
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

/// The curve that a program names, for `generateKey`.
pub(super) fn curve_of(name: Name, parameters: &Parameters<'_>) -> Result<Option<Curve>, Thrown> {
    if matches!(name, Name::Ecdsa | Name::Ecdh) { parameters.curve().map(Some) } else { Ok(None) }
}
