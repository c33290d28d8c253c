//! A name that Python cannot write.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(rename(js = "from", python = "from"))]
    value: u32,
}

fn main() {}
