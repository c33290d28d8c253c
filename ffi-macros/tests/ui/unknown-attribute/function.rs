//! A misspelt key on a function.

use ffi_macros::export;

#[export(signatur = (a))]
fn f(a: u32) -> u32 {
    a
}

fn main() {}
