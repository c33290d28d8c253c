//! One typo in each attribute.

use ffi_macros::export;

#[export(renme = "a", signatrue = (), crte = ffi_core)]
fn f() {}

fn main() {}
