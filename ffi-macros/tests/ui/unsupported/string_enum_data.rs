//! A string with data.

use ffi_macros::StringEnum;

#[derive(StringEnum)]
enum Mode {
    Open(u32),
}

fn main() {}
