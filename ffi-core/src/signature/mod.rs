//! The one central type of the project: what a JavaScript module, class or function means at the border to Python.
//!
//! The generator (`sig-gen`) lowers TypeScript declarations to a [`Module`]; its emitters print one as Python, stubs or
//! JSON; the runtimes bind calls to it. The JSON form is the serde form of [`Module`] and carries [`SCHEMA_VERSION`]. There is no second
//! description of a signature anywhere. Nothing in here knows of swc, of a JavaScript engine or of CPython.

mod distinct;
mod docs;
mod function;
mod item;
mod json;
mod name;
mod types;

pub use docs::{Docs, ParameterDocs};
pub use function::{Function, Keyword, Parameter, Signature, TypeParameter};
pub use item::{
    Alias, Class, ClassKind, Enum, EnumMember, EnumValue, IndexSignature, Item, Member, MemberKind, Module,
    NamedFunction, Record, RecordField, Variable,
};
pub use json::{JsonError, SCHEMA_VERSION};
pub use name::Name;
pub use types::{BufferKind, Conversion, Literal, TupleElement, Type};
