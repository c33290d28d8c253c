//! Two keys without a comma.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(default skip_if_none)]
    value: u32,
}

fn main() {}
