//! A parameter of an unnamed type.

use ffi_macros::export;

#[export]
fn f(a: impl Fn()) {
    a();
}

fn main() {}
