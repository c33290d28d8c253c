//! A parameter behind the keywords.

use ffi_macros::export;

#[export(signature = (**a, b))]
fn f(a: std::collections::HashMap<String, u32>, b: u32) -> u32 {
    b
}

fn main() {}
