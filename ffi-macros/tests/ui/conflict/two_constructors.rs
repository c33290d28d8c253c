//! Two constructors.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(constructor)]
    fn new() -> Self {
        Store
    }

    #[export(constructor)]
    fn other() -> Self {
        Store
    }
}

fn main() {}
