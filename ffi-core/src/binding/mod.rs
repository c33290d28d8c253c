//! Binding a Python call to a JavaScript signature: which argument goes where, and what to say when it does not fit.
//!
//! A [`CallPlan`] is compiled once from a [`crate::signature::Function`] and answers one question for each call: given so
//! many positional arguments and these keyword names, what is sent at each JavaScript index ([`Matched`]). Values never
//! enter here: the caller converts them with the types that the plan names. Nothing in here knows of CPython or of a
//! JavaScript engine, and matching a call that fits allocates nothing.

mod error;
mod expected;
mod layout;
mod matching;
pub mod messages;
mod path;
mod plan;
mod suggest;

pub use error::{CallError, ErrorClass};
pub use expected::{Expected, NoNames, ReferenceKind, ReferenceNames};
pub use layout::{KeywordPlan, Layout, OptionsPlan, ParameterPlan, none_is_null};
pub use matching::{Keyword, KeywordSlots, Matched, OTHER_KEYWORD, Source};
pub use path::{Path, Segment};
pub use plan::CallPlan;
pub use suggest::nearest;

#[cfg(test)]
mod tests;
