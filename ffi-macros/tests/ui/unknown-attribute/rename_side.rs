//! A side that does not exist.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(rename(javascript = "a", python = "b"))]
    value: u32,
}

fn main() {}
