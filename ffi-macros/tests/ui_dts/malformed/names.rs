//! `bind_dts!`, malformed: names.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = [Request]);

fn main() {}
