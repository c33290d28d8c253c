//! `bind_dts!`, malformed: names short.
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", [Request]);

fn main() {}
