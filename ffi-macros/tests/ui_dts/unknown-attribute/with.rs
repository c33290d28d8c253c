//! `bind_dts!`, unknown attribute: with.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, wiht = { Request = crate::Other });

fn main() {}
