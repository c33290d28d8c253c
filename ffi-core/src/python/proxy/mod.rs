//! Proxies of JavaScript objects in Python: their layout, identity and kinds. The slots stand in the files beside this one.
//!
//! One JavaScript object has one proxy (for each signature bound to it): the table in [`State`] finds it as long as it lives. A method read
//! from an object is a proxy of the function that remembers its receiver.

mod attributes;
mod awaitable;
mod buffer;
mod calls;
mod containers;
mod ducks;
mod errors;
mod iteration;
mod methods;
mod traits;
mod types;

pub use awaitable::{future_result, make_type as make_await_type, settle_future};
pub use buffer::format as buffer_format;
pub use calls::{RawArguments, call_untyped, invoke};
pub use traits::{Protocol, Traits};
pub use types::Types;

use std::mem::offset_of;

use pyo3::ffi::{self, PyObject};

use super::object::{Object, PyResult, type_error};
use super::signature::Binding;
use super::state::State;
use crate::engine::{Active, Engine, Kind, Raw, Value};

/// What a JavaScript object is, as far as its proxy's type shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum ProxyKind {
    /// Nothing special, or a symbol.
    Object,
    /// An object as a view that behaves as a dict: by a signature, or from `as_object_map` or `as_py_json`.
    Record,
    /// A function or class.
    Callable,
    /// An array: a view that behaves as a list.
    Array,
    /// A typed array.
    TypedArray,
    /// An `ArrayBuffer` or `DataView`.
    Buffer,
    /// A promise or thenable.
    Promise,
    /// A `Map`, or an object with the methods of one.
    Map,
    /// A `Set`, or an object with the methods of one.
    Set,
    /// Has `Symbol.iterator`.
    Iterable,
    /// Has `next` too.
    Iterator,
    /// Has `Symbol.asyncIterator`.
    AsyncIterable,
    /// Has `next` too.
    AsyncIterator,
    /// An error.
    Error,
    /// An iterator that calls itself a generator.
    Generator,
    /// An asynchronous iterator that calls itself a generator.
    AsyncGenerator,
}

impl ProxyKind {
    /// How many kinds there are.
    pub const COUNT: usize = 16;

    /// All of them.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Object,
        Self::Record,
        Self::Callable,
        Self::Array,
        Self::TypedArray,
        Self::Buffer,
        Self::Promise,
        Self::Map,
        Self::Set,
        Self::Iterable,
        Self::Iterator,
        Self::AsyncIterable,
        Self::AsyncIterator,
        Self::Error,
        Self::Generator,
        Self::AsyncGenerator,
    ];
}

/// What a proxy holds, behind the object header.
#[repr(C)]
pub struct Payload {
    vectorcall: Option<ffi::vectorcallfunc>,
    /// The runtime that the object belongs to; `None` in an error that has no object yet.
    pub state: Option<&'static State>,
    /// The object, function or symbol. Owned.
    pub raw: Raw,
    /// The receiver of a method, or `undefined`. Owned.
    pub this: Raw,
    /// The signature.
    pub binding: Option<Binding>,
    weak_references: *mut PyObject,
    /// The attributes that the import system sets on a module (`__spec__`), a dict; null for all others. Owned.
    attributes: *mut PyObject,
    /// Whether the payload holds values (a Python subclass of an error class starts without).
    pub alive: bool,
}

impl Payload {
    /// Whether the object belongs to this runtime.
    #[inline]
    pub fn is_of(&self, state: &State) -> bool {
        self.state.is_some_and(|own| std::ptr::eq(own, state))
    }
}

/// A proxy that is not an exception.
#[repr(C)]
pub struct JsProxy {
    base: PyObject,
    payload: Payload,
}

const VECTORCALL_OFFSET: usize = offset_of!(JsProxy, payload) + offset_of!(Payload, vectorcall);
const WEAK_OFFSET: usize = offset_of!(JsProxy, payload) + offset_of!(Payload, weak_references);

/// The payload of a proxy.
///
/// # Safety
///
/// `object` must be an instance of one of the proxy types.
#[inline]
pub unsafe fn payload<'a>(object: *mut PyObject) -> &'a mut Payload {
    // SAFETY: promised by the caller. In an exception the payload stands behind the exception's own fields.
    unsafe {
        let flags = (*ffi::Py_TYPE(object)).tp_flags;
        let offset = if flags & ffi::Py_TPFLAGS_BASE_EXC_SUBCLASS != 0 {
            types::error_offset()
        } else {
            offset_of!(JsProxy, payload)
        };
        &mut *object.cast::<u8>().add(offset).cast::<Payload>()
    }
}

/// The value behind a proxy, borrowed from it; `None` for any other object.
///
/// # Safety
///
/// `object` must be alive, with the GIL held.
#[inline]
pub unsafe fn raw_of(state: &State, object: *mut PyObject) -> Option<Raw> {
    // SAFETY: promised by the caller; the type says that there is a payload.
    unsafe {
        if !state.types.is_proxy(object) {
            return None;
        }
        let payload = payload(object);
        (payload.alive && payload.is_of(state)).then_some(payload.raw)
    }
}

/// The value behind a proxy, as a reference of its own.
pub fn value_of(state: &State, object: *mut PyObject) -> Option<Value> {
    // SAFETY: the callers pass live objects, on the realm's thread; the value is retained.
    unsafe {
        let raw = raw_of(state, object)?;
        Some(Value::from_raw(state.realm, state.realm.engine().retain(raw)))
    }
}

fn key_of(raw: Raw, this: Raw, binding: Option<Binding>) -> super::state::ProxyKey {
    // SAFETY: both values are alive with the proxy that holds them.
    unsafe { (Active::address(raw), Active::address(this), binding.map_or(0, Binding::address)) }
}

/// The Python object for an object or symbol: the Python object that it is a proxy of, the proxy that lives, or a new proxy.
///
/// # Safety
///
/// `raw` must be a live object or symbol, on the realm's thread with the GIL held.
#[inline]
pub unsafe fn object_to_py(state: &State, raw: Raw, binding: Option<Binding>) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        if let Some(data) = state.realm.engine().foreign_data(raw)
            && !super::foreign::stays(data)
        {
            return super::foreign::unwrap(state, data);
        }
        find_or_make(state, raw, Active::UNDEFINED, binding)
    }
}

/// The proxy of a method with its receiver; of a class without.
///
/// # Safety
///
/// As for [`object_to_py`]; `this` must be alive too.
pub unsafe fn method_to_py(state: &State, raw: Raw, this: Raw, binding: Option<Binding>) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        let engine = state.realm.engine();
        if let Some(data) = engine.foreign_data(raw) {
            return super::foreign::unwrap(state, data);
        }
        if engine.is_constructor(raw) {
            let this = if engine.is_class(raw) { Active::UNDEFINED } else { this };
            return find_or_make(state, raw, this, binding);
        }
        make(state, ProxyKind::Callable, raw, this, binding)
    }
}

unsafe fn find_or_make(state: &State, raw: Raw, this: Raw, binding: Option<Binding>) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        let key = key_of(raw, this, binding);
        if let Some(found) = state.proxies.borrow().get(&key) {
            return Ok(Object::from_borrowed(*found));
        }
        let instance = super::export::wrap_instance(state, raw)?;
        let proxy = match instance {
            Some(instance) => instance,
            None => match class_for(state, raw, binding)? {
                class if class == state.types.of(ProxyKind::Error) => errors::make(state, raw, binding)?,
                class => make_of(state, class, raw, this, binding)?,
            },
        };
        state.proxies.borrow_mut().insert(key, proxy.as_ptr());
        Ok(proxy)
    }
}

/// A proxy of a JavaScript proxy of a Python object: what `create_proxy` gives, which is not unwrapped.
///
/// # Safety
///
/// `raw` must be a live object, on the realm's thread with the GIL held.
pub unsafe fn double(state: &State, raw: Raw) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe { find_or_make(state, raw, Active::UNDEFINED, None) }
}

/// Makes a proxy that no table knows.
#[inline]
unsafe fn make(state: &State, kind: ProxyKind, raw: Raw, this: Raw, binding: Option<Binding>) -> PyResult<Object> {
    // SAFETY: promised by the caller; the type is one of ours.
    unsafe { make_of(state, state.types.of(kind), raw, this, binding) }
}

/// A proxy of an instance of an exported class, which is of a class of its own.
///
/// # Safety
///
/// As for [`object_to_py`]; `class` must be a subclass of the proxies' base with the same layout.
pub unsafe fn make_instance(state: &State, class: *mut ffi::PyTypeObject, raw: Raw) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe { make_of(state, class, raw, Active::UNDEFINED, None) }
}

#[inline]
unsafe fn make_of(
    state: &State,
    class: *mut ffi::PyTypeObject,
    raw: Raw,
    this: Raw,
    binding: Option<Binding>,
) -> PyResult<Object> {
    // SAFETY: the type's instances have the layout of `JsProxy`; all fields are set before the collector sees the object.
    unsafe {
        let proxy: *mut JsProxy = ffi::PyObject_GC_New(class);
        let object = Object::from_new(proxy.cast())?;
        let engine = state.realm.engine();
        (&raw mut (*proxy).payload).write(Payload {
            vectorcall: Some(calls::vectorcall),
            state: State::of(state.realm),
            raw: engine.retain(raw),
            this: engine.retain(this),
            binding,
            weak_references: std::ptr::null_mut(),
            attributes: std::ptr::null_mut(),
            alive: true,
        });
        ffi::PyObject_GC_Track(object.as_ptr().cast());
        Ok(object)
    }
}

/// What is said of a thrown value that is no error, in the words of Pyodide. Never fails.
fn thrown_text(value: &Value) -> String {
    const DESCRIBE: &str = r#"(value => {
  const tell = (start, run, found) => { try { return `${start} ${found} """${run()}""".` } catch { return `${start} fails.` } };
  const tag = Object.prototype.toString.call(value);
  return [
    `A value of type ${typeof value} with tag ${tag} was thrown as an error!`,
    tell("String interpolation of the thrown value", () => `${value}`, "gives"),
    tell("The thrown value's toString method", () => value.toString(), "returns"),
  ].join("\n");
})"#;
    if let Some(text) = value.as_text() {
        return text;
    }
    let describe = || value.realm().evaluate(DESCRIBE, "<sigbind>")?.call_plain(&[value])?.to_text();
    describe().unwrap_or_else(|_| "A value was thrown as an error that cannot be described".to_owned())
}

/// `TypeError: message`; a thrown value that is no error is said to be an `Error`. Never fails.
fn error_text(value: &Value) -> String {
    let is_error = value.is_error() || value.is_object() && !value.is_callable() && traits::is_like_error(value);
    if !is_error {
        return format!("Error: {}", thrown_text(value));
    }
    let text = |name: &str| value.get(name).ok().and_then(|part| part.to_text().ok()).unwrap_or_default();
    let (name, message) = (text("name"), text("message"));
    match (name.is_empty(), message.is_empty()) {
        (true, _) => message,
        (false, true) => name,
        (false, false) => format!("{name}: {message}"),
    }
}

/// The `JsException` over a thrown value.
pub fn wrap_error(state: &State, value: &Value) -> PyResult<Object> {
    // SAFETY: the value is alive, on the realm's thread.
    unsafe {
        let is_error = value.is_object()
            && !value.is_callable()
            && class_for(state, value.raw(), None)? == state.types.of(ProxyKind::Error);
        if is_error { object_to_py(state, value.raw(), None) } else { errors::make(state, value.raw(), None) }
    }
}

/// The class of the proxy of an object.
unsafe fn class_for(state: &State, raw: Raw, binding: Option<Binding>) -> PyResult<*mut ffi::PyTypeObject> {
    // SAFETY: the value is alive, on the realm's thread.
    unsafe {
        if let Some(kind) = kind_of(state, raw) {
            let is_mapping = matches!(kind, ProxyKind::Map | ProxyKind::Set);
            return Ok(state.types.of(if is_mapping && shows_data(binding) { ProxyKind::Record } else { kind }));
        }
        let value = crate::engine::Borrowed::from_raw(state.realm, raw);
        let prototype = value.prototype().ok();
        let is_plain = prototype.as_ref().is_none_or(|prototype| is_of_no_class(state, prototype));
        let is_foreign = state.realm.engine().foreign_data(raw).is_some();
        let traits = match prototype {
            // Plain objects and objects without a prototype are asked each time, because they have their methods themselves.
            Some(prototype) if !is_plain && !is_foreign => traits_of_class(state, &value, prototype),
            _ => traits::detect(state, &value),
        };
        if shows_data(binding) && traits.may_be_object_map() || is_plain && binding.is_some() && traits.may_be_record()
        {
            return Ok(state.types.of(ProxyKind::Record));
        }
        state.types.with(traits)
    }
}

/// Whether a view of data shows an object as a dict.
///
/// # Safety
///
/// `raw` must be a live object, on the realm's thread.
pub unsafe fn is_data(state: &State, raw: Raw, binding: Binding) -> bool {
    // SAFETY: promised by the caller.
    let class = unsafe { class_for(state, raw, Some(binding)) };
    class.is_ok_and(|class| class == state.types.of(ProxyKind::Record))
}

/// Whether an object is plain data: an array, or an object of no class that has no protocol of its own.
///
/// # Safety
///
/// `raw` must be a live object, on the realm's thread.
pub unsafe fn is_plain_data(state: &State, raw: Raw) -> bool {
    // SAFETY: promised by the caller.
    unsafe {
        if state.realm.engine().foreign_data(raw).is_some() {
            return false;
        }
        if let Some(kind) = kind_of(state, raw) {
            return matches!(kind, ProxyKind::Array);
        }
        let value = crate::engine::Borrowed::from_raw(state.realm, raw);
        value.prototype().is_ok_and(|prototype| is_of_no_class(state, &prototype))
            && traits::detect(state, &value).may_be_record()
    }
}

/// Whether what has this prototype is of no class.
fn is_of_no_class(state: &State, prototype: &Value) -> bool {
    prototype.address() == 0 || prototype.address() == state.builtins.object_prototype.address()
}

/// Whether a binding is the view of data that `as_py_json` or `as_object_map` gives.
fn shows_data(binding: Option<Binding>) -> bool {
    matches!(binding, Some(Binding::View(view)) if view.shows_data())
}

/// What an object is that the engine has a class for.
unsafe fn kind_of(state: &State, raw: Raw) -> Option<ProxyKind> {
    let engine = state.realm.engine();
    // SAFETY: the value is alive, on the realm's thread.
    unsafe {
        if Active::kind(raw) != Kind::Object {
            return Some(ProxyKind::Object);
        }
        if engine.is_array(raw) {
            return Some(ProxyKind::Array);
        }
        if engine.is_callable(raw) {
            return Some(ProxyKind::Callable);
        }
        if engine.promise_state(raw).is_some() {
            return Some(ProxyKind::Promise);
        }
        if engine.is_error(raw) {
            return Some(ProxyKind::Error);
        }
        if engine.is_map(raw) {
            return Some(ProxyKind::Map);
        }
        if engine.is_set(raw) {
            return Some(ProxyKind::Set);
        }
        if engine.typed_array_kind(raw).is_some() {
            return Some(ProxyKind::TypedArray);
        }
        (engine.is_array_buffer(raw) || engine.is_data_view(raw)).then_some(ProxyKind::Buffer)
    }
}

/// How many prototypes are remembered with the abilities of their objects.
const MOST_KINDS: usize = 256;

/// What an instance can do: what the first instance with its prototype could.
fn traits_of_class(state: &State, value: &Value, prototype: Value) -> Traits {
    let address = prototype.address();
    if let Some((_, traits)) = state.kinds.borrow().get(&address) {
        return *traits;
    }
    let traits = traits::detect(state, value);
    let mut kinds = state.kinds.borrow_mut();
    if kinds.len() >= MOST_KINDS {
        kinds.clear();
    }
    // The table keeps the prototype, so that its address stays its own.
    kinds.insert(address, (prototype, traits));
    traits
}

/// Whether Python holds a proxy of an object, with any signature.
pub fn is_held(state: &State, value: &Value) -> bool {
    let address = value.address();
    state.proxies.borrow().keys().any(|(object, _, _)| *object == address)
}

/// The proxy that `object` is, for a function that takes only proxies.
///
/// # Safety
///
/// `object` must be alive, with the GIL held.
pub unsafe fn expect<'a>(state: &State, object: *mut PyObject) -> PyResult<&'a mut Payload> {
    // SAFETY: promised by the caller; the type says that there is a payload.
    unsafe {
        if state.types.is_proxy(object) {
            let payload = payload(object);
            if payload.alive && payload.is_of(state) {
                return Ok(payload);
            }
            if payload.alive {
                return Err(super::object::runtime_error("the JavaScript object belongs to another runtime"));
            }
        }
        Err(type_error(&format!("expected a JavaScript object, not {}", super::object::type_name(object))))
    }
}

/// Shows the values that a Python object holds, once for each reference; nothing for an object that is not of this bridge.
pub fn held_values(state: &State, object: *mut PyObject, show: &mut dyn FnMut(Raw)) {
    // SAFETY: the callers pass live objects, with the GIL held; the types say what they hold.
    unsafe {
        if state.types.is_proxy(object) {
            let payload = payload(object);
            if payload.alive && payload.is_of(state) {
                show(payload.raw);
                show(payload.this);
            }
        } else if ffi::Py_TYPE(object) == state.asyncio.await_type
            && let Some(promise) = awaitable::promise_of(state, object)
        {
            show(promise);
        }
    }
}

/// A proxy of the same object with another signature.
///
/// # Safety
///
/// `object` must be a live proxy, on the realm's thread.
pub unsafe fn rebind(state: &State, object: *mut PyObject, binding: Option<Binding>) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        let payload = payload(object);
        find_or_make(state, payload.raw, payload.this, binding)
    }
}

/// Takes the values out of a proxy whose runtime is closed, and gives them; it says so from then on.
///
/// # Safety
///
/// `object` must be a live proxy, on the realm's thread with the GIL held.
pub unsafe fn abandon(object: *mut PyObject) -> Option<[Value; 2]> {
    // SAFETY: promised by the caller; the proxy owned a reference to each value.
    unsafe {
        let state = leave(object)?;
        let payload = payload(object);
        let values = [&mut payload.raw, &mut payload.this].map(|raw| std::mem::replace(raw, Active::UNDEFINED));
        Some(values.map(|raw| Value::from_raw(state.realm, raw)))
    }
}

/// Gives back the values of a proxy that dies. May run on any thread that holds the GIL.
unsafe fn release(object: *mut PyObject) {
    // SAFETY: the caller passes a proxy that nobody will use any more.
    unsafe {
        if let Some(state) = leave(object) {
            let payload = payload(object);
            state.release(payload.raw);
            if Active::kind(payload.this) != Kind::Undefined {
                state.release(payload.this);
            }
        }
    }
}

/// Takes a proxy out of the table. `None` if that was done before.
unsafe fn leave(object: *mut PyObject) -> Option<&'static State> {
    // SAFETY: as in `release`.
    unsafe {
        let payload = payload(object);
        if !std::mem::replace(&mut payload.alive, false) {
            return None;
        }
        let state = payload.state?;
        let key = key_of(payload.raw, payload.this, payload.binding);
        if let std::collections::hash_map::Entry::Occupied(entry) = state.proxies.borrow_mut().entry(key)
            && *entry.get() == object
        {
            entry.remove();
        }
        Some(state)
    }
}
