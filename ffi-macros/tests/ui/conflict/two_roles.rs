//! A method of two roles.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(getter, static)]
    fn size(&self) -> u32 {
        0
    }
}

fn main() {}
