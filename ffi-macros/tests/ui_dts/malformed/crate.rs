//! `bind_dts!`, malformed: crate.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, crate = "ffi_core");

fn main() {}
