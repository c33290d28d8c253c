//! A default of another type.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(default = "three")]
    value: u32,
}

fn main() {}
