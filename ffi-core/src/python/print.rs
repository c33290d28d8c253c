//! Output of JavaScript on Python's streams.

use pyo3::ffi;

use super::object::{Object, PyResult};

/// Writes a line to `sys.stdout`, or to `sys.stderr`. Never fails: a stream that is gone takes nothing. The GIL must be held.
pub fn print(to_stderr: bool, text: &str) {
    let write = || -> PyResult<()> {
        let stream = Object::import(c"sys")?.attribute(if to_stderr { c"stderr" } else { c"stdout" })?;
        if !stream.is_none() {
            stream.call_method(c"write", &[&Object::string(&format!("{text}\n"))?])?;
        }
        Ok(())
    };
    // SAFETY: asking for the GIL's state; clearing the exception of a failed write.
    unsafe {
        if ffi::PyGILState_Check() != 0 && write().is_err() {
            ffi::PyErr_Clear();
        }
    }
}
