//! A field with two names.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(rename = "a", rename = "b")]
    value: u32,
}

fn main() {}
