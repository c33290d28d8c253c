//! What JavaScript's operations do to a proxy of a Python object.

use std::ffi::c_void;

use pyo3::ffi::{self, PyObject};

use super::prototypes::computed;
use super::{Data, data};
use crate::engine::{Engine, ForeignProxy, Pending, Raw, RawKey, RawResult, Realm, Tracer};
use crate::python::convert;
use crate::python::error::throw_raised;
use crate::python::object::{Object, PyResult, Raised, clear_if};
use crate::python::signature;
use crate::python::state::State;

/// Proxies of Python objects.
pub struct PyProxy;

/// The state; the hooks run inside the engine, so it exists and this is its thread.
fn state(realm: Realm) -> RawResult<&'static State> {
    State::of(realm).ok_or(Pending)
}

/// Runs Python code for JavaScript: what finalizers left is dropped first, and an exception is thrown.
#[inline]
fn run<R>(state: &'static State, operation: impl FnOnce() -> PyResult<R>) -> RawResult<R> {
    let _current = state.be_current();
    state.settle();
    operation().map_err(|Raised| throw_raised(state))
}

fn live(state: &State, data: &Data) -> PyResult<Object> {
    let object = data.holder.object();
    if object.is_null() {
        return Err(super::destroyed(state, data));
    }
    // SAFETY: the proxy owns the object; the reference keeps it alive should the proxy be destroyed during the operation.
    Ok(unsafe { Object::from_borrowed(object) })
}

/// The number that a key of the form `12` is.
fn index_of(name: &Object) -> Option<i64> {
    // SAFETY: the name is a live string.
    unsafe {
        let first =
            if ffi::PyUnicode_GetLength(name.as_ptr()) > 0 { ffi::PyUnicode_ReadChar(name.as_ptr(), 0) } else { 0 };
        if !(48..58).contains(&first) {
            return None;
        }
    }
    name.text().ok()?.parse().ok()
}

/// What `object[key]` is in Python: an attribute, the item of a dict, or the item of a sequence.
fn find(data: &Data, object: &Object, name: &Object) -> PyResult<Option<Object>> {
    // SAFETY: all objects are alive.
    unsafe {
        if let Some(index) = index_of(name) {
            if ffi::PySequence_Check(object.as_ptr()) == 0 || data.is_dict {
                return find_item(data, object, name);
            }
            let item = ffi::PySequence_GetItem(object.as_ptr(), index as _);
            if item.is_null() {
                return if clear_if(ffi::PyExc_IndexError) { Ok(None) } else { Err(Raised) };
            }
            return Object::from_new(item).map(Some);
        }
        let mut found = std::ptr::null_mut();
        if ffi::compat::PyObject_GetOptionalAttr(object.as_ptr(), name.as_ptr(), &mut found) < 0 {
            return Err(Raised);
        }
        if !found.is_null() {
            return Object::from_new(found).map(Some);
        }
        find_item(data, object, name)
    }
}

/// The fallback of a dict: its items are properties where no attribute has the name.
fn find_item(data: &Data, object: &Object, name: &Object) -> PyResult<Option<Object>> {
    if !data.is_dict {
        return Ok(None);
    }
    // SAFETY: a dict and a string, both alive.
    unsafe {
        let item = ffi::PyDict_GetItemWithError(object.as_ptr(), name.as_ptr());
        if item.is_null() {
            return if ffi::PyErr_Occurred().is_null() { Ok(None) } else { Err(Raised) };
        }
        Ok(Some(Object::from_borrowed(item)))
    }
}

// SAFETY: `data` is the box that `make` stored; the hooks keep the ownership rules of the trait; finalizing and tracing call
// neither the engine nor Python.
unsafe impl ForeignProxy for PyProxy {
    const NAME: &'static std::ffi::CStr = c"PyProxy";

    unsafe fn get(realm: Realm, pointer: *mut c_void, key: RawKey, _: Raw) -> RawResult<Option<Raw>> {
        // SAFETY: promised by the trait.
        unsafe {
            let state = state(realm)?;
            let data = data(pointer);
            if data.is_opaque || data.kind.is_own(key) {
                return Ok(None);
            }
            run(state, || {
                let Some(name) = state.names.string_of(key)? else { return Ok(None) };
                let object = live(state, data)?;
                match find(data, &object, &name)? {
                    Some(found) => convert::to_js(state, found.as_ptr()).map(Some),
                    None if state.foreign_prototypes.is_computed(key) => computed(state, key, &object),
                    None => Ok(None),
                }
            })
        }
    }

    unsafe fn set(realm: Realm, pointer: *mut c_void, key: RawKey, value: Raw) -> RawResult<bool> {
        // SAFETY: promised by the trait.
        unsafe {
            let state = state(realm)?;
            let data = data(pointer);
            if data.is_opaque {
                return Ok(false);
            }
            run(state, || {
                let Some(name) = state.names.string_of(key)? else { return Ok(false) };
                let object = live(state, data)?;
                let value = convert::to_py(state, value)?;
                let result = if let Some(index) = index_of(&name)
                    && ffi::PySequence_Check(object.as_ptr()) != 0
                    && !data.is_dict
                {
                    ffi::PySequence_SetItem(object.as_ptr(), index as _, value.as_ptr())
                } else if data.is_dict && find_item(data, &object, &name)?.is_some() {
                    ffi::PyDict_SetItem(object.as_ptr(), name.as_ptr(), value.as_ptr())
                } else {
                    let result = ffi::PyObject_SetAttr(object.as_ptr(), name.as_ptr(), value.as_ptr());
                    if result < 0 && data.is_dict && clear_if(ffi::PyExc_AttributeError) {
                        // A plain dict has no attributes of its own: the property is an item.
                        ffi::PyDict_SetItem(object.as_ptr(), name.as_ptr(), value.as_ptr())
                    } else {
                        result
                    }
                };
                if result < 0 { Err(Raised) } else { Ok(true) }
            })
        }
    }

    unsafe fn has(realm: Realm, pointer: *mut c_void, key: RawKey) -> RawResult<bool> {
        // SAFETY: promised by the trait.
        unsafe {
            let state = state(realm)?;
            let data = data(pointer);
            if data.is_opaque || data.kind.is_own(key) {
                return Ok(false);
            }
            run(state, || {
                let Some(name) = state.names.string_of(key)? else { return Ok(false) };
                let object = live(state, data)?;
                if find(data, &object, &name)?.is_some() {
                    return Ok(true);
                }
                if !state.foreign_prototypes.is_computed(key) {
                    return Ok(false);
                }
                let value = computed(state, key, &object)?;
                Ok(value.map(|raw| crate::engine::Value::from_raw(state.realm, raw)).is_some())
            })
        }
    }

    unsafe fn delete(realm: Realm, pointer: *mut c_void, key: RawKey) -> RawResult<bool> {
        // SAFETY: promised by the trait.
        unsafe {
            let state = state(realm)?;
            let data = data(pointer);
            if data.is_opaque {
                return Ok(false);
            }
            run(state, || {
                let Some(name) = state.names.string_of(key)? else { return Ok(false) };
                let object = live(state, data)?;
                let result = if let Some(index) = index_of(&name)
                    && ffi::PySequence_Check(object.as_ptr()) != 0
                    && !data.is_dict
                {
                    ffi::PySequence_DelItem(object.as_ptr(), index as _)
                } else if data.is_dict && find_item(data, &object, &name)?.is_some() {
                    ffi::PyDict_DelItem(object.as_ptr(), name.as_ptr())
                } else {
                    let null: *mut PyObject = std::ptr::null_mut();
                    ffi::PyObject_SetAttr(object.as_ptr(), name.as_ptr(), null)
                };
                if result < 0 {
                    return if clear_if(ffi::PyExc_AttributeError) { Ok(true) } else { Err(Raised) };
                }
                Ok(true)
            })
        }
    }

    unsafe fn own_keys(realm: Realm, pointer: *mut c_void, each: &mut dyn FnMut(RawKey)) -> RawResult<()> {
        // SAFETY: promised by the trait.
        unsafe {
            let state = state(realm)?;
            let data = data(pointer);
            if data.is_opaque {
                return Ok(());
            }
            run(state, || {
                let object = live(state, data)?;
                // A dict shows its keys; a sequence its indices; anything else what `dir` lists, without the protocols.
                let is_data = ffi::PyList_Check(object.as_ptr()) != 0 || ffi::PyTuple_Check(object.as_ptr()) != 0;
                if is_data {
                    let length = ffi::PySequence_Size(object.as_ptr());
                    for index in 0..length.max(0) {
                        each(state.realm.engine().key_index(index as u32));
                    }
                    return Ok(());
                }
                let names = if data.is_dict {
                    Object::from_new(ffi::PyDict_Keys(object.as_ptr()))?
                } else {
                    Object::from_new(ffi::PyObject_Dir(object.as_ptr()))?
                };
                for index in 0..ffi::PyList_Size(names.as_ptr()) {
                    let name = ffi::PyList_GetItem(names.as_ptr(), index);
                    if ffi::PyUnicode_Check(name) == 0 {
                        continue;
                    }
                    let text = crate::python::object::text_of(name)?;
                    if !data.is_dict && text.starts_with("__") {
                        continue;
                    }
                    match state.realm.engine().key(&text) {
                        Ok(key) => each(key),
                        Err(Pending) => return Err(crate::python::error::raise_pending(state.realm)),
                    }
                }
                Ok(())
            })
        }
    }

    unsafe fn call(realm: Realm, pointer: *mut c_void, this: Raw, arguments: &[Raw], _: Option<Raw>) -> RawResult<Raw> {
        // SAFETY: promised by the trait.
        unsafe {
            let state = state(realm)?;
            let data = data(pointer);
            run(state, || call(state, data, this, arguments))
        }
    }

    unsafe fn finalize(pointer: *mut c_void) {
        // SAFETY: promised by the trait: the box is not used again. The reference is dropped when no JavaScript runs.
        unsafe { drop(Box::from_raw(pointer.cast::<Data>())) }
    }

    unsafe fn trace(pointer: *mut c_void, tracer: &Tracer) {
        // A Python object keeps JavaScript values alive through proxies, which own them: to the engine they are roots, except during a run of
        // the collector of cycles.
        // SAFETY: promised by the trait.
        tracer.holder(unsafe { data(pointer) }.holder.address());
    }
}

/// How many arguments are converted without allocating.
const INLINE: usize = 6;

#[inline]
unsafe fn call(state: &'static State, data: &Data, this: Raw, arguments: &[Raw]) -> PyResult<Raw> {
    // SAFETY: promised by the trait; every converted argument is owned until the call is over.
    unsafe {
        let object = live(state, data)?;
        if data.once.get() {
            data.once.set(false);
            *data.farewell.borrow_mut() = Some("OnceProxy can only be called once".to_owned());
            if let Some(object) = data.holder.take() {
                state.drop_later(object.into_ptr());
            }
        }
        if let Some(plan) = data.plan.get() {
            return signature::call_python(state, plan, &object, arguments, data.most.get());
        }
        let captured = usize::from(data.captures_this.get());
        let total = arguments.len() + captured;
        // The slot in front of the arguments may be used by the callee for a receiver.
        let mut inline = [std::ptr::null_mut(); INLINE + 1];
        let mut spilled = Vec::new();
        let slots: &mut [*mut PyObject] = if total <= INLINE {
            &mut inline
        } else {
            spilled.resize(total + 1, std::ptr::null_mut());
            &mut spilled
        };
        let mut filled = 1;
        let mut failed = false;
        let sources = captured_this(this, captured).chain(arguments.iter().copied());
        for raw in sources {
            match convert::to_py(state, raw) {
                Ok(converted) => {
                    slots[filled] = converted.into_ptr();
                    filled += 1;
                }
                Err(Raised) => {
                    failed = true;
                    break;
                }
            }
        }
        let result = if failed {
            std::ptr::null_mut()
        } else {
            let count = (filled - 1) | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
            ffi::PyObject_Vectorcall(object.as_ptr(), slots.as_ptr().add(1), count, std::ptr::null_mut())
        };
        for slot in &slots[1..filled] {
            ffi::Py_DECREF(*slot);
        }
        let result = Object::from_new(result)?;
        convert::to_js(state, result.as_ptr())
    }
}

fn captured_this(this: Raw, captured: usize) -> impl Iterator<Item = Raw> {
    std::iter::once(this).take(captured)
}
