//! A constructor that makes something else.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(constructor)]
    fn new() -> u32 {
        0
    }
}

fn main() {}
