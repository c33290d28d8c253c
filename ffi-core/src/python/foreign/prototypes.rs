//! The prototypes of proxies: the methods that JavaScript has on every Python object (`toJs`, `destroy`, iteration, ...).

use pyo3::ffi;

use super::{Aliasing, Bound, data, destroy, make_alias, make_unshared, unwrap, view};
use crate::engine::{Call, Engine, Key, Raw, Realm, Thrown, Value, WellKnown};
use crate::python::convert::{self, deep_js};
use crate::python::error::throw_raised;
use crate::python::object::{Object, PyResult, Raised};
use crate::python::state::State;

/// The prototypes.
pub struct Prototypes {
    /// Of objects: that of the class `PyProxy`.
    pub object: Value,
    /// Of callables.
    pub callable: Value,
    /// Of errors that stand for Python exceptions.
    pub error: Value,
    /// The symbol under which a prototype keeps the abilities of its objects.
    pub abilities: Value,
    /// Of the promises that coroutines are: they are of class `PyProxy`, too, and can be destroyed, which does nothing.
    pub coroutine: Value,
    /// `[Symbol.iterator]` of what can be iterated.
    pub iterate: Value,
    /// `asJsJson` of what has items.
    pub as_json: Value,
    pub(super) type_key: Key,
    pub(super) length_key: Key,
    pub(super) prototype_key: Key,
    pub(super) hidden_keys: [Key; 4],
}

/// The prototype of the promises of coroutines.
const COROUTINE: &str = r#"((abilities, bits) => {
  const methods = {
    get type() { return "coroutine" },
    toString() { return "<coroutine>" },
    destroy() {},
    [Symbol.dispose]() {},
    copy() { return this },
    [abilities]: bits,
  };
  const made = Object.create(Promise.prototype, Object.getOwnPropertyDescriptors(methods));
  for (const key of Reflect.ownKeys(made)) Object.defineProperty(made, key, {enumerable: false});
  return made;
})"#;

/// The class of all proxies. What can be called has its properties beside those of functions.
const CLASS: &str = r#"(abilities => {
  class PyProxy {
    static [Symbol.hasInstance](object) { return object != null && object[abilities] !== undefined }
    constructor() { throw new TypeError("PyProxy is not a constructor") }
    get [Symbol.toStringTag]() { return "PyProxy" }
  }
  return PyProxy;
})"#;

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
        let abilities = global.get("Symbol")?.invoke("for", &[&realm.string("sigbind.abilities")])?;
        let class = realm.evaluate(CLASS, "<sigbind>")?.call_plain(&[&abilities])?;
        let object = class.get("prototype")?;
        define_methods(realm, &object)?;
        let callable = realm.object_with_prototype(&global.get("Function")?.get("prototype")?)?;
        let copy = realm.evaluate(
            "((to, from) => { Object.defineProperties(to, Object.getOwnPropertyDescriptors(from)) })",
            "<sigbind>",
        )?;
        copy.call_plain(&[&callable, &object])?;
        define_methods_of_callables(&callable)?;
        let awaitable = realm.number(f64::from(super::kinds::AWAITABLE));
        let coroutine = realm.evaluate(COROUTINE, "<sigbind>")?.call_plain(&[&abilities, &awaitable])?;
        let error = realm.evaluate("(class PythonError extends Error {}).prototype", "<sigbind>")?;
        error.define_hidden("name", &realm.string("PythonError"))?;
        Ok(Self {
            object,
            callable,
            error,
            abilities,
            coroutine,
            iterate: realm.function("[Symbol.iterator]", 0, |call| iterator(state_of(call.realm())?, call)),
            as_json: realm.function("asJsJson", 0, |call: &Call<'_>| {
                let state = state_of(call.realm())?;
                python(state, || view::of(state, &call.this()))
            }),
            type_key: realm.key("type")?,
            length_key: realm.key("length")?,
            prototype_key: realm.key("prototype")?,
            hidden_keys: [realm.key("name")?, realm.key("length")?, realm.key("caller")?, realm.key("arguments")?],
        })
    }
}

type Method = fn(&'static State, &Call<'_>) -> Result<Value, Thrown>;

fn define(
    prototype: &Value,
    key: impl crate::engine::IntoKey,
    name: &str,
    length: u32,
    run: Method,
) -> Result<(), Thrown> {
    let function = prototype.realm().function(name, length, move |call: &Call<'_>| run(state_of(call.realm())?, call));
    prototype.define_hidden(key, &function)
}

/// What an error says about the object of a proxy that was destroyed.
pub(super) fn describe(object: *mut ffi::PyObject) -> String {
    // SAFETY: the callers pass a live object; the type's name is a string of C.
    let (object, class) = unsafe {
        let class = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(object)).tp_name).to_string_lossy();
        (Object::from_borrowed(object), class)
    };
    match object.text() {
        Ok(text) => format!("The object was of type \"{class}\" and had repr \"{text}\""),
        Err(Raised) => {
            // SAFETY: an exception is set.
            unsafe { ffi::PyErr_Clear() };
            format!("The object was of type \"{class}\" and an error was raised when trying to generate its repr")
        }
    }
}

/// A function that calls a Python one with the object behind `this`, and then the arguments.
pub fn method(state: &'static State, name: &str, run: &Object) -> Value {
    let run = run.clone();
    state.realm.function(name, 0, move |call: &Call<'_>| {
        let state = state_of(call.realm())?;
        let first = receiver(state, call)?;
        let arguments = call.arguments();
        // SAFETY: the arguments are alive for the call; `invoke` gives a reference.
        unsafe {
            let sources = arguments.raw().iter().copied();
            let raw = python(state, || super::behaviour::invoke(state, &run, Some(first), arguments.len(), sources))?;
            Ok(Value::from_raw(state.realm, raw))
        }
    })
}

fn destroy_receiver(state: &'static State, call: &Call<'_>) -> Result<Value, Thrown> {
    let this = call.this();
    // SAFETY: the value is alive for the call.
    let Some(data) = (unsafe { state.realm.engine().foreign_data(this.raw()).map(|pointer| data(pointer)) }) else {
        return Err(call.realm().type_error("Illegal invocation"));
    };
    let options = call.argument(0);
    let mut message = None;
    if options.is_object() {
        message = options.get("message")?.as_text();
        let kept = options.get("destroyRoundtrip")?;
        if data.stays.get() && kept.as_boolean() == Some(false) {
            return Ok(state.realm.undefined());
        }
    }
    // One proxy stands for all times that the object crossed, each of which is destroyed for itself.
    let others = data.crossings.get().saturating_sub(1);
    if others > 0 {
        data.crossings.set(others);
        return Ok(state.realm.undefined());
    }
    python(state, || {
        destroy(state, this.raw(), message);
        state.settle();
        Ok(state.realm.undefined())
    })
}

fn define_methods(realm: Realm, prototype: &Value) -> Result<(), Thrown> {
    let getter = realm.function("get type", 0, |call: &Call<'_>| {
        let state = state_of(call.realm())?;
        let object = receiver(state, call)?;
        let raw = python(state, || type_of(state, &object))?;
        // SAFETY: `type_of` gives a reference.
        Ok(unsafe { Value::from_raw(state.realm, raw) })
    });
    prototype.define_getter("type", getter)?;
    define(prototype, "toString", "toString", 0, |state, call| {
        let object = receiver(state, call)?;
        let text = python(state, || object.text())?;
        Ok(state.realm.string(&text))
    })?;
    define(prototype, "toJs", "toJs", 1, |state, call| {
        let object = receiver(state, call)?;
        let options = deep_js::Options::from_js(state, &call.argument(0))?;
        python(state, || deep_js::to_js(state, object.as_ptr(), &options))
    })?;
    define(prototype, "destroy", "destroy", 1, destroy_receiver)?;
    define(prototype, WellKnown::Dispose, "[Symbol.dispose]", 0, destroy_receiver)?;
    define(prototype, "copy", "copy", 0, |state, call| {
        let object = receiver(state, call)?;
        let raw = python(state, || make_unshared(state, object.as_ptr()))?;
        // SAFETY: `make_unshared` gives a reference to a proxy.
        Ok(unsafe { Value::from_raw(state.realm, raw) })
    })?;
    define(prototype, WellKnown::ToPrimitive, "[Symbol.toPrimitive]", 1, to_primitive)
}

/// An alias of the receiver. Its first `bind` says for good what `this` is; each adds arguments.
fn alias(
    state: &'static State,
    call: &Call<'_>,
    captures: bool,
    bound: Option<(Value, Vec<Value>)>,
) -> Result<Value, Thrown> {
    receiver(state, call)?;
    let this = call.this();
    // SAFETY: `receiver` has found it to be a proxy; it is alive for the call.
    let Some(data) = (unsafe { state.realm.engine().foreign_data(this.raw()).map(|pointer| data(pointer)) }) else {
        return Err(call.realm().type_error("Illegal invocation"));
    };
    let before = data.bound();
    let bound = match bound {
        None => before.map(|before| (before.receiver.clone(), before.arguments.clone())),
        Some((receiver, more)) => {
            let (receiver, mut arguments) = match before {
                Some(before) => (before.receiver.clone(), before.arguments.clone()),
                None => (receiver, Vec::new()),
            };
            arguments.extend(more);
            Some((receiver, arguments))
        }
    };
    let more = Aliasing {
        captures_this: captures || data.captures_this.get(),
        bound: bound.map(|(receiver, arguments)| Bound { receiver, arguments }),
        is_view: data.is_view,
    };
    let raw = python(state, || make_alias(state, this.raw(), more))?;
    // SAFETY: `make_alias` gives a reference.
    Ok(unsafe { Value::from_raw(state.realm, raw) })
}

fn define_methods_of_callables(prototype: &Value) -> Result<(), Thrown> {
    define(prototype, "callKwargs", "callKwargs", 1, call_keywords)?;
    define(prototype, "callRelaxed", "callRelaxed", 0, call_relaxed)?;
    define(prototype, "captureThis", "captureThis", 0, |state, call| alias(state, call, true, None))?;
    define(prototype, "bind", "bind", 1, |state, call| {
        let mut given = call.arguments().to_vec();
        let receiver = if given.is_empty() { call.realm().undefined() } else { given.remove(0) };
        alias(state, call, false, Some((receiver, given)))
    })
}

/// The name of an object's type. Gives a reference.
pub(super) fn type_of(state: &'static State, object: &Object) -> PyResult<Raw> {
    // SAFETY: the object is alive.
    let name = unsafe { std::ffi::CStr::from_ptr((*ffi::Py_TYPE(object.as_ptr())).tp_name) }.to_string_lossy();
    Ok(state.realm.string(&name).into_raw())
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
    // SAFETY: the object is alive. An iterator is its own, and its proxy has `next`.
    if unsafe { ffi::PyIter_Check(object.as_ptr()) } != 0 {
        return Ok(call.this().clone());
    }
    // SAFETY: the value is alive for the call.
    let is_view = unsafe {
        let pointer = realm.engine().foreign_data(call.this().raw());
        pointer.is_some_and(|pointer| data(pointer).is_view)
    };
    // SAFETY: the object is alive.
    let iterator = python(state, || unsafe { Object::from_new(ffi::PyObject_GetIter(object.as_ptr())) })?;
    let made = realm.object_with_prototype(&realm.iterator_prototype()?)?;
    let kept = give_proxy(state, &iterator)?;
    made.define_hidden("python", &kept)?;
    let next = realm.function("next", 0, move |call: &Call<'_>| {
        let kept = call.this().get("python")?;
        if kept.is_undefined() {
            return step(call.realm(), true, None);
        }
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
        // SAFETY: null, or an owned reference.
        let Ok(item) = (unsafe { Object::from_new(next) }) else { return step(call.realm(), true, None) };
        let value = if is_view {
            let raw = python(state, || view::give(state, &item))?;
            // SAFETY: `give` gives a reference.
            unsafe { Value::from_raw(state.realm, raw) }
        } else {
            give(state, &item)?
        };
        step(call.realm(), false, Some(&value))
    });
    made.define_hidden("next", &next)?;
    made.define_hidden(
        "return",
        &realm.function("return", 1, |call: &Call<'_>| {
            call.this().define_hidden("python", &call.realm().undefined())?;
            step(call.realm(), true, Some(&call.argument(0)))
        }),
    )?;
    made.define_hidden(
        "throw",
        &realm.function("throw", 1, |call: &Call<'_>| {
            call.this().define_hidden("python", &call.realm().undefined())?;
            Err(Thrown::new(call.argument(0).clone()))
        }),
    )?;
    Ok(made)
}

fn step(realm: Realm, done: bool, value: Option<&Value>) -> Result<Value, Thrown> {
    let step = realm.object();
    step.set("done", &realm.boolean(done))?;
    if let Some(value) = value {
        step.set("value", value)?;
    }
    Ok(step)
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
