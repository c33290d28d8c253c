//! `bind_dts!`, required: wrong type.
use std::collections::HashMap;

use ffi_core::bound::Realm;
use ffi_macros::bind_dts;

bind_dts!("types/request.d.ts", { RequestInit as Init });

fn init(realm: Realm) -> Init {
    Init::new(realm, HashMap::new()).timeout("soon")
}

fn main() {}
