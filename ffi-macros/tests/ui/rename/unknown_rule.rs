//! A misspelt rule.

use ffi_macros::Options;

#[derive(Options)]
#[ffi(rename_all = "camelcase")]
struct Init {
    value: u32,
}

fn main() {}
