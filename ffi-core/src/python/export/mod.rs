//! Exported Rust functions and classes in Python: function objects, classes and modules.

mod class;
mod embed;
mod function;
mod module;

pub use class::{Classes, wrap_instance};
pub use embed::{embed, run, run_sync};
pub use function::make_type;
pub use module::extension_init;

use super::object::{Object, PyResult, Raised};
use super::state::State;
use super::typed::raise;
use crate::engine::Value;
use crate::export::{FunctionInfo, PythonCall, bind_python};
use crate::typed::{Guest, Side};
use pyo3::ffi::{self, PyObject};

/// Runs an exported function with the arguments of a vectorcall.
///
/// # Safety
///
/// `arguments` must hold `positional` objects and one for each of `names` (a tuple, or null), with the GIL held on the realm's thread.
unsafe fn call(
    state: &'static State,
    info: &'static FunctionInfo,
    this: Option<Value>,
    arguments: *const *mut PyObject,
    positional: usize,
    names: *mut PyObject,
) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    let call = unsafe {
        let guest = |index: usize| Guest::of_python(Object::from_borrowed(*arguments.add(index)));
        let named = if names.is_null() { 0 } else { ffi::PyTuple_Size(names) as usize };
        let mut keywords = Vec::with_capacity(named);
        for index in 0..named {
            let name = super::object::text_of(ffi::PyTuple_GetItem(names, index as ffi::Py_ssize_t))?;
            keywords.push((name, guest(positional + index)));
        }
        PythonCall { positional: (0..positional).map(guest).collect(), keywords }
    };
    run_call(state, info, this, call)
}

fn run_call(
    state: &'static State,
    info: &'static FunctionInfo,
    this: Option<Value>,
    call: PythonCall,
) -> PyResult<Object> {
    let side = Side::Python(state);
    let entry = state.realm.enter();
    let result = bind_python(info, side, this, call).and_then(|frame| info.call(frame));
    let result = match result {
        Ok(guest) => guest.into_python(state),
        Err(fault) => {
            let exception = fault.into_exception(Some(info.name.python), side);
            if info.is_async {
                // As with an `async def`: a failure comes with the `await`.
                let thrown = exception.into_thrown_on(side);
                match state.realm.rejected(thrown.value()) {
                    Ok(promise) => Guest::JavaScript(promise).into_python(state),
                    Err(thrown) => Err(super::error::raise_thrown(state, thrown)),
                }
            } else {
                Err(raise(state, exception))
            }
        }
    };
    drop(entry);
    state.settle();
    result
}

/// Sets an attribute.
fn set(object: &Object, name: &str, value: &Object) -> PyResult<()> {
    let name = Object::string(name)?;
    // SAFETY: all three objects are alive.
    match unsafe { ffi::PyObject_SetAttr(object.as_ptr(), name.as_ptr(), value.as_ptr()) } {
        0 => Ok(()),
        _ => Err(Raised),
    }
}
