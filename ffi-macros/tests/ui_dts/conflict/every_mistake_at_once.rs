//! `bind_dts!`, conflict: every mistake at once.
use ffi_macros::bind_dts;

bind_dts!(path = request, nmes = { Request }, with = { Request }, rename_all = camel);

fn main() {}
