//! `bind_dts!`, malformed: no path.
use ffi_macros::bind_dts;

bind_dts!(names = { Request });

fn main() {}
