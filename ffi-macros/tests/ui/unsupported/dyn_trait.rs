//! A parameter of many types.

use ffi_macros::export;

#[export]
fn f(a: &dyn std::fmt::Debug) -> String {
    format!("{a:?}")
}

fn main() {}
