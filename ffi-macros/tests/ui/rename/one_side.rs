//! A name for one side only.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(rename(js = "a"))]
    value: u32,
}

fn main() {}
