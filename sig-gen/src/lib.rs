//! The generator of sigbind: TypeScript declarations in, [`ffi_core::signature::Module`] and printed files out.
//!
//! The front end goes through fixed stages, each a room of its own: [`resolve`] finds and reads files, `parse` turns text
//! into the `model` (the only room that knows the parser), `bind` merges declarations into symbols, `evaluate` computes
//! types on demand, `lower` applies the rules of Python signatures, `adjust` does what a
//! configuration says otherwise. [`generate::load`] runs all of them. [`rust`] is the other
//! way round: stubs and declarations for what Rust sources export. Nothing in here prints, and nothing but
//! `resolve/files.rs` touches the file system; [`cli`] alone does both, and remembers runs.

#[cfg(feature = "cli")]
pub mod cli;
pub mod compare;
pub mod coverage;
pub mod diagnostics;
pub mod emit;
pub mod facts;
pub mod generate;
pub mod resolve;
#[cfg(feature = "cli")]
pub mod rust;
pub mod selection;
pub mod source;

pub use coverage::Coverage;
pub use diagnostics::{Diagnostic, FileId, Severity, Span};
pub use generate::{Input, Loaded, Names, Options, load};
pub use source::SourceMap;

mod adjust;
mod bind;
mod evaluate;
mod lower;
mod model;
mod number;
mod offer;
mod parse;
mod places;
mod program;
