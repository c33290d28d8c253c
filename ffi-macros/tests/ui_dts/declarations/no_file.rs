//! `bind_dts!`, declarations: no file.
use ffi_macros::bind_dts;

bind_dts!("types/reqest.d.ts", { Request });

fn main() {
    let _: fn(&Request) = |_| {};
}
