//! An error that says no exception.

use ffi_macros::export;

#[export]
fn f() -> Result<u32, Broken> {
    Err(Broken)
}

struct Broken;

fn main() {}
