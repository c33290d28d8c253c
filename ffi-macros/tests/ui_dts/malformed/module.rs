//! `bind_dts!`, malformed: module.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, module = "wire");

fn main() {}
