//! A field that borrows.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    name: &'static str,
}

fn main() {}
