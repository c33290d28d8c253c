//! `crypto.getRandomValues` and `crypto.randomUUID` (Web Cryptography, section 10), over `getrandom`; `crypto.subtle` stands below.

#[cfg(feature = "crypto")]
mod aes;
#[cfg(feature = "crypto")]
mod algorithm;
#[cfg(feature = "crypto")]
mod curves;
#[cfg(feature = "crypto")]
mod derive;
#[cfg(feature = "crypto")]
mod formats;
#[cfg(feature = "crypto")]
mod key;
#[cfg(feature = "crypto")]
mod rsa;
#[cfg(feature = "crypto")]
mod subtle;

#[cfg(feature = "crypto")]
pub(crate) use key::CryptoKey;

use crate::idl::{Any, Interface, This};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, TypedArrayKind, Value};

/// The object `crypto`, with the object `subtle` where the build has one.
struct Crypto {
    subtle: Option<Value>,
}

impl HostData for Crypto {
    fn trace(&self, tracer: &Tracer) {
        self.subtle.iter().for_each(|subtle| tracer.mark(subtle));
    }
}

/// The most bytes one call fills.
const QUOTA: usize = 65_536;

/// Installs `crypto`.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    #[cfg(feature = "crypto")]
    let subtle = Some(subtle::install(realm)?);
    #[cfg(not(feature = "crypto"))]
    let subtle = None;
    let class = Interface::<Crypto>::new("Crypto")
        .readonly("subtle", |this| this.subtle.clone())
        .operation("getRandomValues", random_values)
        .operation("randomUUID", |this, (): ()| random_uuid(this.realm()))
        .install(realm)?;
    crate::globals::attribute(realm, "crypto", &class.instance(Crypto { subtle })?, false)
}

fn random_values(this: &This<'_, Crypto>, (array,): (Any,)) -> Result<Value, Thrown> {
    use TypedArrayKind::{Float16Array, Float32Array, Float64Array};
    let realm = this.realm();
    let Some(view) = array.buffer_view() else {
        return Err(realm.type_error("Crypto.getRandomValues: Argument 1 must be an ArrayBufferView."));
    };
    if matches!(view.kind, None | Some(Float16Array | Float32Array | Float64Array)) || view.immutable {
        let message = "The data argument must be an integer-type TypedArray";
        return Err(Thrown::new(realm.dom_exception(message, "TypeMismatchError")));
    }
    if view.length > QUOTA {
        let message = format!("The requested length exceeds {QUOTA} bytes");
        return Err(Thrown::new(realm.dom_exception(&message, "QuotaExceededError")));
    }
    let mut bytes = vec![0; view.length];
    fill(realm, &mut bytes)?;
    if let Some(pointer) = view.pointer() {
        // SAFETY: the view holds as many bytes as the vector, which `pointer` has just checked, the vector is Rust's own,
        // and no JavaScript runs in between.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), pointer, bytes.len()) };
    }
    Ok(array)
}

/// A random UUID.
pub(crate) fn random_uuid(realm: Realm) -> Result<String, Thrown> {
    let mut bytes = [0; 16];
    fill(realm, &mut bytes)?;
    Ok(uuid(bytes))
}

/// Version 4, variant 1 (RFC 9562).
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

pub(crate) fn fill(realm: Realm, bytes: &mut [u8]) -> Result<(), Thrown> {
    getrandom::fill(bytes).map_err(|error| {
        Thrown::new(realm.dom_exception(&format!("The system gave no random numbers: {error}"), "OperationError"))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn version_and_variant() {
        assert_eq!(super::uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(super::uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
    }
}
