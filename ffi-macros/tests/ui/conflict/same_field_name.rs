//! Two fields of one name.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    a: u32,
    #[ffi(rename = "a")]
    b: u32,
}

fn main() {}
