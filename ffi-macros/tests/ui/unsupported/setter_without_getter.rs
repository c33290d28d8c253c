//! A property that cannot be read.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(setter)]
    fn set_size(&mut self, size: u32) {
        let _ = size;
    }
}

fn main() {}
