//! A flag given twice.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(skip, skip)]
    value: u32,
}

fn main() {}
