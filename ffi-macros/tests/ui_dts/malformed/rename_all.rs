//! `bind_dts!`, malformed: rename all.
use ffi_macros::bind_dts;

bind_dts!(path = "types/request.d.ts", names = { fetch }, rename_all = camelCase);

fn main() {}
