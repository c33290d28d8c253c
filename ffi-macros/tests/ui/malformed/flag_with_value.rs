//! A flag with a value.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(skip = true)]
    value: u32,
}

fn main() {}
