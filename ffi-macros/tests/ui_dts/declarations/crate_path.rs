//! `bind_dts!`, declarations: crate path.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { Response }, crate = ::ffi_cor);

fn main() {}
