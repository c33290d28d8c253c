//! Two conversions of one field.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(with = X, from = Y)]
    value: u32,
}

fn main() {}
