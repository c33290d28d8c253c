//! A constant is no method.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export]
    const SIZE: u32 = 1;
}

fn main() {}
