//! A string of any type.

use ffi_macros::StringEnum;

#[derive(StringEnum)]
enum Mode<T> {
    Open,
}

fn main() {}
