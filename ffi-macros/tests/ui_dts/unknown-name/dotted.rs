//! `bind_dts!`, unknown name: dotted.
use ffi_macros::bind_dts;

bind_dts!("types/geometry.d.ts", { geometry.Pont, geometri.origin });

fn main() {}
