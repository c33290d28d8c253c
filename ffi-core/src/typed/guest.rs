//! A value of either language, and the side that a value is made for.

use super::bytes::Bytes;
use super::{Absence, Fault, Reader, Reason, javascript};
use crate::engine::{Realm, Value};
#[cfg(feature = "python")]
use crate::python::{Object, State, typed as python};

/// A value of JavaScript or Python.
///
/// A value that is only a proxy of the other language's is seen as what it stands for: a Python list that JavaScript passes on is a
/// Python list.
#[derive(Clone)]
pub enum Guest {
    /// A JavaScript value that is no proxy of a Python object.
    JavaScript(Value),
    /// A Python object that is no proxy of a JavaScript value.
    #[cfg(feature = "python")]
    Python(Object),
}

/// The side that a value is made for, or that a call came from.
#[derive(Clone, Copy)]
pub enum Side {
    /// JavaScript.
    JavaScript(Realm),
    /// Python.
    #[cfg(feature = "python")]
    Python(&'static State),
}

impl Side {
    /// The realm, which both sides have.
    pub fn realm(self) -> Realm {
        match self {
            Self::JavaScript(realm) => realm,
            #[cfg(feature = "python")]
            Self::Python(state) => state.realm,
        }
    }

    /// Whether this is Python.
    pub fn is_python(self) -> bool {
        !matches!(self, Self::JavaScript(_))
    }

    /// `undefined`, or `None`.
    pub fn undefined(self) -> Guest {
        match self {
            Self::JavaScript(realm) => Guest::JavaScript(realm.undefined()),
            #[cfg(feature = "python")]
            Self::Python(_) => Guest::Python(Object::none()),
        }
    }

    /// `null`, or `None`.
    pub fn null(self) -> Guest {
        match self {
            Self::JavaScript(realm) => Guest::JavaScript(realm.null()),
            #[cfg(feature = "python")]
            Self::Python(_) => Guest::Python(Object::none()),
        }
    }

    /// `null`, or what stands for it in Python beside `None`: `jsnull`.
    pub fn distinct_null(self) -> Guest {
        match self {
            Self::JavaScript(realm) => Guest::JavaScript(realm.null()),
            #[cfg(feature = "python")]
            Self::Python(_) => Guest::Python(crate::python::typed::js_null()),
        }
    }

    /// A boolean.
    pub fn boolean(self, value: bool) -> Guest {
        match self {
            Self::JavaScript(realm) => Guest::JavaScript(realm.boolean(value)),
            #[cfg(feature = "python")]
            Self::Python(_) => Guest::Python(Object::boolean(value)),
        }
    }

    /// A number; a `float` in Python.
    pub fn number(self, value: f64) -> Result<Guest, Fault> {
        match self {
            Self::JavaScript(realm) => Ok(Guest::JavaScript(realm.number(value))),
            #[cfg(feature = "python")]
            Self::Python(state) => python::float(state, value),
        }
    }

    /// An integer: an `int` in Python; in JavaScript a number, or a bigint beyond the safe integers.
    pub fn integer(self, value: i128) -> Result<Guest, Fault> {
        match self {
            Self::JavaScript(realm) => javascript::integer(realm, value),
            #[cfg(feature = "python")]
            Self::Python(state) => python::integer(state, value),
        }
    }

    /// A string.
    pub fn text(self, text: &str) -> Result<Guest, Fault> {
        match self {
            Self::JavaScript(realm) => Ok(Guest::JavaScript(realm.string(text))),
            #[cfg(feature = "python")]
            Self::Python(state) => python::text(state, text),
        }
    }

    /// An array, or a list.
    pub fn list(self, elements: Vec<Guest>) -> Result<Guest, Fault> {
        match self {
            Self::JavaScript(realm) => javascript::array(realm, elements),
            #[cfg(feature = "python")]
            Self::Python(state) => python::list(state, elements),
        }
    }

    /// An array, or a tuple.
    pub fn tuple(self, elements: Vec<Guest>) -> Result<Guest, Fault> {
        match self {
            Self::JavaScript(realm) => javascript::array(realm, elements),
            #[cfg(feature = "python")]
            Self::Python(state) => python::tuple(state, elements),
        }
    }

    /// A set.
    pub fn set(self, elements: Vec<Guest>) -> Result<Guest, Fault> {
        match self {
            Self::JavaScript(realm) => javascript::set(realm, elements),
            #[cfg(feature = "python")]
            Self::Python(state) => python::set(state, elements),
        }
    }

    /// A plain object, or a dict, with these own entries in order.
    pub fn record(self, entries: Vec<(String, Guest)>) -> Result<Guest, Fault> {
        match self {
            Self::JavaScript(realm) => javascript::object(realm, entries),
            #[cfg(feature = "python")]
            Self::Python(state) => python::dict(state, entries),
        }
    }
}

/// Runs the operation of the guest's language.
macro_rules! dispatch {
    ($guest:expr, $name:ident($($argument:expr),*)) => {
        match $guest {
            Guest::JavaScript(value) => javascript::$name(value $(, $argument)*),
            #[cfg(feature = "python")]
            Guest::Python(object) => python::$name(object $(, $argument)*),
        }
    };
}

impl Guest {
    /// Makes a guest of a JavaScript value, seeing through a proxy of a Python object.
    pub fn of_javascript(value: Value) -> Self {
        #[cfg(feature = "python")]
        if let Some(object) = python::behind(&value) {
            return Self::Python(object);
        }
        Self::JavaScript(value)
    }

    /// The value that JavaScript sees.
    pub fn into_javascript(self, realm: Realm) -> Result<Value, Fault> {
        let _ = realm;
        match self {
            Self::JavaScript(value) => Ok(value),
            #[cfg(feature = "python")]
            Self::Python(object) => python::into_javascript(&object),
        }
    }

    /// Shows a JavaScript value to the collector. Python's own collector is not asked: a Python object is kept as long as its guest lives, also by a cycle.
    pub fn trace(&self, tracer: &crate::engine::Tracer) {
        match self {
            Self::JavaScript(value) => tracer.mark(value),
            #[cfg(feature = "python")]
            Self::Python(_) => {}
        }
    }

    /// Which kind of nothing it is, if it is nothing.
    pub fn absence(&self) -> Option<Absence> {
        dispatch!(self, absence())
    }

    /// The boolean, if it is one.
    pub fn as_boolean(&self) -> Option<bool> {
        dispatch!(self, as_boolean())
    }

    /// The number, if it is one that a `float` holds exactly.
    pub fn as_number(&self) -> Option<f64> {
        dispatch!(self, as_number())
    }

    /// The integer, if it is one (a number without fraction counts).
    pub fn as_integer(&self) -> Option<i128> {
        dispatch!(self, as_integer())
    }

    /// The text, if it is a string.
    pub fn as_text(&self) -> Option<String> {
        dispatch!(self, as_text())
    }

    /// The bytes without a copy, if it is something over bytes.
    pub fn as_bytes(&self) -> Result<Option<Bytes>, Fault> {
        dispatch!(self, as_bytes())
    }

    /// The elements, if it is an array, list, tuple, set or another iterable that is neither text nor a mapping.
    pub fn elements(&self) -> Result<Option<Vec<Guest>>, Fault> {
        dispatch!(self, elements())
    }

    /// The entries of a plain object, dict, map or mapping.
    pub fn entries(&self) -> Result<Option<Vec<(Guest, Guest)>>, Fault> {
        dispatch!(self, entries())
    }

    /// A reader of the named fields, if it is an object or a mapping with string keys.
    pub fn reader(&self) -> Option<Reader> {
        dispatch!(self, is_record()).then(|| Reader::of(self.clone()))
    }

    /// The field `name` of an object or mapping; `None` when there is none.
    pub(super) fn field(&self, name: &str) -> Result<Option<Guest>, Fault> {
        dispatch!(self, field(name))
    }

    /// The names of the fields.
    pub(super) fn field_names(&self) -> Result<Vec<String>, Fault> {
        dispatch!(self, field_names())
    }

    /// Whether it can be called.
    pub fn is_callable(&self) -> bool {
        dispatch!(self, is_callable())
    }

    /// Calls it. The arguments may be of either language.
    pub fn call(&self, realm: Realm, arguments: Vec<Guest>) -> Result<Guest, Fault> {
        dispatch!(self, call(realm, arguments))
    }

    /// What it is, in the words of its language: `int`, `string`, `Map`.
    pub fn word(&self) -> String {
        dispatch!(self, word())
    }

    /// The mismatch of this guest with what was expected.
    pub fn mismatch(&self, expected: crate::signature::Type) -> Fault {
        Fault::mismatch(Reason::WrongType { expected, actual: self.word() })
    }
}

impl std::fmt::Debug for Guest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Guest({})", self.word())
    }
}
