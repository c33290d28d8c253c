//! A record without fields.

use ffi_macros::Options;

#[derive(Options)]
struct Init;

fn main() {}
