//! A type without a default.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(default)]
    value: Kind,
}

#[derive(Options)]
struct Kind {
    a: u32,
}

fn main() {}
