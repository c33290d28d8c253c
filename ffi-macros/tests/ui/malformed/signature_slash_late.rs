//! A slash behind a star.

use ffi_macros::export;

#[export(signature = (a, *, b, /))]
fn f(a: u32, b: u32) -> u32 {
    a + b
}

fn main() {}
