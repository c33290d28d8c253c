//! One typo in each attribute.

use ffi_macros::StringEnum;

#[derive(StringEnum)]
#[ffi(renme = "A", rename_al = "camelCase", crte = ffi_core)]
enum Mode {
    #[ffi(renam = "a")]
    Open,
}

fn main() {}
