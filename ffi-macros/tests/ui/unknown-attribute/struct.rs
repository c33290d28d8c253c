//! A misspelt key on a struct.

use ffi_macros::Options;

#[derive(Options)]
#[ffi(deny_unknwon)]
struct Init {
    value: u32,
}

fn main() {}
