//! Two members of one tag.

use ffi_macros::Union;

#[derive(Union)]
#[ffi(tag = "kind")]
enum Body {
    One { a: u32 },
    #[ffi(rename = "One")]
    Two { b: u32 },
}

fn main() {}
