//! A method's key on a function.

use ffi_macros::export;

#[export(getter)]
fn f() -> u32 {
    0
}

fn main() {}
