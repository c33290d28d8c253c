//! `bind_dts!`, declarations: with path.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, with = { Request = crate::Other });

fn main() {}
