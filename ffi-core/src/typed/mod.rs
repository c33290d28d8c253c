//! Typed Rust values at the border: how they come from Python and JavaScript, and how they go there.
//!
//! A [`Guest`] is a value of either language. [`FromGuest`] makes a Rust value of one, [`IntoGuest`] makes one of a Rust value for a [`Side`]; both
//! say with [`GuestType`] what the type is in a signature. Conversion is strict: text is not parsed, numbers are not rounded; a value that does not
//! fit is a [`Mismatch`] with its place. The macros of `ffi-macros` implement these traits for records, unions and string enums; [`crate::export`]
//! uses them for functions and classes. Nothing in here names PyO3: what concerns Python goes through [`crate::python`].

mod absence;
mod bytes;
mod callback;
mod containers;
mod convert;
mod exception;
mod future;
mod guest;
mod javascript;
mod literal;
mod mismatch;
mod record;
mod scalars;
mod words;

pub use absence::{Absence, Given, Nullable};
pub use bytes::Bytes;
#[cfg(feature = "python")]
pub(crate) use bytes::refuse_while_borrowed;
pub use callback::{Callback, FromArguments, GuestArguments};
pub use convert::{FromGuest, FromGuestMut, FromGuestRef, GuestType, IntoGuest, With};
pub use exception::{Exception, ExceptionKind, IntoException};
pub use future::Promised;
pub(crate) use future::spawn;
pub use guest::{Guest, Side};
pub(crate) use javascript::is_plain;
pub use literal::{StringEnum, literal_from_guest, literal_into_guest, string_from_guest};
pub use mismatch::{Fault, Mismatch, Reason};
pub use record::{FieldName, Reader, Record, Writer, record_from_guest, record_into_guest};
pub(crate) use words::admits_record;

#[cfg(test)]
mod tests;
