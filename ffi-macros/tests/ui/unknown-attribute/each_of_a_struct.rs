//! One typo in each attribute.

use ffi_macros::Options;

#[derive(Options)]
#[ffi(renme = "A", rename_al = "camelCase", defaul, deny_unkown, frm = X, nito = X, crat = ffi_core)]
struct Init {
    a: u32,
}

fn main() {}
