//! What the example programs share: starting both engines, and waiting for a promise.

use ffi_core::engine::Realm;
use ffi_core::typed::{Exception, FromGuest, Guest};
use ffi_web::WebOptions;

/// Starts Python and JavaScript on this thread. `import sigbind` takes the package from the source tree.
///
/// # Errors
/// An engine did not start.
pub fn start() -> Result<Realm, Exception> {
    let realm = ffi_core::python::embed(|realm| ffi_web::install(realm, WebOptions::default()))?;
    let package = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ffi-python/python");
    ffi_core::python::run(&format!("import sys; sys.path.insert(0, {package:?})"))?;
    Ok(realm)
}

/// Waits for a promise and converts its value.
///
/// # Errors
/// What it rejects with.
pub fn wait<T: FromGuest>(promise: Guest) -> Result<T, Exception> {
    convert(&ffi_core::python::run_sync(promise)?)
}

/// Converts a value.
///
/// # Errors
/// It does not fit.
pub fn convert<T: FromGuest>(guest: &Guest) -> Result<T, Exception> {
    T::from_guest(guest).map_err(ffi_core::typed::IntoException::into_exception)
}
