//! QuickJS (QuickJS-ng 0.16) as the engine, through the raw bindings of rquickjs: the only place that names rquickjs.
//!
//! The safe layer of rquickjs is not used: its context lock is not re-entrant, and its classes are callable or exotic but never both.

mod buffers;
mod classes;
mod crossing;
mod elements;
mod engine;
mod foreign;
mod heap;
mod hosts;
mod modules;

use std::cell::Cell;
use std::ffi::{c_int, c_void};

use rquickjs::qjs;

use super::raw::{Pending, PropertyFlags, RawResult};
use super::{Realm, Value};

/// One QuickJS runtime with one context.
pub struct QuickJs {
    heap: heap::Heap,
    hosts: hosts::Hosts,
    /// Whether the memory of the engine is gone: what still refers to it is then forgotten, not given back.
    is_gone: Cell<bool>,
    runtime: *mut qjs::JSRuntime,
    context: *mut qjs::JSContext,
    host_class: qjs::JSClassID,
    function_class: qjs::JSClassID,
    foreign_classes: Cell<[qjs::JSClassID; 2]>,
    prototype_key: qjs::JSAtom,
    lifelines: crossing::Lifelines,
    elements: elements::Elements,
}

/// What QuickJS hands to a tracing hook.
#[derive(Clone, Copy)]
pub struct Marker {
    runtime: *mut qjs::JSRuntime,
    mark: qjs::JS_MarkFunc,
}

/// A value, or the pending exception.
#[inline]
fn checked(value: qjs::JSValue) -> RawResult<qjs::JSValue> {
    // SAFETY: reading the tag.
    if unsafe { qjs::JS_IsException(value) } { Err(Pending) } else { Ok(value) }
}

/// The result of a function that gives a negative number for an exception and otherwise a truth value.
#[inline]
fn truth(result: c_int) -> RawResult<bool> {
    if result < 0 { Err(Pending) } else { Ok(result != 0) }
}

fn property_flags(flags: PropertyFlags) -> c_int {
    let mut bits = qjs::JS_PROP_THROW;
    if flags.configurable {
        bits |= qjs::JS_PROP_CONFIGURABLE;
    }
    if flags.writable {
        bits |= qjs::JS_PROP_WRITABLE;
    }
    if flags.enumerable {
        bits |= qjs::JS_PROP_ENUMERABLE;
    }
    bits as c_int
}

/// Source text with the terminating zero that the parser needs.
fn terminated(source: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(source.len() + 1);
    bytes.extend_from_slice(source.as_bytes());
    bytes.push(0);
    bytes
}

/// The realm of a context.
///
/// # Safety
///
/// The context must be one that [`QuickJs::attach`] has prepared.
#[inline]
unsafe fn realm_of(context: *mut qjs::JSContext) -> Realm {
    // SAFETY: `attach` stored the realm's address.
    unsafe { Realm::from_address(qjs::JS_GetContextOpaque(context)) }
}

unsafe extern "C" fn track_rejection(
    context: *mut qjs::JSContext,
    promise: qjs::JSValue,
    reason: qjs::JSValue,
    is_handled: bool,
    _: *mut c_void,
) {
    // SAFETY: the engine calls this on its thread with live values; both are retained for the list.
    unsafe {
        let realm = realm_of(context);
        let promise = Value::from_raw(realm, qjs::JS_DupValue(context, promise));
        let reason = Value::from_raw(realm, qjs::JS_DupValue(context, reason));
        realm.track_rejection(promise, reason, is_handled);
    }
}

unsafe extern "C" fn interrupt(runtime: *mut qjs::JSRuntime, _: *mut c_void) -> c_int {
    // SAFETY: `attach` stored the realm's address; this is the engine's thread.
    let realm = unsafe { Realm::from_address(qjs::JS_GetRuntimeOpaque(runtime)) };
    c_int::from(realm.interrupted())
}
