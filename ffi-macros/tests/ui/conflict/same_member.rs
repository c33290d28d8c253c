//! Two members of one name.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    fn size(&self) -> u32 {
        0
    }

    #[export(rename = "size")]
    fn length(&self) -> u32 {
        0
    }
}

fn main() {}
