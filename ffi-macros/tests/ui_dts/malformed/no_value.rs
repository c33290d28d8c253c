//! `bind_dts!`, malformed: no value.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, module);

fn main() {}
