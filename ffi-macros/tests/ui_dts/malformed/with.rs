//! `bind_dts!`, malformed: with.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, with = Request);

fn main() {}
