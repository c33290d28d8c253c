//! `bind_dts!`, unknown name: one.
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", { Requst, Response });

fn main() {
    // The placeholder stands for it: no second mistake.
    let _: fn(&Requst, &Response) = |_, _| {};
}
