//! One typo in each attribute.

use ffi_macros::export;

struct Store;

#[export]
impl Store {
    #[export(constuctor, statc, gettr, settr, trce, renme = "a", skp, signatur = ())]
    fn size(&self) -> u32 {
        1
    }
}

fn main() {}
