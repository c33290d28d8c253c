//! `bind_dts!`, unknown attribute: path.
use ffi_macros::bind_dts;

bind_dts!(pth = "types/request.d.ts", names = { Request });

fn main() {}
