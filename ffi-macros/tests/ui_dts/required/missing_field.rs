//! `bind_dts!`, required: missing field.
use ffi_core::bound::Realm;
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", { RequestInit as Init });

fn init(realm: Realm) -> Init {
    Init::new(realm).timeout(5)
}

fn main() {}
