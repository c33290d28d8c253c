//! A class of any type.

use ffi_macros::export;

struct Store<T>(T);

#[export]
impl<T> Store<T> {}

fn main() {}
