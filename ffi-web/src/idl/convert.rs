//! Conversions of arguments that are not strings or numbers: `any`, objects, nullable and optional types, sequences,
//! records, callbacks, interface types, buffer sources.

use ffi_core::engine::{HostData, Realm, Thrown, Value, WellKnown};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// Which value is being converted, for messages: `Headers.append: Argument 2`.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The operation, such as `Headers.append`.
    pub operation: &'a str,
    /// The position of the argument, from 0, or what else is converted.
    pub what: What<'a>,
}

/// The part of a call that a [`Place`] speaks of.
#[derive(Debug, Clone, Copy)]
pub enum What<'a> {
    /// An argument, from 0.
    Argument(usize),
    /// A member of a dictionary.
    Member(&'a str),
    /// The value assigned to an attribute.
    Attribute,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.what {
            What::Argument(index) => write!(formatter, "{}: Argument {}", self.operation, index + 1),
            What::Member(name) => write!(formatter, "{}: {name}", self.operation),
            What::Attribute => write!(formatter, "{}: The provided value", self.operation),
        }
    }
}

impl<'a> Place<'a> {
    /// The same operation, at a member of a dictionary.
    #[must_use]
    pub fn member(self, name: &'a str) -> Self {
        Self { what: What::Member(name), ..self }
    }

    /// Throws a TypeError that starts with the place.
    #[must_use]
    pub fn type_error(self, realm: Realm, message: &str) -> Thrown {
        realm.type_error(&format!("{self} {message}"))
    }
}

/// A Web IDL type that a value can be converted to.
pub trait FromJs: Sized {
    /// Whether an argument of this type may be left out.
    const OPTIONAL: bool = false;

    /// Converts as Web IDL says for the type; may run JavaScript.
    ///
    /// # Errors
    /// What the conversion throws.
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown>;
}

/// `any`: the value as it is.
pub type Any = Value;

impl FromJs for Value {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        Ok(value.clone())
    }
}

impl FromJs for bool {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        Ok(value.to_boolean())
    }
}

/// `optional T`: `undefined` is absence.
pub struct Optional<T>(pub Option<T>);

impl<T: FromJs> FromJs for Optional<T> {
    const OPTIONAL: bool = true;

    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        if value.is_undefined() { Ok(Self(None)) } else { T::from_js(value, place).map(|value| Self(Some(value))) }
    }
}

/// `T?`: `null` and `undefined` are none.
impl<T: FromJs> FromJs for Option<T> {
    const OPTIONAL: bool = T::OPTIONAL;

    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        if value.is_nullish() { Ok(None) } else { T::from_js(value, place).map(Some) }
    }
}

/// `object`.
pub struct Object(pub Value);

impl FromJs for Object {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        if value.is_object() {
            Ok(Self(value.clone()))
        } else {
            Err(place.type_error(value.realm(), "is not an object."))
        }
    }
}

/// A callback function.
pub struct Callback(pub Value);

impl FromJs for Callback {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        if value.is_callable() {
            Ok(Self(value.clone()))
        } else {
            Err(place.type_error(value.realm(), "must be a function."))
        }
    }
}

/// An interface type: an instance of the class whose data is `T`, or of one derived from it.
pub struct Instance<T> {
    value: Value,
    data: PhantomData<T>,
}

impl<T: HostData> Instance<T> {
    /// The value as an instance, if it is one.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        value.host::<T>().map(|_| Self { value: value.clone(), data: PhantomData })
    }

    /// The object.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl<T: HostData> Deref for Instance<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.host().expect("an instance is made only of a value with this data, which never changes")
    }
}

impl<T: HostData> FromJs for Instance<T> {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        let name = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
        Self::of(value).ok_or_else(|| place.type_error(value.realm(), &format!("is not of type '{name}'.")))
    }
}

/// `sequence<T>`: any iterable object.
pub struct Sequence<T>(pub Vec<T>);

impl<T: FromJs> FromJs for Sequence<T> {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        if !value.is_object() || value.get(WellKnown::Iterator)?.is_nullish() {
            return Err(place.type_error(value.realm(), "is not iterable."));
        }
        let mut items = Vec::new();
        value.iterate(|item| {
            items.push(T::from_js(&item, place)?);
            Ok(())
        })?;
        Ok(Self(items))
    }
}

/// `record<K, V>`: the own enumerable properties, symbols included (which then fail as keys).
pub struct Record<K, V>(pub Vec<(K, V)>);

impl<K: FromJs, V: FromJs> FromJs for Record<K, V> {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        let realm = value.realm();
        if !value.is_object() {
            return Err(place.type_error(realm, "is not an object."));
        }
        let mut entries = Vec::new();
        for key in value.enumerable_own_keys()? {
            let name = K::from_js(&key.value()?, place)?;
            entries.push((name, V::from_js(&value.get(&key)?, place)?));
        }
        Ok(Self(entries))
    }
}

/// `BufferSource`, copied.
pub struct BufferBytes(pub Vec<u8>);

impl FromJs for BufferBytes {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        let bytes = value.bytes().map(Self);
        bytes.ok_or_else(|| place.type_error(value.realm(), "must be an instance of ArrayBuffer or ArrayBufferView."))
    }
}
