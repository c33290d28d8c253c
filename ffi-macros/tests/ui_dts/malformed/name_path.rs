//! `bind_dts!`, malformed: name path.
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", { request::Request });

fn main() {}
