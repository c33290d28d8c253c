//! A result that is no string.

use ffi_macros::export;

#[export(signature = (a) -> int)]
fn f(a: u32) -> u32 {
    a
}

fn main() {}
