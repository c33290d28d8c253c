//! A struct is no function.

use ffi_macros::export;

#[export]
struct Store;

fn main() {}
