//! A misspelt key on a method.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(geter)]
    fn size(&self) -> u32 {
        0
    }
}

fn main() {}
