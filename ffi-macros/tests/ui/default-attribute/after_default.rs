//! A required parameter behind an optional one.

use ffi_macros::export;

#[export(signature = (a = 1, b))]
fn f(a: u32, b: u32) -> u32 {
    a + b
}

fn main() {}
