//! No path behind `crate`.

use ffi_macros::Options;

#[derive(Options)]
#[ffi(crate = "ffi_core")]
struct Init {
    value: u32,
}

fn main() {}
