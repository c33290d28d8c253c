//! A misspelt key on a field.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(renam = "a")]
    value: u32,
}

fn main() {}
