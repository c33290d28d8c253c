//! A misspelt key on an enum.

use ffi_macros::Union;

#[derive(Union)]
#[ffi(tga = "kind")]
enum Body {
    One(u32),
}

fn main() {}
