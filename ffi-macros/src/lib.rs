//! The macros of sigbind: a seed.
//!
//! This crate is the room for `#[derive(Options)]`, `#[export]` and `bind_dts!`. None of them exists yet; the crate exports
//! nothing. What they will be held to:
//!
//! - They produce [`ffi_core::signature`](https://docs.rs/ffi-core) values, the same as the generator does, and no second
//!   description of a signature.
//! - They give back the item they were put on, then code, then every error, each at its token.
//! - They refer only to `::ffi_core::__private`, and write no files.
//! - Without the feature `dts` they depend on syn, quote and proc-macro2 alone; with it, `bind_dts!` reads declarations
//!   through the library of `sig-gen`.
