//! `bind_dts!`, duplicate attribute: key.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, names = { Request });

fn main() {}
