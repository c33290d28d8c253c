//! Two variants of one literal.

use ffi_macros::StringEnum;

#[derive(StringEnum)]
enum Mode {
    Open,
    #[ffi(rename = "Open")]
    Opened,
}

fn main() {}
