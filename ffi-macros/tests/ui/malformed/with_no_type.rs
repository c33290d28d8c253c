//! No type behind `with`.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(with = 3)]
    value: u32,
}

fn main() {}
