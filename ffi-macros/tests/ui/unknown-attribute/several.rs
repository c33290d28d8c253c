//! Every mistake is reported at once.

use ffi_macros::Options;

#[derive(Options)]
#[ffi(denyunknown)]
struct Init {
    #[ffi(defalt)]
    a: u32,
    #[ffi(flaten)]
    b: u32,
    #[ffi(skip, wth = X)]
    c: u32,
}

fn main() {}
