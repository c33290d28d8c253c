//! A skipped field needs a default.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(skip)]
    value: Kind,
}

struct Kind;

fn main() {}
