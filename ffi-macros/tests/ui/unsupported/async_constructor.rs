//! A constructor that is not done at once.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(constructor)]
    async fn new() -> Self {
        Store
    }
}

fn main() {}
