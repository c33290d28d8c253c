//! A union with two tags.

use ffi_macros::Union;

#[derive(Union)]
#[ffi(tag = "a", tag = "b")]
enum Body {
    One(u32),
}

fn main() {}
