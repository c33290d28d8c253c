//! A function for C.

use ffi_macros::export;

#[export]
extern "C" fn f() {}

fn main() {}
