//! An empty name.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(rename = "")]
    value: u32,
}

fn main() {}
