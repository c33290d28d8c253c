//! `bind_dts!`, malformed: name as.
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", { RequestInit As Init });

fn main() {}
