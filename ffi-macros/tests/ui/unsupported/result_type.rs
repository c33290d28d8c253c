//! A result that does not cross.

use ffi_macros::export;

#[export]
fn f() -> std::time::Instant {
    std::time::Instant::now()
}

fn main() {}
