//! Attributes of proxies: JavaScript's properties first come, except for the names that the proxy types define.

use std::ffi::c_int;

use pyo3::ffi::{self, PyObject};

use super::types::{slot, slots};
use super::{method_to_py, payload};
use crate::engine::{Active, Borrowed, Engine, Kind, Raw, RawKey, Value};
use crate::python::convert;
use crate::python::names::Name;
use crate::python::object::{Object, PyResult, Raised, clear_if, raise, text_of};
use crate::python::state::State;

/// The slots of every proxy type that is no exception.
pub(super) fn slots() -> Vec<ffi::PyType_Slot> {
    slots![
        Py_tp_getattro = get_attribute,
        Py_tp_setattro = set_attribute,
        Py_tp_repr = represent,
        Py_tp_str = describe,
        Py_tp_richcompare = compare,
        Py_tp_hash = hash,
        Py_nb_bool = truth,
        Py_tp_getset = super::methods::properties(),
    ]
}

/// The slots of the exception type, which keeps what exceptions do otherwise.
pub(super) fn error_slots() -> Vec<ffi::PyType_Slot> {
    slots![
        Py_tp_getattro = get_attribute,
        Py_tp_setattro = set_error_attribute,
        Py_tp_richcompare = compare,
        Py_tp_hash = hash,
        Py_tp_getset = super::methods::properties(),
    ]
}

/// Gives a result of `PyResult` to the interpreter.
#[inline]
pub(super) fn give(result: PyResult<Object>) -> *mut PyObject {
    match result {
        Ok(object) => object.into_ptr(),
        Err(Raised) => std::ptr::null_mut(),
    }
}

/// Gives a status to the interpreter: 0, or -1 with an exception set.
#[inline]
pub(super) fn status(result: PyResult<()>) -> c_int {
    if result.is_ok() { 0 } else { -1 }
}

#[inline]
unsafe fn name_of(state: &State, name: *mut PyObject) -> PyResult<Name> {
    // SAFETY: the interpreter passes a live string.
    unsafe { state.names.look_up(name, |name| state.types.reserves(name)) }
}

unsafe extern "C" fn get_attribute(object: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and a live string, with the GIL held.
    give(unsafe { read(object, name) })
}

unsafe fn read(object: *mut PyObject, name: *mut PyObject) -> PyResult<Object> {
    // SAFETY: as in `get_attribute`.
    unsafe {
        let entered = match State::enter_for(object) {
            Err(Raised) if is_dunder(name) || is_exception(object) => {
                // What is Python's needs no JavaScript: an exception can be shown on any thread, and after its runtime.
                ffi::PyErr_Clear();
                return Object::from_new(ffi::PyObject_GenericGetAttr(object, name));
            }
            entered => entered?,
        };
        let state = *entered;
        let found = name_of(state, name)?;
        let binding = if payload(object).alive { payload(object).binding } else { None };
        // What a signature declares comes before the methods of the proxy types, except for Python's own protocols.
        if found.reserved
            && let Some(binding) = binding
            && !is_dunder(name)
            && let Some(member) = binding.member(state, name)?
        {
            return member.read(state, object, payload(object).raw);
        }
        if found.reserved {
            let own = ffi::PyObject_GenericGetAttr(object, name);
            if !own.is_null() {
                // The methods of a view (`keys`, `get`, ...) give way to properties of the object itself.
                let is_record = state.types.of(super::ProxyKind::Record) == ffi::Py_TYPE(object);
                if !is_record || state.types.all_have(name) {
                    return Object::from_new(own);
                }
                let own = Object::from_new(own)?;
                let raw = payload(object).raw;
                let has = state.run_plain(|engine| engine.has_own(raw, found.key))?;
                if !has {
                    return Ok(own);
                }
            } else if !clear_if(ffi::PyExc_AttributeError) {
                return Err(Raised);
            }
        }
        let payload = payload(object);
        // A thrown value need not be an object; and exceptions have protocols of Python's own (`__notes__`).
        let is_error = ffi::Py_TYPE(object) == state.types.of(super::ProxyKind::Error);
        if !payload.alive || is_error && (is_dunder(name) || Active::kind(payload.raw) != Kind::Object) {
            return missing(state, object, name);
        }
        if let Some(binding) = payload.binding
            && let Some(member) = binding.member(state, name)?
        {
            return member.read(state, object, payload.raw);
        }
        property(state, object, name, payload.raw, found.key)
    }
}

unsafe fn is_exception(object: *mut PyObject) -> bool {
    // SAFETY: the interpreter passes a live object.
    unsafe { ffi::PyExceptionInstance_Check(object) != 0 }
}

/// Whether a name is one of Python's own protocols.
unsafe fn is_dunder(name: *mut PyObject) -> bool {
    // SAFETY: the interpreter passes a live string.
    unsafe {
        let length = ffi::PyUnicode_GetLength(name);
        length > 4 && ffi::PyUnicode_ReadChar(name, 0) == 95 && ffi::PyUnicode_ReadChar(name, 1) == 95
    }
}

/// Reads a property without a signature.
#[inline]
unsafe fn property(
    state: &'static State,
    object: *mut PyObject,
    name: *mut PyObject,
    raw: Raw,
    key: RawKey,
) -> PyResult<Object> {
    // SAFETY: the proxy keeps the value alive.
    unsafe {
        let value = state.run(|engine| engine.get(raw, key))?;
        match value.kind() {
            Kind::Object if value.is_callable() => method_to_py(state, value.raw(), raw, None),
            Kind::Undefined if is_unwrap(state, name, raw) => {
                let unwrap = Object::import(c"sigbind._core")?.attribute(c"unwrap")?;
                Object::from_borrowed((&raw mut crate::python::object::capi::PyMethod_Type).cast())
                    .call(&[&unwrap, &Object::from_borrowed(object)])
            }
            Kind::Undefined => {
                // Reading the key again is safe: it stays in the table while nothing else was looked up.
                let key = name_of(state, name)?.key;
                if state.run_plain(|engine| engine.has(raw, key))? {
                    Ok(Object::none())
                } else {
                    missing(state, object, name)
                }
            }
            _ => convert::to_py(state, value.raw()),
        }
    }
}

/// Whether it is the one method that a proxy of a Python proxy has of its own.
unsafe fn is_unwrap(state: &State, name: *mut PyObject, raw: Raw) -> bool {
    // SAFETY: the callers pass a live string and a live value.
    unsafe {
        state.realm.engine().foreign_data(raw).is_some()
            && ffi::PyUnicode_CompareWithASCIIString(name, c"unwrap".as_ptr()) == 0
    }
}

/// What an object is as a module of Python's (`__name__`, `__path__`, ...), if it was imported as one; else the `AttributeError` for a name that is
/// not there.
#[cold]
unsafe fn missing(state: &State, object: *mut PyObject, name: *mut PyObject) -> PyResult<Object> {
    // SAFETY: both objects are alive.
    unsafe {
        if is_dunder(name) {
            let modules = Object::string("sigbind._names.modules")?;
            let modules = ffi::PyImport_GetModule(modules.as_ptr());
            if let Ok(modules) = Object::from_new(modules) {
                let arguments = [&Object::from_borrowed(object), &Object::from_borrowed(name)];
                let found = modules.call_method(c"module_attribute", &arguments)?;
                if found.as_ptr() != ffi::Py_NotImplemented() {
                    return Ok(found);
                }
            } else if !ffi::PyErr_Occurred().is_null() {
                return Err(Raised);
            }
        }
        let text = text_of(name)?;
        let shown = match super::value_of(state, object) {
            Some(value) => class_name(&value),
            None => crate::python::object::type_name(object),
        };
        Err(raise(ffi::PyExc_AttributeError, &format!("'{shown}' object has no attribute '{text}'")))
    }
}

/// The name of an object's class, as JavaScript's `constructor.name` tells it.
pub(super) fn class_name(value: &Value) -> String {
    let name = value.get("constructor").and_then(|class| if class.is_object() { class.get("name") } else { Ok(class) });
    match name.ok().and_then(|name| name.as_text()) {
        Some(name) if !name.is_empty() => name,
        _ => "object".to_owned(),
    }
}

unsafe extern "C" fn set_attribute(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: the interpreter passes live objects; `value` is null for a deletion.
    status(unsafe { write(object, name, value) })
}

unsafe fn write(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> PyResult<()> {
    // SAFETY: as in `set_attribute`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let found = name_of(state, name)?;
        let payload = payload(object);
        if value.is_null() {
            let raw = payload.raw;
            // As in JavaScript, there is nothing wrong with deleting what is not there.
            return match state.run_plain(|engine| engine.delete(raw, found.key))? {
                true => Ok(()),
                false => Err(crate::python::object::type_error("the property cannot be deleted")),
            };
        }
        if let Some(binding) = payload.binding
            && let Some(member) = binding.member(state, name)?
        {
            return member.write(state, payload.raw, value);
        }
        let new = convert::to_js(state, value)?;
        let key = name_of(state, name)?.key;
        let raw = payload.raw;
        state.run_plain(|engine| engine.set(raw, key, new))
    }
}

unsafe extern "C" fn set_error_attribute(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: as in `set_attribute`. Names such as `__traceback__` are Python's.
    unsafe {
        let Ok(text) = text_of(name) else { return -1 };
        if text.starts_with("__") || !payload(object).alive {
            return ffi::PyObject_GenericSetAttr(object, name, value);
        }
        status(write(object, name, value))
    }
}

unsafe extern "C" fn represent(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { text(object, true) })
}

unsafe extern "C" fn describe(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { text(object, false) })
}

unsafe fn text(object: *mut PyObject, with_data: bool) -> PyResult<Object> {
    // SAFETY: as in `represent`; a symbol cannot be converted to text by itself.
    unsafe {
        if is_exception(object) && payload(object).state.is_some_and(|state| !state.realm.is_owner()) {
            let class = ffi::PyExc_BaseException.cast::<ffi::PyTypeObject>();
            let shown = if with_data { (*class).tp_repr } else { (*class).tp_str };
            return Object::from_new(shown.map_or(std::ptr::null_mut(), |shown| shown(object)));
        }
        if payload(object).state.is_some_and(|state| state.realm.is_closed()) {
            return Object::string("<JavaScript object of a closed runtime>");
        }
        let entered = State::enter_for(object)?;
        let state = *entered;
        let payload = payload(object);
        let value = Borrowed::from_raw(state.realm, payload.raw);
        if value.kind() == Kind::Symbol {
            let text = state.run_safe(|| value.get("description"))?;
            return Object::string(&format!("Symbol({})", text.as_text().unwrap_or_default()));
        }
        if with_data && !value.is_callable() && ffi::Py_TYPE(object) == state.types.of(super::ProxyKind::Record) {
            return Object::string(&shown_record(state, &value)?);
        }
        let raw = payload.raw;
        let string = state.run(|engine| engine.to_string(raw));
        match string {
            Ok(string) => convert::text_to_py(state.realm, string.raw()),
            Err(Raised) => {
                // An object without `toString` (a null prototype) still has a representation.
                ffi::PyErr_Clear();
                Object::string("[object Object]")
            }
        }
    }
}

/// A plain object shows its data where JSON can; otherwise as JavaScript does.
fn shown_record(state: &'static State, value: &Value) -> PyResult<String> {
    const MOST: usize = 2000;
    match state.run_safe(|| value.json()) {
        Ok(Some(text)) if text.chars().count() <= MOST => Ok(text),
        Ok(Some(text)) => Ok(text.chars().take(MOST).chain("...".chars()).collect()),
        Ok(None) => Ok("[object Object]".to_owned()),
        Err(Raised) => {
            // SAFETY: an exception is set: the object has no JSON form (it contains itself, say).
            unsafe { ffi::PyErr_Clear() };
            Ok("[object Object]".to_owned())
        }
    }
}

unsafe extern "C" fn compare(left: *mut PyObject, right: *mut PyObject, operation: c_int) -> *mut PyObject {
    // SAFETY: the interpreter passes live objects; one of them is a proxy.
    unsafe {
        if operation != ffi::Py_EQ && operation != ffi::Py_NE {
            ffi::Py_INCREF(ffi::Py_NotImplemented());
            return ffi::Py_NotImplemented();
        }
        let Ok(entered) = State::enter_for(left) else { return std::ptr::null_mut() };
        let state = *entered;
        let (Some(one), Some(other)) = (super::raw_of(state, left), super::raw_of(state, right)) else {
            ffi::Py_INCREF(ffi::Py_NotImplemented());
            return ffi::Py_NotImplemented();
        };
        let same = Active::address(one) == Active::address(other);
        Object::boolean(same == (operation == ffi::Py_EQ)).into_ptr()
    }
}

unsafe extern "C" fn hash(object: *mut PyObject) -> ffi::Py_hash_t {
    // SAFETY: the interpreter passes a live proxy.
    let address = unsafe { Active::address(payload(object).raw) };
    let hash = address.rotate_right(4) as ffi::Py_hash_t;
    if hash == -1 { -2 } else { hash }
}

unsafe extern "C" fn truth(object: *mut PyObject) -> c_int {
    // SAFETY: the interpreter passes a live proxy.
    unsafe {
        let Ok(entered) = State::enter_for(object) else { return -1 };
        let state = *entered;
        // An empty view is false, as a list or dict is; any other object is true, also a plain one, as in JavaScript.
        if ffi::Py_TYPE(object) == state.types.of(super::ProxyKind::Record) {
            return 1;
        }
        match super::containers::length_of(state, object) {
            Some(Ok(length)) => c_int::from(length > 0),
            Some(Err(Raised)) => -1,
            None => 1,
        }
    }
}
