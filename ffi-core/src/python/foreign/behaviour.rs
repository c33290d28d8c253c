//! What JavaScript's operations do to a proxy of a Python object.

use std::ffi::c_void;

use pyo3::ffi::{self, PyObject};

use super::kinds::Role;
use super::prototypes::type_of;
use super::{Data, data, view};
use crate::engine::{
    Active, Assignment, Engine, ForeignProxy, Pending, Presence, Raw, RawKey, RawResult, Realm, Tracer,
};
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

pub(super) fn live(state: &State, data: &Data) -> PyResult<Object> {
    let object = data.object();
    if object.is_null() {
        return Err(super::destroyed(state, data));
    }
    // SAFETY: the proxy owns the object; the reference keeps it alive should the proxy be destroyed during the operation.
    Ok(unsafe { Object::from_borrowed(object) })
}

/// A name as Python reads it.
pub(super) enum Name {
    /// An attribute, without the `$` that says that it is no property of JavaScript's.
    Attribute(Object),
    /// A number in decimal digits.
    Index(i64),
}

pub(super) fn read(name: &Object) -> PyResult<Name> {
    // SAFETY: the name is a live string.
    unsafe {
        let length = ffi::PyUnicode_GetLength(name.as_ptr());
        let first = if length > 0 { ffi::PyUnicode_ReadChar(name.as_ptr(), 0) } else { 0 };
        if first == u32::from(b'$') {
            return Object::from_new(ffi::PyUnicode_Substring(name.as_ptr(), 1, length)).map(Name::Attribute);
        }
        if (48..58).contains(&first)
            && let Ok(number) = name.text()?.parse()
        {
            return Ok(Name::Index(number));
        }
    }
    Ok(Name::Attribute(name.clone()))
}

fn attribute(object: &Object, name: &Object) -> PyResult<Option<Object>> {
    let mut found = std::ptr::null_mut();
    // SAFETY: all objects are alive.
    unsafe {
        if ffi::compat::PyObject_GetOptionalAttr(object.as_ptr(), name.as_ptr(), &mut found) < 0 {
            return Err(Raised);
        }
        if found.is_null() { Ok(None) } else { Object::from_new(found).map(Some) }
    }
}

fn has_attribute(object: &Object, name: &Object) -> PyResult<bool> {
    match attribute(object, name) {
        Ok(found) => Ok(found.is_some()),
        // What raises when it is read is there.
        Err(Raised) => {
            // SAFETY: an exception is set.
            unsafe { ffi::PyErr_Clear() };
            Ok(true)
        }
    }
}

/// The items of a dict are properties where no attribute has the name: by the text, or by the number that it is.
fn dict_key(data: &Data, object: &Object, name: &Object) -> PyResult<Option<Object>> {
    if !data.is_dict {
        return Ok(None);
    }
    let contains = |key: &Object| -> PyResult<bool> {
        // SAFETY: a dict and a key, both alive.
        match unsafe { ffi::PyDict_Contains(object.as_ptr(), key.as_ptr()) } {
            -1 => Err(Raised),
            found => Ok(found == 1),
        }
    };
    if contains(name)? {
        return Ok(Some(name.clone()));
    }
    if let Name::Index(number) = read(name)? {
        let number = Object::integer(number)?;
        if contains(&number)? {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

fn dict_item(data: &Data, object: &Object, name: &Object) -> PyResult<Option<Object>> {
    match dict_key(data, object, name)? {
        // SAFETY: a dict and a key, both alive.
        Some(key) => unsafe { Object::from_new(ffi::PyObject_GetItem(object.as_ptr(), key.as_ptr())).map(Some) },
        None => Ok(None),
    }
}

/// Whether a number is the index of an item.
fn is_indexed(data: &Data, object: &Object) -> bool {
    // SAFETY: the object is alive.
    !data.is_dict && unsafe { ffi::PySequence_Check(object.as_ptr()) != 0 }
}

pub(super) fn item_at(object: &Object, index: i64) -> PyResult<Option<Object>> {
    // SAFETY: the object is alive.
    unsafe {
        let item = ffi::PySequence_GetItem(object.as_ptr(), index as _);
        if item.is_null() {
            return if clear_if(ffi::PyExc_IndexError) { Ok(None) } else { Err(Raised) };
        }
        Object::from_new(item).map(Some)
    }
}

/// What `object[key]` is in Python: an attribute, the item of a dict, or the item of a sequence.
fn find(data: &Data, object: &Object, name: &Object) -> PyResult<Option<Object>> {
    match read(name)? {
        Name::Index(index) if is_indexed(data, object) => item_at(object, index),
        Name::Index(_) => dict_item(data, object, name),
        Name::Attribute(attribute_name) => match attribute(object, &attribute_name)? {
            Some(found) => Ok(Some(found)),
            None => dict_item(data, object, name),
        },
    }
}

/// Whether an attribute is what enumeration shows of an object: data of its own, as against what its class has.
fn is_data(object: &Object, name: &Object) -> PyResult<bool> {
    if name.text()?.starts_with("__") {
        return Ok(false);
    }
    // SAFETY: all objects are alive; a member descriptor is what a slot of a class is.
    unsafe {
        if let Some(members) = attribute(object, &Object::string("__dict__")?)? {
            match ffi::PySequence_Contains(members.as_ptr(), name.as_ptr()) {
                0 => {}
                1 => return Ok(true),
                _ => return Err(Raised),
            }
        }
        let class = Object::from_borrowed(ffi::Py_TYPE(object.as_ptr()).cast());
        let member = attribute(&class, name)?;
        Ok(member.is_some_and(|member| ffi::Py_TYPE(member.as_ptr()) == &raw mut ffi::PyMemberDescr_Type))
    }
}

/// The outcome of an assignment or deletion: a failure of one kind is a refusal.
pub(super) fn outcome(result: std::ffi::c_int, refusal: *mut PyObject) -> PyResult<bool> {
    if result >= 0 {
        return Ok(true);
    }
    // SAFETY: the callers pass a built-in exception class.
    if unsafe { clear_if(refusal) } { Ok(false) } else { Err(Raised) }
}

fn assign(data: &Data, object: &Object, name: &Object, value: &Object) -> PyResult<bool> {
    // SAFETY: all objects are alive.
    unsafe {
        let attribute_name = match read(name)? {
            Name::Index(index) if is_indexed(data, object) => {
                let result = ffi::PySequence_SetItem(object.as_ptr(), index as _, value.as_ptr());
                return outcome(result, ffi::PyExc_IndexError);
            }
            Name::Index(_) => name.clone(),
            Name::Attribute(attribute_name) => attribute_name,
        };
        if data.is_dict && !has_attribute(object, &attribute_name)? {
            if let Some(key) = dict_key(data, object, name)? {
                return done(ffi::PyDict_SetItem(object.as_ptr(), key.as_ptr(), value.as_ptr()));
            }
            if ffi::PyDict_CheckExact(object.as_ptr()) != 0 {
                let key = match read(name)? {
                    Name::Index(number) => Object::integer(number)?,
                    Name::Attribute(_) => name.clone(),
                };
                return done(ffi::PyDict_SetItem(object.as_ptr(), key.as_ptr(), value.as_ptr()));
            }
        }
        let result = ffi::PyObject_SetAttr(object.as_ptr(), attribute_name.as_ptr(), value.as_ptr());
        if result < 0 && data.is_dict && clear_if(ffi::PyExc_AttributeError) {
            // A dict of a class without attributes of its own: the property is an item.
            return done(ffi::PyDict_SetItem(object.as_ptr(), name.as_ptr(), value.as_ptr()));
        }
        done(result)
    }
}

fn done(result: std::ffi::c_int) -> PyResult<bool> {
    if result < 0 { Err(Raised) } else { Ok(true) }
}

fn delete(data: &Data, object: &Object, name: &Object) -> PyResult<bool> {
    // SAFETY: all objects are alive.
    unsafe {
        let attribute_name = match read(name)? {
            Name::Index(index) if is_indexed(data, object) => {
                let result = ffi::PySequence_DelItem(object.as_ptr(), index as _);
                return outcome(result, ffi::PyExc_IndexError);
            }
            Name::Index(_) => name.clone(),
            Name::Attribute(attribute_name) => attribute_name,
        };
        if data.is_dict && !has_attribute(object, &attribute_name)? {
            return match dict_key(data, object, name)? {
                Some(key) => done(ffi::PyDict_DelItem(object.as_ptr(), key.as_ptr())),
                None => Ok(false),
            };
        }
        done(ffi::PyObject_SetAttr(object.as_ptr(), attribute_name.as_ptr(), std::ptr::null_mut()))
    }
}

/// `len(object)` as a number of JavaScript's.
pub(super) fn length_of(object: &Object) -> PyResult<Raw> {
    // SAFETY: the object is alive.
    let length = unsafe { ffi::PyObject_Size(object.as_ptr()) };
    if length < 0 { Err(Raised) } else { Ok(Active::number(length as f64)) }
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
            let role = if data.is_opaque { Role::Own } else { data.kind.role(key) };
            if data.is_view {
                return run(state, || view::get(state, data, key, role));
            }
            match role {
                Role::Own => return Ok(None),
                Role::Type => return run(state, || type_of(state, &live(state, data)?).map(Some)),
                Role::Length => return run(state, || length_of(&live(state, data)?).map(Some)),
                Role::Python | Role::Hidden | Role::Prototype => {}
            }
            run(state, || {
                let Some(name) = state.names.string_of(key)? else { return Ok(None) };
                let object = live(state, data)?;
                match find(data, &object, &name)? {
                    Some(found) => convert::to_js(state, found.as_ptr()).map(Some),
                    None if role == Role::Python => Ok(None),
                    None => Ok(Some(Active::UNDEFINED)),
                }
            })
        }
    }

    unsafe fn set(realm: Realm, pointer: *mut c_void, key: RawKey, value: Raw) -> RawResult<Assignment> {
        // SAFETY: promised by the trait.
        unsafe {
            let state = state(realm)?;
            let data = data(pointer);
            if data.is_opaque {
                return Ok(Assignment::Refused);
            }
            run(state, || {
                let Some(name) = state.names.string_of(key)? else { return Ok(Assignment::Ordinary) };
                let object = live(state, data)?;
                let value = || convert::to_py(state, value);
                let accepted = if data.is_view && !data.kind.is_sequence() {
                    view::set(&object, &name, &value()?)?
                } else if matches!(data.kind.role(key), Role::Own | Role::Type | Role::Length) {
                    return Ok(Assignment::Ordinary);
                } else {
                    assign(data, &object, &name, &value()?)?
                };
                Ok(if accepted { Assignment::Done } else { Assignment::Refused })
            })
        }
    }

    unsafe fn has(realm: Realm, pointer: *mut c_void, key: RawKey) -> RawResult<Presence> {
        // SAFETY: promised by the trait.
        unsafe {
            let state = state(realm)?;
            let data = data(pointer);
            if data.is_opaque {
                return Ok(Presence::Inherited);
            }
            let role = data.kind.role(key);
            run(state, || {
                let Some(name) = state.names.string_of(key)? else { return Ok(Presence::Inherited) };
                let object = live(state, data)?;
                let found = match role {
                    _ if data.is_view && !data.kind.is_sequence() => {
                        return Ok(if view::has(&object, &name)? { Presence::Here } else { Presence::Hidden });
                    }
                    Role::Prototype => true,
                    Role::Own | Role::Type => dict_key(data, &object, &name)?.is_some(),
                    Role::Length => data.kind.is_sequence() || dict_key(data, &object, &name)?.is_some(),
                    Role::Python | Role::Hidden => match read(&name)? {
                        Name::Index(index) if is_indexed(data, &object) => item_at(&object, index)?.is_some(),
                        Name::Index(_) => dict_key(data, &object, &name)?.is_some(),
                        Name::Attribute(attribute_name) => {
                            has_attribute(&object, &attribute_name)? || dict_key(data, &object, &name)?.is_some()
                        }
                    },
                };
                Ok(match (found, role) {
                    (true, _) => Presence::Here,
                    (false, Role::Hidden) => Presence::Hidden,
                    (false, _) => Presence::Inherited,
                })
            })
        }
    }

    unsafe fn is_open(pointer: *mut c_void) -> bool {
        // SAFETY: promised by the trait.
        unsafe { !data(pointer).is_opaque }
    }

    unsafe fn own(realm: Realm, pointer: *mut c_void, key: RawKey) -> RawResult<Option<(Raw, bool)>> {
        // SAFETY: promised by the trait.
        unsafe {
            let state = state(realm)?;
            let data = data(pointer);
            // The items of a dict, of which a program reads many, are found at once.
            if data.is_dict && !data.is_opaque {
                let item = run(state, || {
                    let Some(name) = state.names.string_of(key)? else { return Ok(None) };
                    let item = dict_item(data, &live(state, data)?, &name)?;
                    let Some(item) = item else { return Ok(None) };
                    let value =
                        if data.is_view { view::give(state, &item) } else { convert::to_js(state, item.as_ptr()) };
                    value.map(Some)
                })?;
                if let Some(item) = item {
                    return Ok(Some((item, true)));
                }
            }
            if Self::has(realm, pointer, key)? != Presence::Here {
                return Ok(None);
            }
            let role = data.kind.role(key);
            run(state, || {
                let Some(name) = state.names.string_of(key)? else { return Ok(None) };
                let object = live(state, data)?;
                if data.is_view && !data.kind.is_sequence() {
                    return Ok(view::get(state, data, key, Role::Python)?.map(|value| (value, true)));
                }
                if role == Role::Length && data.kind.is_sequence() {
                    return Ok(Some((length_of(&object)?, false)));
                }
                let value = match find(data, &object, &name)? {
                    Some(found) if data.is_view => view::give(state, &found)?,
                    Some(found) => convert::to_js(state, found.as_ptr())?,
                    None => Active::UNDEFINED,
                };
                let is_shown = match read(&name)? {
                    _ if data.is_dict => false,
                    Name::Index(_) => true,
                    Name::Attribute(_) => role == Role::Python && is_data(&object, &name)?,
                };
                Ok(Some((value, is_shown)))
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
                let Some(name) = state.names.string_of(key)? else { return Ok(true) };
                let object = live(state, data)?;
                if data.is_view && !data.kind.is_sequence() {
                    return view::delete(&object, &name);
                }
                match data.kind.role(key) {
                    Role::Prototype => Ok(false),
                    Role::Own | Role::Type | Role::Length => Ok(true),
                    Role::Python | Role::Hidden => delete(data, &object, &name),
                }
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
                let engine = state.realm.engine();
                // A dict shows its keys; a sequence its indices and its length; anything else what `dir` lists.
                if data.kind.is_sequence() {
                    let length = ffi::PySequence_Size(object.as_ptr());
                    if length < 0 {
                        return Err(Raised);
                    }
                    for index in 0..length {
                        each(engine.key_index(index as u32));
                    }
                    each(engine.retain_key(state.foreign_prototypes.length_key.raw()));
                    return Ok(());
                }
                let names = if data.is_dict {
                    Object::from_new(ffi::PyDict_Keys(object.as_ptr()))?
                } else if data.is_view {
                    view::keys(&object)?
                } else {
                    Object::from_new(ffi::PyObject_Dir(object.as_ptr()))?
                };
                for index in 0..ffi::PyList_Size(names.as_ptr()) {
                    let name = ffi::PyList_GetItem(names.as_ptr(), index);
                    let is_number = ffi::PyLong_CheckExact(name) != 0;
                    if ffi::PyUnicode_Check(name) == 0 && !is_number {
                        continue;
                    }
                    let text = if is_number {
                        // A number whose text is a key of its own is shown once.
                        let shown = Object::from_new(ffi::PyObject_Str(name))?;
                        let is_text_too = |key: Object| ffi::PyUnicode_Check(key.as_ptr()) != 0;
                        if dict_key(data, &object, &shown)?.is_some_and(is_text_too) {
                            continue;
                        }
                        shown.text()?
                    } else {
                        crate::python::object::text_of(name)?
                    };
                    match engine.key(&text) {
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
        let data = unsafe { data(pointer) };
        tracer.holder(data.holder.address());
        if let Some(alias) = &data.alias {
            tracer.mark(&alias.origin);
        }
        if let Some(bound) = data.bound() {
            tracer.mark(&bound.receiver);
            bound.arguments.iter().for_each(|argument| tracer.mark(argument));
        }
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
            super::release(state, data, Some("OnceProxy can only be called once".to_owned()));
        }
        if let Some(plan) = data.plan.get() {
            return signature::call_python(state, plan, &object, arguments, data.most.get());
        }
        let mut all = Vec::new();
        let (this, arguments) = match data.bound() {
            None => (this, arguments),
            Some(bound) => {
                all.extend(bound.arguments.iter().map(|value| value.raw()).chain(arguments.iter().copied()));
                (bound.receiver.raw(), &all[..])
            }
        };
        let captured = usize::from(data.captures_this.get());
        let total = arguments.len() + captured;
        let sources = captured_this(this, captured).chain(arguments.iter().copied());
        invoke(state, &object, None, total, sources)
    }
}

/// Calls a Python callable with an object in front, if there is one, and `total` values of JavaScript. Gives a reference.
#[inline]
pub(super) unsafe fn invoke(
    state: &'static State,
    callable: &Object,
    first: Option<Object>,
    total: usize,
    sources: impl Iterator<Item = Raw>,
) -> PyResult<Raw> {
    // SAFETY: the callers pass live values; every converted argument is owned until the call is over.
    unsafe {
        // The slot in front of the arguments may be used by the callee for a receiver.
        let mut inline = [std::ptr::null_mut(); INLINE + 1];
        let mut spilled = Vec::new();
        let total = total + usize::from(first.is_some());
        let slots: &mut [*mut PyObject] = if total <= INLINE {
            &mut inline
        } else {
            spilled.resize(total + 1, std::ptr::null_mut());
            &mut spilled
        };
        let mut filled = 1;
        if let Some(first) = first {
            slots[filled] = first.into_ptr();
            filled += 1;
        }
        let mut failed = false;
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
            ffi::PyObject_Vectorcall(callable.as_ptr(), slots.as_ptr().add(1), count, std::ptr::null_mut())
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
