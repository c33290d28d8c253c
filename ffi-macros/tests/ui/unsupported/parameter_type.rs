//! A parameter that does not cross.

use ffi_macros::export;

#[export]
fn f(a: std::time::Instant) -> u32 {
    let _ = a;
    0
}

fn main() {}
