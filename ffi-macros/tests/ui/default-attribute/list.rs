//! A default in parentheses.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(default(3))]
    value: u32,
}

fn main() {}
