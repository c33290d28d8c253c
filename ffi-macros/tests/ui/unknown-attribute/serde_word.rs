//! serde's word for another thing.

use ffi_macros::Options;

#[derive(Options)]
struct Init {
    #[ffi(skip_serializing_if = "Option::is_none")]
    value: u32,
}

fn main() {}
