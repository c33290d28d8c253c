//! What the macros of sigbind do, as functions over token streams.
//!
//! `ffi-macros` is the thin shell that the compiler calls; the work stands here, so that tests run it in process and the generator reads Rust sources
//! with the same parser. Every function gives back what to put in the program: the item where the macro replaces it, then code, then one `compile_error!`
//! for each mistake, at its token. Attributes are read by [`attribute`], the texts of all mistakes stand in [`messages`]. The code that is
//! written refers only to `ffi_core::__private`. Nothing in here reads or writes files.

pub mod attribute;
mod context;
mod derive;
pub mod docs;
pub mod export;
mod fields;
pub mod item;
pub mod messages;
pub mod names;
mod options;
mod string_enum;
#[cfg(feature = "stubs")]
pub mod stubs;
mod union;

use proc_macro2::TokenStream;

pub use context::Context;
pub use fields::{Field, FieldDefault, Fields};
pub use options::{Options, options};
pub use string_enum::{StringEnum, string_enum};
pub use union::{LiteralText, Shape, Union, Variant, union};

/// `#[export(...)]` on a function or an `impl` block.
pub fn export(attribute: TokenStream, item: TokenStream) -> TokenStream {
    export::expand(attribute, item)
}
