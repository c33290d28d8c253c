//! A misspelt key on a block.

use ffi_macros::export;

struct Store;

#[export(renam = "Shop")]
impl Store {}

fn main() {}
