//! A name that is no string.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(rename = name)]
    value: u32,
}

fn main() {}
