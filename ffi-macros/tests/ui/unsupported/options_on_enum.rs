//! An enum is no record.

use ffi_macros::Options;

#[derive(Options)]
enum Init {
    A,
}

fn main() {}
