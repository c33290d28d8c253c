//! A function of any type.

use ffi_macros::export;

#[export]
fn f<T>(value: T) -> u32 {
    let _ = value;
    0
}

fn main() {}
