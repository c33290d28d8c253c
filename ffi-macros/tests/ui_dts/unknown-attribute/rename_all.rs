//! `bind_dts!`, unknown attribute: rename all.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, renam_all = "camelCase");

fn main() {}
