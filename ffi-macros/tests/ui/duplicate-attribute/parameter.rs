//! A signature that names a parameter twice.

use ffi_macros::export;

#[export(signature = (a, a))]
fn f(a: u32) -> u32 {
    a
}

fn main() {}
