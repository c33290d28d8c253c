//! A struct is no union.

use ffi_macros::Union;

#[derive(Union)]
struct Body {
    a: u32,
}

fn main() {}
