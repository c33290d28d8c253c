//! A record without names.

use ffi_macros::Options;

#[derive(Options)]
struct Init(u32);

fn main() {}
