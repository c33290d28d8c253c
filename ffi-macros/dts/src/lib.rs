//! What `bind_dts!` does, as a function over token streams.
//!
//! The macro reads the declarations with the generator's front end, asks its Rust emitter for the very code that `sig-gen --emit rust` writes, restricted
//! to the names asked for, and puts it into a module. `input` understands what was written, `expand` binds it, `messages` holds the texts of
//! mistakes. Files are read through the generator only, and none is written.

mod expand;
mod input;
pub mod messages;

pub use expand::bind_dts;
