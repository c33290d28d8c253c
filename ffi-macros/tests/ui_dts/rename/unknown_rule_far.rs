//! `bind_dts!`, rename: unknown rule far.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, rename_all = "UPPERCASE");

fn main() {}
