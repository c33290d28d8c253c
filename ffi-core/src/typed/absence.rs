//! Nothing, in its three kinds: absent, `undefined` and `null`.

use super::{Fault, FromGuest, Guest, GuestType, IntoGuest, Side};
use crate::signature::Type;

/// A kind of nothing that is a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Absence {
    /// `undefined`, and Python's `None`.
    Undefined,
    /// `null`, and `jsnull` in Python.
    Null,
}

/// A field or argument whose kinds of nothing are kept apart.
///
/// `None` from Python is `Undefined`, `jsnull` is `Null`, and what is not given is `Absent`.
///
/// ```
/// use ffi_core::engine::{Limits, Realm};
/// use ffi_core::typed::{FromGuest as _, Given, Guest};
///
/// let realm = Realm::new(&Limits::default()).expect("memory for an engine");
/// let of = |value| Given::<f64>::from_guest(&Guest::of_javascript(value)).expect("a number or nothing");
/// assert_eq!(of(realm.null()), Given::Null);
/// assert_eq!(of(realm.undefined()), Given::Undefined);
/// assert_eq!(of(realm.number(1.0)), Given::Value(1.0));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Given<T> {
    /// Not given at all. Written to a record, the property is left out.
    #[default]
    Absent,
    /// Given as `undefined` (`None`).
    Undefined,
    /// Given as `null` (`jsnull`).
    Null,
    /// Given.
    Value(T),
}

/// TypeScript's `T | null`. `None` from Python is `Null`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// `null`.
    #[default]
    Null,
    /// A value.
    Value(T),
}

impl<T> Given<T> {
    /// The value, if one was given.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether anything was given, nothing included.
    pub fn is_given(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Null => None,
        }
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<T> for Given<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Clone> From<&T> for Nullable<T> {
    fn from(value: &T) -> Self {
        Self::Value(value.clone())
    }
}

impl<T: Clone> From<&T> for Given<T> {
    fn from(value: &T) -> Self {
        Self::Value(value.clone())
    }
}

impl From<i32> for Nullable<f64> {
    fn from(value: i32) -> Self {
        Self::Value(value.into())
    }
}

impl From<i32> for Given<f64> {
    fn from(value: i32) -> Self {
        Self::Value(value.into())
    }
}

impl From<&str> for Nullable<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.to_owned())
    }
}

impl From<&str> for Given<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.to_owned())
    }
}

impl<T: GuestType> GuestType for Given<T> {
    fn guest_type() -> Type {
        Type::union([T::guest_type(), Type::Undefined, Type::Null])
    }

    const OPTIONAL: bool = true;
}

impl<T: FromGuest> FromGuest for Given<T> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        match guest.absence() {
            Some(Absence::Undefined) => Ok(Self::Undefined),
            Some(Absence::Null) => Ok(Self::Null),
            None => T::from_guest(guest).map(Self::Value),
        }
    }

    fn from_absent() -> Option<Self> {
        Some(Self::Absent)
    }
}

impl<T: IntoGuest> IntoGuest for Given<T> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        match self {
            Self::Absent | Self::Undefined => Ok(side.undefined()),
            Self::Null => Ok(side.distinct_null()),
            Self::Value(value) => value.into_guest(side),
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: GuestType> GuestType for Nullable<T> {
    fn guest_type() -> Type {
        Type::union([T::guest_type(), Type::Null])
    }
}

impl<T: FromGuest> FromGuest for Nullable<T> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        match (guest, guest.absence()) {
            // JavaScript tells the two apart, and so does the type.
            (Guest::JavaScript(_), Some(Absence::Undefined)) => Err(guest.mismatch(Self::guest_type())),
            (_, Some(_)) => Ok(Self::Null),
            (_, None) => T::from_guest(guest).map(Self::Value),
        }
    }
}

impl<T: IntoGuest> IntoGuest for Nullable<T> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        match self {
            Self::Null => Ok(side.null()),
            Self::Value(value) => value.into_guest(side),
        }
    }
}

impl<T: GuestType> GuestType for Option<T> {
    fn guest_type() -> Type {
        Type::union([T::guest_type(), Type::Undefined])
    }

    const OPTIONAL: bool = true;
}

impl<T: FromGuest> FromGuest for Option<T> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        match guest.absence() {
            Some(_) => Ok(None),
            None => T::from_guest(guest).map(Some),
        }
    }

    fn from_absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: IntoGuest> IntoGuest for Option<T> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        match self {
            None => Ok(side.undefined()),
            Some(value) => value.into_guest(side),
        }
    }

    fn is_none(&self) -> bool {
        self.is_none()
    }
}
