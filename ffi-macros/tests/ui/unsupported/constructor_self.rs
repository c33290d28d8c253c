//! A constructor that needs an instance.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(constructor)]
    fn new(&self) -> Self {
        Store
    }
}

fn main() {}
