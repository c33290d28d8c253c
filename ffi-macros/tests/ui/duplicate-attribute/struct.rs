//! A struct with two rules.

use ffi_macros::Options;

#[derive(Options)]
#[ffi(rename_all = "camelCase", rename_all = "lowercase")]
struct Init {
    value: u32,
}

fn main() {}
