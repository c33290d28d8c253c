//! Iterating JavaScript objects from Python, synchronously and asynchronously.

use pyo3::ffi::{self, PyObject};

use super::attributes::give;
use super::types::{slot, slots};
use super::{object_to_py, payload};
use crate::engine::{Borrowed, Value, WellKnown};
use crate::python::convert;
use crate::python::object::{Object, PyResult, Raised, type_error};
use crate::python::signature::{Binding, View};
use crate::python::state::State;

/// The slots of iterables.
pub(super) fn iterable() -> Vec<ffi::PyType_Slot> {
    slots![Py_tp_iter = iterate]
}

/// The slots of iterators.
pub(super) fn iterator() -> Vec<ffi::PyType_Slot> {
    slots![Py_tp_iter = itself, Py_tp_iternext = next]
}

/// The slots of asynchronous iterables.
pub(super) fn async_iterable() -> Vec<ffi::PyType_Slot> {
    slots![Py_am_aiter = iterate_async]
}

/// The slots of asynchronous iterators.
pub(super) fn async_iterator() -> Vec<ffi::PyType_Slot> {
    slots![Py_am_aiter = itself, Py_am_anext = next_async]
}

unsafe extern "C" fn itself(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    unsafe { Object::from_borrowed(object) }.into_ptr()
}

pub(super) unsafe extern "C" fn iterate(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { start(object, WellKnown::Iterator) })
}

unsafe extern "C" fn iterate_async(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { start(object, WellKnown::AsyncIterator) })
}

/// What a signature says about the elements.
unsafe fn element_view(
    state: &'static State,
    binding: Option<Binding>,
    symbol: WellKnown,
) -> PyResult<Option<&'static View>> {
    match binding {
        Some(Binding::View(view)) => Ok(Some(view)),
        Some(Binding::Instance(class)) => class.iteration(state, symbol == WellKnown::AsyncIterator),
        _ => Ok(None),
    }
}

unsafe fn start(object: *mut PyObject, symbol: WellKnown) -> PyResult<Object> {
    // SAFETY: the callers pass a live proxy, which keeps its value alive.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let view = element_view(state, payload.binding, symbol)?;
        let value = Borrowed::from_raw(state.realm, payload.raw);
        let iterator = state.run_safe(|| value.get(symbol)?.call(&value, &[]))?;
        if !iterator.is_object() {
            return Err(type_error("the iterator is not an object"));
        }
        object_to_py(state, iterator.raw(), view.map(Binding::View))
    }
}

/// Converts an element as the view says.
pub(super) unsafe fn element(state: &'static State, binding: Option<Binding>, value: &Value) -> PyResult<Object> {
    // SAFETY: the value is alive, on the realm's thread.
    unsafe {
        match binding {
            Some(Binding::View(view)) => view.element(state, value.raw()),
            _ => convert::to_py(state, value.raw()),
        }
    }
}

unsafe extern "C" fn next(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { advance(object, None) })
}

/// One step; the end sets `StopIteration` with the final value.
pub(super) unsafe fn advance(object: *mut PyObject, sent: Option<&Value>) -> PyResult<Object> {
    // SAFETY: the callers pass a live proxy.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let value = Borrowed::from_raw(state.realm, payload.raw);
        let (done, result) = state.run_safe(|| {
            let step = match sent {
                Some(sent) => value.invoke("next", &[sent])?,
                None => value.invoke("next", &[])?,
            };
            if !step.is_object() {
                return Err(state.realm.type_error("iterator result is not an object"));
            }
            Ok((step.get("done")?.to_boolean(), step.get("value")?))
        })?;
        if done {
            if !result.is_undefined() {
                let result = convert::to_py(state, result.raw())?;
                ffi::PyErr_SetObject(ffi::PyExc_StopIteration, result.as_ptr());
            }
            return Err(Raised);
        }
        element(state, payload.binding, &result)
    }
}

unsafe extern "C" fn next_async(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { advance_async(object) })
}

/// A promise of the next element, which ends the iteration with `StopAsyncIteration`.
unsafe fn advance_async(object: *mut PyObject) -> PyResult<Object> {
    // SAFETY: as in `next_async`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let value = Borrowed::from_raw(state.realm, payload.raw);
        let promise = state.run_safe(|| value.invoke("next", &[]))?;
        let view = match payload.binding {
            Some(Binding::View(view)) => Some(view),
            _ => None,
        };
        super::awaitable::await_step(state, &promise, view)
    }
}
