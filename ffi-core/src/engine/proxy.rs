//! Proxies of objects of another language: exotic objects that may be callable, with one pointer of data.
#![expect(clippy::missing_safety_doc, reason = "the contract of all methods stands with the trait")]

use std::ffi::c_void;

use super::raw::RawResult;
use super::{Raw, RawKey, Realm, Tracer};

/// Which of the two engine classes a proxy has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignClass {
    /// `typeof` is `object`.
    Object,
    /// `typeof` is `function`.
    Function,
}

/// What assigning to a property came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignment {
    /// The other language has the value.
    Done,
    /// The other language refuses it: a `TypeError` in strict code.
    Refused,
    /// The property is JavaScript's own: a setter of the prototype, or else an ordinary property of the proxy.
    Ordinary,
}

/// Where a property is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The other language has it.
    Here,
    /// Only the prototype may have it.
    Inherited,
    /// It is not there, whatever the prototype has.
    Hidden,
}

/// The behaviour of proxies for one other language. The functions are static so that the engine's hooks are monomorphised.
///
/// # Safety
///
/// `data` is what [`Engine::foreign`](super::Engine::foreign) was given; all raw values are alive for the call. `finalize` and `trace` run inside the engine's
/// collector and must not call the engine.
pub unsafe trait ForeignProxy: 'static {
    /// The class name of objects, in ASCII.
    const NAME: &'static std::ffi::CStr;

    /// Gives `object[key]`, or `None` to go on with the prototype.
    unsafe fn get(realm: Realm, data: *mut c_void, key: RawKey, receiver: Raw) -> RawResult<Option<Raw>>;

    /// `object[key] = value`; does not take the value.
    unsafe fn set(realm: Realm, data: *mut c_void, key: RawKey, value: Raw) -> RawResult<Assignment>;

    /// Whether there is such a property.
    unsafe fn has(realm: Realm, data: *mut c_void, key: RawKey) -> RawResult<Presence>;

    /// Whether JavaScript may define properties of its own on the proxy.
    unsafe fn is_open(data: *mut c_void) -> bool;

    /// A property that is [`Presence::Here`]: its value, and whether enumeration shows it.
    unsafe fn own(realm: Realm, data: *mut c_void, key: RawKey) -> RawResult<Option<(Raw, bool)>>;

    /// `delete object[key]`; `false` when refused.
    unsafe fn delete(realm: Realm, data: *mut c_void, key: RawKey) -> RawResult<bool>;

    /// Calls `each` with every own key; `each` takes the key's reference.
    unsafe fn own_keys(realm: Realm, data: *mut c_void, each: &mut dyn FnMut(RawKey)) -> RawResult<()>;

    /// Gives the result of a call or (with `new_target`) a construction.
    unsafe fn call(
        realm: Realm,
        data: *mut c_void,
        this: Raw,
        arguments: &[Raw],
        new_target: Option<Raw>,
    ) -> RawResult<Raw>;

    /// The object is gone.
    unsafe fn finalize(data: *mut c_void);

    /// Shows the values that `data` keeps alive to the collector.
    unsafe fn trace(data: *mut c_void, tracer: &Tracer);
}
