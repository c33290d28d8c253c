//! RSA signatures over `ring`, which signs with keys of 2,048 bits and more and salts as long as the hash. There is no encryption
//! and no generation of keys: no crate that is kept well does either in constant time. A key is the DER of `RSAPublicKey` or
//! `RSAPrivateKey` (RFC 8017). No engine is named here.

use super::algorithm::{Hash, Name};
use p256::pkcs8::der::{Decode, Reader, SliceReader, asn1::UintRef};
use p256::pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use ring::signature::{self, RsaEncoding, RsaKeyPair, RsaParameters, UnparsedPublicKey};

/// `rsaEncryption`.
const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// `AlgorithmIdentifier` of `rsaEncryption`, in DER.
const ALGORITHM: [u8; 15] = [0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];

/// The integers of a public key, `n` and `e`.
const PUBLIC: usize = 2;
/// The integers of a private key after its version: `n`, `e`, `d`, `p`, `q`, `dp`, `dq`, `qi`.
const PRIVATE: usize = 8;

/// The members of a JSON web key, in the order of the integers.
pub(super) const MEMBERS: [&str; PRIVATE] = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];

/// Something in DER: a tag, a length, the content.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut made = vec![tag];
    match content.len() {
        length @ 0..0x80 => made.push(length as u8),
        length => {
            let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            made.push(0x80 | bytes.len() as u8);
            made.extend(bytes);
        }
    }
    made.extend_from_slice(content);
    made
}

fn integer(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let sign = if digits.first().is_none_or(|first| *first >= 0x80) { &[0][..] } else { &[] };
    element(2, &[sign, &digits].concat())
}

/// The key of these integers: a public one of two, a private one of eight.
pub(super) fn of_integers(integers: &[Vec<u8>]) -> Option<Vec<u8>> {
    let version = match integers.len() {
        PUBLIC => Vec::new(),
        PRIVATE => integer(&[0]),
        _ => return None,
    };
    let content: Vec<u8> = version.into_iter().chain(integers.iter().flat_map(|bytes| integer(bytes))).collect();
    Some(element(0x30, &content))
}

/// The integers of a key, most significant byte first and without leading zeros.
pub(super) fn integers(key: &[u8], is_private: bool) -> Option<Vec<Vec<u8>>> {
    let mut reader = SliceReader::new(key).ok()?;
    let count = if is_private { PRIVATE + 1 } else { PUBLIC };
    let read = reader.sequence(|content| -> Result<_, p256::pkcs8::der::Error> {
        (0..count).map(|_| Ok(UintRef::decode(content)?.as_bytes().to_vec())).collect::<Result<Vec<_>, _>>()
    });
    let mut numbers = read.ok()?;
    reader.finish().ok()?;
    if is_private && numbers.remove(0) != [0] {
        return None;
    }
    Some(numbers)
}

/// Whether `ring` takes it.
pub(super) fn is_private(key: &[u8]) -> bool {
    RsaKeyPair::from_der(key).is_ok()
}

pub(super) fn from_spki(der: &[u8]) -> Option<Vec<u8>> {
    let info = SubjectPublicKeyInfoRef::try_from(der).ok()?;
    info.algorithm.assert_algorithm_oid(OID).ok()?;
    let key = info.subject_public_key.as_bytes()?;
    integers(key, false).map(|_| key.to_vec())
}

pub(super) fn to_spki(public: &[u8]) -> Vec<u8> {
    let bits = element(3, &[&[0], public].concat());
    element(0x30, &[&ALGORITHM[..], &bits].concat())
}

pub(super) fn from_pkcs8(der: &[u8]) -> Option<Vec<u8>> {
    let info = PrivateKeyInfoRef::try_from(der).ok()?;
    info.algorithm.assert_algorithm_oid(OID).ok()?;
    let key = info.private_key.as_bytes();
    integers(key, true).map(|_| key.to_vec())
}

pub(super) fn to_pkcs8(private: &[u8]) -> Vec<u8> {
    element(0x30, &[&integer(&[0])[..], &ALGORITHM, &element(4, private)].concat())
}

/// Signs; nothing when `ring` has not this hash, or not this key.
pub(super) fn sign(name: Name, hash: Hash, private: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let encoding: &dyn RsaEncoding = match (name, hash) {
        (Name::RsaPss, Hash::Sha256) => &signature::RSA_PSS_SHA256,
        (Name::RsaPss, Hash::Sha384) => &signature::RSA_PSS_SHA384,
        (Name::RsaPss, Hash::Sha512) => &signature::RSA_PSS_SHA512,
        (_, Hash::Sha256) => &signature::RSA_PKCS1_SHA256,
        (_, Hash::Sha384) => &signature::RSA_PKCS1_SHA384,
        (_, Hash::Sha512) => &signature::RSA_PKCS1_SHA512,
        (_, Hash::Sha1) => return None,
    };
    let pair = RsaKeyPair::from_der(private).ok()?;
    let mut made = vec![0; pair.public().modulus_len()];
    pair.sign(encoding, &ring::rand::SystemRandom::new(), data, &mut made).ok()?;
    Some(made)
}

/// Whether a signature is right; nothing when `ring` has not this hash.
pub(super) fn verify(name: Name, hash: Hash, public: &[u8], data: &[u8], made: &[u8]) -> Option<bool> {
    let parameters: &'static RsaParameters = match (name, hash) {
        (Name::RsaPss, Hash::Sha256) => &signature::RSA_PSS_2048_8192_SHA256,
        (Name::RsaPss, Hash::Sha384) => &signature::RSA_PSS_2048_8192_SHA384,
        (Name::RsaPss, Hash::Sha512) => &signature::RSA_PSS_2048_8192_SHA512,
        (Name::RsaPss, Hash::Sha1) => return None,
        (_, Hash::Sha1) => &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        (_, Hash::Sha256) => &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        (_, Hash::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
        (_, Hash::Sha512) => &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    };
    Some(UnparsedPublicKey::new(parameters, public).verify(data, made).is_ok())
}
