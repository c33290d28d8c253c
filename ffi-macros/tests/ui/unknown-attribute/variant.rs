//! A misspelt key on a variant.

use ffi_macros::Union;

#[derive(Union)]
enum Body {
    #[ffi(litral = 1)]
    One,
}

fn main() {}
