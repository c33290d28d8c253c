//! A rule that is near to none.

use ffi_macros::Options;

#[derive(Options)]
#[ffi(rename_all = "train")]
struct Init {
    value: u32,
}

fn main() {}
