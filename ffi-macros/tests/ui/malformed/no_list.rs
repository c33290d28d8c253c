//! An attribute without a list.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi]
    value: u32,
}

fn main() {}
