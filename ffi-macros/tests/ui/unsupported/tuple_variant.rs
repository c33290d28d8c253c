//! A variant of two values.

use ffi_macros::Union;

#[derive(Union)]
enum Body {
    Pair(u32, u32),
}

fn main() {}
