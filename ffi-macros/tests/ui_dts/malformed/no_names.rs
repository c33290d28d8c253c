//! `bind_dts!`, malformed: no names.
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts");

fn main() {}
