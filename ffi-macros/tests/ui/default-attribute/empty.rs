//! A default without a value.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(default = )]
    value: u32,
}

fn main() {}
