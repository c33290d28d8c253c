//! A method that takes the object away.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    fn close(self) {}
}

fn main() {}
