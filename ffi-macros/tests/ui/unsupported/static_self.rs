//! A static method with a receiver.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(static)]
    fn size(&self) -> u32 {
        0
    }
}

fn main() {}
