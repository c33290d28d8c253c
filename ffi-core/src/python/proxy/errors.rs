//! `JsException`: the exception over a JavaScript error, from either side.

use std::ffi::c_int;

use pyo3::ffi::{self, PyObject};

use super::attributes::status;
use super::types::{slot, slots};
use super::{ProxyKind, key_of, payload};
use crate::engine::{Active, Engine, Raw, Value};
use crate::python::object::{Object, PyResult, Raised, clear_if, text_of, type_error};
use crate::python::signature::Binding;
use crate::python::state::State;

/// The slots by which Python makes one.
pub(super) fn slots() -> Vec<ffi::PyType_Slot> {
    slots![Py_tp_init = init]
}

/// An exception over a value that JavaScript gave or threw.
///
/// # Safety
///
/// `raw` must be a live value, on the realm's thread with the GIL held.
pub(super) unsafe fn make(state: &State, raw: Raw, binding: Option<Binding>) -> PyResult<Object> {
    // SAFETY: promised by the caller; `__new__` of an exception takes its arguments, without running `__init__`.
    unsafe {
        let value = Value::from_raw(state.realm, state.realm.engine().retain(raw));
        let class = state.types.of(ProxyKind::Error);
        let text = Object::string(&super::error_text(&value))?;
        let arguments = Object::from_new(ffi::PyTuple_Pack(1, text.as_ptr()))?;
        let Some(new) = (*class).tp_new else { return Err(type_error("JsException cannot be made")) };
        let exception = Object::from_new(new(class, arguments.as_ptr(), std::ptr::null_mut()))?;
        fill(state, &exception, value, binding);
        Ok(exception)
    }
}

/// Gives an exception its value.
unsafe fn fill(state: &State, exception: &Object, value: Value, binding: Option<Binding>) {
    // SAFETY: the callers pass an instance of the error type: it has a payload, empty until filled here.
    let payload = unsafe { payload(exception.as_ptr()) };
    payload.state = State::of(state.realm);
    payload.raw = value.into_raw();
    payload.this = Active::UNDEFINED;
    payload.binding = binding;
    payload.alive = true;
}

/// `JsException(name, message="", stack="")`: an error of that class, or one of that name.
unsafe extern "C" fn init(object: *mut PyObject, positional: *mut PyObject, keywords: *mut PyObject) -> c_int {
    let make = || -> PyResult<()> {
        // SAFETY: the interpreter passes a live exception, a tuple, and a dict or null.
        unsafe {
            let entered = State::enter()?;
            let state = *entered;
            let is_own = ffi::Py_TYPE(object) == state.types.of(ProxyKind::Error);
            let given = match arguments(positional, keywords) {
                Ok(given) => given,
                // A Python subclass may have arguments of its own; it stands for no error of JavaScript then.
                Err(Raised) if !is_own && clear_if(ffi::PyExc_TypeError) => {
                    let base = ffi::PyExc_Exception.cast::<ffi::PyTypeObject>();
                    let done = (*base).tp_init.map_or(0, |init| init(object, positional, std::ptr::null_mut()));
                    return if done < 0 { Err(Raised) } else { Ok(()) };
                }
                Err(Raised) => return Err(Raised),
            };
            if payload(object).alive {
                return Ok(());
            }
            let value = error_of(state, given)?;
            let text = Object::string(&super::error_text(&value))?;
            let args = Object::from_new(ffi::PyTuple_Pack(1, text.as_ptr()))?;
            if ffi::PyObject_GenericSetAttr(object, Object::string("args")?.as_ptr(), args.as_ptr()) < 0 {
                return Err(Raised);
            }
            let key = key_of(value.raw(), Active::UNDEFINED, None);
            fill(state, &Object::from_borrowed(object), value, None);
            state.proxies.borrow_mut().insert(key, object);
            Ok(())
        }
    };
    status(make())
}

/// The name, the message and the stack, as far as they are given.
unsafe fn arguments(positional: *mut PyObject, keywords: *mut PyObject) -> PyResult<[Option<String>; 3]> {
    const NAMES: [&std::ffi::CStr; 3] = [c"name", c"message", c"stack"];
    let mut given = [None, None, None];
    // SAFETY: the callers pass a live tuple, and a live dict or null.
    unsafe {
        let count = ffi::PyTuple_Size(positional) as usize;
        let named = if keywords.is_null() { 0 } else { ffi::PyDict_Size(keywords) as usize };
        let mut found = 0;
        for (index, (name, place)) in NAMES.iter().zip(&mut given).enumerate() {
            let by_name =
                if named == 0 { std::ptr::null_mut() } else { ffi::PyDict_GetItemString(keywords, name.as_ptr()) };
            let argument = if index < count { ffi::PyTuple_GetItem(positional, index as _) } else { by_name };
            if argument.is_null() {
                continue;
            }
            if ffi::PyUnicode_Check(argument) == 0 {
                let class = crate::python::object::type_name(argument);
                return Err(type_error(&format!("JsException() argument {} must be str, not {class}", index + 1)));
            }
            *place = Some(text_of(argument)?);
            found += usize::from(index >= count);
        }
        if given[0].is_none() {
            return Err(type_error("__new__() missing required argument 'name' (pos 1)"));
        }
        if count > NAMES.len() || found != named {
            return Err(type_error(&format!("JsException() takes at most 3 arguments ({} given)", count + named)));
        }
    }
    Ok(given)
}

fn error_of(state: &'static State, [name, message, stack]: [Option<String>; 3]) -> PyResult<Value> {
    let (name, message) = (name.unwrap_or_default(), message.unwrap_or_default());
    let realm = state.realm;
    state.run_safe(|| {
        let plain = &state.builtins.error;
        let class = realm.global().get(name.as_str())?;
        let is_class = class.is_callable() && is_kind_of(&class, plain)?;
        let text = realm.string(&message);
        let error = if is_class { class.construct(&[&text])? } else { plain.construct(&[&text])? };
        if !is_class {
            error.define_hidden("name", &realm.string(&name))?;
        }
        if let Some(stack) = stack {
            error.define_hidden("stack", &realm.string(&stack))?;
        }
        Ok(error)
    })
}

/// Whether a class is `Error` or inherits from it.
fn is_kind_of(class: &Value, error: &Value) -> Result<bool, crate::engine::Thrown> {
    let mut class = class.clone();
    while class.is_object() {
        if class.strict_equal(error) {
            return Ok(true);
        }
        class = class.prototype()?;
    }
    Ok(false)
}
