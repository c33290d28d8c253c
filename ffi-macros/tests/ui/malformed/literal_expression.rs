//! A literal that is an expression.

use ffi_macros::Union;

#[derive(Union)]
enum Body {
    #[ffi(literal = 1 + 1)]
    Two,
}

fn main() {}
