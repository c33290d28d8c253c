//! An enum of nothing.

use ffi_macros::Union;

#[derive(Union)]
enum Body {}

fn main() {}
