//! Calling a proxy: untyped here, by its signature in `signature/call.rs`.

use std::mem::MaybeUninit;

use pyo3::ffi::{self, PyObject};

use super::attributes::give;
use super::types::{slot, slots};
use super::{payload, raw_of};
use crate::engine::{Active, Engine, Raw};
use crate::python::convert;
use crate::python::object::{Object, PyResult, Raised};
use crate::python::signature::{self, Binding};
use crate::python::state::State;

/// How many arguments are converted without allocating.
const INLINE: usize = 8;

/// The slots of callable proxies beside the call itself.
pub(super) fn slots() -> Vec<ffi::PyType_Slot> {
    slots![Py_tp_descr_get = bind_as_method, Py_tp_methods = super::methods::of_callables()]
}

/// A JavaScript function that stands in a Python class is a method: read through an instance, it has that as its receiver.
unsafe extern "C" fn bind_as_method(
    function: *mut PyObject,
    instance: *mut PyObject,
    _: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and a live instance, or null; the conversion gives a reference.
    give(unsafe {
        if instance.is_null() || instance == ffi::Py_None() {
            return Object::from_borrowed(function).into_ptr();
        }
        State::enter_for(function).and_then(|entered| {
            let state = *entered;
            let this = crate::engine::Value::from_raw(state.realm, convert::to_js(state, instance)?);
            let payload = payload(function);
            super::method_to_py(state, payload.raw, this.raw(), payload.binding)
        })
    })
}

/// Arguments converted to values that are released when the call is over. Filled in place, because it is large.
pub struct RawArguments {
    inline: [MaybeUninit<Raw>; INLINE],
    length: usize,
    spilled: Vec<Raw>,
}

impl RawArguments {
    /// No arguments.
    #[inline(always)]
    pub fn new() -> Self {
        Self { inline: [const { MaybeUninit::uninit() }; INLINE], length: 0, spilled: Vec::new() }
    }

    /// Appends a value with its reference.
    #[inline(always)]
    pub fn push(&mut self, raw: Raw) {
        if self.length < INLINE {
            self.inline[self.length].write(raw);
            self.length += 1;
        } else {
            self.spill(raw);
        }
    }

    /// Appends what `make` writes.
    #[inline(always)]
    pub fn push_with(&mut self, make: impl FnOnce(&mut MaybeUninit<Raw>) -> PyResult<()>) -> PyResult<()> {
        if self.length < INLINE {
            make(&mut self.inline[self.length])?;
            self.length += 1;
            return Ok(());
        }
        let mut place = MaybeUninit::uninit();
        make(&mut place)?;
        // SAFETY: `make` has succeeded, so it has written.
        self.spill(unsafe { place.assume_init() });
        Ok(())
    }

    #[cold]
    fn spill(&mut self, raw: Raw) {
        if self.spilled.is_empty() {
            let first = self.as_slice().to_vec();
            self.spilled = first;
        }
        self.spilled.push(raw);
    }

    /// The values.
    #[inline(always)]
    pub fn as_slice(&self) -> &[Raw] {
        if self.spilled.is_empty() {
            // SAFETY: the first `length` values were written.
            unsafe { std::slice::from_raw_parts(self.inline.as_ptr().cast(), self.length) }
        } else {
            &self.spilled
        }
    }

    /// Gives the references back.
    ///
    /// # Safety
    ///
    /// On the realm's thread, after the last use of the values.
    #[inline(always)]
    pub unsafe fn release(&self, engine: &Active) {
        for raw in self.as_slice() {
            // SAFETY: each value carries the reference it was pushed with.
            unsafe { engine.release(*raw) };
        }
    }
}

/// Calls a function or constructs a class with converted arguments, and releases those.
#[inline(always)]
pub unsafe fn invoke(
    state: &'static State,
    function: Raw,
    this: Raw,
    arguments: &RawArguments,
    construct: bool,
) -> PyResult<crate::engine::Value> {
    // SAFETY: the caller keeps the function and the receiver alive; the arguments own their values.
    unsafe {
        state.run(|engine| {
            let result = if construct {
                engine.construct(function, arguments.as_slice())
            } else {
                engine.call(function, this, arguments.as_slice())
            };
            arguments.release(engine);
            result
        })
    }
}

/// The vectorcall of every proxy.
pub(super) unsafe extern "C" fn vectorcall(
    callable: *mut PyObject,
    arguments: *const *mut PyObject,
    count: usize,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and live arguments; `names` is null or a tuple of the keywords' names.
    unsafe {
        let Ok(entered) = State::enter_for(callable) else { return std::ptr::null_mut() };
        let state = *entered;
        let positional = ffi::PyVectorcall_NARGS(count as _) as usize;
        let named = if names.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(names) as usize };
        let all = if positional + named == 0 { &[] } else { std::slice::from_raw_parts(arguments, positional + named) };
        let payload = payload(callable);
        give(match payload.binding {
            None | Some(Binding::View(_)) => call_untyped(state, payload.raw, payload.this, all, names, false),
            Some(Binding::Function(plan)) => signature::call(state, plan, payload.raw, payload.this, all, names, false),
            Some(Binding::ClassObject(class)) => signature::construct(state, class, payload.raw, all, names),
            Some(Binding::Instance(class)) => match class.call_plan(state) {
                Ok(Some(plan)) => signature::call(state, plan, payload.raw, payload.this, all, names, false),
                Ok(None) => call_untyped(state, payload.raw, payload.this, all, names, false),
                Err(raised) => Err(raised),
            },
        })
    }
}

/// A call by the default conversions: keywords become one object behind the positional arguments.
#[inline]
pub unsafe fn call_untyped(
    state: &'static State,
    function: Raw,
    this: Raw,
    all: &[*mut PyObject],
    names: *mut PyObject,
    construct: bool,
) -> PyResult<Object> {
    // SAFETY: as in `vectorcall`.
    unsafe {
        let mut converted = RawArguments::new();
        if let Err(raised) = convert_all(state, all, names, &mut converted) {
            converted.release(state.realm.engine());
            return Err(raised);
        }
        let result = invoke(state, function, this, &converted, construct)?;
        convert::to_py(state, result.raw())
    }
}

#[inline(always)]
unsafe fn convert_all(
    state: &State,
    all: &[*mut PyObject],
    names: *mut PyObject,
    converted: &mut RawArguments,
) -> PyResult<()> {
    // SAFETY: as in `vectorcall`.
    unsafe {
        if names.is_null() {
            for argument in all {
                converted.push_with(|place| convert::to_js_at(state, *argument, place))?;
            }
            return Ok(());
        }
        let positional = all.len() - ffi::PyTuple_GET_SIZE(names) as usize;
        for argument in &all[..positional] {
            converted.push_with(|place| convert::to_js_at(state, *argument, place))?;
        }
        if positional < all.len() {
            converted.push(keyword_object(state, &all[positional..], names)?);
        }
        Ok(())
    }
}

unsafe fn keyword_object(state: &State, values: &[*mut PyObject], names: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: as in `vectorcall`; the object is released by its owner when a value fails.
    unsafe {
        let object = state.realm.object();
        for (index, value) in values.iter().enumerate() {
            let raw = convert::to_js(state, *value)?;
            let name = ffi::PyTuple_GET_ITEM(names, index as _);
            let defined = state.names.with_exact(name, |key| {
                state.realm.engine().define(object.raw(), key, raw, crate::engine::PropertyFlags::DATA)
            });
            match defined {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Err(crate::python::error::raise_pending(state.realm)),
                Err(Raised) => {
                    state.realm.engine().release(raw);
                    return Err(Raised);
                }
            }
        }
        Ok(object.into_raw())
    }
}

/// `proxy.new(...)`: constructs without a signature.
pub(super) unsafe extern "C" fn new(
    object: *mut PyObject,
    arguments: *const *mut PyObject,
    count: ffi::Py_ssize_t,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a live proxy and live arguments.
    unsafe {
        let Ok(entered) = State::enter_for(object) else { return std::ptr::null_mut() };
        let state = *entered;
        let named = if names.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(names) as usize };
        let total = count as usize + named;
        let all = if total == 0 { &[] } else { std::slice::from_raw_parts(arguments, total) };
        let Some(raw) = raw_of(state, object) else { return std::ptr::null_mut() };
        give(match payload(object).binding {
            Some(Binding::ClassObject(class)) => signature::construct(state, class, raw, all, names),
            _ => call_untyped(state, raw, Active::UNDEFINED, all, names, true),
        })
    }
}
