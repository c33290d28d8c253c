//! `bind_dts!`, declarations: syntax.
use ffi_macros::bind_dts;

bind_dts!("types/broken.d.ts", { Broken, Fine });

fn main() {
    let _: fn(&Broken) = |_| {};
}
