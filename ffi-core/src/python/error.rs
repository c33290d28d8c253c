//! Exceptions across the border: the same exception object comes back, and a JavaScript error brings its stack along.

use pyo3::ffi::{self, PyObject};

use super::object::{Object, PyResult, Raised, restore_exception, runtime_error, take_exception};
use super::proxy;
use super::state::State;
use crate::engine::{Engine, Pending, Realm, Thrown, Value};

/// Makes the engine's pending exception Python's.
pub fn raise_pending(realm: Realm) -> Raised {
    let thrown = realm.take_thrown();
    match State::of(realm) {
        Some(state) => raise_thrown(state, thrown),
        None => runtime_error(&thrown.to_string()),
    }
}

/// Makes a thrown value Python's exception: the Python exception it stands for, or a `JsException` over the value.
#[cold]
pub fn raise_thrown(state: &State, thrown: Thrown) -> Raised {
    let value = thrown.into_value();
    if let Some(exception) = exception_behind(state, &value) {
        return restore_exception(exception);
    }
    // An interrupt that Python asked for (a signal) has set its exception already.
    // SAFETY: asking whether an exception is set.
    if unsafe { !ffi::PyErr_Occurred().is_null() } {
        return Raised;
    }
    match js_exception(state, &value) {
        Ok(exception) => {
            let stack = stack_of(&value);
            let raised = restore_exception(exception);
            add_frames(&stack);
            raised
        }
        Err(raised) => raised,
    }
}

/// The Python exception that a thrown value stands for.
pub fn exception_behind(state: &State, value: &Value) -> Option<Object> {
    if !value.is_object() {
        return None;
    }
    let engine = state.realm.engine();
    // SAFETY: the value is alive, on the realm's thread (values do not leave it); a proxy's object is alive as long as the proxy.
    unsafe {
        if let Some(data) = engine.foreign_data(value.raw()) {
            let object = super::foreign::object_of(data)?;
            return (ffi::PyExceptionInstance_Check(object) != 0).then(|| Object::from_borrowed(object));
        }
    }
    if !value.is_error() {
        return None;
    }
    let kept = value.get(&state.builtins.exception).ok()?;
    // SAFETY: as above.
    unsafe {
        let object = super::foreign::object_of(engine.foreign_data(kept.raw())?)?;
        Some(Object::from_borrowed(object))
    }
}

/// A `JsException` over a thrown value; the same one while it lives.
pub fn js_exception(state: &State, value: &Value) -> PyResult<Object> {
    proxy::wrap_error(state, value)
}

fn stack_of(value: &Value) -> String {
    if !value.is_error() {
        return String::new();
    }
    value.get("stack").ok().and_then(|stack| stack.as_text()).unwrap_or_default()
}

/// One line of a JavaScript stack: `at f (file.js:1:2)`.
fn parse_frame(line: &str) -> Option<(&str, &str, i32)> {
    let line = line.trim().strip_prefix("at ")?;
    let (function, place) = match line.rsplit_once(" (") {
        Some((function, place)) => (function, place.strip_suffix(')')?),
        None => ("<anonymous>", line),
    };
    let (rest, last) = place.rsplit_once(':')?;
    let (file, line) = match rest.rsplit_once(':') {
        Some((file, line)) if line.parse::<i32>().is_ok() => (file, line),
        _ => (rest, last),
    };
    Some((function, file, line.parse().ok()?))
}

/// Adds the frames of a JavaScript stack to the traceback of the exception that is set, innermost first.
fn add_frames(stack: &str) {
    for line in stack.lines().take(64) {
        if let Some((function, file, line)) = parse_frame(line) {
            add_frame(function, file, line);
        }
    }
}

fn add_frame(function: &str, file: &str, line: i32) {
    let (Ok(function), Ok(file)) = (std::ffi::CString::new(function), std::ffi::CString::new(file)) else { return };
    let Some(exception) = take_exception() else { return };
    // SAFETY: an empty code object and its frame are made as Cython makes them; on failure the first exception is set again.
    unsafe {
        let code = ffi::PyCode_NewEmpty(file.as_ptr(), function.as_ptr(), line);
        let globals = ffi::PyDict_New();
        let mut frame = std::ptr::null_mut();
        if !code.is_null() && !globals.is_null() {
            frame = ffi::PyFrame_New(ffi::PyThreadState_Get(), code, globals, std::ptr::null_mut());
        }
        ffi::PyErr_Clear();
        restore_exception(exception);
        if !frame.is_null() {
            ffi::PyTraceBack_Here(frame);
        }
        ffi::Py_XDECREF(frame.cast());
        ffi::Py_XDECREF(globals);
        ffi::Py_XDECREF(code.cast());
    }
}

/// Throws the Python exception that is set into JavaScript.
#[cold]
pub fn throw_raised(state: &State) -> Pending {
    let realm = state.realm;
    let Some(exception) = take_exception() else {
        return throw(realm, realm.type_error("a Python function failed without an exception").into_value());
    };
    match error_for(state, &exception) {
        Ok(value) => throw(realm, value),
        Err(thrown) => throw(realm, thrown.into_value()),
    }
}

fn throw(realm: Realm, value: Value) -> Pending {
    // SAFETY: the value carries the reference that `throw` takes.
    unsafe { realm.engine().throw(value.into_raw()) }
}

/// The JavaScript error that stands for a Python exception: the very error that a `JsException` came from, or a `PythonError`.
pub fn error_for(state: &State, exception: &Object) -> Result<Value, Thrown> {
    let realm = state.realm;
    if let Some(value) = proxy::value_of(state, exception.as_ptr()) {
        return Ok(value);
    }
    let pointer = exception.as_ptr();
    // SAFETY: the exception is alive.
    let name = unsafe { super::object::type_name(pointer) };
    let text = exception.text().unwrap_or_else(|_| {
        // SAFETY: an exception is set by the failed `str`.
        unsafe { ffi::PyErr_Clear() };
        String::new()
    });
    let short = if text.is_empty() { name.clone() } else { format!("{name}: {text}") };
    // Untrusted JavaScript has no business with the names of files.
    let message = if state.is_restricted.get() { short } else { traceback_of(exception).unwrap_or(short) };
    let error = state.builtins.error.construct(&[&realm.string(&message)])?;
    error.set_prototype(&state.foreign_prototypes.error)?;
    error.define_hidden("type", &realm.string(&name))?;
    // As other engines have it: the stack says first what happened.
    let stack = error.get("stack")?.as_text().unwrap_or_default();
    error.define_hidden("stack", &realm.string(&format!("PythonError: {message}\n{stack}")))?;
    let kept = super::foreign::wrap(state, pointer);
    let Ok(kept) = kept else {
        // SAFETY: an exception is set by the failed wrapping.
        unsafe { ffi::PyErr_Clear() };
        return Ok(error);
    };
    // SAFETY: `wrap` gives a reference.
    let kept = unsafe { Value::from_raw(realm, kept) };
    error.define_hidden(&state.builtins.exception, &kept)?;
    // A program that watches for interrupts handles them.
    if is_uncatchable(pointer) && !state.limit.is_watching() {
        // SAFETY: the error is alive.
        unsafe { realm.engine().set_uncatchable(error.raw()) };
    }
    Ok(error)
}

/// The whole traceback as Python prints it; `None` when it cannot be made (deep recursion, no memory).
fn traceback_of(exception: &Object) -> Option<String> {
    let format = || -> PyResult<String> {
        let lines = Object::import(c"traceback")?.call_method(c"format_exception", &[exception])?;
        Object::string("")?.call_method(c"join", &[&lines])?.text()
    };
    // SAFETY: an exception is set by the failed formatting.
    format().map_err(|Raised| unsafe { ffi::PyErr_Clear() }).ok()
}

/// Whether JavaScript may not catch it: a request to end the program.
fn is_uncatchable(exception: *mut PyObject) -> bool {
    // SAFETY: the exception is alive; both classes are built in.
    unsafe {
        [ffi::PyExc_KeyboardInterrupt, ffi::PyExc_SystemExit]
            .into_iter()
            .any(|class| ffi::PyErr_GivenExceptionMatches(exception, class) != 0)
    }
}

/// Reports an exception that nobody can catch through `sys.unraisablehook`.
pub fn report_uncaught(state: &State, value: &Value) {
    // SAFETY: asking whether an exception is set.
    if state.stopped.get() && unsafe { !ffi::PyErr_Occurred().is_null() } {
        // The run was stopped: the exception is raised where Python entered.
        return;
    }
    let exception = match exception_behind(state, value) {
        Some(exception) => exception,
        None => match js_exception(state, value) {
            Ok(exception) => exception,
            Err(Raised) => {
                // SAFETY: an exception is set.
                unsafe { ffi::PyErr_Clear() };
                return;
            }
        },
    };
    if is_uncatchable(exception.as_ptr()) {
        // A request to end the program reaches the program.
        restore_exception(exception);
        state.stopped.set(true);
        return;
    }
    let earlier = take_exception();
    restore_exception(exception);
    // SAFETY: an exception is set; the call clears it.
    unsafe { ffi::PyErr_WriteUnraisable(std::ptr::null_mut()) };
    if let Some(earlier) = earlier {
        restore_exception(earlier);
    }
}
