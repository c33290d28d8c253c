//! JavaScript functions that the Python part of the bridge is written with: each belongs to every runtime, and is made in one when it is first called there.

use std::ffi::c_int;
use std::mem::offset_of;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::ffi::{self, PyObject, PyTypeObject};

use super::object::{Object, PyResult};
use super::proxy;
use super::state::State;
use crate::engine::{Active, Engine};

#[repr(C)]
struct Helper {
    base: PyObject,
    vectorcall: Option<ffi::vectorcallfunc>,
    /// Its number in the tables of all states.
    number: usize,
    /// A string, owned for good: helpers live as long as the process.
    source: *mut PyObject,
}

/// Makes the type.
pub fn make_type() -> PyResult<*mut PyTypeObject> {
    let mut members = [
        ffi::PyMemberDef {
            name: c"__vectorcalloffset__".as_ptr(),
            type_code: ffi::Py_T_PYSSIZET,
            offset: offset_of!(Helper, vectorcall) as ffi::Py_ssize_t,
            flags: ffi::Py_READONLY,
            doc: std::ptr::null(),
        },
        ffi::PyMemberDef { name: std::ptr::null(), type_code: 0, offset: 0, flags: 0, doc: std::ptr::null() },
    ];
    let mut slots = [
        ffi::PyType_Slot { slot: ffi::Py_tp_call, pfunc: ffi::PyVectorcall_Call as *mut _ },
        ffi::PyType_Slot { slot: ffi::Py_tp_members, pfunc: members.as_mut_ptr().cast() },
        ffi::PyType_Slot { slot: 0, pfunc: std::ptr::null_mut() },
    ];
    let mut spec = ffi::PyType_Spec {
        name: c"sigbind.JsHelper".as_ptr(),
        basicsize: std::mem::size_of::<Helper>() as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_VECTORCALL | ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION)
            as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the specification is complete and read during the call, the members are copied.
    unsafe { Ok(Object::from_new(ffi::PyType_FromSpec(&mut spec))?.into_ptr().cast()) }
}

/// The helper of a source: an expression that gives a function.
pub fn make(state: &State, source: *mut PyObject) -> PyResult<Object> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    // SAFETY: the callers pass a live string; all fields are set before anybody sees the object, which is kept for good.
    unsafe {
        let object = Object::from_new(ffi::PyType_GenericAlloc(state.helper_type, 0))?;
        let helper = object.as_ptr().cast::<Helper>();
        (*helper).vectorcall = Some(vectorcall);
        (*helper).number = NEXT.fetch_add(1, Ordering::Relaxed);
        (*helper).source = Object::from_borrowed(source).into_ptr();
        std::mem::forget(object.clone());
        Ok(object)
    }
}

unsafe extern "C" fn vectorcall(
    object: *mut PyObject,
    arguments: *const *mut PyObject,
    count: usize,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a live helper and live arguments; `names` is null or a tuple of the keywords' names.
    unsafe {
        let positional = ffi::PyVectorcall_NARGS(count as _) as usize;
        let named = if names.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(names) as usize };
        let all = if positional + named == 0 { &[] } else { std::slice::from_raw_parts(arguments, positional + named) };
        let helper = &*object.cast::<Helper>();
        let call = || -> PyResult<Object> {
            let entered = State::meant_by(all.first())?;
            let state = *entered;
            let function = function_in(state, helper)?;
            proxy::call_untyped(state, function, Active::UNDEFINED, all, names, false)
        };
        call().map_or(std::ptr::null_mut(), Object::into_ptr)
    }
}

/// The function in a runtime, borrowed from its table.
unsafe fn function_in(state: &'static State, helper: &Helper) -> PyResult<crate::engine::Raw> {
    if let Some(Some(function)) = state.helpers.borrow().get(helper.number) {
        return Ok(function.raw());
    }
    // SAFETY: a live string.
    let source = unsafe { super::object::text_of(helper.source) }?;
    let function = state.run_safe(|| state.realm.evaluate(&format!("({source})"), "<sigbind>"))?;
    let raw = function.raw();
    let mut helpers = state.helpers.borrow_mut();
    if helpers.len() <= helper.number {
        helpers.resize_with(helper.number + 1, || None);
    }
    helpers[helper.number] = Some(function);
    Ok(raw)
}
