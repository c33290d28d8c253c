//! The extension module `sigbind._core`: the bridge of `ffi-core` with the Web APIs of `ffi-web` on its realm.
//!
//! Everything is done in those two crates; this one only puts them together, built for one version of CPython.

use ffi_core::engine::{Realm, Thrown};
use ffi_web::WebOptions;
use ffi_web::console::ConsoleLevel;

/// Called by the interpreter to make the module.
///
/// # Safety
///
/// Only the interpreter's import machinery calls it, with the GIL held.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInit__core() -> *mut pyo3::ffi::PyObject {
    // SAFETY: promised by the caller.
    unsafe { ffi_core::python::module_init(install) }
}

/// Puts the Web APIs on a new realm. `console` writes to Python's streams, so that its lines stand in order with Python's own.
fn install(realm: Realm) -> Result<(), Thrown> {
    let console = |level: ConsoleLevel, text: &str| {
        ffi_core::python::print(matches!(level, ConsoleLevel::Warn | ConsoleLevel::Error), text);
    };
    ffi_web::install(realm, WebOptions { console: Box::new(console), ..WebOptions::default() })
}
