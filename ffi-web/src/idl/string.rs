//! The three string types of Web IDL. `USVString` is Rust's `String`.

use super::convert::{FromJs, Place};
use super::result::IntoJs;
use ffi_core::engine::{Realm, Thrown, Value};
use std::rc::Rc;

/// `USVString`: lone surrogates become U+FFFD.
impl FromJs for String {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        value.to_text()
    }
}

/// `DOMString`: any sequence of code units, kept exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DomString(Rc<[u16]>);

impl DomString {
    /// The text, with lone surrogates replaced.
    #[must_use]
    pub fn to_text(&self) -> String {
        String::from_utf16_lossy(&self.0)
    }

    /// The code units.
    #[must_use]
    pub fn units(&self) -> &[u16] {
        &self.0
    }
}

impl From<&str> for DomString {
    fn from(text: &str) -> Self {
        Self(text.encode_utf16().collect())
    }
}

impl FromJs for DomString {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        value.to_utf16().map(|units| Self(units.into()))
    }
}

impl IntoJs for DomString {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        Ok(realm.string_utf16(&self.0))
    }
}

/// `ByteString`: code units up to 255, one byte each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByteString(pub Vec<u8>);

impl FromJs for ByteString {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        let units = value.to_utf16()?;
        let mut bytes = Vec::with_capacity(units.len());
        for (index, unit) in units.into_iter().enumerate() {
            let Ok(byte) = u8::try_from(unit) else {
                return Err(value.realm().type_error(&format!(
                    "Cannot convert argument to a ByteString because the character at index {index} has a value of \
                     {unit} which is greater than 255."
                )));
            };
            bytes.push(byte);
        }
        Ok(Self(bytes))
    }
}

impl IntoJs for ByteString {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        let units: Vec<u16> = self.0.into_iter().map(u16::from).collect();
        Ok(realm.string_utf16(&units))
    }
}
