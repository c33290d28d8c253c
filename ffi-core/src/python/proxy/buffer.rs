//! Buffers of JavaScript as Python buffers, without a copy.
//!
//! An `ArrayBuffer` has no way to be pinned: while Python holds a view of it, transferring it is refused (see `foreign/buffers.rs`).

use std::ffi::{c_int, c_void};

use pyo3::ffi::{self, PyObject};

use super::payload;
use super::types::{slot, slots};
use crate::engine::{Borrowed, BufferView, TypedArrayKind, Value};
use crate::python::object::{Raised, value_error};
use crate::python::state::State;

/// The slots of buffers and typed arrays.
pub(super) fn slots() -> Vec<ffi::PyType_Slot> {
    slots![Py_bf_getbuffer = get_buffer, Py_bf_releasebuffer = release_buffer]
}

/// What an exported buffer keeps: the JavaScript buffer, and the numbers that the interpreter points to.
struct Export {
    buffer: Value,
    shape: [ffi::Py_ssize_t; 1],
    strides: [ffi::Py_ssize_t; 1],
}

/// The letter of `struct` for an element.
pub fn format(kind: Option<TypedArrayKind>) -> &'static std::ffi::CStr {
    use TypedArrayKind::*;
    match kind {
        None | Some(Uint8Array | Uint8ClampedArray) => c"B",
        Some(Int8Array) => c"b",
        Some(Int16Array) => c"h",
        Some(Uint16Array) => c"H",
        Some(Int32Array) => c"i",
        Some(Uint32Array) => c"I",
        Some(BigInt64Array) => c"q",
        Some(BigUint64Array) => c"Q",
        Some(Float16Array) => c"e",
        Some(Float32Array) => c"f",
        Some(Float64Array) => c"d",
    }
}

unsafe extern "C" fn get_buffer(object: *mut PyObject, out: *mut ffi::Py_buffer, flags: c_int) -> c_int {
    // SAFETY: the interpreter passes a live proxy and a structure to fill in, whose `obj` must be null on failure.
    unsafe {
        (*out).obj = std::ptr::null_mut();
        let Ok(entered) = State::enter_for(object) else { return -1 };
        let state = *entered;
        let value = Borrowed::from_raw(state.realm, payload(object).raw);
        let filled = match value.buffer_view() {
            Some(view) => fill(state, object, out, flags, view),
            None => Err(value_error("the JavaScript object has no buffer")),
        };
        if filled.is_ok() { 0 } else { -1 }
    }
}

unsafe fn fill(
    state: &State,
    object: *mut PyObject,
    out: *mut ffi::Py_buffer,
    flags: c_int,
    view: BufferView,
) -> Result<(), Raised> {
    let Some(pointer) = view.pointer() else { return Err(value_error("the JavaScript buffer is detached")) };
    if view.immutable && flags & ffi::PyBUF_WRITABLE != 0 {
        // SAFETY: a built-in exception class.
        return Err(unsafe {
            crate::python::object::raise(ffi::PyExc_BufferError, "the JavaScript buffer is immutable")
        });
    }
    let size = view.kind.map_or(1, TypedArrayKind::element_size);
    let count = view.length / size;
    // SAFETY: the structure is filled in completely; the export lives until `release_buffer`.
    unsafe {
        super::super::foreign::pin(view.buffer.address());
        state.begin_use();
        let export = Box::into_raw(Box::new(Export {
            buffer: view.buffer,
            shape: [count as ffi::Py_ssize_t],
            strides: [size as ffi::Py_ssize_t],
        }));
        ffi::Py_INCREF(object);
        (*out).obj = object;
        (*out).buf = pointer.cast();
        (*out).len = (count * size) as ffi::Py_ssize_t;
        (*out).readonly = c_int::from(view.immutable);
        (*out).itemsize = size as ffi::Py_ssize_t;
        (*out).format =
            if flags & ffi::PyBUF_FORMAT != 0 { format(view.kind).as_ptr().cast_mut() } else { std::ptr::null_mut() };
        (*out).ndim = 1;
        (*out).shape = if flags & ffi::PyBUF_ND != 0 { (*export).shape.as_mut_ptr() } else { std::ptr::null_mut() };
        (*out).strides = if flags & ffi::PyBUF_STRIDES == ffi::PyBUF_STRIDES {
            (*export).strides.as_mut_ptr()
        } else {
            std::ptr::null_mut()
        };
        (*out).suboffsets = std::ptr::null_mut();
        (*out).internal = export.cast::<c_void>();
    }
    Ok(())
}

unsafe extern "C" fn release_buffer(_: *mut PyObject, out: *mut ffi::Py_buffer) {
    // SAFETY: the interpreter passes each structure that `get_buffer` filled in once; maybe on another thread.
    unsafe {
        let export = Box::from_raw((*out).internal.cast::<Export>());
        super::super::foreign::unpin(export.buffer.address());
        if let Some(state) = State::of(export.buffer.realm()) {
            state.release(export.buffer.into_raw());
            state.end_use();
        }
    }
}
