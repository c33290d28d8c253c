//! A converter that does not convert.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(with = Seconds)]
    timeout: std::time::Duration,
}

struct Seconds;

fn main() {}
