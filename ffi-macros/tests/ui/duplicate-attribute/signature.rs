//! A function with two signatures.

use ffi_macros::export;

#[export(signature = (a), signature = (a, /))]
fn f(a: u32) -> u32 {
    a
}

fn main() {}
