//! Bound JavaScript: what the Rust code that is generated from declarations refers to.
//!
//! `sig-gen --emit rust` and `bind_dts!` write thin code: a class is a struct around an [`Object`], its methods are one call into this room each. A
//! program uses that code and, of this room, [`provide`] (to name a module's object), [`Callback`], [`Iter`], [`Map`] and the like. Everything
//! here is written over [`crate::typed`] and [`crate::engine`]; nothing names Python.
//!
//! ```
//! use ffi_core::bound::{self, JsClass as _};
//! use ffi_core::engine::{Limits, Realm};
//!
//! // What the generator writes for `declare class Point { constructor(x: number); readonly x: number; norm(): number }`.
//! bound::class! {
//!     /// A point.
//!     pub struct Point(bound::Object) = Some(bound::Place::new("", "Point")), "Point";
//! }
//!
//! impl Point {
//!     pub fn new(realm: bound::Realm, x: impl Into<f64>) -> bound::Result<Self> {
//!         bound::construct(realm, (bound::number(x),))
//!     }
//!     pub fn x(&self) -> bound::Result<f64> {
//!         bound::get(self, "x")
//!     }
//!     pub fn norm(&self) -> bound::Result<f64> {
//!         bound::call(self, "norm", ())
//!     }
//! }
//!
//! let realm = Realm::new(&Limits::default()).expect("memory for an engine");
//! realm.evaluate("globalThis.Point = class { constructor(x) { this.x = x } norm() { return Math.abs(this.x) } }", "point.js")?;
//! let point = Point::new(realm, -3)?;
//! assert_eq!((point.x()?, point.norm()?), (-3.0, 3.0));
//! assert!(point.as_object().cast::<Point>().is_ok());
//! # Ok::<(), ffi_core::typed::Exception>(())
//! ```

mod arguments;
mod callback;
mod class;
mod collections;
mod iterate;
mod numbers;
mod object;
mod place;
mod record;
mod union;
mod wait;

pub use arguments::{Arguments, convert, list, number};
pub use callback::{IntoCallback, Outcome, Rest, function};
pub use class::{JsClass, class_from_guest};
pub use collections::{Map, Set};
pub use iterate::{AsyncIter, Iter, async_iterate, iterate};
pub use numbers::{BigInt, Element, TypedArray};
pub use object::{
    Object, call, call_global, call_self, call_static, call_symbol, construct, construct_self, get, get_global,
    get_index, get_static, set, set_index, set_static, view,
};
pub use place::{Place, provide};
pub use record::{Fields, JsRecord, read, record, record_from_guest, with};
pub use union::no_member;
pub use wait::block_on;

pub use crate::engine::{Realm, Value};
pub use crate::signature::{Literal, Type};
pub use crate::typed::{
    Bytes, Callback, Exception, Fault, FromGuest, FromGuestRef, Given, Guest, GuestType, IntoGuest, Nullable, Promised,
    Side, StringEnum, string_from_guest,
};
pub use crate::{
    __bound_class as class, __bound_numbers as numbers, __bound_record as record_type, __bound_strings as strings,
    __bound_union as union,
};
pub use std::borrow::ToOwned;
pub use std::boxed::Box;
pub use std::clone::Clone;
pub use std::collections::HashMap;
pub use std::convert::{From, Into};
pub use std::fmt;
pub use std::iter::IntoIterator;
pub use std::ops::Deref;
pub use std::option::Option::{self, None, Some};
pub use std::result::Result::{Err, Ok};
pub use std::string::String;
pub use std::time::SystemTime;
pub use std::vec::Vec;

/// What bound functions give: what JavaScript throws, and a value that does not fit, are exceptions.
pub type Result<T, E = Exception> = std::result::Result<T, E>;
