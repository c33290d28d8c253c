//! What a [`Guest`] can do, for Python objects, and the way of exceptions. Dates, awaitables and buffers stand in `special`.

mod special;

pub use special::{PythonBuffer, as_bytes, datetime, promise_of, timestamp};

use pyo3::ffi;

use super::convert;
use super::error;
use super::foreign;
use super::object::{Object, PyResult, Raised, restore_exception, take_exception, text_of, type_name};
use super::proxy;
use super::state::State;
use crate::engine::{Engine, Realm, Thrown, Value};
use crate::typed::{Absence, Exception, Fault, Guest};

// SAFETY of every `unsafe` block of this file, unless it says more: an `Object` is a live reference, and it exists only where the GIL is held.

/// The state, or an exception where there is none.
fn state() -> Result<&'static State, Exception> {
    let found = State::get().filter(|state| state.realm.is_owner());
    let state = found.ok_or_else(|| Exception::runtime("Python is not running on this thread"))?;
    state.realm.keep_memory();
    Ok(state)
}

/// The realm.
pub fn realm() -> Result<Realm, Fault> {
    Ok(state()?.realm)
}

/// Takes the exception that is set.
pub fn taken() -> Exception {
    let Some(exception) = take_exception() else { return Exception::runtime("a Python call failed") };
    let text = exception.text().unwrap_or_default();
    // SAFETY: see above.
    let name = unsafe { type_name(exception.as_ptr()) };
    let message = if text.is_empty() { name } else { format!("{name}: {text}") };
    Exception::of_guest(Guest::of_python(exception), message)
}

fn fault(_: Raised) -> Fault {
    taken().into()
}

fn guest(result: PyResult<Object>) -> Result<Guest, Fault> {
    result.map(Guest::Python).map_err(fault)
}

impl Guest {
    /// Makes a guest of a Python object, seeing through a proxy of a JavaScript value.
    pub fn of_python(object: Object) -> Self {
        match State::get().and_then(|state| proxy::value_of(state, object.as_ptr())) {
            Some(value) => {
                value.realm().keep_memory();
                Self::JavaScript(value)
            }
            None => Self::Python(object),
        }
    }

    /// The object that Python sees.
    pub fn into_python(self, state: &'static State) -> PyResult<Object> {
        match self {
            Self::Python(object) => Ok(object),
            // SAFETY: the value is alive, on the realm's thread.
            Self::JavaScript(value) => unsafe { convert::to_py(state, value.raw()) },
        }
    }
}

/// Sets the exception in Python.
pub fn raise(state: &'static State, exception: Exception) -> Raised {
    match exception.guest() {
        Some(Guest::JavaScript(value)) => error::raise_thrown(state, Thrown::new(value.clone())),
        Some(Guest::Python(object)) => restore_exception(object.clone()),
        None => {
            let class = Object::import(c"builtins").and_then(|module| module.attribute(exception.kind().python()));
            match class {
                // SAFETY: a built-in exception class.
                Ok(class) => unsafe { super::object::raise(class.as_ptr(), exception.message()) },
                Err(raised) => raised,
            }
        }
    }
}

/// The JavaScript error for a Python exception.
pub fn thrown_of(exception: &Object) -> Thrown {
    match State::get() {
        Some(state) => match error::error_for(state, exception) {
            Ok(value) => Thrown::new(value),
            Err(thrown) => thrown,
        },
        // An object without its runtime cannot be: the state lives until the process ends.
        None => unreachable!("a Python object exists, so its runtime does"),
    }
}

/// A thrown value that Python sees as an exception of its own.
pub fn thrown_as_python(state: &'static State, exception: Exception) -> Thrown {
    let _: Raised = raise(state, exception);
    match take_exception() {
        Some(exception) => match proxy::value_of(state, exception.as_ptr()) {
            Some(value) => Thrown::new(value),
            None => thrown_of(&exception),
        },
        None => state.realm.type_error("an exception could not be raised"),
    }
}

/// The Python object that a JavaScript value is a proxy of.
pub fn behind(value: &Value) -> Option<Object> {
    if !value.is_object() {
        return None;
    }
    // SAFETY: the value is alive, on the realm's thread; its object lives as long as the proxy.
    unsafe {
        let data = value.realm().engine().foreign_data(value.raw())?;
        Some(Object::from_borrowed(foreign::object_of(data)?))
    }
}

/// The value that JavaScript sees.
pub fn into_javascript(object: &Object) -> Result<Value, Fault> {
    let state = state()?;
    // SAFETY: see above; the conversion gives a reference.
    unsafe {
        let raw = convert::to_js(state, object.as_ptr()).map_err(fault)?;
        Ok(Value::from_raw(state.realm, raw))
    }
}

/// A `float`.
pub fn float(_: &State, value: f64) -> Result<Guest, Fault> {
    // SAFETY: plain construction.
    guest(unsafe { Object::from_new(ffi::PyFloat_FromDouble(value)) })
}

/// An `int`.
pub fn integer(_: &State, value: i128) -> Result<Guest, Fault> {
    if let Ok(small) = i64::try_from(value) {
        return guest(Object::integer(small));
    }
    let text = std::ffi::CString::new(value.to_string()).unwrap_or_default();
    // SAFETY: the text is read during the call.
    guest(unsafe { Object::from_new(ffi::PyLong_FromString(text.as_ptr(), std::ptr::null_mut(), 10)) })
}

/// A `str`.
pub fn text(_: &State, text: &str) -> Result<Guest, Fault> {
    guest(Object::string(text))
}

fn objects(state: &'static State, guests: Vec<Guest>) -> Result<Vec<Object>, Fault> {
    guests.into_iter().map(|guest| guest.into_python(state)).collect::<PyResult<_>>().map_err(fault)
}

/// A `list`.
pub fn list(state: &'static State, elements: Vec<Guest>) -> Result<Guest, Fault> {
    let elements = objects(state, elements)?;
    // SAFETY: the list has room for each element, whose reference passes to it.
    guest(unsafe {
        Object::from_new(ffi::PyList_New(elements.len() as ffi::Py_ssize_t)).inspect(|list| {
            for (index, element) in elements.into_iter().enumerate() {
                ffi::PyList_SetItem(list.as_ptr(), index as ffi::Py_ssize_t, element.into_ptr());
            }
        })
    })
}

/// A `tuple`.
pub fn tuple(state: &'static State, elements: Vec<Guest>) -> Result<Guest, Fault> {
    let elements = objects(state, elements)?;
    // SAFETY: the tuple has room for each element, whose reference passes to it.
    guest(unsafe {
        Object::from_new(ffi::PyTuple_New(elements.len() as ffi::Py_ssize_t)).inspect(|tuple| {
            for (index, element) in elements.into_iter().enumerate() {
                ffi::PyTuple_SetItem(tuple.as_ptr(), index as ffi::Py_ssize_t, element.into_ptr());
            }
        })
    })
}

/// A `set`.
pub fn set(state: &'static State, elements: Vec<Guest>) -> Result<Guest, Fault> {
    let elements = objects(state, elements)?;
    let make = || {
        // SAFETY: see above; a set that fails to take an element has set the exception.
        unsafe {
            let set = Object::from_new(ffi::PySet_New(std::ptr::null_mut()))?;
            for element in &elements {
                if ffi::PySet_Add(set.as_ptr(), element.as_ptr()) < 0 {
                    return Err(Raised);
                }
            }
            Ok(set)
        }
    };
    guest(make())
}

/// A `dict`.
pub fn dict(state: &'static State, entries: Vec<(String, Guest)>) -> Result<Guest, Fault> {
    let make = || {
        // SAFETY: see above.
        unsafe {
            let dict = Object::from_new(ffi::PyDict_New())?;
            for (name, value) in entries {
                let (name, value) = (Object::string(&name)?, value.into_python(state)?);
                if ffi::PyDict_SetItem(dict.as_ptr(), name.as_ptr(), value.as_ptr()) < 0 {
                    return Err(Raised);
                }
            }
            Ok(dict)
        }
    };
    guest(make())
}

/// The `null` of JavaScript that is not `None`, where there is one.
pub fn js_null() -> Object {
    State::get().map_or_else(Object::none, |state| state.null())
}

/// Which nothing it is.
pub fn absence(object: &Object) -> Option<Absence> {
    if object.is_none() {
        return Some(Absence::Undefined);
    }
    State::get().is_some_and(|state| state.js_null == object.as_ptr()).then_some(Absence::Null)
}

fn is_boolean(object: &Object) -> bool {
    // SAFETY: see above.
    unsafe { ffi::PyBool_Check(object.as_ptr()) != 0 }
}

/// The boolean.
pub fn as_boolean(object: &Object) -> Option<bool> {
    // SAFETY: comparing with the singleton.
    is_boolean(object).then(|| unsafe { object.as_ptr() == ffi::Py_True() })
}

/// The number.
pub fn as_number(object: &Object) -> Option<f64> {
    // SAFETY: see above; an exception of the conversion is cleared.
    unsafe {
        if ffi::PyFloat_Check(object.as_ptr()) != 0 {
            return Some(ffi::PyFloat_AsDouble(object.as_ptr()));
        }
        if is_boolean(object) || ffi::PyLong_Check(object.as_ptr()) == 0 {
            return None;
        }
        let number = ffi::PyLong_AsDouble(object.as_ptr());
        if number == -1.0 && !ffi::PyErr_Occurred().is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        Some(number)
    }
}

/// The integer.
pub fn as_integer(object: &Object) -> Option<i128> {
    // SAFETY: see above; exceptions are cleared.
    unsafe {
        if is_boolean(object) || ffi::PyIndex_Check(object.as_ptr()) == 0 {
            return None;
        }
        let mut overflow = 0;
        let value = ffi::PyLong_AsLongLongAndOverflow(object.as_ptr(), &mut overflow);
        if overflow == 0 {
            if value == -1 && !ffi::PyErr_Occurred().is_null() {
                ffi::PyErr_Clear();
                return None;
            }
            return Some(value.into());
        }
        let digits = Object::from_new(ffi::PyNumber_ToBase(object.as_ptr(), 16)).and_then(|digits| digits.text());
        match digits {
            Ok(digits) => i128::from_str_radix(&digits.replacen("0x", "", 1), 16).ok(),
            Err(Raised) => {
                ffi::PyErr_Clear();
                None
            }
        }
    }
}

/// The text of a `str`.
pub fn as_text(object: &Object) -> Option<String> {
    // SAFETY: see above.
    unsafe { if ffi::PyUnicode_Check(object.as_ptr()) != 0 { text_of(object.as_ptr()).ok() } else { None } }
}

/// Something that can be called.
pub fn is_callable(object: &Object) -> bool {
    // SAFETY: see above.
    unsafe { ffi::PyCallable_Check(object.as_ptr()) != 0 }
}

/// Calls it.
pub fn call(object: &Object, _: Realm, arguments: Vec<Guest>) -> Result<Guest, Fault> {
    let arguments = objects(state()?, arguments)?;
    let result = object.call(&arguments.iter().collect::<Vec<_>>()).map_err(fault)?;
    Ok(Guest::of_python(result))
}

/// The name of the type.
pub fn word(object: &Object) -> String {
    // SAFETY: see above.
    if object.is_none() { "None".to_owned() } else { unsafe { type_name(object.as_ptr()) } }
}

fn is_mapping(object: &Object) -> bool {
    // SAFETY: see above.
    unsafe {
        ffi::PyDict_Check(object.as_ptr()) != 0
            || (ffi::PyMapping_Check(object.as_ptr()) != 0
                && ffi::PyObject_HasAttrString(object.as_ptr(), c"keys".as_ptr()) != 0)
    }
}

fn iterate(object: &Object) -> PyResult<Vec<Guest>> {
    let mut elements = Vec::new();
    // SAFETY: see above; each step gives a reference, or null at the end or with an exception.
    unsafe {
        let iterator = Object::from_new(ffi::PyObject_GetIter(object.as_ptr()))?;
        loop {
            let element = ffi::PyIter_Next(iterator.as_ptr());
            if element.is_null() {
                return if ffi::PyErr_Occurred().is_null() { Ok(elements) } else { Err(Raised) };
            }
            elements.push(Guest::of_python(Object::from_new(element)?));
        }
    }
}

/// The elements of an iterable that is neither text nor a mapping.
pub fn elements(object: &Object) -> Result<Option<Vec<Guest>>, Fault> {
    // SAFETY: see above.
    let iterable = unsafe {
        ffi::PyUnicode_Check(object.as_ptr()) == 0
            && (ffi::PySequence_Check(object.as_ptr()) != 0
                || ffi::PyObject_HasAttrString(object.as_ptr(), c"__iter__".as_ptr()) != 0)
    };
    if !iterable || is_mapping(object) {
        return Ok(None);
    }
    iterate(object).map(Some).map_err(fault)
}

/// The entries of a mapping.
pub fn entries(object: &Object) -> Result<Option<Vec<(Guest, Guest)>>, Fault> {
    if !is_mapping(object) {
        return Ok(None);
    }
    let keys = iterate(&object.call_method(c"keys", &[]).map_err(fault)?).map_err(fault)?;
    let state = state()?;
    let mut entries = Vec::new();
    for key in keys {
        let name = key.clone().into_python(state).map_err(fault)?;
        // SAFETY: see above.
        let value = unsafe { Object::from_new(ffi::PyObject_GetItem(object.as_ptr(), name.as_ptr())) };
        entries.push((key, Guest::of_python(value.map_err(fault)?)));
    }
    Ok(Some(entries))
}

/// Whether it has named fields: a mapping.
pub fn is_record(object: &Object) -> bool {
    is_mapping(object)
}

/// A field.
pub fn field(object: &Object, name: &str) -> Result<Option<Guest>, Fault> {
    let name = Object::string(name).map_err(fault)?;
    // SAFETY: see above.
    let value = unsafe {
        match ffi::PySequence_Contains(object.as_ptr(), name.as_ptr()) {
            0 => return Ok(None),
            1 => Object::from_new(ffi::PyObject_GetItem(object.as_ptr(), name.as_ptr())),
            _ => Err(Raised),
        }
    };
    Ok(Some(Guest::of_python(value.map_err(fault)?)))
}

/// The string keys.
pub fn field_names(object: &Object) -> Result<Vec<String>, Fault> {
    let keys = iterate(&object.call_method(c"keys", &[]).map_err(fault)?).map_err(fault)?;
    Ok(keys.iter().filter_map(Guest::as_text).collect())
}
