//! One typo in each attribute.

use ffi_macros::export;

struct Store;

#[export(renme = "A", rename_al = "camelCase", crte = ffi_core)]
impl Store {}

fn main() {}
