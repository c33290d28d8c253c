//! A flattened field has no name.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(flatten, rename = "a")]
    value: u32,
}

fn main() {}
