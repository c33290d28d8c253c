//! The two engine classes of host objects: instances of host classes, and host functions.

use std::ffi::{c_int, c_void};

use rquickjs::qjs;

use super::super::Call;
use super::super::class::{ErasedHost, Tracer};
use super::super::raw::RawResult;
use super::hosts::Host;
use super::{Marker, checked, realm_of};

/// Registers both classes: instances, then functions.
///
/// # Safety
///
/// The runtime must be live, on this thread.
pub(super) unsafe fn register_host(runtime: *mut qjs::JSRuntime) -> Option<[qjs::JSClassID; 2]> {
    let instance = qjs::JSClassDef {
        class_name: c"Object".as_ptr(),
        finalizer: Some(finalize),
        gc_mark: Some(trace),
        call: None,
        exotic: std::ptr::null_mut(),
    };
    let function = qjs::JSClassDef { class_name: c"Function".as_ptr(), call: Some(call), ..instance };
    // SAFETY: QuickJS copies the definitions; the names are static.
    unsafe { Some([register(runtime, &instance)?, register(runtime, &function)?]) }
}

/// Registers one class.
///
/// # Safety
///
/// The runtime must be live, on this thread; what the definition points to must be static.
pub(super) unsafe fn register(runtime: *mut qjs::JSRuntime, definition: &qjs::JSClassDef) -> Option<qjs::JSClassID> {
    let mut id = 0;
    // SAFETY: promised by the caller.
    unsafe {
        qjs::JS_NewClassID(runtime, &mut id);
        (qjs::JS_NewClass(runtime, id, definition) >= 0).then_some(id)
    }
}

/// Gives an object that owns `data`.
///
/// # Safety
///
/// As for [`Engine::host_object`](super::super::Engine::host_object); `class` must be one of [`register_host`]'s.
pub(super) unsafe fn new_host(
    context: *mut qjs::JSContext,
    prototype: qjs::JSValue,
    class: qjs::JSClassID,
    data: Box<Host>,
) -> RawResult<qjs::JSValue> {
    // SAFETY: promised by the caller; the finalizer takes the box back.
    unsafe {
        let object = checked(qjs::JS_NewObjectProtoClass(context, prototype, class))?;
        qjs::JS_SetOpaque(object, Box::into_raw(data).cast());
        Ok(object)
    }
}

/// The opaque pointer of an object of any class of ours.
unsafe fn opaque(value: qjs::JSValue) -> *mut c_void {
    let mut class = 0;
    // SAFETY: the caller passes a live object.
    unsafe { qjs::JS_GetAnyOpaque(value, &mut class) }
}

unsafe extern "C" fn finalize(_: *mut qjs::JSRuntime, value: qjs::JSValue) {
    // SAFETY: the pointer is null or the box that `new_host` stored, which nobody can reach any more.
    unsafe {
        let data = opaque(value).cast::<Host>();
        if !data.is_null() {
            drop(Box::from_raw(data));
        }
    }
}

unsafe extern "C" fn trace(runtime: *mut qjs::JSRuntime, value: qjs::JSValue, mark: qjs::JS_MarkFunc) {
    // SAFETY: the pointer is null or the live box that `new_host` stored; this is the engine's tracing hook.
    unsafe {
        if let Some(data) = opaque(value).cast::<Host>().as_ref() {
            data.erased.trace(&Tracer::new(Marker { runtime, mark }));
        }
    }
}

unsafe extern "C" fn call(
    context: *mut qjs::JSContext,
    function: qjs::JSValue,
    this: qjs::JSValue,
    count: c_int,
    arguments: *mut qjs::JSValue,
    flags: c_int,
) -> qjs::JSValue {
    // SAFETY: the engine passes live values for the duration of the call; a function has the box that `new_host` stored, and is kept
    // alive by its caller.
    unsafe {
        let realm = realm_of(context);
        let arguments = match usize::try_from(count) {
            Ok(count) if count > 0 => std::slice::from_raw_parts(arguments.cast_const(), count),
            _ => &[],
        };
        let constructing = flags & qjs::JS_CALL_FLAG_CONSTRUCTOR as c_int != 0;
        let (this, new_target) = if constructing { (qjs::JS_UNDEFINED, Some(this)) } else { (this, None) };
        let Some(Host { erased: ErasedHost::Function(host), .. }) = opaque(function).cast::<Host>().as_ref() else {
            return qjs::JS_UNDEFINED;
        };
        match host.call(&Call::from_raw(realm, function, this, new_target, arguments)) {
            Ok(value) => value.into_raw(),
            Err(thrown) => qjs::JS_Throw(context, thrown.into_value().into_raw()),
        }
    }
}
