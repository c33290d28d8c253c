//! `bind_dts!`, unknown name: several.
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", { Requst, fecth as get, Response, Nowhere });

fn main() {
    let _: fn(&Requst, &get, &Nowhere, &Response) = |_, _, _, _| {};
}
