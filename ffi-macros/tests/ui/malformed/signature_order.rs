//! Parameters in another order.

use ffi_macros::export;

#[export(signature = (b, a))]
fn f(a: u32, b: u32) -> u32 {
    a + b
}

fn main() {}
