//! Two stars.

use ffi_macros::export;

#[export(signature = (a, *, b, *, c))]
fn f(a: u32, b: u32, c: u32) -> u32 {
    a + b + c
}

fn main() {}
