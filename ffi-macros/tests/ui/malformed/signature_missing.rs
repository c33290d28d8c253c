//! A parameter that the signature leaves out.

use ffi_macros::export;

#[export(signature = (path))]
fn f(path: &str, retries: u32) -> u32 {
    retries
}

fn main() {}
