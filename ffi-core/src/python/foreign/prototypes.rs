//! The prototypes of proxies: the methods that JavaScript has on every Python object (`toJs`, `destroy`, iteration, ...).

use pyo3::ffi;

use super::{data, destroy, make_unshared, unwrap};
use crate::engine::{Active, Call, Engine, Key, Raw, RawKey, Realm, Thrown, Value, WellKnown};
use crate::python::convert::{self, deep_js};
use crate::python::error::throw_raised;
use crate::python::object::{Object, PyResult, Raised};
use crate::python::state::State;

/// The prototypes.
pub struct Prototypes {
    /// Of objects.
    pub object: Value,
    /// Of callables.
    pub callable: Value,
    /// Of errors that stand for Python exceptions.
    pub error: Value,
    type_key: Key,
    length_key: Key,
    then_key: Key,
}

/// The Python object behind `this`.
fn receiver(state: &'static State, call: &Call<'_>) -> Result<Object, Thrown> {
    // SAFETY: `this` is alive for the call.
    unsafe {
        match state.realm.engine().foreign_data(call.this().raw()) {
            Some(pointer) if !data(pointer).is_opaque && !state.is_restricted.get() => {
                python(state, || unwrap(state, pointer))
            }
            _ => Err(call.realm().type_error("Illegal invocation")),
        }
    }
}

/// Runs Python code for JavaScript.
fn python<R>(state: &'static State, operation: impl FnOnce() -> PyResult<R>) -> Result<R, Thrown> {
    let _current = state.be_current();
    state.settle();
    operation().map_err(|Raised| {
        let _pending = throw_raised(state);
        state.realm.take_thrown()
    })
}

fn state_of(realm: Realm) -> Result<&'static State, Thrown> {
    State::of(realm).ok_or_else(|| realm.type_error("the bridge to Python is gone"))
}

/// Converts a result for JavaScript.
fn give(state: &'static State, result: &Object) -> Result<Value, Thrown> {
    // SAFETY: the object is alive; `to_js` gives a reference.
    unsafe {
        let raw = python(state, || convert::to_js(state, result.as_ptr()))?;
        Ok(Value::from_raw(state.realm, raw))
    }
}

/// Converts an argument for Python.
fn take(state: &'static State, value: &Value) -> Result<Object, Thrown> {
    // SAFETY: the value is alive.
    python(state, || unsafe { convert::to_py(state, value.raw()) })
}

impl Prototypes {
    /// Makes the prototypes; the proxies themselves come later.
    pub fn new(realm: Realm) -> Result<Self, Thrown> {
        let global = realm.global();
        let object = realm.object();
        let callable = realm.object_with_prototype(&global.get("Function")?.get("prototype")?)?;
        for prototype in [&object, &callable] {
            define_methods(realm, prototype)?;
        }
        let error = realm.evaluate("(class PythonError extends Error {}).prototype", "<sigbind>")?;
        error.define_hidden("name", &realm.string("PythonError"))?;
        Ok(Self {
            object,
            callable,
            error,
            type_key: realm.key("type")?,
            length_key: realm.key("length")?,
            then_key: realm.key("then")?,
        })
    }

    /// Whether a property is computed for each proxy, see [`computed`].
    #[inline]
    pub(super) fn is_computed(&self, key: RawKey) -> bool {
        key == self.length_key.raw() || key == self.then_key.raw() || key == self.type_key.raw()
    }
}

fn define_methods(realm: Realm, prototype: &Value) -> Result<(), Thrown> {
    let method = |name: &str, length: u32, run: fn(&'static State, &Call<'_>) -> Result<Value, Thrown>| {
        let function = realm.function(name, length, move |call: &Call<'_>| run(state_of(call.realm())?, call));
        prototype.define_hidden(name, &function)
    };
    method("toString", 0, |state, call| {
        let object = receiver(state, call)?;
        let text = python(state, || object.text())?;
        Ok(state.realm.string(&text))
    })?;
    method("toJs", 1, |state, call| {
        let object = receiver(state, call)?;
        let options = deep_js::Options::from_js(state, &call.argument(0))?;
        python(state, || deep_js::to_js(state, object.as_ptr(), &options))
    })?;
    method("destroy", 0, |state, call| {
        let options = call.argument(0);
        let farewell = if options.is_object() { options.get("message")?.as_text() } else { None };
        destroy(state, call.this().raw(), farewell);
        Ok(state.realm.undefined())
    })?;
    method("copy", 0, |state, call| {
        let object = receiver(state, call)?;
        let raw = python(state, || make_unshared(state, object.as_ptr()))?;
        // SAFETY: `make_unshared` gives a reference to a proxy.
        Ok(unsafe { Value::from_raw(state.realm, raw) })
    })?;
    method("callKwargs", 1, call_keywords)?;
    method("callRelaxed", 0, call_relaxed)?;
    method("captureThis", 0, |state, call| {
        let object = receiver(state, call)?;
        let raw = python(state, || make_unshared(state, object.as_ptr()))?;
        // SAFETY: `make_unshared` gives a reference to a proxy.
        unsafe {
            if let Some(pointer) = state.realm.engine().foreign_data(raw) {
                data(pointer).captures_this.set(true);
            }
            Ok(Value::from_raw(state.realm, raw))
        }
    })?;
    let iterate = realm.function("[Symbol.iterator]", 0, |call| iterator(state_of(call.realm())?, call));
    prototype.define_hidden(WellKnown::Iterator, &iterate)?;
    let primitive = realm.function("[Symbol.toPrimitive]", 1, |call| to_primitive(state_of(call.realm())?, call));
    prototype.define_hidden(WellKnown::ToPrimitive, &primitive)?;
    Ok(())
}

/// A property that is computed for each proxy: `type`, `length`, and `then` of an awaitable. Gives a reference.
pub(super) fn computed(state: &'static State, key: RawKey, object: &Object) -> PyResult<Option<Raw>> {
    let realm = state.realm;
    let prototypes = &state.foreign_prototypes;
    if key == prototypes.type_key.raw() {
        // SAFETY: the object is alive.
        let name = unsafe { std::ffi::CStr::from_ptr((*ffi::Py_TYPE(object.as_ptr())).tp_name) }.to_string_lossy();
        return Ok(Some(realm.string(&name).into_raw()));
    }
    if key == prototypes.length_key.raw() {
        // SAFETY: the object is alive.
        let length = unsafe { ffi::PyObject_Size(object.as_ptr()) };
        if length < 0 {
            // SAFETY: an exception is set: the object has no length.
            unsafe { ffi::PyErr_Clear() };
            return Ok(None);
        }
        return Ok(Some(Active::number(length as f64)));
    }
    // SAFETY: the object is alive; the slot table of its type is read.
    let awaitable = unsafe {
        let methods = (*ffi::Py_TYPE(object.as_ptr())).tp_as_async;
        !methods.is_null() && (*methods).am_await.is_some()
    };
    if !awaitable {
        return Ok(None);
    }
    let then = realm.function("then", 2, |call: &Call<'_>| {
        let state = state_of(call.realm())?;
        let object = receiver(state, call)?;
        let raw = python(state, || state.asyncio.promise_of(state, object.as_ptr()))?;
        // SAFETY: `promise_of` gives a reference.
        let promise = unsafe { Value::from_raw(state.realm, raw) };
        promise.invoke("then", &[&call.argument(0), &call.argument(1)])
    });
    Ok(Some(then.into_raw()))
}

/// `proxy.callKwargs(...positional, keywords)`.
fn call_keywords(state: &'static State, call: &Call<'_>) -> Result<Value, Thrown> {
    let object = receiver(state, call)?;
    let mut arguments = call.arguments().to_vec();
    let Some(keywords) = arguments.pop() else {
        return Err(call.realm().type_error("callKwargs requires at least one argument (the key word arguments)"));
    };
    let mut pairs = Vec::new();
    for key in keywords.keys()? {
        pairs.push((key.text(), take(state, &keywords.get(&key)?)?));
    }
    let mut positional = Vec::new();
    for argument in &arguments {
        positional.push(take(state, argument)?);
    }
    let result = python(state, || {
        // SAFETY: all objects are alive; the tuple takes over the references that it is given.
        unsafe {
            let tuple = Object::from_new(ffi::PyTuple_New(positional.len() as _))?;
            for (index, argument) in positional.into_iter().enumerate() {
                ffi::PyTuple_SetItem(tuple.as_ptr(), index as _, argument.into_ptr());
            }
            let dict = Object::from_new(ffi::PyDict_New())?;
            for (name, value) in &pairs {
                let name = Object::string(name)?;
                if ffi::PyDict_SetItem(dict.as_ptr(), name.as_ptr(), value.as_ptr()) < 0 {
                    return Err(Raised);
                }
            }
            Object::from_new(ffi::PyObject_Call(object.as_ptr(), tuple.as_ptr(), dict.as_ptr()))
        }
    })?;
    give(state, &result)
}

/// `proxy.callRelaxed(...)`: arguments that the function does not take are dropped.
fn call_relaxed(state: &'static State, call: &Call<'_>) -> Result<Value, Thrown> {
    let object = receiver(state, call)?;
    let most = super::most_arguments(state, object.as_ptr());
    let mut arguments = Vec::new();
    for argument in call.arguments().iter().take(most) {
        arguments.push(take(state, &argument)?);
    }
    let arguments: Vec<&Object> = arguments.iter().collect();
    let result = python(state, || object.call(&arguments))?;
    give(state, &result)
}

fn iterator(state: &'static State, call: &Call<'_>) -> Result<Value, Thrown> {
    let realm = state.realm;
    let object = receiver(state, call)?;
    // SAFETY: the object is alive.
    let iterator = python(state, || unsafe { Object::from_new(ffi::PyObject_GetIter(object.as_ptr())) })?;
    let made = realm.object_with_prototype(&realm.iterator_prototype()?)?;
    let kept = give_proxy(state, &iterator)?;
    made.define_hidden("python", &kept)?;
    let next = realm.function("next", 0, move |call: &Call<'_>| {
        let kept = call.this().get("python")?;
        // SAFETY: the value is alive; `PyIter_Next` gives null at the end or with an exception set.
        let next = unsafe {
            let Some(pointer) = state.realm.engine().foreign_data(kept.raw()) else {
                return Err(call.realm().type_error("Illegal invocation"));
            };
            let iterator = python(state, || unwrap(state, pointer))?;
            python(state, || {
                let next = ffi::PyIter_Next(iterator.as_ptr());
                if next.is_null() && !ffi::PyErr_Occurred().is_null() { Err(Raised) } else { Ok(next) }
            })?
        };
        let step = call.realm().object();
        step.set("done", &call.realm().boolean(next.is_null()))?;
        // SAFETY: not null, an owned reference.
        if let Ok(item) = unsafe { Object::from_new(next) } {
            step.set("value", &give(state, &item)?)?;
        }
        Ok(step)
    });
    made.define_hidden("next", &next)?;
    Ok(made)
}

fn give_proxy(state: &'static State, object: &Object) -> Result<Value, Thrown> {
    let raw = python(state, || super::wrap(state, object.as_ptr()))?;
    // SAFETY: `wrap` gives a reference.
    Ok(unsafe { Value::from_raw(state.realm, raw) })
}

fn to_primitive(state: &'static State, call: &Call<'_>) -> Result<Value, Thrown> {
    let object = receiver(state, call)?;
    if call.argument(0).as_text().as_deref() != Some("string") {
        // SAFETY: the object is alive; what is no number falls back to its text.
        let number = unsafe { Object::from_new(ffi::PyNumber_Float(object.as_ptr())) };
        match number {
            Ok(number) if is_number(&object) => return give(state, &number),
            Ok(_) => {}
            // SAFETY: an exception is set.
            Err(Raised) => unsafe { ffi::PyErr_Clear() },
        }
    }
    let text = python(state, || object.text())?;
    Ok(state.realm.string(&text))
}

/// Whether an object is a number and not merely text that reads as one.
fn is_number(object: &Object) -> bool {
    // SAFETY: the object is alive.
    unsafe { ffi::PyNumber_Check(object.as_ptr()) != 0 }
}
