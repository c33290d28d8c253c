//! A key that is near to none.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(colour = "red")]
    value: u32,
}

fn main() {}
