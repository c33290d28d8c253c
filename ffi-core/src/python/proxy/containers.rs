//! Item access, length and containment: arrays as lists, plain objects and maps as dicts, sets as sets.
//!
//! These are the slots. The further methods of lists and dicts (`append`, `items`, ...) are written in Python over them.

use std::ffi::c_int;

use pyo3::ffi::{self, PyObject};

use super::attributes::{give, status};
use super::types::{slot, slots};
use super::{ProxyKind, iteration, payload};
use crate::engine::{Borrowed, Engine, Key, Kind, Raw, Value};
use crate::python::convert;
use crate::python::object::{Object, PyResult, Raised, raise, type_error};
use crate::python::signature::Binding;
use crate::python::state::State;

/// The slots of arrays.
pub(super) fn array() -> Vec<ffi::PyType_Slot> {
    slots![
        Py_tp_iter = iteration::iterate,
        Py_sq_length = length,
        Py_sq_item = array_item,
        Py_mp_length = length,
        Py_mp_subscript = array_subscript,
        Py_mp_ass_subscript = array_assign,
        Py_sq_contains = array_contains,
    ]
}

/// The slots of typed arrays: as arrays, of fixed length.
pub(super) fn typed_array() -> Vec<ffi::PyType_Slot> {
    array()
}

/// The slots of plain objects.
pub(super) fn record() -> Vec<ffi::PyType_Slot> {
    slots![
        Py_tp_iter = record_iterate,
        Py_mp_length = length,
        Py_mp_subscript = record_subscript,
        Py_mp_ass_subscript = record_assign,
        Py_sq_contains = record_contains,
    ]
}

/// The slots of maps.
pub(super) fn map() -> Vec<ffi::PyType_Slot> {
    slots![
        Py_tp_iter = map_iterate,
        Py_mp_length = length,
        Py_mp_subscript = map_subscript,
        Py_mp_ass_subscript = map_assign,
        Py_sq_contains = has,
    ]
}

/// The slots of sets, beside iteration.
pub(super) fn set() -> Vec<ffi::PyType_Slot> {
    slots![Py_sq_length = length, Py_sq_contains = has]
}

/// The length of a view; `None` for an object that has none.
pub(super) unsafe fn length_of(state: &'static State, object: *mut PyObject) -> Option<PyResult<i64>> {
    // SAFETY: the callers pass a live proxy.
    unsafe {
        let kind = kind_of(state, object)?;
        let raw = payload(object).raw;
        let value = Borrowed::from_raw(state.realm, raw);
        match kind {
            ProxyKind::Array | ProxyKind::TypedArray => Some(state.run_plain(|engine| engine.length(raw))),
            ProxyKind::Record => Some(state.run_safe(|| Ok(value.keys()?.len() as i64))),
            ProxyKind::Map | ProxyKind::Set => {
                let size = match state.run_safe(|| value.get("size")) {
                    Ok(size) => size,
                    Err(raised) => return Some(Err(raised)),
                };
                if let Some(size) = size.as_number() {
                    return Some(Ok(size as i64));
                }
                // `Headers` has no size of its own.
                Some(state.run_safe(|| Ok(value.elements()?.len() as i64)))
            }
            _ => None,
        }
    }
}

unsafe fn kind_of(state: &State, object: *mut PyObject) -> Option<ProxyKind> {
    use ProxyKind::*;
    [Array, TypedArray, Record, Map, Set].into_iter().find(|kind| {
        // SAFETY: the callers pass a live object.
        unsafe { ffi::Py_TYPE(object) == state.types.of(*kind) }
    })
}

unsafe extern "C" fn length(object: *mut PyObject) -> ffi::Py_ssize_t {
    // SAFETY: the interpreter passes a live proxy.
    unsafe {
        let Ok(entered) = State::enter_for(object) else { return -1 };
        let state = *entered;
        match length_of(state, object) {
            Some(Ok(length)) => length as ffi::Py_ssize_t,
            Some(Err(Raised)) => -1,
            None => {
                type_error("the JavaScript object has no length");
                -1
            }
        }
    }
}

fn index_error() -> Raised {
    // SAFETY: a built-in exception class.
    unsafe { raise(ffi::PyExc_IndexError, "array index out of range") }
}

pub(super) unsafe fn key_error(key: *mut PyObject) -> Raised {
    // SAFETY: a built-in exception class and a live key.
    unsafe { ffi::PyErr_SetObject(ffi::PyExc_KeyError, key) };
    Raised
}

unsafe fn item_at(state: &'static State, object: *mut PyObject, index: i64) -> PyResult<Object> {
    // SAFETY: the callers pass a live proxy of an array.
    unsafe {
        let payload = payload(object);
        let raw = payload.raw;
        let length = state.run_plain(|engine| engine.length(raw))?;
        let index = if index < 0 { index + length } else { index };
        let Some(index) = u32::try_from(index).ok().filter(|index| i64::from(*index) < length) else {
            return Err(index_error());
        };
        let value = state.run(|engine| engine.get_index(raw, index))?;
        if value.is_undefined() && !is_filled(state, raw, index)? {
            return Err(raise(ffi::PyExc_IndexError, &index.to_string()));
        }
        match payload.binding {
            Some(Binding::View(view)) => view.item(state, index as usize, value.raw()),
            _ => convert::to_py(state, value.raw()),
        }
    }
}

/// Whether an array has an element at an index, be it `undefined`: a hole is none.
#[cold]
unsafe fn is_filled(state: &'static State, array: Raw, index: u32) -> PyResult<bool> {
    // SAFETY: the callers keep the array alive; the key is given back.
    unsafe {
        state.run_plain(|engine| {
            let key = engine.key_index(index);
            let found = engine.has(array, key);
            engine.release_key(key);
            found
        })
    }
}

unsafe extern "C" fn array_item(object: *mut PyObject, index: ffi::Py_ssize_t) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { State::enter_for(object).and_then(|state| item_at(*state, object, index as i64)) })
}

unsafe extern "C" fn array_subscript(object: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes live objects.
    give(unsafe { subscript(object, key) })
}

unsafe fn subscript(object: *mut PyObject, key: *mut PyObject) -> PyResult<Object> {
    // SAFETY: as in `array_subscript`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        if ffi::PySlice_Check(key) != 0 {
            let raw = payload(object).raw;
            let length = state.run_plain(|engine| engine.length(raw))?;
            let (mut start, mut stop, mut step) = (0, 0, 0);
            if ffi::PySlice_Unpack(key, &mut start, &mut stop, &mut step) < 0 {
                return Err(Raised);
            }
            let count = ffi::PySlice_AdjustIndices(length as _, &mut start, &mut stop, step);
            if ffi::Py_TYPE(object) == state.types.of(ProxyKind::TypedArray) {
                let list = Object::from_new(ffi::PyList_New(0))?;
                for position in 0..count {
                    let item = item_at(state, object, (start + position * step) as i64)?;
                    if ffi::PyList_Append(list.as_ptr(), item.as_ptr()) < 0 {
                        return Err(Raised);
                    }
                }
                return Ok(list);
            }
            // A new array, of the same type as far as a signature knows it.
            let binding = payload(object).binding;
            let made = state.run_safe(|| {
                let array = state.realm.array(&[]);
                let source = Borrowed::from_raw(state.realm, raw);
                for position in 0..count {
                    array.push(&source.get_index((start + position * step) as u32)?)?;
                }
                Ok(array)
            })?;
            return super::object_to_py(state, made.raw(), binding);
        }
        item_at(state, object, index_of(key)?)
    }
}

pub(super) unsafe fn index_of(key: *mut PyObject) -> PyResult<i64> {
    // SAFETY: the callers pass a live object.
    unsafe {
        let index = ffi::PyNumber_AsSsize_t(key, ffi::PyExc_IndexError);
        if index == -1 && !ffi::PyErr_Occurred().is_null() {
            return Err(Raised);
        }
        Ok(index as i64)
    }
}

unsafe extern "C" fn array_assign(object: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: the interpreter passes live objects; `value` is null for a deletion.
    status(unsafe { assign_item(object, key, value) })
}

unsafe fn assign_item(object: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> PyResult<()> {
    // SAFETY: as in `array_assign`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let array = Borrowed::from_raw(state.realm, payload.raw);
        let length = state.run_plain(|engine| engine.length(array.raw()))?;
        if ffi::PySlice_Check(key) != 0 && ffi::Py_TYPE(object) == state.types.of(ProxyKind::TypedArray) {
            let text = "Slice assignment isn't implemented for typed arrays";
            return Err(raise(ffi::PyExc_NotImplementedError, text));
        }
        if ffi::PySlice_Check(key) != 0 {
            return assign_slice(state, object, &array, length, key, value);
        }
        let index = index_of(key)?;
        let index = if index < 0 { index + length } else { index };
        if index < 0 || index >= length {
            return Err(index_error());
        }
        if value.is_null() && ffi::Py_TYPE(object) == state.types.of(ProxyKind::TypedArray) {
            return Err(type_error("object doesn't support item deletion"));
        }
        if value.is_null() {
            let (start, one) = (state.realm.number(index as f64), state.realm.number(1.0));
            return state.run_safe(|| array.invoke("splice", &[&start, &one]).map(drop));
        }
        let raw = element_to_js(state, payload.binding, value)?;
        state.run_plain(|engine| engine.set_index(array.raw(), index as u32, raw))
    }
}

unsafe fn element_to_js(state: &'static State, binding: Option<Binding>, value: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: the callers pass a live object.
    unsafe {
        match binding {
            Some(Binding::View(view)) => view.element_to_js(state, value),
            _ => convert::to_js(state, value),
        }
    }
}

/// Assigns or deletes the elements of a slice with a step.
unsafe fn assign_steps(
    state: &'static State,
    object: *mut PyObject,
    array: &Value,
    (start, step, count): (ffi::Py_ssize_t, ffi::Py_ssize_t, ffi::Py_ssize_t),
    value: *mut PyObject,
) -> PyResult<()> {
    // SAFETY: as in `array_assign`.
    unsafe {
        let mut positions: Vec<i64> = (0..count).map(|position| (start + position * step) as i64).collect();
        if value.is_null() {
            positions.sort_unstable();
            let one = state.realm.number(1.0);
            return state.run_safe(|| {
                for position in positions.iter().rev() {
                    array.invoke("splice", &[&state.realm.number(*position as f64), &one])?;
                }
                Ok(())
            });
        }
        let items = fast_list(value, c"must assign iterable to extended slice")?;
        let size = ffi::PyList_Size(items.as_ptr());
        if size != count {
            let text = format!("attempt to assign sequence of size {size} to extended slice of size {count}");
            return Err(crate::python::object::value_error(&text));
        }
        for (index, position) in positions.into_iter().enumerate() {
            let item = ffi::PyList_GetItem(items.as_ptr(), index as _);
            let raw = element_to_js(state, payload(object).binding, item)?;
            state.run_plain(|engine| engine.set_index(array.raw(), position as u32, raw))?;
        }
        Ok(())
    }
}

/// The elements of an iterable as a list; with this message for what is none.
unsafe fn fast_list(value: *mut PyObject, message: &std::ffi::CStr) -> PyResult<Object> {
    // SAFETY: the callers pass a live object.
    unsafe {
        let found = Object::from_new(ffi::PySequence_Fast(value, message.as_ptr()))?;
        Object::from_new(ffi::PySequence_List(found.as_ptr()))
    }
}

/// Slices of step 1 are spliced; the elements of a longer step are assigned one by one.
unsafe fn assign_slice(
    state: &'static State,
    object: *mut PyObject,
    array: &Value,
    length: i64,
    key: *mut PyObject,
    value: *mut PyObject,
) -> PyResult<()> {
    // SAFETY: as in `array_assign`.
    unsafe {
        let (mut start, mut stop, mut step) = (0, 0, 0);
        if ffi::PySlice_Unpack(key, &mut start, &mut stop, &mut step) < 0 {
            return Err(Raised);
        }
        let count = ffi::PySlice_AdjustIndices(length as _, &mut start, &mut stop, step);
        if step != 1 {
            return assign_steps(state, object, array, (start, step, count), value);
        }
        let mut arguments = vec![state.realm.number(start as f64), state.realm.number(count as f64)];
        if !value.is_null() {
            let items = fast_list(value, c"can only assign an iterable")?;
            for index in 0..ffi::PyList_Size(items.as_ptr()) {
                let item = ffi::PyList_GetItem(items.as_ptr(), index);
                let raw = element_to_js(state, payload(object).binding, item)?;
                arguments.push(Value::from_raw(state.realm, raw));
            }
        }
        let arguments: Vec<&Value> = arguments.iter().collect();
        state.run_safe(|| array.invoke("splice", &arguments).map(drop))
    }
}

unsafe extern "C" fn array_contains(object: *mut PyObject, wanted: *mut PyObject) -> c_int {
    // SAFETY: the interpreter passes live objects.
    unsafe {
        // Python's `==` decides, as in a list.
        let Ok(items) = Object::from_new(ffi::PySequence_List(object)) else { return -1 };
        ffi::PySequence_Contains(items.as_ptr(), wanted)
    }
}

/// The key of a plain object for a Python subscript: only strings are keys.
unsafe fn record_key(state: &State, key: *mut PyObject) -> PyResult<Option<Key>> {
    // SAFETY: the callers pass a live object.
    unsafe {
        if ffi::PyUnicode_Check(key) == 0 && super::raw_of(state, key).is_none() {
            return Ok(None);
        }
        let value = Value::from_raw(state.realm, convert::to_js(state, key)?);
        if !value.is_string() && value.kind() != Kind::Symbol {
            return Ok(None);
        }
        state.run_safe(|| state.realm.key(&value)).map(Some)
    }
}

unsafe extern "C" fn record_subscript(object: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes live objects.
    give(unsafe { record_item(object, key) })
}

unsafe fn record_item(object: *mut PyObject, name: *mut PyObject) -> PyResult<Object> {
    // SAFETY: as in `record_subscript`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let raw = payload.raw;
        let Some(key) = record_key(state, name)? else { return Err(key_error(name)) };
        let key_raw = key.raw();
        if !state.run_plain(|engine| engine.has_own(raw, key_raw))? {
            return Err(key_error(name));
        }
        let value = state.run(|engine| engine.get(raw, key_raw))?;
        match payload.binding {
            Some(Binding::View(view)) => view.field(state, name, value.raw()),
            _ => convert::to_py(state, value.raw()),
        }
    }
}

unsafe extern "C" fn record_assign(object: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: the interpreter passes live objects; `value` is null for a deletion.
    status(unsafe { record_set(object, key, value) })
}

unsafe fn record_set(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> PyResult<()> {
    // SAFETY: as in `record_assign`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let raw = payload.raw;
        let Some(key) = record_key(state, name)? else {
            if value.is_null() {
                return Err(key_error(name));
            }
            return Err(type_error("Can only assign keys of type string to JavaScript object map"));
        };
        let key_raw = key.raw();
        if value.is_null() {
            if !state.run_plain(|engine| engine.has_own(raw, key_raw))? {
                return Err(key_error(name));
            }
            return state.run_plain(|engine| engine.delete(raw, key_raw)).map(drop);
        }
        let new = match payload.binding {
            Some(Binding::View(view)) => view.field_to_js(state, name, value)?,
            _ => convert::to_js(state, value)?,
        };
        // An own property is replaced, a new one is plain data: `__proto__` never sets a prototype.
        if state.run_plain(|engine| engine.has_own(raw, key_raw))? {
            return state.run_plain(|engine| engine.set(raw, key_raw, new));
        }
        state.run_plain(|engine| engine.define(raw, key_raw, new, crate::engine::PropertyFlags::DATA))
    }
}

unsafe extern "C" fn record_contains(object: *mut PyObject, name: *mut PyObject) -> c_int {
    // SAFETY: the interpreter passes live objects.
    unsafe {
        let Ok(entered) = State::enter_for(object) else { return -1 };
        let state = *entered;
        let raw = payload(object).raw;
        let found = record_key(state, name).and_then(|key| match key {
            Some(key) => state.run_plain(|engine| engine.has_own(raw, key.raw())),
            None => Ok(false),
        });
        found.map_or(-1, c_int::from)
    }
}

unsafe extern "C" fn record_iterate(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { record_keys(object).and_then(|keys| Object::from_new(ffi::PyObject_GetIter(keys.as_ptr()))) })
}

/// The keys of a plain object, as a list.
pub(super) unsafe fn record_keys(object: *mut PyObject) -> PyResult<Object> {
    // SAFETY: as in `record_iterate`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let value = Borrowed::from_raw(state.realm, payload(object).raw);
        let keys = state.run_safe(|| value.keys())?;
        let list = Object::from_new(ffi::PyList_New(0))?;
        for key in &keys {
            if let Some(text) = state.names.string_of(key.raw())?
                && ffi::PyList_Append(list.as_ptr(), text.as_ptr()) < 0
            {
                return Err(Raised);
            }
        }
        Ok(list)
    }
}

/// Calls a method of the object itself.
unsafe fn invoke(state: &'static State, raw: Raw, method: &str, arguments: &[&Value]) -> PyResult<Value> {
    // SAFETY: the callers keep the value alive.
    let value = unsafe { Borrowed::from_raw(state.realm, raw) };
    state.run_safe(|| value.invoke(method, arguments))
}

unsafe extern "C" fn map_iterate(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { map_keys(object) })
}

unsafe fn map_keys(object: *mut PyObject) -> PyResult<Object> {
    // SAFETY: as in `map_iterate`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        // A signature that says how to iterate wins over iterating the keys (`for name, value in headers`).
        if let Some(Binding::Instance(class)) = payload.binding
            && class.iteration(state, false)?.is_some()
        {
            return Object::from_new(iteration::iterate(object));
        }
        let value = Borrowed::from_raw(state.realm, payload.raw);
        if state.run_safe(|| value.get("size"))?.as_number().is_none() {
            // What has no size (`Headers`) is a mapping to `in` and `[]`, and iterates as in JavaScript: over pairs.
            return Object::from_new(iteration::iterate(object));
        }
        let keys = invoke(state, payload.raw, "keys", &[])?;
        let view = match payload.binding {
            Some(Binding::View(view)) => view.keys(),
            _ => None,
        };
        super::object_to_py(state, keys.raw(), view.map(Binding::View))
    }
}

unsafe fn map_key(state: &'static State, binding: Option<Binding>, key: *mut PyObject) -> PyResult<Value> {
    // SAFETY: the callers pass a live object.
    unsafe {
        let raw = match binding {
            Some(Binding::View(view)) => view.key_to_js(state, key)?,
            _ => convert::to_js(state, key)?,
        };
        Ok(Value::from_raw(state.realm, raw))
    }
}

unsafe extern "C" fn map_subscript(object: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes live objects.
    give(unsafe { map_item(object, key) })
}

unsafe fn map_item(object: *mut PyObject, name: *mut PyObject) -> PyResult<Object> {
    // SAFETY: as in `map_subscript`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let key = map_key(state, payload.binding, name)?;
        let value = invoke(state, payload.raw, "get", &[&key])?;
        if value.is_nullish() && !invoke(state, payload.raw, "has", &[&key])?.to_boolean() {
            return Err(key_error(name));
        }
        match payload.binding {
            Some(Binding::View(view)) => view.value(state, value.raw()),
            _ => convert::to_py(state, value.raw()),
        }
    }
}

unsafe extern "C" fn map_assign(object: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: the interpreter passes live objects; `value` is null for a deletion.
    status(unsafe { map_set(object, key, value) })
}

unsafe fn map_set(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> PyResult<()> {
    // SAFETY: as in `map_assign`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let key = map_key(state, payload.binding, name)?;
        if value.is_null() {
            if !invoke(state, payload.raw, "has", &[&key])?.to_boolean() {
                return Err(key_error(name));
            }
            return invoke(state, payload.raw, "delete", &[&key]).map(drop);
        }
        let new = match payload.binding {
            Some(Binding::View(view)) => view.value_to_js(state, value)?,
            _ => convert::to_js(state, value)?,
        };
        let new = Value::from_raw(state.realm, new);
        invoke(state, payload.raw, "set", &[&key, &new]).map(drop)
    }
}

unsafe extern "C" fn has(object: *mut PyObject, wanted: *mut PyObject) -> c_int {
    // SAFETY: the interpreter passes live objects.
    unsafe {
        let Ok(entered) = State::enter_for(object) else { return -1 };
        let state = *entered;
        let payload = payload(object);
        let found = map_key(state, payload.binding, wanted)
            .and_then(|key| invoke(state, payload.raw, "has", &[&key]))
            .map(|found| found.to_boolean());
        found.map_or(-1, c_int::from)
    }
}
