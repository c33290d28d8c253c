//! Web IDL over the engine: how JavaScript values become arguments of Rust functions and results become values, and how an
//! interface is written down. A class file of this crate reads like the interface in its standard:
//!
//! ```text
//! Interface::<Headers>::new("Headers")
//!     .constructor(|new, (init,): (Optional<HeadersInit>,)| ...)
//!     .operation("append", |this, (name, value): (ByteString, ByteString)| ...)
//!     .operation("get", |this, (name,): (ByteString,)| ...)
//!     .iterable()
//!     .install(realm)
//! ```
//!
//! The tuple of an operation is its argument list: it gives the `length` of the function, the check of the number of
//! arguments, and each conversion in order. Only this folder knows how; only `ffi_core::engine` knows the engine.

pub mod convert;
pub mod dictionary;
pub mod interface;
pub mod iterable;
pub mod number;
pub mod result;
pub mod string;

pub use convert::{Any, Callback, FromJs, Instance, Object, Optional, Place, Record, Sequence};
pub(crate) use dictionary::{dictionary, enumeration};
pub use interface::{Interface, New, This};
pub use iterable::{Pair, PairSource};
pub use number::{Clamp, EnforceRange};
pub use result::IntoJs;
pub use string::{ByteString, DomString};
