//! `bind_dts!`, malformed: short and long.
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", { fetch }, rename_all = "camelCase");

fn main() {}
