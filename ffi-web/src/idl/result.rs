//! How what an operation gives becomes a JavaScript value.

use ffi_core::engine::{Realm, Thrown, Value};

/// A result of an operation or attribute.
pub trait IntoJs {
    /// The value.
    ///
    /// # Errors
    /// The engine is out of memory, or the result was an error already.
    fn into_js(self, realm: Realm) -> Result<Value, Thrown>;
}

impl IntoJs for Value {
    fn into_js(self, _: Realm) -> Result<Value, Thrown> {
        Ok(self)
    }
}

impl IntoJs for () {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        Ok(realm.undefined())
    }
}

impl IntoJs for bool {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        Ok(realm.boolean(self))
    }
}

impl IntoJs for f64 {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        Ok(realm.number(self))
    }
}

impl IntoJs for &str {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        Ok(realm.string(self))
    }
}

impl IntoJs for String {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        Ok(realm.string(&self))
    }
}

/// `T?`.
impl<T: IntoJs> IntoJs for Option<T> {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        self.map_or_else(|| Ok(realm.null()), |value| value.into_js(realm))
    }
}

/// `sequence<T>`: a new array.
impl<T: IntoJs> IntoJs for Vec<T> {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        let values = self.into_iter().map(|item| item.into_js(realm)).collect::<Result<Vec<_>, _>>()?;
        Ok(realm.array(&values.iter().collect::<Vec<_>>()))
    }
}

impl<T: IntoJs> IntoJs for Result<T, Thrown> {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        self.and_then(|value| value.into_js(realm))
    }
}
