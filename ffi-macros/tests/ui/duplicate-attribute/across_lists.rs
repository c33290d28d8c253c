//! A key in two lists.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(default)]
    #[ffi(default = 1)]
    value: u32,
}

fn main() {}
