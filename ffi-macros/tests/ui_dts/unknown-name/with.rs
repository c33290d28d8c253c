//! `bind_dts!`, unknown name: with.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, with = { Requst = crate::Other });

fn main() {}
