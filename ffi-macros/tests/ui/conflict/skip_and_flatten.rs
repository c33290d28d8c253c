//! A field that is not there has no fields.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(skip, flatten)]
    value: u32,
}

fn main() {}
