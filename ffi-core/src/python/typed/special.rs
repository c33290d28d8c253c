//! Dates, awaitables and buffers of Python in typed Rust.

use pyo3::ffi::{self, PyObject};

use super::{as_number, fault, float, guest, state};
use crate::engine::Value;
use crate::python::foreign;
use crate::python::object::{Object, Raised};
use crate::python::state::State;
use crate::typed::{Bytes, Exception, Fault, Guest};

// SAFETY of every `unsafe` block of this file, unless it says more: an `Object` is a live reference, and it exists only where the GIL is held.

/// The seconds since 1970 of a `datetime`.
pub fn timestamp(object: &Object) -> Result<Option<f64>, Fault> {
    let class = Object::import(c"datetime").and_then(|module| module.attribute(c"datetime")).map_err(fault)?;
    // SAFETY: see above.
    if unsafe { ffi::PyObject_IsInstance(object.as_ptr(), class.as_ptr()) } != 1 {
        return Ok(None);
    }
    let seconds = object.call_method(c"timestamp", &[]).map_err(fault)?;
    Ok(as_number(&seconds))
}

/// A `datetime` in UTC.
pub fn datetime(state: &'static State, seconds: f64) -> Result<Guest, Fault> {
    let module = Object::import(c"datetime").map_err(fault)?;
    let utc = module.attribute(c"timezone").and_then(|class| class.attribute(c"utc")).map_err(fault)?;
    let seconds = float(state, seconds)?.into_python(state).map_err(fault)?;
    let class = module.attribute(c"datetime").map_err(fault)?;
    guest(class.call_method(c"fromtimestamp", &[&seconds, &utc]))
}

/// The promise that an awaitable settles; `None` for what cannot be awaited.
pub fn promise_of(object: &Object) -> Result<Option<Value>, Fault> {
    let state = state()?;
    // SAFETY: see above; the promise carries a reference.
    unsafe {
        if ffi::PyObject_HasAttrString(object.as_ptr(), c"__await__".as_ptr()) == 0 {
            return Ok(None);
        }
        let raw = state.asyncio.promise_of(state, object.as_ptr()).map_err(fault)?;
        Ok(Some(Value::from_raw(state.realm, raw)))
    }
}

/// A view of the bytes of a Python object, which stay in place as long as it lives.
pub struct PythonBuffer {
    object: Object,
    view: Box<ffi::Py_buffer>,
}

impl PythonBuffer {
    /// The object.
    pub fn object(&self) -> Object {
        self.object.clone()
    }

    /// The first byte and the length.
    pub fn memory(&self) -> (*mut u8, usize) {
        (self.view.buf.cast(), self.view.len as usize)
    }

    /// Whether writing is refused.
    pub fn is_read_only(&self) -> bool {
        self.view.readonly != 0
    }

    /// A typed array over the same memory.
    pub fn into_javascript(self) -> Result<Guest, Fault> {
        let array = foreign::buffer_to_js(state()?, self.object.as_ptr(), None, false).map_err(fault)?;
        array.map(Guest::JavaScript).ok_or_else(|| Exception::type_error("the object has no buffer").into())
    }
}

impl Drop for PythonBuffer {
    fn drop(&mut self) {
        // SAFETY: the view was filled in by the interpreter and is released once.
        unsafe { ffi::PyBuffer_Release(&mut *self.view) }
    }
}

/// The bytes of an object with a contiguous buffer.
pub fn as_bytes(object: &Object) -> Result<Option<Bytes>, Fault> {
    let pointer: *mut PyObject = object.as_ptr();
    // SAFETY: see above; the view is filled in on success only.
    unsafe {
        if ffi::PyObject_CheckBuffer(pointer) == 0 {
            return Ok(None);
        }
        let mut view = Box::new(ffi::Py_buffer::new());
        if ffi::PyObject_GetBuffer(pointer, &mut *view, ffi::PyBUF_ND | ffi::PyBUF_C_CONTIGUOUS) < 0 {
            return Err(fault(Raised));
        }
        Ok(Some(Bytes::of_python(PythonBuffer { object: object.clone(), view })))
    }
}
