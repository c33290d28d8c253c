//! `bind_dts!`, unknown attribute: names.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", nams = { Request });

fn main() {}
