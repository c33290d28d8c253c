//! Views of Python data (`asJsJson`): proxies whose properties are the items of an object, and whose values are views again.
//!
//! Of sequences the properties are indices, which every proxy of one has: here is what they are to give. All else is about objects with keys.

use pyo3::ffi;

use super::behaviour::{Name, read};
use super::kinds::Role;
use super::{Aliasing, Data, data, make_alias};
use crate::engine::{Engine, Raw, RawKey, Value};
use crate::python::convert;
use crate::python::object::{Object, PyResult, Raised, clear_if};
use crate::python::state::State;

/// The properties of the prototype that a view shows in place of an item.
const OWN: [&str; 4] = ["copy", "constructor", "toString", "destroy"];

/// A value as a view shows it: what has items is a view, too. Gives a reference.
pub fn give(state: &'static State, value: &Object) -> PyResult<Raw> {
    // SAFETY: the object is alive, on the realm's thread; `to_js` gives a reference.
    let shown = unsafe { Value::from_raw(state.realm, convert::to_js(state, value.as_ptr())?) };
    // SAFETY: the value is alive.
    match unsafe { state.realm.engine().foreign_data(shown.raw()).map(|pointer| data(pointer)) } {
        Some(data) if data.kind.has_items() => of(state, &shown).map(Value::into_raw),
        _ => Ok(shown.into_raw()),
    }
}

/// The view of what a proxy stands for.
pub fn of(state: &State, proxy: &Value) -> PyResult<Value> {
    let raw = make_alias(state, proxy.raw(), Aliasing { is_view: true, ..Aliasing::default() })?;
    // SAFETY: `make_alias` gives a reference.
    Ok(unsafe { Value::from_raw(state.realm, raw) })
}

/// `view[key]`; `None` goes on with the prototype.
pub fn get(state: &'static State, data: &Data, key: RawKey, role: Role) -> PyResult<Option<Raw>> {
    // SAFETY: the key is alive.
    let Some(name) = (unsafe { state.names.string_of(key)? }) else { return Ok(None) };
    let object = super::behaviour::live(state, data)?;
    if data.kind.is_sequence() {
        return match read(&name)? {
            Name::Index(index) => super::behaviour::item_at(&object, index)?.map(|item| give(state, &item)).transpose(),
            Name::Attribute(_) => match role {
                Role::Length => super::behaviour::length_of(&object).map(Some),
                _ => Ok(None),
            },
        };
    }
    if role == Role::Own && OWN.contains(&name.text()?.as_str()) {
        return Ok(None);
    }
    for candidate in candidates(&name)? {
        // SAFETY: both objects are alive; null has set an exception, and both classes are built in.
        unsafe {
            match Object::from_new(ffi::PyObject_GetItem(object.as_ptr(), candidate.as_ptr())) {
                Ok(item) => return give(state, &item).map(Some),
                Err(Raised) if clear_if(ffi::PyExc_KeyError) || clear_if(ffi::PyExc_IndexError) => {}
                Err(Raised) => return Err(Raised),
            }
        }
    }
    Ok(None)
}

/// The keys that a name may stand for: the text, and the number that it is.
fn candidates(name: &Object) -> PyResult<Vec<Object>> {
    Ok(match read(name)? {
        Name::Index(number) => vec![name.clone(), Object::integer(number)?],
        Name::Attribute(_) => vec![name.clone()],
    })
}

fn contains(object: &Object, key: &Object) -> PyResult<bool> {
    // SAFETY: both objects are alive.
    match unsafe { ffi::PySequence_Contains(object.as_ptr(), key.as_ptr()) } {
        -1 => Err(Raised),
        found => Ok(found == 1),
    }
}

/// `key in view`.
pub fn has(object: &Object, name: &Object) -> PyResult<bool> {
    for candidate in candidates(name)? {
        if contains(object, &candidate)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The key that an assignment or deletion means: a number, unless its text is there.
fn key_of(object: &Object, name: &Object) -> PyResult<Object> {
    match read(name)? {
        Name::Index(number) if !contains(object, name)? => Object::integer(number),
        _ => Ok(name.clone()),
    }
}

/// `view[key] = value`.
pub fn set(object: &Object, name: &Object, value: &Object) -> PyResult<bool> {
    let key = key_of(object, name)?;
    // SAFETY: all objects are alive; a built-in class.
    unsafe {
        let result = ffi::PyObject_SetItem(object.as_ptr(), key.as_ptr(), value.as_ptr());
        super::behaviour::outcome(result, ffi::PyExc_KeyError)
    }
}

/// `delete view[key]`.
pub fn delete(object: &Object, name: &Object) -> PyResult<bool> {
    let key = key_of(object, name)?;
    // SAFETY: all objects are alive; a built-in class.
    unsafe {
        let result = ffi::PyObject_DelItem(object.as_ptr(), key.as_ptr());
        super::behaviour::outcome(result, ffi::PyExc_KeyError)
    }
}

/// The list of the keys of an object that is no dict; empty for one that does not tell.
pub fn keys(object: &Object) -> PyResult<Object> {
    // SAFETY: the object is alive; a built-in class.
    unsafe {
        match object.call_method(c"keys", &[]) {
            Ok(keys) => Object::from_new(ffi::PySequence_List(keys.as_ptr())),
            Err(Raised) if clear_if(ffi::PyExc_AttributeError) => Object::from_new(ffi::PyList_New(0)),
            Err(Raised) => Err(Raised),
        }
    }
}
