//! Converters that a program brings for deep conversions: called with the value, a function that goes on converting, and one that
//! remembers a result before it is complete.

use std::ffi::{CStr, c_void};

use pyo3::ffi::{self, PyObject};

use crate::python::object::{Object, PyResult, Raised, runtime_error, type_error};
use crate::python::state::State;

/// A conversion in progress, as its converters see it.
pub trait Conversion {
    /// Converts a part.
    fn part(&mut self, object: &Object) -> PyResult<Object>;
    /// Remembers what an object becomes.
    fn remember_result(&mut self, object: &Object, result: &Object) -> PyResult<()>;
}

/// What the capsule of both functions points to, while the converter runs.
struct Running<'a>(&'a mut dyn Conversion);

const NAME: &CStr = c"sigbind conversion";

unsafe fn running<'a>(capsule: *mut PyObject) -> PyResult<&'a mut Running<'a>> {
    // SAFETY: the capsule holds a pointer that `call` keeps valid and clears when the converter has returned.
    unsafe {
        let pointer = ffi::PyCapsule_GetPointer(capsule, NAME.as_ptr()).cast::<*mut c_void>();
        match pointer.as_ref() {
            Some(&pointer) if !pointer.is_null() => Ok(&mut *pointer.cast::<Running<'a>>()),
            Some(_) => Err(runtime_error("the conversion is over")),
            None => Err(Raised),
        }
    }
}

unsafe extern "C" fn convert(capsule: *mut PyObject, object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes live objects.
    let result = unsafe { running(capsule).and_then(|running| running.0.part(&Object::from_borrowed(object))) };
    result.map_or(std::ptr::null_mut(), Object::into_ptr)
}

unsafe extern "C" fn cache(capsule: *mut PyObject, arguments: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live capsule and a tuple of live arguments.
    let result = unsafe {
        running(capsule).and_then(|running| {
            if ffi::PyTuple_Size(arguments) != 2 {
                return Err(type_error("cache takes an object and what it becomes"));
            }
            let at = |index| Object::from_borrowed(ffi::PyTuple_GetItem(arguments, index));
            running.0.remember_result(&at(0), &at(1))
        })
    };
    result.map_or(std::ptr::null_mut(), |()| Object::none().into_ptr())
}

fn methods() -> [*mut ffi::PyMethodDef; 2] {
    struct Table([*mut ffi::PyMethodDef; 2]);
    // SAFETY: the definitions are leaked and never changed.
    unsafe impl Send for Table {}
    // SAFETY: as above.
    unsafe impl Sync for Table {}
    static TABLE: std::sync::OnceLock<Table> = std::sync::OnceLock::new();
    let leak = |name: &'static CStr, function, flags| {
        Box::into_raw(Box::new(ffi::PyMethodDef {
            ml_name: name.as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunction: function },
            ml_flags: flags,
            ml_doc: std::ptr::null(),
        }))
    };
    TABLE.get_or_init(|| Table([leak(c"convert", convert, ffi::METH_O), leak(c"cache", cache, ffi::METH_VARARGS)])).0
}

/// Calls a converter. One that takes fewer arguments gets the first ones only.
pub fn call(state: &State, converter: &Object, conversion: &mut dyn Conversion, value: &Object) -> PyResult<Object> {
    let mut running = Running(conversion);
    let mut pointer: *mut c_void = (&raw mut running).cast();
    let most = state.signatures.positional_limit(converter.as_ptr()).unwrap_or_else(|Raised| {
        // SAFETY: an exception is set: the callable does not tell.
        unsafe { ffi::PyErr_Clear() };
        usize::MAX
    });
    // SAFETY: the capsule may outlive this call inside of the functions, so its pointer goes to a box of its own that is cleared at the end.
    unsafe {
        let cell = Box::into_raw(Box::new(std::mem::replace(&mut pointer, std::ptr::null_mut())));
        let capsule = ffi::PyCapsule_New(cell.cast(), NAME.as_ptr(), Some(free));
        let capsule = Object::from_new(capsule)?;
        let mut arguments = vec![value.clone()];
        for method in methods() {
            let function = ffi::PyCFunction_NewEx(method, capsule.as_ptr(), std::ptr::null_mut());
            arguments.push(Object::from_new(function)?);
        }
        arguments.truncate(most.max(1));
        let arguments: Vec<&Object> = arguments.iter().collect();
        let result = converter.call(&arguments);
        *cell = std::ptr::null_mut();
        result
    }
}

unsafe extern "C" fn free(capsule: *mut PyObject) {
    // SAFETY: the capsule was made by `call` over a box.
    unsafe {
        let pointer = ffi::PyCapsule_GetPointer(capsule, NAME.as_ptr()).cast::<*mut c_void>();
        if !pointer.is_null() {
            drop(Box::from_raw(pointer));
        }
    }
}
