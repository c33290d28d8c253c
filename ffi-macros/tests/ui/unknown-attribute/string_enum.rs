//! A misspelt key on a string enum.

use ffi_macros::StringEnum;

#[derive(StringEnum)]
#[ffi(renameall = "lowercase")]
enum Mode {
    Open,
}

fn main() {}
