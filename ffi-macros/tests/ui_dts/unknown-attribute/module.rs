//! `bind_dts!`, unknown attribute: module.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, modul = wire);

fn main() {}
