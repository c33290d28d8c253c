//! With a tag there are no literals.

use ffi_macros::Union;

#[derive(Union)]
#[ffi(tag = "kind")]
enum Body {
    #[ffi(literal = 1)]
    One,
}

fn main() {}
