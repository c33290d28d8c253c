//! `bind_dts!`, malformed: path.
use ffi_macros::bind_dts;

bind_dts!(path = request, names = { Request });

fn main() {}
