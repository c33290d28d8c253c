//! The Python type of exported functions: callable with keywords, a method where it stands in a class, and open to `inspect`.

use std::ffi::{c_int, c_void};
use std::mem::offset_of;

use pyo3::ffi::{self, PyObject, PyTypeObject};

use crate::export::{FunctionInfo, text_signature};
use crate::python::object::{Object, PyResult, Raised, type_error};
use crate::python::proxy;
use crate::python::state::State;

/// An exported function.
#[repr(C)]
struct Function {
    base: PyObject,
    vectorcall: Option<ffi::vectorcallfunc>,
    info: &'static FunctionInfo,
}

unsafe fn info(object: *mut PyObject) -> &'static FunctionInfo {
    // SAFETY: the callers pass an instance of the type.
    unsafe { (*object.cast::<Function>()).info }
}

/// Makes the type, once.
pub fn make_type() -> PyResult<*mut PyTypeObject> {
    let members = vec![
        ffi::PyMemberDef {
            name: c"__vectorcalloffset__".as_ptr(),
            type_code: ffi::Py_T_PYSSIZET,
            offset: offset_of!(Function, vectorcall) as ffi::Py_ssize_t,
            flags: ffi::Py_READONLY,
            doc: std::ptr::null(),
        },
        ffi::PyMemberDef { name: std::ptr::null(), type_code: 0, offset: 0, flags: 0, doc: std::ptr::null() },
    ];
    let getter = |name: &'static std::ffi::CStr, get: ffi::getter| ffi::PyGetSetDef {
        name: name.as_ptr(),
        get: Some(get),
        set: None,
        doc: std::ptr::null(),
        closure: std::ptr::null_mut(),
    };
    let attributes = vec![
        getter(c"__name__", get_name),
        getter(c"__qualname__", get_name),
        getter(c"__doc__", get_doc),
        getter(c"__text_signature__", get_text_signature),
        ffi::PyGetSetDef {
            name: std::ptr::null(),
            get: None,
            set: None,
            doc: std::ptr::null(),
            closure: std::ptr::null_mut(),
        },
    ];
    let leak = |pointer: *const c_void| pointer.cast_mut();
    let mut slots = [
        slot(ffi::Py_tp_call, ffi::PyVectorcall_Call as *mut c_void),
        slot(ffi::Py_tp_dealloc, deallocate as *mut c_void),
        slot(ffi::Py_tp_descr_get, bind as *mut c_void),
        slot(ffi::Py_tp_repr, represent as *mut c_void),
        slot(ffi::Py_tp_members, leak(Box::leak(members.into_boxed_slice()).as_ptr().cast())),
        slot(ffi::Py_tp_getset, leak(Box::leak(attributes.into_boxed_slice()).as_ptr().cast())),
        slot(0, std::ptr::null_mut()),
    ];
    let mut spec = ffi::PyType_Spec {
        name: c"sigbind.RustFunction".as_ptr(),
        basicsize: std::mem::size_of::<Function>() as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_VECTORCALL | ffi::Py_TPFLAGS_METHOD_DESCRIPTOR) as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the specification is complete and read during the call; its tables are leaked. The type is kept for good.
    unsafe { Ok(Object::from_new(ffi::PyType_FromSpec(&mut spec))?.into_ptr().cast()) }
}

fn slot(number: c_int, function: *mut c_void) -> ffi::PyType_Slot {
    ffi::PyType_Slot { slot: number, pfunc: function }
}

/// The function object for a description.
pub(super) fn make(state: &'static State, info: &'static FunctionInfo) -> PyResult<Object> {
    // SAFETY: the type's instances have the layout of `Function`, all of which is set.
    unsafe {
        let object = Object::from_new(ffi::PyType_GenericAlloc(state.exports.function, 0))?;
        let function = object.as_ptr().cast::<Function>();
        (&raw mut (*function).vectorcall).write(Some(vectorcall));
        (&raw mut (*function).info).write(info);
        Ok(object)
    }
}

unsafe extern "C" fn deallocate(object: *mut PyObject) {
    // SAFETY: the interpreter calls this once; the fields need no dropping.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if let Some(free) = (*class).tp_free {
            free(object.cast());
        }
        ffi::Py_DECREF(class.cast());
    }
}

unsafe extern "C" fn vectorcall(
    callable: *mut PyObject,
    arguments: *const *mut PyObject,
    count: usize,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes live objects with the GIL held, and an instance of the type.
    unsafe {
        let run = || {
            let entered = State::enter()?;
            let state = *entered;
            let info = info(callable);
            let mut positional = ffi::PyVectorcall_NARGS(count) as usize;
            let mut arguments = arguments;
            let mut this = None;
            if info.receiver {
                if positional == 0 {
                    return Err(type_error(&format!("{}() needs an instance", info.name.python)));
                }
                this = proxy::value_of(state, *arguments);
                arguments = arguments.add(1);
                positional -= 1;
            }
            super::call(state, info, this, arguments, positional, names)
        };
        result(run())
    }
}

fn result(result: PyResult<Object>) -> *mut PyObject {
    match result {
        Ok(object) => object.into_ptr(),
        Err(Raised) => std::ptr::null_mut(),
    }
}

unsafe extern "C" fn bind(function: *mut PyObject, object: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes live objects; null or `None` is an access on the class.
    unsafe {
        if object.is_null() || object == ffi::Py_None() || !info(function).receiver {
            ffi::Py_INCREF(function);
            return function;
        }
        PyMethod_New(function, object)
    }
}

unsafe extern "C" {
    /// A bound method.
    fn PyMethod_New(function: *mut PyObject, receiver: *mut PyObject) -> *mut PyObject;
}

unsafe extern "C" fn represent(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes an instance of the type.
    let info = unsafe { info(object) };
    result(Object::string(&format!("<rust function {}>", info.name.python)))
}

unsafe extern "C" fn get_name(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: the interpreter passes an instance of the type.
    result(Object::string(unsafe { info(object) }.name.python))
}

unsafe extern "C" fn get_doc(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: the interpreter passes an instance of the type.
    let docs = unsafe { info(object) }.docs;
    result(if docs.is_empty() { Ok(Object::none()) } else { Object::string(docs) })
}

unsafe extern "C" fn get_text_signature(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: the interpreter passes an instance of the type.
    result(Object::string(&text_signature(unsafe { info(object) })))
}
