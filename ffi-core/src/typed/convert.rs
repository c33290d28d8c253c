//! The traits by which typed Rust values cross the border.

use std::ops::{Deref, DerefMut};

use super::{Fault, Guest, Side};
use crate::signature::Type;

/// A Rust type that a signature can name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of the border to Python and JavaScript",
    label = "neither Python nor JavaScript has a value for this",
    note = "for a record derive `Options`, for an enum `Union` or `StringEnum`; a class is a type with `#[export] impl`"
)]
pub trait GuestType {
    /// What the type is in a signature.
    fn guest_type() -> Type;

    /// Whether a field of this type may be left out.
    const OPTIONAL: bool = false;
}

/// A Rust value that can be made of a value of Python or JavaScript.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from a value of Python or JavaScript",
    label = "this cannot come in from Python or JavaScript",
    note = "for a record derive `Options`, for an enum `Union` or `StringEnum`; an exported class is taken by reference, or as `Handle<{Self}>`"
)]
pub trait FromGuest: GuestType + Sized {
    /// Converts, strictly.
    fn from_guest(guest: &Guest) -> Result<Self, Fault>;

    /// What a field or argument is that was not given; `None` when it must be given.
    fn from_absent() -> Option<Self> {
        None
    }

    /// Converts a sequence of it. Bytes take a buffer here.
    fn vec_from_guest(guest: &Guest) -> Result<Vec<Self>, Fault> {
        super::containers::elements_from_guest(guest)
    }
}

/// A Rust value that Python and JavaScript can be given.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be given to Python or JavaScript",
    label = "this cannot go out to Python or JavaScript",
    note = "for a record derive `Options`, for an enum `Union` or `StringEnum`; a class is a type with `#[export] impl`"
)]
pub trait IntoGuest: GuestType + Sized {
    /// Converts for a side.
    fn into_guest(self, side: Side) -> Result<Guest, Fault>;

    /// Whether a record leaves the property out by itself.
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether it is what `skip_if_none` leaves out.
    fn is_none(&self) -> bool {
        self.is_absent()
    }

    /// Converts a vector of it. Bytes give a buffer here.
    fn vec_into_guest(values: Vec<Self>, side: Side) -> Result<Guest, Fault> {
        super::containers::elements_into_guest(values, side)
    }
}

/// A type that an exported function can take by reference.
#[diagnostic::on_unimplemented(
    message = "an exported function cannot take `&{Self}`",
    label = "no value of Python or JavaScript can be lent as this",
    note = "`&str`, `&[T]`, records and exported classes can be lent"
)]
pub trait FromGuestRef {
    /// What keeps the value during the call.
    type Guard: Deref<Target = Self>;

    /// Converts or borrows.
    fn from_guest_ref(guest: &Guest) -> Result<Self::Guard, Fault>;

    /// What the parameter is in a signature.
    fn ref_type() -> Type;
}

/// A type that an exported function can take by mutable reference: an exported class.
#[diagnostic::on_unimplemented(
    message = "an exported function cannot take `&mut {Self}`",
    label = "no value of Python or JavaScript can be lent mutably as this",
    note = "exported classes can be lent mutably; records and text are copies, so take them by value and give the changed one back"
)]
pub trait FromGuestMut {
    /// What keeps the value during the call.
    type Guard: DerefMut<Target = Self>;

    /// Borrows.
    fn from_guest_mut(guest: &Guest) -> Result<Self::Guard, Fault>;

    /// What the parameter is in a signature.
    fn mut_type() -> Type;
}

/// Converts a foreign type by way of one that crosses: what `#[ffi(with = Type)]` names.
///
/// ```
/// use ffi_core::typed::{Exception, With};
/// use std::time::Duration;
///
/// struct Milliseconds;
///
/// impl With<Duration> for Milliseconds {
///     type Guest = f64;
///
///     fn from_guest(value: f64) -> Result<Duration, Exception> {
///         Duration::try_from_secs_f64(value / 1000.0).map_err(|_| Exception::value("not a duration"))
///     }
///
///     fn into_guest(value: Duration) -> Result<f64, Exception> {
///         Ok(value.as_secs_f64() * 1000.0)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how `{T}` crosses the border",
    label = "this type must implement `With<{T}>`",
    note = "`with = Type` names a type with `impl With<{T}> for Type`"
)]
pub trait With<T> {
    /// What crosses.
    type Guest;

    /// Makes the value of what came.
    fn from_guest(value: Self::Guest) -> Result<T, super::Exception>;

    /// Makes what goes of the value.
    fn into_guest(value: T) -> Result<Self::Guest, super::Exception>;
}

impl<T: GuestType> GuestType for &T {
    fn guest_type() -> Type {
        T::guest_type()
    }

    const OPTIONAL: bool = T::OPTIONAL;
}

impl<T: IntoGuest + Clone> IntoGuest for &T {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        self.clone().into_guest(side)
    }
}

impl FromGuestRef for str {
    type Guard = String;

    fn from_guest_ref(guest: &Guest) -> Result<String, Fault> {
        String::from_guest(guest)
    }

    fn ref_type() -> Type {
        Type::String
    }
}

impl<T: FromGuest> FromGuestRef for [T] {
    type Guard = Vec<T>;

    fn from_guest_ref(guest: &Guest) -> Result<Vec<T>, Fault> {
        Vec::from_guest(guest)
    }

    fn ref_type() -> Type {
        Vec::<T>::guest_type()
    }
}
