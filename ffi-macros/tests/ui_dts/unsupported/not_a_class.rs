//! `bind_dts!`, unsupported: not a class.
use ffi_core::bound::Object;
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", { RequestInit as Init });

fn init(object: &Object) -> bool {
    object.is::<Init>().is_ok()
}

fn main() {}
