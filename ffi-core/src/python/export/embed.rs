//! CPython inside a Rust program: start it with the bridge, run code, wait for its awaitables.

use std::ffi::CString;

use pyo3::ffi;

use crate::engine::{Realm, Thrown};
use crate::python::object::{Object, PyResult, Raised};
use crate::python::state::State;
use crate::python::typed::taken;
use crate::typed::{Exception, Guest, refuse_while_borrowed};

/// Starts CPython on this thread, with the bridge to a realm in it, and gives the realm. `install` runs once on the new realm, for the Web APIs.
///
/// The interpreter and the realm live until the process ends. `import sigbind` works when the package is on `PYTHONPATH`.
///
/// # Errors
/// The interpreter runs on another thread already, or the runtime could not start.
pub fn embed(install: fn(Realm) -> Result<(), Thrown>) -> Result<Realm, Exception> {
    refuse_while_borrowed()?;
    // SAFETY: starts the interpreter when there is none; this thread holds the GIL afterwards.
    unsafe {
        if ffi::Py_IsInitialized() == 0 {
            ffi::Py_InitializeEx(0);
        } else if ffi::PyGILState_Check() == 0 {
            return Err(Exception::runtime("Python runs on another thread"));
        }
        crate::python::module::set_install(install);
    }
    let start = || -> PyResult<Realm> {
        let state = crate::python::module::ensure_state()?;
        crate::python::module::core_module()?;
        Ok(state.realm)
    };
    start().map_err(|Raised| taken())
}

/// Runs Python code in the namespace of `__main__`; the value of the name `result`, when the code sets it.
///
/// # Errors
/// What the code raises.
pub fn run(code: &str) -> Result<Guest, Exception> {
    refuse_while_borrowed()?;
    let run = || -> PyResult<Guest> {
        let entered = State::enter()?;
        let state = *entered;
        let code = CString::new(code).map_err(|_| crate::python::object::value_error("code with NUL"))?;
        // SAFETY: the module and its dict are alive; the code is read during the call.
        unsafe {
            let main = Object::from_borrowed(ffi::PyImport_AddModule(c"__main__".as_ptr()));
            let globals = ffi::PyModule_GetDict(main.as_ptr());
            drop(Object::from_new(ffi::PyRun_StringFlags(
                code.as_ptr(),
                ffi::Py_file_input,
                globals,
                globals,
                std::ptr::null_mut(),
            ))?);
            let result = ffi::PyDict_GetItemString(globals, c"result".as_ptr());
            let guest = if result.is_null() { Object::none() } else { Object::from_borrowed(result) };
            if !result.is_null() {
                ffi::PyDict_DelItemString(globals, c"result".as_ptr());
            }
            state.settle();
            Ok(Guest::of_python(guest))
        }
    };
    run().map_err(|Raised| taken())
}

/// Waits for a promise or a Python awaitable, running what it needs, and gives its result.
///
/// # Errors
/// Its exception; it can never settle; an event loop runs already.
pub fn run_sync(awaitable: Guest) -> Result<Guest, Exception> {
    refuse_while_borrowed()?;
    let wait = || {
        let entered = State::enter()?;
        let state = *entered;
        let object = awaitable.into_python(state)?;
        state.asyncio.run_sync(state, &object).map(Guest::of_python)
    };
    wait().map_err(|Raised| taken())
}
