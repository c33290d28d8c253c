//! A skipped method has no role.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(skip, getter)]
    fn size(&self) -> u32 {
        0
    }
}

fn main() {}
