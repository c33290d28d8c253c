//! A parameter's default of another type.

use ffi_macros::export;

#[export(signature = (a = "x"))]
fn f(a: u32) -> u32 {
    a
}

fn main() {}
