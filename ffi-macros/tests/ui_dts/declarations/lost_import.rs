//! `bind_dts!`, declarations: lost import.
use ffi_macros::bind_dts;

bind_dts!("types/incomplete.d.ts", { take });

fn main() {}
