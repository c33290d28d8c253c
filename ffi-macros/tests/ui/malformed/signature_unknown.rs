//! A parameter that the function does not have.

use ffi_macros::export;

#[export(signature = (path, retires = 3))]
fn f(path: &str, retries: u32) -> u32 {
    retries
}

fn main() {}
