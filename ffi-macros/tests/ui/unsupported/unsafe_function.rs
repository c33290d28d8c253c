//! A function with a promise.

use ffi_macros::export;

#[export]
unsafe fn f() {}

fn main() {}
