//! Stubs from Rust sources: a `.pyi` and a `.d.ts` for everything that is exported.
//!
//! [`read`] finds what the macros would make in the sources, with the macros' own front end; [`python`] and [`typescript`] print it. Types are known
//! by their last name only, as no compiler runs here: what is none of the border's types and is not declared in the sources is `Any`, and is noted.
//! Nothing in here reads or writes files: sources come through a function.

mod printer;
mod python;
mod scan;
mod types;
mod typescript;

pub use python::python;
pub use scan::read;
pub use typescript::typescript;

use std::collections::BTreeMap;

use crate::export::class::Class;
use crate::export::function::Exported;
use crate::{Options, StringEnum, Union};

/// What the sources of a library export.
#[derive(Default)]
pub struct Surface {
    /// The documentation of the crate.
    pub docs: String,
    /// Exported functions, in the order of the sources.
    pub functions: Vec<Exported>,
    /// Exported classes.
    pub classes: Vec<Class>,
    /// Records, by their Rust name.
    pub records: BTreeMap<String, Options>,
    /// Unions, by their Rust name.
    pub unions: BTreeMap<String, Union>,
    /// String enums, by their Rust name.
    pub enums: BTreeMap<String, StringEnum>,
    /// What the converters of `with = Type` cross as, by their Rust name.
    pub converters: BTreeMap<String, syn::Type>,
}

/// A remark about a place in the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file, as it was given to the reader.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is to be said.
    pub message: String,
}
