//! Keys on elliptic curves: P-256 and P-384 over RustCrypto's crates, Ed25519 over `ring`, X25519 over `curve25519-dalek`. A private
//! key is its scalar or seed, a public one the uncompressed point, or the 32 bytes of the two modern curves. No engine is named here.

use super::algorithm::{Curve, Name};
use curve25519_dalek::MontgomeryPoint;
use p256::pkcs8::der::{Decode, asn1::OctetStringRef};
use p256::pkcs8::{ObjectIdentifier, PrivateKeyInfoRef, SubjectPublicKeyInfoRef};
use ring::signature::KeyPair;

macro_rules! curve {
    ($module:ident, $package:ident, $size:literal) => {
        mod $module {
            use $package::ecdsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
            use $package::ecdsa::{Signature, SigningKey, VerifyingKey};
            use $package::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
            use $package::{PublicKey, SecretKey};

            /// The bytes of a scalar.
            pub(super) const SIZE: usize = $size;

            fn secret(bytes: &[u8]) -> Option<SecretKey> {
                if bytes.len() == SIZE { SecretKey::from_slice(bytes).ok() } else { None }
            }

            fn encode(key: &PublicKey) -> Vec<u8> {
                VerifyingKey::from(key).to_sec1_point(false).as_bytes().to_vec()
            }

            /// A hash value as long as the field at least: shorter ones are the same number with zeros before it.
            fn prehash(digest: &[u8]) -> Vec<u8> {
                let mut padded = vec![0; SIZE.saturating_sub(digest.len())];
                padded.extend_from_slice(digest);
                padded
            }

            pub(super) fn is_private(bytes: &[u8]) -> bool {
                secret(bytes).is_some()
            }

            pub(super) fn public_of(private: &[u8]) -> Option<Vec<u8>> {
                Some(encode(&secret(private)?.public_key()))
            }

            pub(super) fn check_public(point: &[u8]) -> Option<Vec<u8>> {
                PublicKey::from_sec1_bytes(point).ok().as_ref().map(encode)
            }

            pub(super) fn sign(private: &[u8], digest: &[u8]) -> Option<Vec<u8>> {
                let key = SigningKey::from(secret(private)?);
                let signature: Signature = key.sign_prehash(&prehash(digest)).ok()?;
                Some(signature.to_bytes().to_vec())
            }

            pub(super) fn verify(public: &[u8], digest: &[u8], signature: &[u8]) -> bool {
                let key = VerifyingKey::from_sec1_bytes(public);
                let signature = Signature::from_slice(signature);
                key.is_ok_and(|key| {
                    signature.is_ok_and(|signature| key.verify_prehash(&prehash(digest), &signature).is_ok())
                })
            }

            pub(super) fn agree(private: &[u8], public: &[u8]) -> Option<Vec<u8>> {
                let public = PublicKey::from_sec1_bytes(public).ok()?;
                Some(secret(private)?.diffie_hellman(&public).raw_secret_bytes().to_vec())
            }

            pub(super) fn from_pkcs8(der: &[u8]) -> Option<Vec<u8>> {
                SecretKey::from_pkcs8_der(der).ok().map(|key| key.to_bytes().to_vec())
            }

            pub(super) fn to_pkcs8(private: &[u8]) -> Option<Vec<u8>> {
                Some(secret(private)?.to_pkcs8_der().ok()?.as_bytes().to_vec())
            }

            pub(super) fn from_spki(der: &[u8]) -> Option<Vec<u8>> {
                PublicKey::from_public_key_der(der).ok().as_ref().map(encode)
            }

            pub(super) fn to_spki(public: &[u8]) -> Option<Vec<u8>> {
                Some(PublicKey::from_sec1_bytes(public).ok()?.to_public_key_der().ok()?.as_bytes().to_vec())
            }
        }
    };
}

curve!(short, p256, 32);
curve!(long, p384, 48);

/// Calls a function of the curve's module.
macro_rules! by_curve {
    ($curve:expr, $function:ident ( $($argument:expr),* )) => {
        match $curve {
            Curve::P256 => short::$function($($argument),*),
            Curve::P384 => long::$function($($argument),*),
        }
    };
}

/// The curve of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of the curves that have names.
    Named(Curve),
    /// Signatures on Curve25519.
    Ed25519,
    /// Key agreement on Curve25519.
    X25519,
}

/// The bytes of the keys of both modern curves.
const SIZE: usize = 32;

impl Kind {
    /// That of an algorithm whose keys stand on a curve.
    pub(super) fn of(name: Name, curve: Option<Curve>) -> Option<Self> {
        match name {
            Name::Ecdsa | Name::Ecdh => curve.map(Self::Named),
            Name::Ed25519 => Some(Self::Ed25519),
            Name::X25519 => Some(Self::X25519),
            _ => None,
        }
    }

    /// The `crv` of a JSON web key.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Named(curve) => curve.name(),
            Self::Ed25519 => "Ed25519",
            Self::X25519 => "X25519",
        }
    }

    /// The bytes of a private key.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Named(Curve::P256) => short::SIZE,
            Self::Named(Curve::P384) => long::SIZE,
            Self::Ed25519 | Self::X25519 => SIZE,
        }
    }

    fn oid(self) -> ObjectIdentifier {
        match self {
            Self::X25519 => ObjectIdentifier::new_unwrap("1.3.101.110"),
            Self::Named(_) | Self::Ed25519 => ObjectIdentifier::new_unwrap("1.3.101.112"),
        }
    }

    /// Whether these bytes are a private key.
    pub(super) fn is_private(self, bytes: &[u8]) -> bool {
        match self {
            Self::Named(curve) => by_curve!(curve, is_private(bytes)),
            Self::Ed25519 | Self::X25519 => bytes.len() == SIZE,
        }
    }

    /// The public key that belongs to a private one.
    pub(super) fn public_of(self, private: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Named(curve) => by_curve!(curve, public_of(private)),
            Self::Ed25519 => {
                let pair = ring::signature::Ed25519KeyPair::from_seed_unchecked(private).ok()?;
                Some(pair.public_key().as_ref().to_vec())
            }
            Self::X25519 => {
                let base = curve25519_dalek::constants::X25519_BASEPOINT;
                Some(base.mul_clamped(private.try_into().ok()?).to_bytes().to_vec())
            }
        }
    }

    /// A public key in the form that is kept, if it is one.
    pub(super) fn check_public(self, bytes: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Named(curve) => by_curve!(curve, check_public(bytes)),
            Self::Ed25519 | Self::X25519 => (bytes.len() == SIZE).then(|| bytes.to_vec()),
        }
    }

    /// Signs: the digest of the data for ECDSA, the data itself for Ed25519.
    pub(super) fn sign(self, private: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Named(curve) => by_curve!(curve, sign(private, data)),
            Self::Ed25519 => {
                let pair = ring::signature::Ed25519KeyPair::from_seed_unchecked(private).ok()?;
                Some(pair.sign(data).as_ref().to_vec())
            }
            Self::X25519 => None,
        }
    }

    /// Whether a signature is right.
    pub(super) fn verify(self, public: &[u8], data: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Named(curve) => by_curve!(curve, verify(public, data, signature)),
            Self::Ed25519 => {
                let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, public);
                key.verify(data, signature).is_ok()
            }
            Self::X25519 => false,
        }
    }

    /// The secret that two keys agree on. On Curve25519 there are public keys with which everybody agrees: none.
    pub(super) fn agree(self, private: &[u8], public: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Named(curve) => by_curve!(curve, agree(private, public)),
            Self::X25519 => {
                let shared = MontgomeryPoint(public.try_into().ok()?).mul_clamped(private.try_into().ok()?).to_bytes();
                shared.iter().any(|byte| *byte != 0).then(|| shared.to_vec())
            }
            Self::Ed25519 => None,
        }
    }

    /// Reads `PrivateKeyInfo` (RFC 5958, RFC 8410).
    pub(super) fn read_pkcs8(self, der: &[u8]) -> Option<Vec<u8>> {
        if let Self::Named(curve) = self {
            return by_curve!(curve, from_pkcs8(der));
        }
        let info = PrivateKeyInfoRef::try_from(der).ok()?;
        info.algorithm.assert_algorithm_oid(self.oid()).ok()?;
        let key = <&OctetStringRef>::from_der(info.private_key.as_bytes()).ok()?;
        Some(key.as_bytes().to_vec()).filter(|bytes| bytes.len() == SIZE)
    }

    /// Writes `PrivateKeyInfo`.
    pub(super) fn to_pkcs8(self, private: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Named(curve) => by_curve!(curve, to_pkcs8(private)),
            Self::Ed25519 | Self::X25519 => {
                Some(der(&[&[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3], self.oid().as_bytes(), &[4, 0x22, 4, 0x20], private]))
            }
        }
    }

    /// Reads `SubjectPublicKeyInfo`.
    pub(super) fn read_spki(self, der: &[u8]) -> Option<Vec<u8>> {
        if let Self::Named(curve) = self {
            return by_curve!(curve, from_spki(der));
        }
        let info = SubjectPublicKeyInfoRef::try_from(der).ok()?;
        info.algorithm.assert_algorithm_oid(self.oid()).ok()?;
        info.subject_public_key.as_bytes().map(<[u8]>::to_vec).filter(|bytes| bytes.len() == SIZE)
    }

    /// Writes `SubjectPublicKeyInfo`.
    pub(super) fn to_spki(self, public: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Named(curve) => by_curve!(curve, to_spki(public)),
            Self::Ed25519 | Self::X25519 => {
                Some(der(&[&[0x30, 0x2a, 0x30, 5, 6, 3], self.oid().as_bytes(), &[3, 0x21, 0], public]))
            }
        }
    }
}

fn der(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}
