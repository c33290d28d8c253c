//! Proxies of Python objects in JavaScript: exotic objects whose properties are the attributes of the Python object.
//!
//! One Python object has one proxy; a bound method is known by its receiver and its function, because Python makes a new method
//! object at each access. A proxy owns its Python object; the engine's collector frees the proxy, and with it the reference.

mod behaviour;
mod buffers;
mod kinds;
mod prototypes;
mod view;

use std::cell::Cell;
use std::ffi::c_void;

use pyo3::ffi::{self, PyObject};

pub use behaviour::PyProxy;
pub use buffers::{
    copy_from_python as buffer_copy, from_python as buffer_to_js, guard as guard_buffers, pin, share, unpin,
};
pub use kinds::{Kind, Kinds};
pub use prototypes::{Prototypes, method};

use super::cycles::Holder;
use super::object::{Object, PyResult, Raised, capi};
use super::signature::CallbackPlan;
use super::state::{ForeignKey, State};
use crate::engine::{Engine, Raw, Value};

/// What stands behind a proxy of a Python object.
pub struct Data {
    /// The Python object. Taken by `destroy()`.
    holder: Holder,
    /// How arguments and result are converted when JavaScript calls it.
    plan: Cell<Option<&'static CallbackPlan>>,
    /// How many arguments the callable can take; more are dropped.
    most: Cell<usize>,
    /// Whether it is destroyed after its first call.
    once: Cell<bool>,
    /// Whether it ever was.
    is_once: Cell<bool>,
    /// Whether it receives `this` as its first argument.
    captures_this: Cell<bool>,
    /// Whether it comes back to Python as it is, in place of the object.
    stays: Cell<bool>,
    /// How often the object crossed as this proxy: in so many places a program may hold it, and destroys it in each.
    crossings: Cell<u32>,
    /// What an access says after the object was released.
    farewell: std::cell::RefCell<Option<String>>,
    /// What it has of another proxy; `None` for one that stands for itself.
    alias: Option<Box<Alias>>,
    /// Whether its properties are the items of the object, and theirs the items of those.
    is_view: bool,
    is_dict: bool,
    /// Whether JavaScript sees nothing of the object but that it can be called.
    is_opaque: bool,
    kind: &'static Kind,
}

/// A further proxy of the same life as another one: `destroy()` of either ends both.
struct Alias {
    /// The proxy that is no alias.
    origin: Value,
    /// `this` and the first arguments of every call, as `bind` sets them.
    bound: Option<Bound>,
}

struct Bound {
    receiver: Value,
    arguments: Vec<Value>,
}

impl Data {
    /// The proxy that says whether the object is still there.
    fn origin(&self) -> &Data {
        match &self.alias {
            // SAFETY: the value is a proxy, alive as long as the alias.
            Some(alias) => unsafe {
                alias.origin.realm().engine().foreign_data(alias.origin.raw()).map_or(self, |pointer| data(pointer))
            },
            None => self,
        }
    }

    /// The Python object, borrowed; null after `destroy()`.
    #[inline]
    fn object(&self) -> *mut PyObject {
        if self.alias.is_some() && self.origin().holder.object().is_null() {
            return std::ptr::null_mut();
        }
        self.holder.object()
    }

    fn bound(&self) -> Option<&Bound> {
        self.alias.as_ref().and_then(|alias| alias.bound.as_ref())
    }
}

/// Frees what stood behind the proxies of Python objects of a runtime whose engine is gone.
///
/// # Safety
///
/// The proxies must be gone.
pub unsafe fn free_all(state: &State) {
    let offset = std::mem::offset_of!(Data, holder);
    let left: Vec<*const Data> =
        state.cycles.holders.iter().map(|holder| std::ptr::from_ref(holder).wrapping_byte_sub(offset).cast()).collect();
    for pointer in left {
        // SAFETY: the holders of host functions went with these, so each is that of a box that `make` stored and its proxy owned.
        unsafe { drop(Box::from_raw(pointer.cast_mut())) };
    }
}

unsafe fn data<'a>(pointer: *mut c_void) -> &'a Data {
    // SAFETY: the callers pass the box that `make` stored, which lives as long as the proxy.
    unsafe { &*pointer.cast::<Data>() }
}

/// The Python object behind a proxy, borrowed from it; `None` after `destroy()`.
///
/// # Safety
///
/// `pointer` must be the data of a live proxy.
pub unsafe fn object_of(pointer: *mut c_void) -> Option<*mut PyObject> {
    // SAFETY: promised by the caller.
    let object = unsafe { data(pointer) }.object();
    (!object.is_null()).then_some(object)
}

/// The Python object behind a proxy that comes home.
///
/// # Safety
///
/// `pointer` must be the data of a live proxy, with the GIL held.
#[inline]
pub unsafe fn unwrap(state: &State, pointer: *mut c_void) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        match object_of(pointer) {
            Some(object) => Ok(Object::from_borrowed(object)),
            None => Err(destroyed(state, data(pointer))),
        }
    }
}

/// Whether a proxy comes back to Python as a proxy.
///
/// # Safety
///
/// `pointer` must be the data of a live proxy.
#[inline]
pub unsafe fn stays(pointer: *mut c_void) -> bool {
    // SAFETY: promised by the caller.
    unsafe { data(pointer) }.stays.get()
}

/// Whether a proxy is what `create_once_callable` gives.
///
/// # Safety
///
/// `pointer` must be the data of a live proxy.
pub unsafe fn is_once(pointer: *mut c_void) -> bool {
    // SAFETY: promised by the caller.
    unsafe { data(pointer) }.is_once.get()
}

/// Throws the error of a proxy whose object was released.
#[cold]
fn destroyed(state: &State, data: &Data) -> Raised {
    let origin = data.origin();
    let farewell = origin.farewell.borrow();
    let nothing = if data.is_once.get() { "OnceProxy has already been destroyed" } else { DESTROYED };
    let text = farewell.as_deref().unwrap_or(nothing);
    // What may be called once says so and no more.
    let text = if data.is_once.get() { text.lines().next().unwrap_or(nothing) } else { text };
    let error = state.builtins.error.construct(&[&state.realm.string(text)]);
    super::error::raise_thrown(state, error.map_or_else(|thrown| thrown, crate::engine::Thrown::new))
}

/// What the error of a proxy says whose object was released, unless the program says something else.
const DESTROYED: &str = "Object has already been destroyed";

/// What identifies a Python object: a bound method is its receiver and its function.
#[inline]
unsafe fn key_of(object: *mut PyObject) -> ForeignKey {
    // SAFETY: the callers pass a live object.
    unsafe {
        if ffi::Py_TYPE(object) == &raw mut capi::PyMethod_Type {
            return (capi::PyMethod_Self(object).addr(), capi::PyMethod_Function(object).addr());
        }
    }
    (object.addr(), 0)
}

/// The proxy of an object that is no primitive: a coroutine becomes a promise, everything else is proxied as it is.
///
/// # Safety
///
/// The object must be alive, on the realm's thread with the GIL held.
#[inline]
pub unsafe fn to_js(state: &State, object: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: promised by the caller.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if class == &raw mut ffi::PyCoro_Type
            && let Some(state) = State::of(state.realm)
        {
            let promise = Value::from_raw(state.realm, state.asyncio.promise_of(state, object)?);
            if !state.is_restricted.get() {
                state.run_safe(|| promise.set_prototype(&state.foreign_prototypes.coroutine))?;
            }
            return Ok(promise.into_raw());
        }
        if state.is_restricted.get() {
            return restricted(state, object);
        }
        wrap(state, object)
    }
}

/// What a restricted runtime is given: data as a copy, callables as functions without anything else.
#[cold]
unsafe fn restricted(state: &State, object: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: the callers pass a live object, on the realm's thread with the GIL held.
    unsafe {
        let is_data = ffi::PyList_Check(object) != 0
            || ffi::PyTuple_Check(object) != 0
            || ffi::PyDict_Check(object) != 0
            || ffi::PyAnySet_Check(object) != 0
            || ffi::PyObject_CheckBuffer(object) != 0;
        if is_data && let Some(state) = State::of(state.realm) {
            let options = super::convert::deep_js::Options::default();
            return super::convert::deep_js::to_js(state, object, &options).map(crate::engine::Value::into_raw);
        }
        if ffi::PyCallable_Check(object) != 0 && ffi::PyType_Check(object) == 0 {
            return wrap(state, object);
        }
        let name = super::object::type_name(object);
        Err(super::convert::conversion_error(
            state,
            &format!("a restricted runtime takes data and functions, not an object of type {name}"),
        ))
    }
}

/// The proxy of an object: the one that lives, or a new one. Gives a reference.
///
/// # Safety
///
/// As for [`to_js`]; but the function is safe to call with any live object.
#[inline]
pub fn wrap(state: &State, object: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: the callers pass a live object, on the realm's thread.
    unsafe {
        let key = key_of(object);
        if let Some(raw) = state.foreign.borrow().get(&key) {
            let engine = state.realm.engine();
            if let Some(pointer) = engine.foreign_data(*raw) {
                let crossings = &data(pointer).crossings;
                crossings.set(crossings.get().saturating_add(1));
            }
            return Ok(engine.retain(*raw));
        }
        make(state, object, key, None, false)
    }
}

/// A further proxy of an object, which no table knows.
fn make_unshared(state: &State, object: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: the callers pass a live object, on the realm's thread.
    unsafe { make(state, object, (0, 0), None, false) }
}

/// What an alias has beyond its origin.
#[derive(Default)]
struct Aliasing {
    captures_this: bool,
    bound: Option<Bound>,
    is_view: bool,
}

/// A further proxy with the life of another one.
fn make_alias(state: &State, of: Raw, more: Aliasing) -> PyResult<Raw> {
    // SAFETY: the callers pass a live proxy, on the realm's thread; the value that is made has a reference of its own.
    unsafe {
        let engine = state.realm.engine();
        let Some(pointer) = engine.foreign_data(of) else { return Err(super::object::type_error("not a PyProxy")) };
        let given = data(pointer);
        let object = unwrap(state, pointer)?;
        let origin = match &given.alias {
            Some(alias) => alias.origin.clone(),
            None => Value::from_raw(state.realm, engine.retain(of)),
        };
        let alias = Box::new(Alias { origin, bound: more.bound });
        let raw = make(state, object.as_ptr(), (0, 0), Some(alias), more.is_view)?;
        if let Some(pointer) = engine.foreign_data(raw) {
            data(pointer).captures_this.set(more.captures_this);
            data(pointer).stays.set(given.stays.get());
        }
        Ok(raw)
    }
}

unsafe fn make(
    state: &State,
    object: *mut PyObject,
    key: ForeignKey,
    alias: Option<Box<Alias>>,
    is_view: bool,
) -> PyResult<Raw> {
    // SAFETY: the callers pass a live object, on the realm's thread.
    unsafe {
        let Some(owner) = State::of(state.realm) else { return Err(Raised) };
        let callable = ffi::PyCallable_Check(object) != 0;
        let kind = state.foreign_kinds.of(state, object, state.is_restricted.get());
        let kind = kind.map_err(|thrown| super::error::raise_thrown(state, thrown))?;
        let is_shared = key != (0, 0);
        let data = Box::new(Data {
            holder: Holder::new(owner, Object::from_borrowed(object), key),
            plan: Cell::new(None),
            most: Cell::new(usize::MAX),
            once: Cell::new(false),
            is_once: Cell::new(false),
            captures_this: Cell::new(false),
            stays: Cell::new(false),
            crossings: Cell::new(1),
            farewell: Default::default(),
            alias,
            is_view,
            is_dict: ffi::PyDict_Check(object) != 0,
            is_opaque: state.is_restricted.get(),
            kind,
        });
        let engine = state.realm.engine();
        let pointer = Box::into_raw(data);
        match engine.foreign(kind.prototype.raw(), pointer.cast(), callable) {
            Ok(raw) => {
                (*pointer).holder.enter();
                // A Python class can be constructed; any callable may stand where JavaScript writes `new`.
                if callable {
                    engine.set_constructor(raw, true);
                }
                if is_shared {
                    state.foreign.borrow_mut().insert(key, raw);
                }
                Ok(raw)
            }
            Err(_) => {
                drop(Box::from_raw(pointer));
                Err(super::error::raise_pending(state.realm))
            }
        }
    }
}

/// The proxy of a callable that is called by a plan. The first plan that a live proxy gets stays.
pub fn wrap_callable(state: &State, object: *mut PyObject, plan: &'static CallbackPlan) -> PyResult<Raw> {
    let raw = wrap(state, object)?;
    // SAFETY: the proxy is alive, on the realm's thread.
    unsafe {
        if let Some(pointer) = state.realm.engine().foreign_data(raw) {
            let data = data(pointer);
            if data.plan.get().is_none() {
                data.most.set(most_arguments(state, object));
                data.plan.set(Some(plan));
            }
        }
    }
    Ok(raw)
}

/// A proxy for a program that keeps it: it is no other's, and comes back as it is if it `stays`.
pub fn wrap_kept(state: &State, object: *mut PyObject, captures_this: bool, stays: bool) -> PyResult<Raw> {
    let raw = make_unshared(state, object)?;
    // SAFETY: the proxy is alive, on the realm's thread.
    unsafe {
        if let Some(pointer) = state.realm.engine().foreign_data(raw) {
            data(pointer).captures_this.set(captures_this);
            data(pointer).stays.set(stays);
        }
    }
    Ok(raw)
}

/// A proxy that is destroyed after its first call.
pub fn wrap_once(state: &State, object: *mut PyObject) -> PyResult<Raw> {
    let raw = make_unshared(state, object)?;
    // SAFETY: the proxy is alive, on the realm's thread.
    unsafe {
        if let Some(pointer) = state.realm.engine().foreign_data(raw) {
            data(pointer).once.set(true);
            data(pointer).is_once.set(true);
            data(pointer).stays.set(true);
        }
    }
    Ok(raw)
}

/// Releases the Python object now; the proxy is of no use afterwards. `message` is what an access says then.
pub fn destroy(state: &State, raw: Raw, message: Option<String>) {
    // SAFETY: the callers pass a live value, on the realm's thread.
    unsafe {
        if let Some(pointer) = state.realm.engine().foreign_data(raw) {
            release(state, data(pointer), message);
        }
    }
}

/// Releases the object of a proxy, and of its origin.
fn release(state: &State, data: &Data, message: Option<String>) {
    let origin = data.origin();
    let object = origin.holder.object();
    if object.is_null() {
        return;
    }
    let message = message.filter(|message| !message.is_empty()).unwrap_or_else(|| DESTROYED.to_owned());
    let more = if state.tells_destroyed.get() {
        prototypes::describe(object)
    } else {
        "For more information about the cause of this error, use `pyodide.setDebug(true)`".to_owned()
    };
    *origin.farewell.borrow_mut() = Some(format!("{message}\n{more}"));
    for holder in [&origin.holder, &data.holder] {
        if let Some(object) = holder.take() {
            state.drop_later(object.into_ptr());
        }
    }
}

/// How many positional arguments a callable takes; unlimited for what does not say.
fn most_arguments(state: &State, object: *mut PyObject) -> usize {
    state.signatures.positional_limit(object).unwrap_or_else(|Raised| {
        // SAFETY: an exception is set: the callable does not tell.
        unsafe { ffi::PyErr_Clear() };
        usize::MAX
    })
}
