//! Further runtimes beside the first: each a realm with a heap, limits and tables of its own, on the thread that made it. `sigbind.Runtime` is
//! written over these functions; a capsule stands for the state.

use std::ffi::{CStr, c_int};

use pyo3::ffi::{self, PyObject};

use super::object::{Object, PyResult, type_error};
use super::state::State;
use super::{limits, module};

const NAME: &CStr = c"sigbind.runtime";

/// The capsule of a state.
pub fn capsule_of(state: &'static State) -> PyResult<Object> {
    let pointer = std::ptr::from_ref(state).cast_mut();
    // SAFETY: states are never freed; the name is static.
    unsafe { Object::from_new(ffi::PyCapsule_New(pointer.cast(), NAME.as_ptr(), None)) }
}

/// The state that a capsule stands for.
pub fn state_of(capsule: *mut PyObject) -> PyResult<&'static State> {
    // SAFETY: the callers pass a live object; the pointer of a capsule of this name is a leaked state.
    unsafe {
        if ffi::PyCapsule_IsValid(capsule, NAME.as_ptr()) == 0 {
            return Err(type_error("expected a runtime"));
        }
        Ok(&*ffi::PyCapsule_GetPointer(capsule, NAME.as_ptr()).cast::<State>())
    }
}

fn give(result: PyResult<Object>) -> *mut PyObject {
    result.map_or(std::ptr::null_mut(), Object::into_ptr)
}

/// Makes a runtime on this thread.
pub unsafe extern "C" fn new(_: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    State::close_abandoned();
    give(module::make_state().and_then(capsule_of))
}

/// Python has no `Runtime` of this state any more: it is closed with its last proxy, when the next runtime of the thread is made at the latest.
pub unsafe extern "C" fn abandon(_: *mut PyObject, capsule: *mut PyObject) -> *mut PyObject {
    let abandon = |state: &'static State| {
        state.is_abandoned.set(true);
        State::close_abandoned();
        Object::none()
    };
    give(state_of(capsule).map(abandon))
}

/// Makes a runtime the one that is meant on this thread (`None`: the first one), and gives the one that was.
pub unsafe extern "C" fn use_(_: *mut PyObject, capsule: *mut PyObject) -> *mut PyObject {
    let wanted = if super::object::is_none(capsule) { Ok(None) } else { state_of(capsule).map(Some) };
    let change = |wanted: Option<&'static State>| {
        if let Some(state) = wanted {
            state.entered()?;
        }
        match State::set_current(wanted) {
            Some(before) => capsule_of(before),
            None => Ok(Object::none()),
        }
    };
    give(wanted.and_then(change))
}

/// Ends the use of a runtime, on its thread.
pub unsafe extern "C" fn close(_: *mut PyObject, capsule: *mut PyObject) -> *mut PyObject {
    let close = |state: &'static State| {
        if !state.realm.is_closed() {
            if state.entered()?.realm.depth() > 0 {
                return Err(super::object::runtime_error("a runtime cannot be closed by what it runs"));
            }
            state.close();
        }
        Ok(Object::none())
    };
    give(state_of(capsule).and_then(close))
}

/// Stops what a runtime runs now, from any thread.
pub unsafe extern "C" fn interrupt(_: *mut PyObject, capsule: *mut PyObject) -> *mut PyObject {
    give(state_of(capsule).map(|state| Object::boolean(limits::stop(state))))
}

/// The functions, for the table of the module.
pub fn functions() -> [ffi::PyMethodDef; 5] {
    let function = |name: &'static CStr, run: ffi::PyCFunction, flags: c_int, doc: &'static CStr| ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: run },
        ml_flags: flags,
        ml_doc: doc.as_ptr(),
    };
    [
        function(c"new_runtime", new, ffi::METH_NOARGS, c"A runtime of its own, on this thread."),
        function(c"use_runtime", use_, ffi::METH_O, c"Makes a runtime the one that is meant on this thread."),
        function(c"abandon_runtime", abandon, ffi::METH_O, c"There is no Runtime for it any more."),
        function(c"close_runtime", close, ffi::METH_O, c"Ends the use of a runtime."),
        function(c"interrupt_runtime", interrupt, ffi::METH_O, c"Stops what a runtime runs now, from any thread."),
    ]
}
