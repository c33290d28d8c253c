//! A field that does not cross.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    when: std::time::Instant,
}

fn main() {}
