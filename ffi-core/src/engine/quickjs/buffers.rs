//! Array buffers over memory of the host.

use std::ffi::c_void;

use rquickjs::qjs;

use super::super::raw::RawResult;
use super::super::{BufferOwner, TypedArrayKind};
use super::checked;

/// Gives an `ArrayBuffer` that keeps `owner` until it is collected or detached.
///
/// # Safety
///
/// As for [`Engine::external_buffer`](super::super::Engine::external_buffer).
pub(super) unsafe fn external(
    context: *mut qjs::JSContext,
    memory: *mut u8,
    length: usize,
    immutable: bool,
    owner: Box<dyn BufferOwner>,
) -> RawResult<qjs::JSValue> {
    let owner = Box::into_raw(Box::new(owner));
    // SAFETY: promised by the caller; `reallocate` takes the owner back.
    unsafe {
        let buffer = qjs::JS_NewArrayBuffer(context, memory, length as _, 0, Some(reallocate), owner.cast(), false);
        match checked(buffer) {
            Ok(buffer) => {
                if immutable {
                    qjs::JS_SetImmutableArrayBuffer(buffer, true);
                }
                Ok(buffer)
            }
            Err(pending) => {
                drop(Box::from_raw(owner));
                Err(pending)
            }
        }
    }
}

unsafe extern "C" fn reallocate(
    _: *mut qjs::JSRuntime,
    owner: *mut c_void,
    _memory: *mut c_void,
    size: qjs::size_t,
) -> *mut c_void {
    // Size zero frees; the memory of the host cannot be resized.
    if size == 0 && !owner.is_null() {
        // SAFETY: `external` stored this box, and the engine frees a buffer once.
        drop(unsafe { Box::from_raw(owner.cast::<Box<dyn BufferOwner>>()) });
    }
    std::ptr::null_mut()
}

/// The memory of an attached `ArrayBuffer`, and whether it is immutable.
///
/// # Safety
///
/// The value must be alive, on the engine's thread.
pub(super) unsafe fn memory(context: *mut qjs::JSContext, buffer: qjs::JSValue) -> Option<(*mut u8, usize, bool)> {
    // SAFETY: promised by the caller. `JS_GetArrayBuffer` throws for a detached buffer: the exception is dropped.
    unsafe {
        if !qjs::JS_IsArrayBuffer(buffer) {
            return None;
        }
        let mut length = 0;
        let memory = qjs::JS_GetArrayBuffer(context, &mut length, buffer);
        if memory.is_null() {
            if qjs::JS_HasException(context) {
                let exception = qjs::JS_GetException(context);
                qjs::JS_FreeValue(context, exception);
                return None;
            }
            return Some((std::ptr::dangling_mut(), 0, false));
        }
        Some((memory, length as usize, qjs::JS_IsImmutableArrayBuffer(buffer) > 0))
    }
}

/// The kind for QuickJS's number.
pub(super) fn kind_of(number: i32) -> Option<TypedArrayKind> {
    use TypedArrayKind::*;
    Some(match u32::try_from(number).ok()? {
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT8C => Uint8ClampedArray,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_INT8 => Int8Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT8 => Uint8Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_INT16 => Int16Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT16 => Uint16Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_INT32 => Int32Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT32 => Uint32Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_BIG_INT64 => BigInt64Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_BIG_UINT64 => BigUint64Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_FLOAT16 => Float16Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_FLOAT32 => Float32Array,
        qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_FLOAT64 => Float64Array,
        _ => return None,
    })
}

/// QuickJS's number for a kind.
pub(super) fn number_of(kind: TypedArrayKind) -> qjs::JSTypedArrayEnum {
    use TypedArrayKind::*;
    match kind {
        Uint8ClampedArray => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT8C,
        Int8Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_INT8,
        Uint8Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT8,
        Int16Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_INT16,
        Uint16Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT16,
        Int32Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_INT32,
        Uint32Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_UINT32,
        BigInt64Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_BIG_INT64,
        BigUint64Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_BIG_UINT64,
        Float16Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_FLOAT16,
        Float32Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_FLOAT32,
        Float64Array => qjs::JSTypedArrayEnum_JS_TYPED_ARRAY_FLOAT64,
    }
}
