//! Handles of JavaScript's own maps and sets.

use std::marker::PhantomData;

use super::{Iter, Object, Result, call, get};
use crate::engine::{Realm, Value};
use crate::signature::Type;
use crate::typed::{Exception, Fault, FromGuest, Guest, GuestType, IntoGuest, Side};

/// A `Map`. It is the JavaScript object itself, not a copy.
///
/// ```
/// use ffi_core::bound::Map;
/// use ffi_core::engine::{Limits, Realm};
///
/// let realm = Realm::new(&Limits::default()).expect("memory for an engine");
/// let ages: Map<String, f64> = Map::new(realm)?;
/// ages.set("Ada", 36)?;
/// assert_eq!((ages.get("Ada")?, ages.get("Bob")?, ages.size()?), (Some(36.0), None, 1));
/// # Ok::<(), ffi_core::typed::Exception>(())
/// ```
#[derive(Debug, Clone)]
pub struct Map<K, V>(Object, PhantomData<fn() -> (K, V)>);

/// A `Set`. It is the JavaScript object itself, not a copy.
#[derive(Debug, Clone)]
pub struct Set<T>(Object, PhantomData<fn() -> T>);

fn new(realm: Realm, class: &str) -> Result<Object> {
    let value = realm.global().get(class)?.construct(&[])?;
    Object::of(value).ok_or_else(|| Exception::type_error(format!("`{class}` makes no object")))
}

impl<K: FromGuest + IntoGuest, V: FromGuest + IntoGuest> Map<K, V> {
    /// A new, empty one.
    ///
    /// # Errors
    /// The realm has no `Map`.
    pub fn new(realm: Realm) -> Result<Self> {
        new(realm, "Map").map(|object| Self(object, PhantomData))
    }

    /// The value of a key.
    ///
    /// # Errors
    /// It is of another type.
    pub fn get(&self, key: impl Into<K>) -> Result<Option<V>> {
        call(&self.0, "get", (key.into(),))
    }

    /// Sets the value of a key.
    ///
    /// # Errors
    /// Either cannot be given to JavaScript.
    pub fn set(&self, key: impl Into<K>, value: impl Into<V>) -> Result<()> {
        call(&self.0, "set", (key.into(), value.into()))
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// What JavaScript throws.
    pub fn size(&self) -> Result<u32> {
        get(&self.0, "size")
    }

    /// The entries.
    ///
    /// # Errors
    /// What JavaScript throws.
    pub fn entries(&self) -> Result<Iter<(K, V)>> {
        call(&self.0, "entries", ())
    }

    /// The object.
    pub fn object(&self) -> &Object {
        &self.0
    }
}

impl<T: FromGuest + IntoGuest> Set<T> {
    /// A new, empty one.
    ///
    /// # Errors
    /// The realm has no `Set`.
    pub fn new(realm: Realm) -> Result<Self> {
        new(realm, "Set").map(|object| Self(object, PhantomData))
    }

    /// Whether it has a value.
    ///
    /// # Errors
    /// The value cannot be given to JavaScript.
    pub fn has(&self, value: impl Into<T>) -> Result<bool> {
        call(&self.0, "has", (value.into(),))
    }

    /// Adds a value.
    ///
    /// # Errors
    /// It cannot be given to JavaScript.
    pub fn add(&self, value: impl Into<T>) -> Result<()> {
        call(&self.0, "add", (value.into(),))
    }

    /// How many values there are.
    ///
    /// # Errors
    /// What JavaScript throws.
    pub fn size(&self) -> Result<u32> {
        get(&self.0, "size")
    }

    /// The values.
    ///
    /// # Errors
    /// What JavaScript throws.
    pub fn values(&self) -> Result<Iter<T>> {
        call(&self.0, "values", ())
    }

    /// The object.
    pub fn object(&self) -> &Object {
        &self.0
    }
}

impl<K: GuestType, V: GuestType> GuestType for Map<K, V> {
    fn guest_type() -> Type {
        Type::Map { key: Box::new(K::guest_type()), value: Box::new(V::guest_type()) }
    }
}

impl<T: GuestType> GuestType for Set<T> {
    fn guest_type() -> Type {
        Type::Set { element: Box::new(T::guest_type()) }
    }
}

impl<K: GuestType, V: GuestType> FromGuest for Map<K, V> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        let object = Object::of(Value::from_guest(guest)?).filter(|object| object.value().is_map());
        object.map(|object| Self(object, PhantomData)).ok_or_else(|| guest.mismatch(Self::guest_type()))
    }
}

impl<T: GuestType> FromGuest for Set<T> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        let object = Object::of(Value::from_guest(guest)?).filter(|object| object.value().is_set());
        object.map(|object| Self(object, PhantomData)).ok_or_else(|| guest.mismatch(Self::guest_type()))
    }
}

impl<K: GuestType, V: GuestType> IntoGuest for Map<K, V> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        self.0.into_guest(side)
    }
}

impl<T: GuestType> IntoGuest for Set<T> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        self.0.into_guest(side)
    }
}
