//! The other type decides what is unknown.

use ffi_macros::Options;

#[derive(Options)]
#[ffi(from = Raw, deny_unknown)]
struct Init {
    value: u32,
}

fn main() {}
