//! Methods and properties that every proxy has, whatever object it is of.

use std::ffi::{CStr, c_void};

use pyo3::ffi::{self, PyObject};

use super::attributes::{class_name, give};
use super::types::{fast_method, keyword_method, leak_methods};
use super::{expect, payload, value_of};
use crate::engine::{Active, Borrowed, Engine, Kind};
use crate::python::convert::{self, deep_py};
use crate::python::names::python_spelling;
use crate::python::object::{Object, PyResult, Raised, type_error};
use crate::python::signature;
use crate::python::state::State;

/// The method table.
pub(super) fn common() -> *const c_void {
    leak_methods(vec![
        keyword_method(c"to_py", to_py, c"Converts deeply to Python data."),
        fast_method(c"bind_sig", bind_sig, c"Binds a signature: that of a function, or of an instance."),
        fast_method(c"bind_class", bind_class, c"Binds a signature class to this class object."),
        fast_method(c"bind", bind, c"Binds a signature; with anything else JavaScript's `bind`."),
        fast_method(c"unbind_sig", unbind_sig, c"The same object without a signature."),
        fast_method(c"object_keys", object_keys, c"Object.keys"),
        fast_method(c"object_values", object_values, c"Object.values"),
        fast_method(c"object_entries", object_entries, c"Object.entries"),
        fast_method(c"__dir__", dir, c"The names of all properties."),
        fast_method(c"__instancecheck__", instance_check, c"isinstance"),
    ])
}

/// The methods of what can be called.
pub(super) fn of_callables() -> *const c_void {
    leak_methods(vec![keyword_method(c"new", super::calls::new, c"Constructs an instance: JavaScript's `new`.")])
}

/// The methods of asynchronous iterators.
pub(super) fn of_async_iterators() -> *const c_void {
    leak_methods(vec![asend_method()])
}

/// The methods of what may be an iterator of either sort: which it is, its steps tell.
pub(super) fn of_either_iterators() -> *const c_void {
    leak_methods(vec![send_method(), asend_method()])
}

fn asend_method() -> ffi::PyMethodDef {
    fast_method(c"asend", asend, c"Resumes an asynchronous generator with a value; awaited, gives its next one.")
}

fn send_method() -> ffi::PyMethodDef {
    fast_method(c"send", send, c"Resumes a generator with a value, and gives its next one.")
}

unsafe extern "C" fn asend(
    object: *mut PyObject,
    pointer: *mut *mut PyObject,
    count: ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and live arguments.
    give(unsafe { super::iteration::send_async(object, arguments(pointer, count)) })
}

/// The methods of iterators.
pub(super) fn of_iterators() -> *const c_void {
    leak_methods(vec![send_method()])
}

unsafe extern "C" fn send(object: *mut PyObject, pointer: *mut *mut PyObject, count: ffi::Py_ssize_t) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and live arguments.
    give(unsafe { super::iteration::send(object, arguments(pointer, count)) })
}

/// The computed properties.
pub(super) fn properties(is_error: bool) -> *const c_void {
    fn property(name: &'static CStr, get: ffi::getter, doc: &'static CStr) -> ffi::PyGetSetDef {
        ffi::PyGetSetDef {
            name: name.as_ptr(),
            get: Some(get),
            set: None,
            doc: doc.as_ptr(),
            closure: std::ptr::null_mut(),
        }
    }
    let mut table = vec![
        property(c"js_id", js_id, c"A number that is the same for two proxies of one object."),
        property(c"typeof", type_of, c"What JavaScript's `typeof` says."),
    ];
    if is_error {
        table.push(property(c"js_error", itself, c"The error itself (Pyodide's older spelling)."));
    }
    table.push(ffi::PyGetSetDef::default());
    Box::leak(table.into_boxed_slice()).as_ptr().cast()
}

unsafe extern "C" fn js_id(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    unsafe { give(Object::integer(Active::address(payload(object).raw) as i64)) }
}

unsafe extern "C" fn itself(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    unsafe { Object::from_borrowed(object) }.into_ptr()
}

unsafe extern "C" fn type_of(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe {
        State::enter_for(object).and_then(|entered| {
            let state = *entered;
            let value = Borrowed::from_raw(state.realm, payload(object).raw);
            Object::string(match value.kind() {
                Kind::Symbol => "symbol",
                Kind::String => "string",
                Kind::Number => "number",
                Kind::Boolean => "boolean",
                Kind::BigInt => "bigint",
                Kind::Undefined => "undefined",
                Kind::Object if value.is_callable() => "function",
                Kind::Null | Kind::Object => "object",
            })
        })
    })
}

/// The arguments of a fast method.
unsafe fn arguments<'a>(pointer: *const *mut PyObject, count: ffi::Py_ssize_t) -> &'a [*mut PyObject] {
    // SAFETY: the interpreter passes `count` live objects.
    unsafe { if count > 0 { std::slice::from_raw_parts(pointer, count as usize) } else { &[] } }
}

fn one<'a>(name: &str, arguments: &'a [*mut PyObject]) -> PyResult<&'a *mut PyObject> {
    match arguments {
        [argument] => Ok(argument),
        _ => Err(type_error(&format!("{name}() takes exactly one argument ({} given)", arguments.len()))),
    }
}

unsafe extern "C" fn to_py(
    object: *mut PyObject,
    pointer: *const *mut PyObject,
    count: ffi::Py_ssize_t,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and live arguments.
    give(unsafe {
        State::enter_for(object).and_then(|entered| {
            let state = *entered;
            let options = deep_py::Options::from_arguments(pointer, count, names)?;
            let raw = expect(state, object)?.raw;
            deep_py::to_py(state, raw, &options)
        })
    })
}

unsafe extern "C" fn bind_sig(
    object: *mut PyObject,
    pointer: *mut *mut PyObject,
    count: ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and live arguments.
    give(unsafe {
        State::enter_for(object).and_then(|entered| {
            let state = *entered;
            let sig = *one("bind_sig", arguments(pointer, count))?;
            signature::bind(state, object, sig, signature::BindAs::Instance)
        })
    })
}

unsafe extern "C" fn bind_class(
    object: *mut PyObject,
    pointer: *mut *mut PyObject,
    count: ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and live arguments.
    give(unsafe {
        State::enter_for(object).and_then(|entered| {
            let state = *entered;
            let sig = *one("bind_class", arguments(pointer, count))?;
            signature::bind(state, object, sig, signature::BindAs::ClassObject)
        })
    })
}

unsafe extern "C" fn bind(object: *mut PyObject, pointer: *mut *mut PyObject, count: ffi::Py_ssize_t) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and live arguments.
    give(unsafe {
        State::enter_for(object).and_then(|entered| {
            let state = *entered;
            let all = arguments(pointer, count);
            if let [sig] = all
                && signature::is_signature(*sig)?
            {
                return signature::bind(state, object, *sig, signature::BindAs::Natural);
            }
            let this = expect(state, object)?.raw;
            let value = Borrowed::from_raw(state.realm, this);
            let method = state.run_safe(|| value.get("bind"))?;
            if !method.is_callable() {
                return Err(type_error("the object has no method 'bind', and the argument is no signature"));
            }
            super::calls::call_untyped(state, method.raw(), this, all, std::ptr::null_mut(), false)
        })
    })
}

unsafe extern "C" fn unbind_sig(object: *mut PyObject, _: *mut *mut PyObject, _: ffi::Py_ssize_t) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { State::enter_for(object).and_then(|state| super::rebind(*state, object, None)) })
}

unsafe fn of_object(object: *mut PyObject, method: &str) -> PyResult<Object> {
    // SAFETY: the callers pass a live proxy.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let value = Borrowed::from_raw(state.realm, expect(state, object)?.raw);
        let result = state.run_safe(|| state.realm.global().get("Object")?.invoke(method, &[&value]))?;
        convert::to_py(state, result.raw())
    }
}

unsafe extern "C" fn object_keys(object: *mut PyObject, _: *mut *mut PyObject, _: ffi::Py_ssize_t) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { of_object(object, "keys") })
}

unsafe extern "C" fn object_values(object: *mut PyObject, _: *mut *mut PyObject, _: ffi::Py_ssize_t) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { of_object(object, "values") })
}

unsafe extern "C" fn object_entries(object: *mut PyObject, _: *mut *mut PyObject, _: ffi::Py_ssize_t) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { of_object(object, "entries") })
}

unsafe extern "C" fn dir(object: *mut PyObject, _: *mut *mut PyObject, _: ffi::Py_ssize_t) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy.
    give(unsafe { names(object) })
}

/// The type's attributes and the string keys along the prototype chain.
unsafe fn names(object: *mut PyObject) -> PyResult<Object> {
    // SAFETY: as in `dir`.
    unsafe {
        let entered = State::enter_for(object)?;
        let state = *entered;
        let found = Object::from_new(ffi::PySet_New(std::ptr::null_mut()))?;
        let add = |name: &Object| if ffi::PySet_Add(found.as_ptr(), name.as_ptr()) < 0 { Err(Raised) } else { Ok(()) };
        let class = Object::from_borrowed(ffi::Py_TYPE(object).cast());
        let own = Object::from_new(ffi::PyObject_Dir(class.as_ptr()))?;
        for index in 0..ffi::PyList_Size(own.as_ptr()) {
            let name = Object::from_borrowed(ffi::PyList_GetItem(own.as_ptr(), index));
            // A class may hide what it would inherit.
            if ffi::PyObject_HasAttr(class.as_ptr(), name.as_ptr()) != 0 {
                add(&name)?;
            }
        }
        let Some(mut value) = value_of(state, object) else { return Err(Raised) };
        let traits = state.types.traits_of(ffi::Py_TYPE(object));
        let is_array = traits.has_any(super::Traits::ARRAY.and(super::Traits::TYPED_ARRAY));
        while value.is_object() {
            let keys = state.run_safe(|| value.all_own_keys())?;
            for key in &keys {
                let Some(name) = state.names.string_of(key.raw())? else { continue };
                let text = name.text()?;
                let is_index = text.parse::<u32>().is_ok_and(|index| index.to_string() == text);
                if is_index || is_array && text == "keys" {
                    continue;
                }
                match python_spelling(&text) {
                    Some(spelled) => add(&Object::string(&spelled)?)?,
                    None => add(&name)?,
                }
            }
            value = state.run_safe(|| value.prototype())?;
        }
        if let Some(binding) = payload(object).binding {
            for name in binding.names(state)? {
                add(&name)?;
            }
        }
        let list = Object::from_new(ffi::PySequence_List(found.as_ptr()))?;
        if ffi::PyList_Sort(list.as_ptr()) < 0 {
            return Err(Raised);
        }
        Ok(list)
    }
}

unsafe extern "C" fn instance_check(
    object: *mut PyObject,
    pointer: *mut *mut PyObject,
    count: ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and live arguments.
    give(unsafe {
        State::enter_for(object).and_then(|entered| {
            let state = *entered;
            let instance = *one("__instancecheck__", arguments(pointer, count))?;
            let class = Borrowed::from_raw(state.realm, expect(state, object)?.raw);
            if !class.is_callable() {
                return Err(type_error(&format!("isinstance() arg 2 must be a class, not a {}", class_name(&class))));
            }
            let Some(raw) = super::raw_of(state, instance) else { return Ok(Object::boolean(false)) };
            let class = class.raw();
            state.run_plain(|engine| engine.instance_of(raw, class)).map(Object::boolean)
        })
    })
}
