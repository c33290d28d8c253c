//! Python source as a value: a small syntax tree and its printer.
//!
//! The emitters build [`Statement`]s; only `printer` knows how Python is laid out. Nothing in here knows what a
//! signature is.

pub(crate) mod annotation;
mod expression;
mod names;
mod paragraphs;
mod printer;
mod statement;

pub use expression::{Call, Expression};
pub use names::{dunder_of_symbol, identifier, is_identifier, is_keyword};
pub use paragraphs::{Paragraphs, collect, print_while};
pub use printer::print;
pub use statement::{ClassDefinition, FunctionDefinition, Parameter, Statement, TypeParameter};
