//! One typo in each attribute.

use ffi_macros::Union;

#[derive(Union)]
#[ffi(renme = "A", rename_al = "camelCase", tgg = "kind", crte = ffi_core)]
enum Body {
    #[ffi(renme = "a", rename_lal = "camelCase", literl = 1)]
    Empty,
}

fn main() {}
