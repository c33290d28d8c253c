//! A literal is its own name.

use ffi_macros::Union;

#[derive(Union)]
enum Body {
    #[ffi(literal = 1, rename = "one")]
    One,
}

fn main() {}
