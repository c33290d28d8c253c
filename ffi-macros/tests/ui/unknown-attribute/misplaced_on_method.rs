//! A block's key on a method.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(rename_all = "camelCase")]
    fn size(&self) -> u32 {
        0
    }
}

fn main() {}
