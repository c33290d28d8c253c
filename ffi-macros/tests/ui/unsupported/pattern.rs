//! A parameter without a name.

use ffi_macros::export;

#[export]
fn f((a, b): (u32, u32)) -> u32 {
    a + b
}

fn main() {}
