//! The two engine classes of foreign proxies: exotic objects, plain and callable.

use std::ffi::{c_int, c_void};

use rquickjs::qjs;

use super::super::raw::{Pending, RawResult};
use super::super::{Assignment, ForeignProxy, Presence, Realm, Tracer};
use super::{Marker, classes, realm_of};

/// Registers both classes: plain, then callable.
///
/// # Safety
///
/// The runtime must be live, on this thread.
pub(super) unsafe fn register<P: ForeignProxy>(runtime: *mut qjs::JSRuntime) -> Option<[qjs::JSClassID; 2]> {
    let exotic: &'static mut qjs::JSClassExoticMethods = Box::leak(Box::new(qjs::JSClassExoticMethods {
        get_own_property: Some(get_own_property::<P>),
        get_own_property_names: Some(own_keys::<P>),
        delete_property: Some(delete::<P>),
        define_own_property: Some(define::<P>),
        has_property: Some(has::<P>),
        get_property: Some(get::<P>),
        set_property: Some(set::<P>),
    }));
    let plain = qjs::JSClassDef {
        class_name: P::NAME.as_ptr(),
        finalizer: Some(finalize::<P>),
        gc_mark: Some(trace::<P>),
        call: None,
        exotic,
    };
    let callable = qjs::JSClassDef { call: Some(call::<P>), ..plain };
    // SAFETY: the names and the table of methods are static.
    unsafe { Some([classes::register(runtime, &plain)?, classes::register(runtime, &callable)?]) }
}

/// The definition that an assignment makes.
const ASSIGNED: c_int = (qjs::JS_PROP_HAS_VALUE
    | qjs::JS_PROP_HAS_ENUMERABLE
    | qjs::JS_PROP_HAS_WRITABLE
    | qjs::JS_PROP_HAS_CONFIGURABLE
    | qjs::JS_PROP_C_W_E) as c_int;
/// The hooks of an exotic object are passed over.
const NO_HOOKS: c_int = qjs::JS_PROP_NO_EXOTIC as c_int;

#[inline]
unsafe fn data(object: qjs::JSValue) -> *mut c_void {
    let mut class = 0;
    // SAFETY: the caller passes a live object of one of the two classes.
    unsafe { qjs::JS_GetAnyOpaque(object, &mut class) }
}

#[inline]
fn truth(result: RawResult<bool>) -> c_int {
    match result {
        Ok(truth) => c_int::from(truth),
        Err(Pending) => -1,
    }
}

/// The prototype of a live object, alive as long as the object.
unsafe fn with_prototype<R>(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    with: impl FnOnce(qjs::JSValue) -> R,
) -> R {
    // SAFETY: the caller passes a live object; the reference is given back after use.
    unsafe {
        let prototype = qjs::JS_GetPrototype(context, object);
        let result = with(prototype);
        qjs::JS_FreeValue(context, prototype);
        result
    }
}

// SAFETY of the hooks: the engine calls them on its thread with live values; `data` is what the proxy was made with, and the realm was attached.

unsafe extern "C" fn get<P: ForeignProxy>(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    key: qjs::JSAtom,
    receiver: qjs::JSValue,
) -> qjs::JSValue {
    // SAFETY: see above.
    unsafe {
        match P::get(realm_of(context), data(object), key, receiver) {
            Ok(Some(value)) => value,
            Ok(None) => inherited(context, object, key, receiver),
            Err(Pending) => qjs::JS_EXCEPTION,
        }
    }
}

/// What the prototypes have under a key. The caller owns what is in the descriptor.
unsafe fn in_prototypes(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    key: qjs::JSAtom,
) -> RawResult<Option<qjs::JSPropertyDescriptor>> {
    // SAFETY: the caller passes live values; every reference to a prototype is given back.
    unsafe {
        let mut holder = qjs::JS_GetPrototype(context, object);
        while qjs::JS_IsObject(holder) {
            let mut found = std::mem::zeroed::<qjs::JSPropertyDescriptor>();
            let state = qjs::JS_GetOwnProperty(context, &mut found, holder, key);
            let next = if state == 0 { qjs::JS_GetPrototype(context, holder) } else { qjs::JS_NULL };
            qjs::JS_FreeValue(context, holder);
            match state {
                0 => holder = next,
                1.. => return Ok(Some(found)),
                _ => return Err(Pending),
            }
        }
        if qjs::JS_IsException(holder) { Err(Pending) } else { Ok(None) }
    }
}

/// A property of the prototypes; a getter gets the receiver.
unsafe fn inherited(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    key: qjs::JSAtom,
    receiver: qjs::JSValue,
) -> qjs::JSValue {
    // SAFETY: the caller passes live values; every reference that the engine gives is given back, or on.
    unsafe {
        let found = match in_prototypes(context, object, key) {
            Ok(Some(found)) => found,
            Ok(None) => return qjs::JS_UNDEFINED,
            Err(Pending) => return qjs::JS_EXCEPTION,
        };
        if found.flags & qjs::JS_PROP_GETSET as c_int == 0 {
            return found.value;
        }
        let value = if qjs::JS_IsUndefined(found.getter) {
            qjs::JS_UNDEFINED
        } else {
            qjs::JS_Call(context, found.getter, receiver, 0, std::ptr::null_mut())
        };
        qjs::JS_FreeValue(context, found.getter);
        qjs::JS_FreeValue(context, found.setter);
        value
    }
}

unsafe extern "C" fn set<P: ForeignProxy>(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    key: qjs::JSAtom,
    value: qjs::JSValue,
    receiver: qjs::JSValue,
    flags: c_int,
) -> c_int {
    // SAFETY: see above.
    unsafe {
        match P::set(realm_of(context), data(object), key, value) {
            Ok(Assignment::Done) => 1,
            Ok(Assignment::Refused) => refused(context, key, flags),
            Ok(Assignment::Ordinary) => assign_ordinary(context, object, key, value, receiver, flags),
            Err(Pending) => -1,
        }
    }
}

/// What was refused is an error where the engine says so, which depends on the code that assigns: an object that takes no properties finds out.
unsafe fn refused(context: *mut qjs::JSContext, key: qjs::JSAtom, flags: c_int) -> c_int {
    // SAFETY: the callers pass a live key; every reference that the engine gives is given back.
    unsafe {
        let closed = qjs::JS_NewObject(context);
        let undefined = qjs::JS_UNDEFINED;
        let flags = flags & (qjs::JS_PROP_THROW | qjs::JS_PROP_THROW_STRICT) as c_int;
        let result = match qjs::JS_PreventExtensions(context, closed) {
            1 => qjs::JS_DefineProperty(context, closed, key, undefined, undefined, undefined, flags | ASSIGNED),
            result => result,
        };
        qjs::JS_FreeValue(context, closed);
        if result >= 0 {
            return 0;
        }
        qjs::JS_FreeValue(context, qjs::JS_GetException(context));
        let shown = qjs::JS_AtomToString(context, key);
        let name = qjs::JS_ToCStringLen2(context, std::ptr::null_mut(), shown, false);
        if !name.is_null() {
            let text = c"'set' on proxy: trap returned falsish for property '%s'";
            qjs::JS_ThrowTypeError(context, text.as_ptr(), name);
            qjs::JS_FreeCString(context, name);
        }
        qjs::JS_FreeValue(context, shown);
        -1
    }
}

/// An assignment to a property of JavaScript's own, as to any object: a setter of the prototypes is called, what has a getter alone is read-only.
unsafe fn assign_ordinary(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    key: qjs::JSAtom,
    value: qjs::JSValue,
    receiver: qjs::JSValue,
    flags: c_int,
) -> c_int {
    // SAFETY: the caller passes live values; every reference that the engine gives is given back.
    unsafe {
        let found = match in_prototypes(context, object, key) {
            Ok(Some(found)) => found,
            Ok(None) => return define_ordinary(context, object, key, value),
            Err(Pending) => return -1,
        };
        if found.flags & qjs::JS_PROP_GETSET as c_int == 0 {
            qjs::JS_FreeValue(context, found.value);
            if found.flags & qjs::JS_PROP_WRITABLE as c_int == 0 {
                return refused(context, key, flags);
            }
            return define_ordinary(context, object, key, value);
        }
        let result = if qjs::JS_IsUndefined(found.setter) {
            refused(context, key, flags)
        } else {
            let mut arguments = [value];
            let result = qjs::JS_Call(context, found.setter, receiver, 1, arguments.as_mut_ptr());
            let result_code = if qjs::JS_IsException(result) { -1 } else { 1 };
            qjs::JS_FreeValue(context, result);
            result_code
        };
        qjs::JS_FreeValue(context, found.getter);
        qjs::JS_FreeValue(context, found.setter);
        result
    }
}

/// An ordinary property of the proxy itself.
unsafe fn define_ordinary(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    key: qjs::JSAtom,
    value: qjs::JSValue,
) -> c_int {
    // SAFETY: the callers pass live values, which the engine does not take.
    unsafe {
        let undefined = qjs::JS_UNDEFINED;
        qjs::JS_DefineProperty(context, object, key, value, undefined, undefined, ASSIGNED | NO_HOOKS)
    }
}

unsafe extern "C" fn has<P: ForeignProxy>(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    key: qjs::JSAtom,
) -> c_int {
    // SAFETY: see above; without a descriptor the engine's own properties are looked up, and then `get_own_property` is asked.
    unsafe {
        match P::has(realm_of(context), data(object), key) {
            Ok(Presence::Here) => 1,
            Ok(Presence::Hidden) => own_ordinary(context, object, key),
            Ok(Presence::Inherited) => match own_ordinary(context, object, key) {
                0 => with_prototype(context, object, |prototype| {
                    if qjs::JS_IsObject(prototype) { qjs::JS_HasProperty(context, prototype, key) } else { 0 }
                }),
                result => result,
            },
            Err(Pending) => -1,
        }
    }
}

/// Whether the proxy has an ordinary property of this key: a key that the other language does not have.
unsafe fn own_ordinary(context: *mut qjs::JSContext, object: qjs::JSValue, key: qjs::JSAtom) -> c_int {
    // SAFETY: the caller passes a live object.
    unsafe { qjs::JS_GetOwnProperty(context, std::ptr::null_mut(), object, key) }
}

unsafe extern "C" fn delete<P: ForeignProxy>(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    key: qjs::JSAtom,
) -> c_int {
    // SAFETY: see above.
    unsafe { truth(P::delete(realm_of(context), data(object), key)) }
}

/// A definition is of JavaScript's own kind: the other language has no descriptors.
unsafe extern "C" fn define<P: ForeignProxy>(
    context: *mut qjs::JSContext,
    object: qjs::JSValue,
    key: qjs::JSAtom,
    value: qjs::JSValue,
    getter: qjs::JSValue,
    setter: qjs::JSValue,
    flags: c_int,
) -> c_int {
    // SAFETY: see above.
    unsafe {
        if !P::is_open(data(object)) {
            return refused(context, key, flags);
        }
        qjs::JS_DefineProperty(context, object, key, value, getter, setter, flags | NO_HOOKS)
    }
}

unsafe extern "C" fn get_own_property<P: ForeignProxy>(
    context: *mut qjs::JSContext,
    descriptor: *mut qjs::JSPropertyDescriptor,
    object: qjs::JSValue,
    key: qjs::JSAtom,
) -> c_int {
    // SAFETY: see above; the descriptor may be null when only the presence is asked for.
    unsafe {
        let realm = realm_of(context);
        let Some(descriptor) = descriptor.as_mut() else {
            return truth(P::has(realm, data(object), key).map(|presence| presence == Presence::Here));
        };
        match P::own(realm, data(object), key) {
            Ok(Some((value, is_enumerable))) => {
                let hidden = qjs::JS_PROP_CONFIGURABLE | qjs::JS_PROP_WRITABLE;
                descriptor.flags = if is_enumerable { qjs::JS_PROP_C_W_E } else { hidden } as c_int;
                descriptor.value = value;
                descriptor.getter = qjs::JS_UNDEFINED;
                descriptor.setter = qjs::JS_UNDEFINED;
                1
            }
            Ok(None) => 0,
            Err(Pending) => -1,
        }
    }
}

unsafe extern "C" fn own_keys<P: ForeignProxy>(
    context: *mut qjs::JSContext,
    table: *mut *mut qjs::JSPropertyEnum,
    length: *mut u32,
    object: qjs::JSValue,
) -> c_int {
    // SAFETY: see above; the table is allocated by the engine's allocator because the engine frees it.
    unsafe {
        let mut keys = Vec::new();
        if P::own_keys(realm_of(context), data(object), &mut |key| keys.push(key)).is_err() {
            for key in keys {
                qjs::JS_FreeAtom(context, key);
            }
            return -1;
        }
        let size = std::mem::size_of::<qjs::JSPropertyEnum>() * keys.len().max(1);
        let memory = qjs::js_malloc(context, size as _).cast::<qjs::JSPropertyEnum>();
        if memory.is_null() {
            for key in keys {
                qjs::JS_FreeAtom(context, key);
            }
            return -1;
        }
        for (index, key) in keys.iter().enumerate() {
            memory.add(index).write(qjs::JSPropertyEnum { is_enumerable: true, atom: *key });
        }
        *table = memory;
        *length = keys.len() as u32;
        0
    }
}

unsafe extern "C" fn call<P: ForeignProxy>(
    context: *mut qjs::JSContext,
    function: qjs::JSValue,
    this: qjs::JSValue,
    count: c_int,
    arguments: *mut qjs::JSValue,
    flags: c_int,
) -> qjs::JSValue {
    // SAFETY: see above.
    unsafe {
        let realm: Realm = realm_of(context);
        let arguments = match usize::try_from(count) {
            Ok(count) if count > 0 => std::slice::from_raw_parts(arguments.cast_const(), count),
            _ => &[],
        };
        let constructing = flags & qjs::JS_CALL_FLAG_CONSTRUCTOR as c_int != 0;
        let (this, new_target) = if constructing { (qjs::JS_UNDEFINED, Some(this)) } else { (this, None) };
        match P::call(realm, data(function), this, arguments, new_target) {
            Ok(value) => value,
            Err(Pending) => qjs::JS_EXCEPTION,
        }
    }
}

unsafe extern "C" fn finalize<P: ForeignProxy>(_: *mut qjs::JSRuntime, object: qjs::JSValue) {
    // SAFETY: see above.
    unsafe {
        let data = data(object);
        if !data.is_null() {
            P::finalize(data);
        }
    }
}

unsafe extern "C" fn trace<P: ForeignProxy>(
    runtime: *mut qjs::JSRuntime,
    object: qjs::JSValue,
    mark: qjs::JS_MarkFunc,
) {
    // SAFETY: see above.
    unsafe {
        let data = data(object);
        if !data.is_null() {
            P::trace(data, &Tracer::new(Marker { runtime, mark }));
        }
    }
}
