//! Keywords that are no record.

use ffi_macros::export;

#[export(signature = (**a))]
fn f(a: u32) -> u32 {
    a
}

fn main() {}
