//! The implementation of a trait.

use ffi_macros::export;

struct Store;

#[export]
impl Clone for Store {
    fn clone(&self) -> Self {
        Store
    }
}

fn main() {}
