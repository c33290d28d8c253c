//! Python callables that JavaScript calls by a function type: arguments bound to their types, excess ones dropped, the result converted.

use std::cell::OnceCell;

use pyo3::ffi::{self, PyObject};

use super::{Converter, give};
use crate::engine::{Active, Engine, Raw};
use crate::python::convert;
use crate::python::object::{Object, PyResult, Raised};
use crate::python::state::State;
use crate::signature::{Function, Type};

/// A function type as callbacks need it. Made ready at its first call.
pub struct CallbackPlan {
    function: Function,
    ready: OnceCell<Ready>,
}

struct Ready {
    parameters: Vec<&'static Converter>,
    rest: Option<&'static Converter>,
    result: &'static Converter,
}

impl CallbackPlan {
    /// Keeps the function type.
    pub fn compile(_: &'static State, function: &Function) -> &'static Self {
        Box::leak(Box::new(Self { function: function.clone(), ready: OnceCell::new() }))
    }

    fn ready(&'static self, state: &'static State) -> &'static Ready {
        self.ready.get_or_init(|| {
            let mut columns: Vec<Vec<Type>> = Vec::new();
            let mut rest = Vec::new();
            for overload in &self.function.overloads {
                for (index, parameter) in overload.parameters.iter().enumerate() {
                    if parameter.rest {
                        rest.push(parameter.ty.clone());
                        break;
                    }
                    if columns.len() <= index {
                        columns.push(Vec::new());
                    }
                    columns[index].push(parameter.ty.clone());
                }
            }
            let results = self.function.overloads.iter().map(|overload| overload.result.clone());
            let result = if self.function.overloads.is_empty() { Type::Any } else { Type::union(results) };
            let converter = |types: Vec<Type>| state.signatures.converter(&Type::union(types));
            Ready {
                parameters: columns.into_iter().map(converter).collect(),
                rest: (!rest.is_empty()).then(|| converter(rest)),
                result: state.signatures.converter(&result),
            }
        })
    }
}

/// How many arguments are converted without allocating.
const INLINE: usize = 6;

/// Calls a Python callable with the arguments that JavaScript gave. Gives a reference.
///
/// # Safety
///
/// All values must be alive, on the realm's thread with the GIL held.
pub unsafe fn call_python(
    state: &'static State,
    plan: &'static CallbackPlan,
    callable: &Object,
    arguments: &[Raw],
    most: usize,
) -> PyResult<Raw> {
    let ready = plan.ready(state);
    let count = arguments.len().min(most);
    let mut inline = [std::ptr::null_mut(); INLINE + 1];
    let mut spilled = Vec::new();
    let slots: &mut [*mut PyObject] = if count <= INLINE {
        &mut inline
    } else {
        spilled.resize(count + 1, std::ptr::null_mut());
        &mut spilled
    };
    let mut filled = 1;
    // SAFETY: promised by the caller; each converted argument is owned until the call is over.
    unsafe {
        let mut failed = false;
        for (index, raw) in arguments[..count].iter().enumerate() {
            let converter = ready.parameters.get(index).copied().or(ready.rest);
            let converted = match converter {
                Some(converter) => converter.to_py(state, *raw),
                None => convert::to_py(state, *raw),
            };
            match converted {
                Ok(converted) => {
                    slots[filled] = converted.into_ptr();
                    filled += 1;
                }
                Err(Raised) => {
                    failed = true;
                    break;
                }
            }
        }
        let result = if failed {
            std::ptr::null_mut()
        } else {
            let count = (filled - 1) | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
            ffi::PyObject_Vectorcall(callable.as_ptr(), slots.as_ptr().add(1), count, std::ptr::null_mut())
        };
        for slot in &slots[1..filled] {
            ffi::Py_DECREF(*slot);
        }
        let result = Object::from_new(result)?;
        if result.is_none() {
            return Ok(Active::UNDEFINED);
        }
        give_back(state, ready.result, &result)
    }
}

/// The result by its type; what does not fit is converted as `any`: a callback's result never fails for its type alone.
fn give_back(state: &'static State, converter: &'static Converter, result: &Object) -> PyResult<Raw> {
    // SAFETY: the object is alive.
    let is_coroutine = unsafe { ffi::Py_TYPE(result.as_ptr()) == &raw mut ffi::PyCoro_Type };
    if is_coroutine {
        return state.asyncio.promise_of(state, result.as_ptr());
    }
    match give::to_js(state, converter, result.as_ptr()) {
        Ok(raw) => Ok(raw),
        Err(super::mismatch::Mismatch::Raised) => Err(Raised),
        Err(in_converter @ super::mismatch::Mismatch::InConverter(_)) => {
            Err(in_converter.raise_for_attribute("the result of a callback"))
        }
        Err(super::mismatch::Mismatch::Call(_)) => give::any_to_js(state, result.as_ptr()),
    }
}
