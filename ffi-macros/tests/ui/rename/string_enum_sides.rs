//! A string has no sides.

use ffi_macros::StringEnum;

#[derive(StringEnum)]
enum Mode {
    #[ffi(rename(js = "a", python = "b"))]
    Open,
}

fn main() {}
