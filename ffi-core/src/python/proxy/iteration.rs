//! Iterating JavaScript objects from Python, synchronously and asynchronously.

use pyo3::ffi::{self, PyObject};

use super::attributes::give;
use super::types::{slot, slots};
use super::{object_to_py, payload};
use crate::engine::{Borrowed, Engine, Kind, Value, WellKnown};
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
    slots![Py_tp_iter = itself, Py_tp_iternext = next, Py_tp_methods = super::methods::of_iterators()]
}

/// The slots of asynchronous iterables.
pub(super) fn async_iterable() -> Vec<ffi::PyType_Slot> {
    slots![Py_am_aiter = iterate_async]
}

/// The slots of asynchronous iterators.
pub(super) fn async_iterator() -> Vec<ffi::PyType_Slot> {
    slots![Py_am_aiter = itself, Py_am_anext = next_async, Py_tp_methods = super::methods::of_async_iterators()]
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

/// `send(value)`.
pub(super) unsafe fn send(object: *mut PyObject, arguments: &[*mut PyObject]) -> PyResult<Object> {
    let [sent] = arguments else {
        return Err(type_error(&format!("send() takes exactly one argument ({} given)", arguments.len())));
    };
    // SAFETY: the callers pass a live proxy and a live argument; the conversion gives a reference.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let sent = Value::from_raw(state.realm, convert::to_js(state, *sent)?);
        let result = advance(object, Some(&sent));
        // An iterator's end may leave it to the interpreter to say so; a method has to.
        if result.is_err() && pyo3::ffi::PyErr_Occurred().is_null() {
            ffi::PyErr_SetNone(ffi::PyExc_StopIteration);
        }
        result
    }
}

/// `asend(value)`: a future of the next element where a loop runs, and otherwise what can be awaited.
pub(super) unsafe fn send_async(object: *mut PyObject, arguments: &[*mut PyObject]) -> PyResult<Object> {
    let [sent] = arguments else {
        return Err(type_error(&format!("asend() takes exactly one argument ({} given)", arguments.len())));
    };
    // SAFETY: the callers pass a live proxy and a live argument; the conversion gives a reference.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let sent = Value::from_raw(state.realm, convert::to_js(state, *sent)?);
        let payload = payload(object);
        let value = Borrowed::from_raw(state.realm, payload.raw);
        let promise = state.run_safe(|| value.invoke("next", &[&sent]))?;
        let view = match payload.binding {
            Some(Binding::View(view)) => Some(view),
            _ => None,
        };
        super::awaitable::future_of_step(state, &promise, view)
    }
}

/// What is wrong with the result of a step that is no result.
fn bad_step(state: &'static State, step: &Value) -> Option<Raised> {
    let is_promise = || {
        // SAFETY: the step is alive, on the realm's thread.
        let known = unsafe { state.realm.engine().promise_state(step.raw()) }.is_some();
        known || step.get("then").is_ok_and(|then| then.is_callable())
    };
    if !step.is_object() {
        let name = match step.kind() {
            Kind::Undefined => "undefined",
            Kind::Boolean => "boolean",
            Kind::Number => "number",
            Kind::BigInt => "bigint",
            Kind::String => "string",
            Kind::Symbol => "symbol",
            Kind::Null | Kind::Object => "object",
        };
        return Some(type_error(&format!("Result should have type \"object\" not \"{name}\"")));
    }
    if step.has("done").unwrap_or(false) {
        return None;
    }
    if is_promise() {
        return Some(type_error("Result was a promise, use anext() / asend() / athrow() instead."));
    }
    Some(type_error("Result has no \"done\" field."))
}

/// One step; the end sets `StopIteration` with the final value.
pub(super) unsafe fn advance(object: *mut PyObject, sent: Option<&Value>) -> PyResult<Object> {
    // SAFETY: the callers pass a live proxy.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let value = Borrowed::from_raw(state.realm, payload.raw);
        let (step, done, result) = state.run_safe(|| {
            let step = match sent {
                Some(sent) => value.invoke("next", &[sent])?,
                None => value.invoke("next", &[])?,
            };
            if !step.is_object() {
                return Ok((step, state.realm.undefined(), state.realm.undefined()));
            }
            let (done, result) = (step.get("done")?, step.get("value")?);
            Ok((step, done, result))
        })?;
        if done.is_undefined()
            && let Some(raised) = bad_step(state, &step)
        {
            return Err(raised);
        }
        let done = done.to_boolean();
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
