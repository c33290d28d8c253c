//! A method with one role twice.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(getter)]
    #[export(getter)]
    fn size(&self) -> u32 {
        0
    }
}

fn main() {}
