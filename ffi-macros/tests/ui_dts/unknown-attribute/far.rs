//! `bind_dts!`, unknown attribute: far.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, optional = true);

fn main() {}
