//! Attributes of proxies: JavaScript's properties first come, except for the names that the proxy types define.

use std::ffi::c_int;

use pyo3::ffi::{self, PyObject};

use super::traits::Traits;
use super::types::{slot, slots};
use super::{method_to_py, payload};
use crate::engine::{Active, Borrowed, Engine, Kind, Raw, RawKey, Value};
use crate::python::convert;
use crate::python::names::Name;
use crate::python::object::{Object, PyResult, Raised, clear_if, raise, text_of};
use crate::python::signature::Binding;
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
        Py_tp_getset = super::methods::properties(false),
    ]
}

/// The slots of the exception type, which keeps what exceptions do otherwise.
pub(super) fn error_slots() -> Vec<ffi::PyType_Slot> {
    slots![
        Py_tp_getattro = get_attribute,
        Py_tp_setattro = set_error_attribute,
        Py_tp_richcompare = compare,
        Py_tp_hash = hash,
        Py_tp_getset = super::methods::properties(true),
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
    unsafe { state.names.look_up(name, |name| is_dunder(name) || state.types.reserves(name)) }
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
                if !is_record || is_untyped(object) || state.types.all_have(name) {
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
            if let Some(attribute) = module_attribute(object, name) {
                return Ok(attribute);
            }
            if ffi::PyUnicode_CompareWithASCIIString(name, c"__all__".as_ptr()) == 0
                && !payload(object).attributes.is_null()
                && !state.run_plain(|engine| engine.has(payload(object).raw, found.key))?
            {
                return super::containers::record_keys(object);
            }
            // With a method `keys` an array would be a mapping to `dict` and `update`.
            if ffi::PyUnicode_CompareWithASCIIString(name, c"keys".as_ptr()) == 0 && is_array(state, object) {
                return missing(state, object, name);
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

/// Whether a proxy is the view of data without types.
unsafe fn is_untyped(object: *mut PyObject) -> bool {
    // SAFETY: the callers pass a live proxy.
    matches!(unsafe { payload(object) }.binding, Some(Binding::View(view)) if view.shows_data())
}

unsafe fn is_array(state: &State, object: *mut PyObject) -> bool {
    use super::ProxyKind::{Array, TypedArray};
    // SAFETY: the callers pass a live proxy.
    let class = unsafe { ffi::Py_TYPE(object) };
    class == state.types.of(Array) || class == state.types.of(TypedArray)
}

/// Whether the import system sets an attribute of this name on a module.
unsafe fn is_of_modules(name: *mut PyObject) -> bool {
    let names = [c"__name__", c"__loader__", c"__package__", c"__path__", c"__spec__"];
    // SAFETY: the callers pass a live string.
    names.iter().any(|known| unsafe { ffi::PyUnicode_CompareWithASCIIString(name, known.as_ptr()) } == 0)
}

/// What the import system has set on the proxy that stands for a module.
unsafe fn module_attribute(object: *mut PyObject, name: *mut PyObject) -> Option<Object> {
    // SAFETY: the callers pass a live proxy and a live string; the dict keeps what is found alive until it is taken.
    unsafe {
        let attributes = payload(object).attributes;
        if attributes.is_null() {
            return None;
        }
        let found = ffi::PyDict_GetItem(attributes, name);
        (!found.is_null()).then(|| Object::from_borrowed(found))
    }
}

/// Sets or deletes such an attribute: it stays in Python, where it keeps no cycle through both heaps alive.
unsafe fn set_module_attribute(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> PyResult<()> {
    // SAFETY: the callers pass live objects; the proxy owns the dict.
    unsafe {
        let payload = payload(object);
        if payload.attributes.is_null() {
            payload.attributes = Object::from_new(ffi::PyDict_New())?.into_ptr();
        }
        let done = if value.is_null() {
            ffi::PyDict_DelItem(payload.attributes, name)
        } else {
            ffi::PyDict_SetItem(payload.attributes, name, value)
        };
        if done == 0 {
            return Ok(());
        }
        if clear_if(ffi::PyExc_KeyError) {
            return Err(raise(ffi::PyExc_AttributeError, &text_of(name)?));
        }
        Err(Raised)
    }
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

/// Sets the `AttributeError` for a name that is not there.
#[cold]
unsafe fn missing(state: &State, object: *mut PyObject, name: *mut PyObject) -> PyResult<Object> {
    // SAFETY: both objects are alive.
    unsafe {
        let text = text_of(name)?;
        let is_error = ffi::Py_TYPE(object) == state.types.of(super::ProxyKind::Error);
        if is_error && let Some(value) = super::value_of(state, object).filter(|value| !value.is_error()) {
            // What was thrown without being an error has what errors have.
            match text.as_str() {
                "name" => return Object::string("Error"),
                "message" => return Object::string(&super::thrown_text(&value)),
                _ => {}
            }
        }
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
        if found.reserved && is_of_modules(name) && ffi::Py_TYPE(object) != state.types.of(super::ProxyKind::Error) {
            return set_module_attribute(object, name, value);
        }
        let payload = payload(object);
        if value.is_null() {
            let raw = payload.raw;
            // As in JavaScript, there is nothing wrong with deleting what is not there.
            return match state.run_plain(|engine| engine.delete(raw, found.key))? {
                true => Ok(()),
                false => {
                    let text = format!("Cannot delete property '{}'", text_of(name)?);
                    state.run_safe(|| Err(state.realm.type_error(&text)))
                }
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
        let is_record = ffi::Py_TYPE(object) == state.types.of(super::ProxyKind::Record);
        if with_data && is_record && !is_untyped(object) && !value.is_callable() {
            return Object::string(&shown_record(state, &value)?);
        }
        let string = state.run_safe(|| {
            let method = value.get("toString").ok().filter(|method| method.is_callable());
            match method {
                Some(method) => method.call(&value, &[])?.to_js_string(),
                // An object without `toString` (a null prototype) still has a representation.
                None => state.builtins.object_prototype.get("toString")?.call(&value, &[]),
            }
        })?;
        convert::text_to_py(state.realm, string.raw())
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
        // What has a size is false when it is empty, as a list or dict is; any other object is true, as in JavaScript.
        if ffi::Py_TYPE(object) == state.types.of(super::ProxyKind::Record) && !is_untyped(object) {
            return 1;
        }
        match super::containers::length_of(state, object) {
            Some(Ok(length)) => c_int::from(length > 0),
            Some(Err(Raised)) => -1,
            None => {
                if ffi::Py_TYPE(object) == state.types.of(super::ProxyKind::Object) {
                    return 1;
                }
                let traits = state.types.traits_of(ffi::Py_TYPE(object));
                if !traits.has_any(Traits::LENGTH.and(Traits::BUFFER)) {
                    return 1;
                }
                let value = Borrowed::from_raw(state.realm, payload(object).raw);
                let is_empty = match traits.has(Traits::ARRAY_LIKE) {
                    true => super::ducks::length_of(state, &value).map(|length| length == 0),
                    false => super::ducks::is_empty(state, &value),
                };
                is_empty.map_or_else(
                    |Raised| {
                        // An object that cannot tell its size is an object all the same.
                        ffi::PyErr_Clear();
                        1
                    },
                    |is_empty| c_int::from(!is_empty),
                )
            }
        }
    }
}
