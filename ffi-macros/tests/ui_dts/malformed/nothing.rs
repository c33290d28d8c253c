//! `bind_dts!`, malformed: nothing.
use ffi_macros::bind_dts;

bind_dts!();

fn main() {}
