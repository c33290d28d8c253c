//! One typo in each attribute.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(renme = "a", defualt = 1, skipp, skip_if_non, fltten, wiht = X, frm = u8, itno = u8)]
    a: u32,
}

fn main() {}
