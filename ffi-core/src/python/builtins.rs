//! The parts of JavaScript's standard library that the bridge calls, looked up once, before any program can change them.

use super::proxy::Protocol;
use crate::engine::{Realm, Thrown, Value};

/// Functions and keys of the standard library.
pub struct Builtins {
    /// `BigInt`.
    pub big_int: Value,
    /// `Map`.
    pub map: Value,
    /// `Set`.
    pub set: Value,
    /// `Object.prototype`.
    pub object_prototype: Value,
    /// `Error`.
    pub error: Value,
    /// `Map.prototype.set`.
    pub map_set: Value,
    /// `Set.prototype.add`.
    pub set_add: Value,
    /// The symbol under which the promise of a call keeps the `AbortController` that cancels it.
    pub controller: Value,
    /// The symbol under which an error object keeps the Python exception that it stands for.
    pub exception: Value,
    /// The names that tell what an object can do.
    pub protocol: Protocol,
}

impl Builtins {
    /// Looks everything up.
    pub fn new(realm: Realm) -> Result<Self, Thrown> {
        let global = realm.global();
        let method = |class: &str, name: &str| global.get(class)?.get("prototype")?.get(name);
        Ok(Self {
            big_int: global.get("BigInt")?,
            map: global.get("Map")?,
            set: global.get("Set")?,
            object_prototype: global.get("Object")?.get("prototype")?,
            error: global.get("Error")?,
            map_set: method("Map", "set")?,
            set_add: method("Set", "add")?,
            controller: realm.symbol("controller"),
            exception: realm.symbol("python exception"),
            protocol: Protocol::new(realm)?,
        })
    }
}
