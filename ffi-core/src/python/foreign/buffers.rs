//! Python buffers as array buffers without a copy, and the guard that keeps exported JavaScript buffers in place.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use pyo3::ffi::{self, PyObject};

use crate::engine::{BufferOwner, Call, Realm, Thrown, TypedArrayKind, Value};
use crate::python::cycles;
use crate::python::object::{Object, PyResult, Raised, raise};
use crate::python::state::State;

/// A Python buffer that JavaScript uses; released when the engine frees the array buffer.
struct Exported(&'static State, Box<ffi::Py_buffer>);

impl BufferOwner for Exported {}

impl Drop for Exported {
    fn drop(&mut self) {
        // A release can run Python code, and this runs inside the engine's collector: a capsule does it later.
        let buffer = std::mem::replace(&mut *self.1, ffi::Py_buffer::new());
        cycles::weigh(self.0, -buffer.len);
        let pointer = Box::into_raw(Box::new(buffer));
        // SAFETY: the capsule takes over the box; its destructor releases the buffer once.
        unsafe {
            let capsule = ffi::PyCapsule_New(pointer.cast(), std::ptr::null(), Some(release));
            if capsule.is_null() {
                ffi::PyErr_Clear();
                ffi::PyBuffer_Release(pointer);
                drop(Box::from_raw(pointer));
            } else {
                self.0.drop_later(capsule);
            }
        }
    }
}

unsafe extern "C" fn release(capsule: *mut PyObject) {
    // SAFETY: the capsule was made by `Exported::drop` over a box of a filled buffer.
    unsafe {
        let pointer = ffi::PyCapsule_GetPointer(capsule, std::ptr::null()).cast::<ffi::Py_buffer>();
        if !pointer.is_null() {
            ffi::PyBuffer_Release(pointer);
            drop(Box::from_raw(pointer));
        }
    }
}

/// The typed array class for a buffer's `struct` format.
fn kind_of(format: &[u8], size: usize) -> TypedArrayKind {
    use TypedArrayKind::*;
    match (format.last(), size) {
        (Some(b'b'), 1) => Int8Array,
        (Some(b'h'), 2) => Int16Array,
        (Some(b'H'), 2) => Uint16Array,
        (Some(b'e'), 2) => Float16Array,
        (Some(b'i' | b'l'), 4) => Int32Array,
        (Some(b'I' | b'L'), 4) => Uint32Array,
        (Some(b'f'), 4) => Float32Array,
        (Some(b'q' | b'l' | b'n'), 8) => BigInt64Array,
        (Some(b'Q' | b'L' | b'N'), 8) => BigUint64Array,
        (Some(b'd'), 8) => Float64Array,
        _ => Uint8Array,
    }
}

/// A typed array (or its `ArrayBuffer`) over the memory of a Python object that offers a contiguous buffer.
///
/// A read-only buffer becomes an immutable array buffer. `None` for an object without a buffer.
pub fn from_python(
    state: &'static State,
    object: *mut PyObject,
    wanted: Option<TypedArrayKind>,
    whole_buffer: bool,
) -> PyResult<Option<Value>> {
    // SAFETY: the callers pass a live object; the buffer is owned by the array buffer, or released on the spot.
    unsafe {
        if ffi::PyObject_CheckBuffer(object) == 0 {
            return Ok(None);
        }
        let mut buffer = Box::new(ffi::Py_buffer::new());
        let flags = ffi::PyBUF_FORMAT | ffi::PyBUF_ND | ffi::PyBUF_C_CONTIGUOUS;
        if ffi::PyObject_GetBuffer(object, &mut *buffer, flags) < 0 {
            return Err(Raised);
        }
        let format =
            if buffer.format.is_null() { &b"B"[..] } else { std::ffi::CStr::from_ptr(buffer.format).to_bytes() };
        let kind = wanted.unwrap_or_else(|| kind_of(format, buffer.itemsize as usize));
        let (memory, length, immutable) = (buffer.buf.cast::<u8>(), buffer.len as usize, buffer.readonly != 0);
        let memory = if memory.is_null() { std::ptr::dangling_mut() } else { memory };
        cycles::weigh(state, buffer.len);
        let owner = Box::new(Exported(state, buffer));
        state
            .run_safe(|| {
                let realm = state.realm;
                let array = realm.external_buffer(memory, length, immutable, owner)?;
                if whole_buffer { Ok(array) } else { realm.typed_array(kind, &array) }
            })
            .map(Some)
    }
}

/// The memory of a Python buffer of any layout, without a copy, and what is known of it: an `ArrayBuffer` from its first byte to its last, the address of that byte,
/// where in it the first element starts, whether it is read-only, the format, the size of an element, the lengths and steps of the dimensions (in bytes),
/// and whether it is contiguous in the order of C and of Fortran.
pub fn share(state: &'static State, object: *mut PyObject) -> PyResult<Object> {
    // SAFETY: the callers pass a live object; the buffer is owned by the array buffer, or released on the spot.
    unsafe {
        let mut buffer = Box::new(ffi::Py_buffer::new());
        if ffi::PyObject_GetBuffer(object, &mut *buffer, ffi::PyBUF_FULL_RO) < 0 {
            return Err(Raised);
        }
        let dimensions = buffer.ndim as usize;
        let numbers = |start: *mut ffi::Py_ssize_t| match start.is_null() {
            true => Vec::new(),
            false => std::slice::from_raw_parts(start, dimensions).to_vec(),
        };
        let (shape, mut strides) = (numbers(buffer.shape), numbers(buffer.strides));
        if strides.is_empty() {
            // Without strides the elements stand in the order of C.
            let mut step = buffer.itemsize;
            for length in shape.iter().rev() {
                strides.insert(0, step);
                step *= length;
            }
        }
        if numbers(buffer.suboffsets).iter().any(|offset| *offset >= 0) {
            ffi::PyBuffer_Release(&mut *buffer);
            return Err(raise(ffi::PyExc_BufferError, "JavaScript has no buffers with suboffsets"));
        }
        // Strides lead backwards from the first element, too.
        let (mut before, mut behind) = (0, buffer.itemsize);
        for (length, stride) in shape.iter().zip(&strides) {
            let reach = (length - 1).max(0) * stride;
            if reach < 0 { before -= reach } else { behind += reach }
        }
        let length = if buffer.len == 0 { 0 } else { (before + behind) as usize };
        let first = buffer.buf.cast::<u8>().wrapping_offset(-before);
        let memory = if length == 0 || first.is_null() { std::ptr::dangling_mut() } else { first };
        let format = match buffer.format.is_null() {
            true => "B".to_owned(),
            false => std::ffi::CStr::from_ptr(buffer.format).to_string_lossy().into_owned(),
        };
        let is_contiguous = |order: u8| Object::boolean(ffi::PyBuffer_IsContiguous(&*buffer, order as _) != 0);
        let (in_c, in_fortran) = (is_contiguous(b'C'), is_contiguous(b'F'));
        let (readonly, itemsize) = (buffer.readonly != 0, buffer.itemsize);
        cycles::weigh(state, buffer.len);
        let owner = Box::new(Exported(state, buffer));
        let array = state.run_safe(|| state.realm.external_buffer(memory, length, readonly, owner))?;
        let array = crate::python::convert::to_py(state, array.raw())?;
        let tuple = |numbers: &[ffi::Py_ssize_t]| -> PyResult<Object> {
            let numbers = numbers.iter().map(|number| Object::integer(*number as i64)).collect::<PyResult<Vec<_>>>()?;
            Object::tuple(&numbers.iter().collect::<Vec<_>>())
        };
        let address = Object::integer((memory.addr() % 16) as i64)?;
        let (start, itemsize) = (Object::integer(before as i64)?, Object::integer(itemsize as i64)?);
        let (readonly, format) = (Object::boolean(readonly), Object::string(&format)?);
        let (shape, strides) = (tuple(&shape)?, tuple(&strides)?);
        Object::tuple(&[&array, &address, &start, &readonly, &format, &itemsize, &shape, &strides, &in_c, &in_fortran])
    }
}

/// A typed array over a copy of a Python buffer; `None` for an object without one.
pub fn copy_from_python(state: &'static State, object: *mut PyObject) -> PyResult<Option<Value>> {
    // SAFETY: the callers pass a live object; the buffer is released before the end.
    unsafe {
        if ffi::PyObject_CheckBuffer(object) == 0 {
            return Ok(None);
        }
        let mut buffer = ffi::Py_buffer::new();
        let flags = ffi::PyBUF_FORMAT | ffi::PyBUF_ND | ffi::PyBUF_C_CONTIGUOUS;
        if ffi::PyObject_GetBuffer(object, &mut buffer, flags) < 0 {
            return Err(Raised);
        }
        let format =
            if buffer.format.is_null() { &b"B"[..] } else { std::ffi::CStr::from_ptr(buffer.format).to_bytes() };
        let kind = kind_of(format, buffer.itemsize as usize);
        let bytes = match buffer.len {
            0 => Vec::new(),
            length => std::slice::from_raw_parts(buffer.buf.cast::<u8>(), length as usize).to_vec(),
        };
        ffi::PyBuffer_Release(&mut buffer);
        state
            .run_safe(|| {
                let array = state.realm.array_buffer(bytes)?;
                state.realm.typed_array(kind, &array)
            })
            .map(Some)
    }
}

/// How many Python views each JavaScript buffer has, by its address. A view keeps its buffer alive, so an address stays good.
static PINNED: Mutex<Option<HashMap<usize, usize>>> = Mutex::new(None);

/// A Python view of a JavaScript buffer begins.
pub fn pin(address: usize) {
    let mut pinned = PINNED.lock().unwrap_or_else(PoisonError::into_inner);
    *pinned.get_or_insert_default().entry(address).or_default() += 1;
}

/// A Python view of a JavaScript buffer ends.
pub fn unpin(address: usize) {
    let mut pinned = PINNED.lock().unwrap_or_else(PoisonError::into_inner);
    let pinned = pinned.get_or_insert_default();
    if let Some(count) = pinned.get_mut(&address) {
        *count -= 1;
        if *count == 0 {
            pinned.remove(&address);
        }
    }
}

fn is_pinned(address: usize) -> bool {
    PINNED.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|pinned| pinned.contains_key(&address))
}

/// Makes the methods that move or free a buffer's memory refuse while Python has a view of it.
pub fn guard(realm: Realm) -> Result<(), Thrown> {
    let prototype = realm.global().get("ArrayBuffer")?.get("prototype")?;
    for name in ["transfer", "transferToFixedLength", "transferToImmutable", "resize"] {
        let original = prototype.get(name)?;
        if !original.is_callable() {
            continue;
        }
        let length = original.get("length")?.as_number().unwrap_or(0.0) as u32;
        let guarded = realm.function(name, length, move |call: &Call<'_>| {
            if is_pinned(call.this().address()) {
                return Err(call.realm().type_error("the buffer is in use by Python"));
            }
            let arguments = call.arguments().to_vec();
            original.call(&call.this(), &arguments.iter().collect::<Vec<_>>())
        });
        prototype.define_hidden(name, &guarded)?;
    }
    Ok(())
}
