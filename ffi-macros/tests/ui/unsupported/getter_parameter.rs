//! A getter that wants to know more.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(getter)]
    fn size(&self, unit: u32) -> u32 {
        unit
    }
}

fn main() {}
