//! Modules from disk and `node_modules`: `sigbind._modules` finds and reads them.

use pyo3::ffi;

use super::convert;
use super::error::throw_raised;
use super::object::{Object, PyResult, raise};
use super::proxy;
use super::state::State;
use crate::engine::{ModuleHost, ModuleSource, Realm, Thrown, Value};

/// The host of a realm that is connected to Python.
pub struct PythonModules;

/// Asks a function of `sigbind._modules`. JavaScript in a restricted runtime reads no files.
fn ask<R>(
    realm: Realm,
    name: &std::ffi::CStr,
    arguments: &[&str],
    take: impl FnOnce(&'static State, Object) -> PyResult<R>,
) -> Result<R, Thrown> {
    let state = State::of(realm).ok_or_else(|| realm.type_error("the bridge to Python is gone"))?;
    let _current = state.be_current();
    let run = || -> PyResult<R> {
        if state.is_restricted.get() {
            // SAFETY: a built-in exception class.
            return Err(unsafe { raise(ffi::PyExc_PermissionError, "a restricted runtime imports no modules") });
        }
        let arguments = arguments.iter().map(|text| Object::string(text)).collect::<PyResult<Vec<_>>>()?;
        let arguments: Vec<&Object> = arguments.iter().collect();
        let found = Object::import(c"sigbind._modules")?.call_method(name, &arguments)?;
        take(state, found)
    };
    run().map_err(|_raised| {
        let _pending = throw_raised(state);
        realm.take_thrown()
    })
}

impl ModuleHost for PythonModules {
    fn resolve(&self, realm: Realm, base: &str, specifier: &str) -> Result<String, Thrown> {
        ask(realm, c"resolve_import", &[base, specifier], |_, name| name.text())
    }

    fn load(&self, realm: Realm, name: &str) -> Result<ModuleSource, Thrown> {
        ask(realm, c"load_import", &[name], |state, pair| {
            // SAFETY: the function gives a tuple of a string and a proxy; items are borrowed from it.
            unsafe {
                let item = |index| Object::from_new(ffi::PySequence_GetItem(pair.as_ptr(), index));
                let (text, meta) = (item(0)?.text()?, item(1)?);
                Ok(ModuleSource { text, meta: proxy::value_of(state, meta.as_ptr()) })
            }
        })
    }
}

/// The promise of a module's namespace.
pub fn import(state: &'static State, base: &str, specifier: &str) -> PyResult<Object> {
    let promise: Value = state.run_safe(|| state.realm.import(base, specifier))?;
    // SAFETY: the value is alive, on the realm's thread.
    unsafe { convert::to_py(state, promise.raw()) }
}
