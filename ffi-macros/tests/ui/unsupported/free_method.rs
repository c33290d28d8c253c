//! A method outside of an exported block.

use ffi_macros::export;

struct Store;

impl Store {
    #[export]
    fn size(&self) -> u32 {
        0
    }
}

fn main() {}
