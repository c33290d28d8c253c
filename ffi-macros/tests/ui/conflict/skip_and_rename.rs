//! A field that is not there has no name.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(skip, rename = "a")]
    value: u32,
}

fn main() {}
