//! A field's key on a struct.

use ffi_macros::Options;

#[derive(Options)]
#[ffi(skip)]
struct Init {
    value: u32,
}

fn main() {}
