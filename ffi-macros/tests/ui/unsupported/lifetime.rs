//! A record that borrows.

use ffi_macros::Options;

#[derive(Options)]
struct Init<'a> {
    name: std::borrow::Cow<'a, str>,
}

fn main() {}
