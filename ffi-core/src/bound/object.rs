//! Any JavaScript object, and the few operations that all bound code comes down to.

use std::fmt;

use super::{Arguments, JsClass, Place, Result};
use crate::engine::{IntoKey, Realm, Value, WellKnown};
use crate::signature::Type;
use crate::typed::{Exception, Fault, FromGuest, Guest, GuestType, IntoGuest, Side};

/// A JavaScript object of any class: TypeScript's `object`, and the base of all bound classes.
#[derive(Clone)]
pub struct Object(Value);

impl Object {
    /// The value as an object, if it is one.
    pub fn of(value: Value) -> Option<Self> {
        value.is_object().then_some(Self(value))
    }

    /// A new plain object.
    pub fn new(realm: Realm) -> Self {
        Self(realm.object())
    }

    /// The value.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The realm.
    pub fn realm(&self) -> Realm {
        self.0.realm()
    }

    /// The same object as one of the class `T`.
    ///
    /// # Errors
    /// It is no instance of it.
    pub fn cast<T: JsClass>(&self) -> Result<T> {
        let guest = Guest::JavaScript(self.0.clone());
        T::from_guest(&guest).map_err(|fault| fault.into_exception(None, Side::JavaScript(self.realm())))
    }

    /// Whether it is an instance of the class `T`.
    ///
    /// # Errors
    /// What JavaScript throws when it is asked.
    pub fn is<T: JsClass>(&self) -> Result<bool> {
        T::is_instance(self)
    }

    /// Whether both are the same object.
    pub fn same(&self, other: &Object) -> bool {
        self.0.strict_equal(&other.0)
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{}]", Guest::JavaScript(self.0.clone()).word())
    }
}

impl JsClass for Object {
    const NAME: &'static str = "Object";
    const PLACE: Option<Place> = None;

    fn from_object(object: Object) -> Self {
        object
    }

    fn as_object(&self) -> &Object {
        self
    }
}

impl GuestType for Object {
    fn guest_type() -> Type {
        Type::Object
    }
}

impl FromGuest for Object {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        Self::of(Value::from_guest(guest)?).ok_or_else(|| guest.mismatch(Type::Object))
    }
}

impl IntoGuest for Object {
    fn into_guest(self, _: Side) -> Result<Guest, Fault> {
        Ok(Guest::of_javascript(self.0))
    }
}

/// Runs an operation as a call of `name`, and converts what it gives.
pub(super) fn run<R: FromGuest>(
    realm: Realm,
    name: &str,
    operation: impl FnOnce() -> Result<Value, Fault>,
) -> Result<R> {
    let _entry = realm.enter();
    let run = || R::from_guest(&Guest::of_javascript(operation()?));
    run().map_err(|fault| fault.into_exception(Some(name), Side::JavaScript(realm)))
}

/// Converts a value for JavaScript.
pub(super) fn give(realm: Realm, value: impl IntoGuest) -> Result<Value, Fault> {
    value.into_guest(Side::JavaScript(realm))?.into_javascript(realm)
}

/// The object as another type that it is, too.
pub fn view<R: FromGuest>(object: &Object) -> Result<R> {
    run(object.realm(), "as", || Ok(object.0.clone()))
}

/// `object.name`.
pub fn get<R: FromGuest>(object: &Object, name: &str) -> Result<R> {
    run(object.realm(), name, || Ok(object.0.get(name)?))
}

/// `object.name = value`.
pub fn set(object: &Object, name: &str, value: impl IntoGuest) -> Result<()> {
    set_key(object, name, name, value)
}

/// `object[key]`.
pub fn get_index<R: FromGuest>(object: &Object, key: impl IntoGuest) -> Result<R> {
    let realm = object.realm();
    run(realm, "[]", || Ok(object.0.get(&give(realm, key)?)?))
}

/// `object[key] = value`.
pub fn set_index(object: &Object, key: impl IntoGuest, value: impl IntoGuest) -> Result<()> {
    let fault = |fault: Fault| fault.into_exception(Some("[]"), Side::JavaScript(object.realm()));
    set_key(object, "[]", &give(object.realm(), key).map_err(fault)?, value)
}

fn set_key(object: &Object, name: &str, key: impl IntoKey, value: impl IntoGuest) -> Result<()> {
    let realm = object.realm();
    run(realm, name, || {
        object.0.set(key, &give(realm, value)?)?;
        Ok(realm.undefined())
    })
}

/// `object.name(...arguments)`.
pub fn call<R: FromGuest>(object: &Object, name: &str, arguments: impl Arguments) -> Result<R> {
    run(object.realm(), name, || arguments.pass(object.realm(), |values| Ok(object.0.invoke(name, values)?)))
}

/// `object[Symbol.name](...arguments)`.
pub fn call_symbol<R: FromGuest>(object: &Object, name: &str, arguments: impl Arguments) -> Result<R> {
    let Some(symbol) = WellKnown::from_name(name) else {
        return Err(Exception::type_error(format!("there is no `Symbol.{name}`")));
    };
    run(object.realm(), name, || arguments.pass(object.realm(), |values| Ok(object.0.invoke(symbol, values)?)))
}

/// `object(...arguments)`.
pub fn call_self<R: FromGuest>(object: &Object, arguments: impl Arguments) -> Result<R> {
    run(object.realm(), "call", || arguments.pass(object.realm(), |values| Ok(object.0.call_plain(values)?)))
}

/// `new object(...arguments)`.
pub fn construct_self<R: FromGuest>(object: &Object, arguments: impl Arguments) -> Result<R> {
    run(object.realm(), "new", || arguments.pass(object.realm(), |values| Ok(object.0.construct(values)?)))
}

/// `new T(...arguments)`.
pub fn construct<T: JsClass>(realm: Realm, arguments: impl Arguments) -> Result<T> {
    let class = class_object::<T>(realm)?;
    run(realm, T::NAME, || arguments.pass(realm, |values| Ok(class.construct(values)?)))
}

/// `T.name(...arguments)`.
pub fn call_static<T: JsClass, R: FromGuest>(realm: Realm, name: &str, arguments: impl Arguments) -> Result<R> {
    let class = class_object::<T>(realm)?;
    run(realm, name, || arguments.pass(realm, |values| Ok(class.invoke(name, values)?)))
}

/// `T.name`.
pub fn get_static<T: JsClass, R: FromGuest>(realm: Realm, name: &str) -> Result<R> {
    let class = class_object::<T>(realm)?;
    run(realm, name, || Ok(class.get(name)?))
}

/// `T.name = value`.
pub fn set_static<T: JsClass>(realm: Realm, name: &str, value: impl IntoGuest) -> Result<()> {
    set(&Object(class_object::<T>(realm)?), name, value)
}

fn class_object<T: JsClass>(realm: Realm) -> Result<Value> {
    match T::PLACE {
        Some(place) => place.value(realm),
        None => Err(Exception::type_error(format!("`{}` is a type only: JavaScript has no such class", T::NAME))),
    }
}

/// Calls a function of a module or of the global object.
pub fn call_global<R: FromGuest>(realm: Realm, place: Place, arguments: impl Arguments) -> Result<R> {
    let (owner, name) = place.owner(realm)?;
    let function = owner.get(name)?;
    if function.is_nullish() {
        return Err(place.missing());
    }
    run(realm, name, || arguments.pass(realm, |values| Ok(function.call(&owner, values)?)))
}

/// A variable of a module or of the global object.
pub fn get_global<R: FromGuest>(realm: Realm, place: Place) -> Result<R> {
    let (owner, name) = place.owner(realm)?;
    run(realm, name, || Ok(owner.get(name)?))
}
