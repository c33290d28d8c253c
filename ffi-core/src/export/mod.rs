//! Rust functions and classes for Python and JavaScript.
//!
//! `#[export]` describes a function as a [`FunctionInfo`] and a class as a [`ClassInfo`]; a [`Library`] makes one module of them for both languages.
//! `call` binds a call to a signature, by Python's rules or by JavaScript's, and gives a [`Frame`], from which the generated code takes its
//! arguments. An instance of an exported class is a JavaScript host object; Python sees it through a class of its own, so that it is the same
//! object on both sides and comes back as itself.

mod call;
#[cfg(feature = "python")]
mod call_python;
mod class;
mod frame;
mod info;
mod instance;
mod javascript;
mod library;
#[cfg(feature = "python")]
mod text;

pub(crate) use call::bind_javascript;
#[cfg(feature = "python")]
pub(crate) use call_python::{PythonCall, bind_python};
#[cfg(feature = "python")]
pub(crate) use class::ClassTag;
pub use class::{ExportedClass, conversions};
pub use frame::{Frame, Slot};
pub(crate) use info::guarded;
pub use info::{ClassInfo, FunctionInfo, MemberInfo, MemberKind, ParameterInfo, ParameterKind};
pub use instance::{Handle, InstanceMut, InstanceRef};
pub use library::{Export, Exported, Library};
#[cfg(feature = "python")]
pub(crate) use text::text_signature;
