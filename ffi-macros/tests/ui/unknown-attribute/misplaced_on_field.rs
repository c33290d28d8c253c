//! A struct's key on a field.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(rename_all = "camelCase")]
    value: u32,
}

fn main() {}
