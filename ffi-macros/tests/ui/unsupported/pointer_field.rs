//! A field that points.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    name: *const u8,
}

fn main() {}
