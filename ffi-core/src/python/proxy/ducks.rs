//! Item access, length and containment by the methods of an object that is none of the built-in containers.

use std::ffi::c_int;

use pyo3::ffi::{self, PyObject};

use super::attributes::{give, status};
use super::traits::Traits;
use super::types::{slot, slots};
use super::{awaitable, containers, iteration, methods, payload};
use crate::engine::{Borrowed, Value};
use crate::python::convert;
use crate::python::object::{Object, PyResult, Raised, raise, type_error, value_error};
use crate::python::signature::Binding;
use crate::python::state::{Entered, State};

/// The slots for a combination of abilities.
pub(super) fn slots_of(traits: Traits) -> Vec<ffi::PyType_Slot> {
    let mut all = Vec::new();
    if traits.has(Traits::ITERATOR) {
        all.extend(iteration::iterator());
    } else if traits.is_mapping() && !traits.has(Traits::ARRAY_LIKE) {
        all.extend(slots![Py_tp_iter = iterate_keys]);
    } else if traits.has(Traits::ITERABLE) {
        all.extend(iteration::iterable());
    }
    if traits.has(Traits::ASYNC_ITERATOR) {
        all.extend(iteration::async_iterator());
    } else if traits.has(Traits::ASYNC_ITERABLE) {
        all.extend(iteration::async_iterable());
    }
    if traits.has(Traits::ITERATOR.and(Traits::ASYNC_ITERATOR)) {
        // A class has one table of methods.
        all.retain(|slot| slot.slot != ffi::Py_tp_methods);
        all.extend(slots![Py_tp_methods = methods::of_either_iterators()]);
    }
    if traits.has(Traits::LENGTH) {
        all.extend(slots![Py_mp_length = length]);
    }
    if traits.has(Traits::ARRAY_LIKE) {
        all.extend(slots![Py_mp_subscript = element, Py_sq_length = length, Py_sq_item = element_at]);
    } else if traits.has(Traits::GET) {
        all.extend(slots![Py_mp_subscript = item]);
    }
    if traits.has(Traits::SET) {
        all.extend(slots![Py_mp_ass_subscript = assign]);
    }
    if traits.has_any(Traits::HAS.and(Traits::INCLUDES)) {
        all.extend(slots![Py_sq_contains = contains]);
    }
    if traits.has(Traits::AWAITABLE) {
        all.extend(awaitable::slots());
    }
    all
}

/// The object behind a proxy, borrowed from it.
unsafe fn target<'a>(object: *mut PyObject) -> PyResult<(Entered, Borrowed<'a>)> {
    // SAFETY: the callers pass a live proxy.
    unsafe {
        let entered = State::enter_for(object)?;
        let value = Borrowed::from_raw(entered.realm, payload(object).raw);
        Ok((entered, value))
    }
}

fn has_method(state: &'static State, value: &Value, name: &str) -> PyResult<bool> {
    state.run_safe(|| value.get(name)).map(|method| method.is_callable())
}

unsafe fn argument(state: &'static State, object: *mut PyObject) -> PyResult<Value> {
    // SAFETY: the callers pass a live object; the conversion gives a reference.
    unsafe { convert::to_js(state, object).map(|raw| Value::from_raw(state.realm, raw)) }
}

/// `size`, or else `length`, as a number that can be a length in Python.
pub(super) fn length_of(state: &'static State, value: &Value) -> PyResult<i64> {
    let number = state.run_safe(|| {
        let size = value.get("size")?;
        if size.is_number() { Ok(size) } else { value.get("length") }
    })?;
    let Some(length) = number.as_number() else { return Err(type_error("object does not have a valid length")) };
    let shown = || number.to_text().unwrap_or_default();
    if length < 0.0 {
        return Err(value_error(&format!("length {} of object is negative", shown())));
    }
    let most = i32::MAX;
    if length > f64::from(most) {
        let text = format!("length {} of object is larger than INT_MAX ({most})", shown());
        // SAFETY: a built-in exception class.
        return Err(unsafe { raise(ffi::PyExc_OverflowError, &text) });
    }
    Ok(length as i64)
}

unsafe extern "C" fn length(object: *mut PyObject) -> ffi::Py_ssize_t {
    // SAFETY: the interpreter passes a live proxy.
    match unsafe { target(object) }.and_then(|(entered, value)| length_of(*entered, &value)) {
        Ok(length) => length as ffi::Py_ssize_t,
        Err(Raised) => -1,
    }
}

unsafe extern "C" fn iterate_keys(object: *mut PyObject) -> *mut PyObject {
    let keys = || -> PyResult<Object> {
        // SAFETY: the interpreter passes a live proxy.
        let (entered, value) = unsafe { target(object) }?;
        let state = *entered;
        // SAFETY: as above.
        let binding = unsafe { payload(object) }.binding;
        let is_said = match binding {
            Some(Binding::Instance(class)) => class.iteration(state, false)?.is_some(),
            _ => false,
        };
        if is_said || !has_method(state, &value, "keys")? {
            // SAFETY: as above.
            return unsafe { Object::from_new(iteration::iterate(object)) };
        }
        let keys = state.run_safe(|| value.invoke("keys", &[]))?;
        // SAFETY: the keys are alive.
        let keys = unsafe { convert::to_py(state, keys.raw()) }?;
        // SAFETY: a live object; what cannot be iterated sets an exception.
        unsafe { Object::from_new(ffi::PyObject_GetIter(keys.as_ptr())) }
    };
    give(keys())
}

unsafe extern "C" fn item(object: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    let item = || -> PyResult<Object> {
        // SAFETY: the interpreter passes a live proxy and a live key.
        unsafe {
            let (entered, value) = target(object)?;
            let state = *entered;
            let key = argument(state, name)?;
            let found = state.run_safe(|| value.invoke("get", &[&key]))?;
            if found.is_undefined() && !is_there(state, &value, &key)? {
                return Err(containers::key_error(name));
            }
            iteration::element(state, payload(object).binding, &found)
        }
    };
    give(item())
}

/// Whether `has` says that a key is there; no without that method.
fn is_there(state: &'static State, value: &Value, key: &Value) -> PyResult<bool> {
    Ok(has_method(state, value, "has")? && state.run_safe(|| value.invoke("has", &[key]))?.to_boolean())
}

unsafe extern "C" fn assign(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> c_int {
    let assign = || -> PyResult<()> {
        // SAFETY: the interpreter passes live objects; `value` is null for a deletion.
        unsafe {
            let (entered, target) = target(object)?;
            let state = *entered;
            let key = argument(state, name)?;
            if !value.is_null() {
                let value = argument(state, value)?;
                return state.run_safe(|| target.invoke("set", &[&key, &value]).map(drop));
            }
            let tells = has_method(state, &target, "has")?;
            if tells && !is_there(state, &target, &key)? {
                return Err(containers::key_error(name));
            }
            let deleted = state.run_safe(|| target.invoke("delete", &[&key]))?;
            if !tells && deleted.as_boolean() == Some(false) {
                return Err(containers::key_error(name));
            }
            Ok(())
        }
    };
    status(assign())
}

unsafe extern "C" fn contains(object: *mut PyObject, wanted: *mut PyObject) -> c_int {
    let contains = || -> PyResult<bool> {
        // SAFETY: the interpreter passes live objects.
        unsafe {
            let (entered, value) = target(object)?;
            let state = *entered;
            let wanted = argument(state, wanted)?;
            let method = if has_method(state, &value, "has")? { "has" } else { "includes" };
            Ok(state.run_safe(|| value.invoke(method, &[&wanted]))?.to_boolean())
        }
    };
    contains().map_or(-1, c_int::from)
}

unsafe fn element_of(object: *mut PyObject, index: i64) -> PyResult<Object> {
    // SAFETY: the callers pass a live proxy.
    unsafe {
        let (entered, value) = target(object)?;
        let state = *entered;
        let place = if index < 0 { index + length_of(state, &value)? } else { index };
        if let Ok(place) = u32::try_from(place) {
            let found = state.run_safe(|| value.get_index(place))?;
            if !found.is_undefined() || state.run_safe(|| value.has(place))? {
                return iteration::element(state, payload(object).binding, &found);
            }
        }
        Err(raise(ffi::PyExc_IndexError, &index.to_string()))
    }
}

unsafe extern "C" fn element_at(object: *mut PyObject, index: ffi::Py_ssize_t) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { element_of(object, index as i64) })
}

unsafe extern "C" fn element(object: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    let element = || -> PyResult<Object> {
        // SAFETY: the interpreter passes live objects; the array is alive during the call.
        unsafe {
            if ffi::PySlice_Check(key) == 0 {
                let by_name = ffi::PyIndex_Check(key) == 0;
                let state = State::enter_for(object)?;
                if by_name && state.types.traits_of(ffi::Py_TYPE(object)).has(Traits::GET) {
                    return Object::from_new(item(object, key));
                }
                return element_of(object, containers::index_of(key)?);
            }
            let (entered, value) = target(object)?;
            let state = *entered;
            let length = length_of(state, &value)?;
            let (mut start, mut stop, mut step) = (0, 0, 0);
            if ffi::PySlice_Unpack(key, &mut start, &mut stop, &mut step) < 0 {
                return Err(Raised);
            }
            let count = ffi::PySlice_AdjustIndices(length as _, &mut start, &mut stop, step);
            let array = state.run_safe(|| {
                let array = state.realm.array(&[]);
                for position in 0..count {
                    array.push(&value.get_index((start + position * step) as u32)?)?;
                }
                Ok(array)
            })?;
            convert::to_py(state, array.raw())
        }
    };
    give(element())
}

/// Whether an object that has a size is empty, as its truth tells.
pub(super) fn is_empty(state: &'static State, value: &Value) -> PyResult<bool> {
    let is_zero = |name: &str| -> PyResult<bool> { Ok(state.run_safe(|| value.get(name))?.as_number() == Some(0.0)) };
    Ok(is_zero("size")? || is_zero("byteLength")?)
}
