//! Owned and borrowed values. Property access, calls and conversions stand in `object.rs`.

use std::fmt;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;

use super::{Active, Engine, Raw, Realm, Thrown};

/// What sort of value a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// A boolean.
    Boolean,
    /// A number.
    Number,
    /// A bigint.
    BigInt,
    /// A string.
    String,
    /// A symbol.
    Symbol,
    /// An object or function.
    Object,
}

/// An owned reference to a JavaScript value.
pub struct Value {
    raw: Raw,
    realm: Realm,
}

/// A value that someone else keeps alive: an argument, `this`.
///
/// It derefs to [`Value`]; [`Value::clone`] makes an owned one.
pub struct Borrowed<'a> {
    value: ManuallyDrop<Value>,
    lifetime: PhantomData<&'a Value>,
}

impl Value {
    /// Makes an owned value of a raw one.
    ///
    /// # Safety
    ///
    /// `raw` must carry one reference, which passes to the result, and be of `realm`; the thread must be the realm's.
    #[inline]
    pub unsafe fn from_raw(realm: Realm, raw: Raw) -> Self {
        Self { raw, realm }
    }

    /// The raw value, still owned by `self`.
    #[inline]
    pub fn raw(&self) -> Raw {
        self.raw
    }

    /// The raw value with its reference.
    #[inline]
    pub fn into_raw(self) -> Raw {
        ManuallyDrop::new(self).raw
    }

    /// The realm.
    #[inline]
    pub fn realm(&self) -> Realm {
        self.realm
    }

    #[inline]
    pub(super) fn engine(&self) -> &'static Active {
        self.realm.engine()
    }

    /// The sort of value.
    #[inline]
    pub fn kind(&self) -> Kind {
        // SAFETY: the value is alive.
        unsafe { Active::kind(self.raw) }
    }

    /// Whether it is `undefined`.
    pub fn is_undefined(&self) -> bool {
        self.kind() == Kind::Undefined
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    /// Whether it is `undefined` or `null`.
    pub fn is_nullish(&self) -> bool {
        matches!(self.kind(), Kind::Undefined | Kind::Null)
    }

    /// Whether it is a string.
    pub fn is_string(&self) -> bool {
        self.kind() == Kind::String
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.kind() == Kind::Number
    }

    /// Whether it is an object (functions included).
    #[inline]
    pub fn is_object(&self) -> bool {
        self.kind() == Kind::Object
    }

    /// The number, if it is one. No conversion.
    pub fn as_number(&self) -> Option<f64> {
        // SAFETY: the value is alive.
        self.is_number().then(|| unsafe { Active::as_number(self.raw) })
    }

    /// The boolean, if it is one. No conversion.
    pub fn as_boolean(&self) -> Option<bool> {
        // SAFETY: the value is alive.
        (self.kind() == Kind::Boolean).then(|| unsafe { Active::as_boolean(self.raw) })
    }

    /// The text, if it is a string; lone surrogates become U+FFFD. No conversion.
    pub fn as_text(&self) -> Option<String> {
        self.is_string().then(|| self.to_text().unwrap_or_default())
    }

    /// `ToString`, as text; lone surrogates become U+FFFD (a `USVString`).
    pub fn to_text(&self) -> Result<String, Thrown> {
        // SAFETY: the value is alive and this is the realm's thread, because values do not leave it.
        let text = unsafe { self.engine().text(self.raw, decode_lossy) };
        text.map_err(|_| self.realm.take_thrown())
    }

    /// `ToString`, as UTF-16 code units, exactly.
    pub fn to_utf16(&self) -> Result<Vec<u16>, Thrown> {
        // SAFETY: as in `to_text`.
        let units = unsafe { self.engine().text_utf16(self.raw, <[u16]>::to_vec) };
        units.map_err(|_| self.realm.take_thrown())
    }

    /// `ToNumber`.
    pub fn to_number(&self) -> Result<f64, Thrown> {
        // SAFETY: as in `to_text`.
        unsafe { self.engine().to_number(self.raw) }.map_err(|_| self.realm.take_thrown())
    }

    /// `ToBoolean`.
    pub fn to_boolean(&self) -> bool {
        // SAFETY: as in `to_text`.
        unsafe { self.engine().to_boolean(self.raw) }
    }

    /// `ToString`, as a JavaScript string.
    pub fn to_js_string(&self) -> Result<Value, Thrown> {
        // SAFETY: as in `to_text`.
        self.realm.own(unsafe { self.engine().to_string(self.raw) })
    }

    /// The bigint modulo 2**64.
    pub fn bigint_low(&self) -> Result<i64, Thrown> {
        // SAFETY: as in `to_text`.
        unsafe { self.engine().bigint_low(self.raw) }.map_err(|_| self.realm.take_thrown())
    }

    /// `===`.
    pub fn strict_equal(&self, other: &Value) -> bool {
        // SAFETY: as in `to_text`, for both values.
        unsafe { self.engine().strict_equal(self.raw, other.raw) }
    }

    /// The address that is the identity of an object; zero for a primitive.
    pub fn address(&self) -> usize {
        // SAFETY: the value is alive.
        unsafe { Active::address(self.raw) }
    }
}

fn decode_lossy(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    // A lone surrogate is three bytes starting with 0xED 0xA0..=0xBF: each becomes one U+FFFD, as the Web's USVString wants it.
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                break;
            }
            Err(error) => {
                let (valid, after) = rest.split_at(error.valid_up_to());
                text.push_str(std::str::from_utf8(valid).unwrap_or_default());
                text.push('\u{FFFD}');
                rest = after.get(3..).unwrap_or_default();
            }
        }
    }
    text
}

impl Clone for Value {
    #[inline]
    fn clone(&self) -> Self {
        // SAFETY: the value is alive; `retain` gives a reference that the clone owns.
        unsafe { Self::from_raw(self.realm, self.engine().retain(self.raw)) }
    }
}

impl Drop for Value {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: `self` owns one reference, and does not leave the realm's thread.
        unsafe { self.realm.engine().release(self.raw) }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            Kind::Number => write!(formatter, "{}", self.as_number().unwrap_or(f64::NAN)),
            Kind::String => write!(formatter, "{:?}", self.as_text().unwrap_or_default()),
            Kind::Boolean => write!(formatter, "{}", self.to_boolean()),
            kind => write!(formatter, "{kind:?}"),
        }
    }
}

impl Borrowed<'_> {
    /// Borrows a raw value.
    ///
    /// # Safety
    ///
    /// Someone must keep `raw` alive for the lifetime of the result, on the realm's thread.
    #[inline]
    pub unsafe fn from_raw(realm: Realm, raw: Raw) -> Self {
        // SAFETY: the value is never dropped, so no reference is taken.
        Self { value: ManuallyDrop::new(unsafe { Value::from_raw(realm, raw) }), lifetime: PhantomData }
    }
}

impl Deref for Borrowed<'_> {
    type Target = Value;

    #[inline]
    fn deref(&self) -> &Value {
        &self.value
    }
}

impl fmt::Debug for Borrowed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}
