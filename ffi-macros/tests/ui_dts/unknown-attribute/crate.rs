//! `bind_dts!`, unknown attribute: crate.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, create = ffi_core);

fn main() {}
