//! A flattened field has no value of its own.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(flatten, default)]
    value: u32,
}

fn main() {}
