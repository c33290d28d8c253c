//! `bind_dts!`, duplicate attribute: name.
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", { Request, Response as Request });

fn main() {}
