//! The collector's method with a role.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(trace, getter)]
    fn size(&self) -> u32 {
        0
    }
}

fn main() {}
