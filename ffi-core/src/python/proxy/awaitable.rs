//! `await` of a JavaScript promise on asyncio: a settled promise answers at once, a pending one through a future of the running loop.

use std::ffi::{c_int, c_void};

use pyo3::ffi::{self, PyObject, PyTypeObject};

use super::attributes::give;
use super::types::{leak_methods, slot, slots};
use super::{Payload, payload};
use crate::engine::{Borrowed, Call, Engine, HostFunction, PromiseState, Raw, Thrown, Tracer, Value};
use crate::python::convert;
use crate::python::cycles::Holder;
use crate::python::error;
use crate::python::object::{Object, PyResult, Raised, take_exception};
use crate::python::signature::{Binding, View, cancel};
use crate::python::state::State;

/// The slots of promises.
pub(super) fn slots() -> Vec<ffi::PyType_Slot> {
    slots![Py_am_await = start]
}

/// One `await` in progress.
#[repr(C)]
struct Await {
    base: PyObject,
    /// The runtime of the promise.
    state: &'static State,
    /// The promise, owned until it was looked at; then undefined.
    promise: Raw,
    /// How the result is converted.
    view: Option<&'static View>,
    /// Whether the result is a step of an asynchronous iteration.
    is_step: bool,
    /// The iterator of the future that is waited for, once there is one.
    waiting: *mut PyObject,
}

/// Makes the type of [`Await`].
pub fn make_type() -> PyResult<*mut PyTypeObject> {
    let mut slots = slots![
        Py_tp_dealloc = deallocate,
        Py_tp_traverse = traverse,
        Py_tp_clear = clear,
        Py_tp_iter = itself,
        Py_tp_iternext = next,
        Py_am_await = itself,
        Py_am_send = send,
        Py_tp_methods = leak_methods(Vec::new()),
    ];
    slots.push(ffi::PyType_Slot { slot: 0, pfunc: std::ptr::null_mut() });
    let mut spec = ffi::PyType_Spec {
        name: c"sigbind._core.Await".as_ptr(),
        basicsize: std::mem::size_of::<Await>() as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_GC) as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the specification is complete and read during the call.
    unsafe { Ok(Object::from_new(ffi::PyType_FromSpec(&mut spec))?.into_ptr().cast()) }
}

unsafe extern "C" fn start(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live promise.
    give(unsafe {
        State::enter_for(object).and_then(|entered| {
            let state = *entered;
            let Payload { raw, binding, .. } = *payload(object);
            let view = match binding {
                Some(Binding::View(view)) => Some(view),
                _ => None,
            };
            make(state, raw, view, false)
        })
    })
}

unsafe fn make(state: &State, promise: Raw, view: Option<&'static View>, is_step: bool) -> PyResult<Object> {
    // SAFETY: the caller keeps the promise alive; the fields are set before the collector sees the object.
    unsafe {
        let owner = State::of(state.realm)
            .ok_or_else(|| crate::python::object::runtime_error("the runtime is not initialised"))?;
        let made: *mut Await = ffi::PyObject_GC_New(state.asyncio.await_type);
        let object = Object::from_new(made.cast())?;
        (&raw mut (*made).state).write(owner);
        (&raw mut (*made).promise).write(state.realm.engine().retain(promise));
        (&raw mut (*made).view).write(view);
        (&raw mut (*made).is_step).write(is_step);
        (&raw mut (*made).waiting).write(std::ptr::null_mut());
        ffi::PyObject_GC_Track(object.as_ptr().cast());
        Ok(object)
    }
}

/// An awaitable of the next element of an asynchronous iteration.
///
/// # Safety
///
/// On the realm's thread, with the GIL held.
pub(super) unsafe fn await_step(state: &State, promise: &Value, view: Option<&'static View>) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe { make(state, promise.raw(), view, true) }
}

unsafe extern "C" fn itself(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live object.
    unsafe { Object::from_borrowed(object) }.into_ptr()
}

unsafe extern "C" fn deallocate(object: *mut PyObject) {
    // SAFETY: the interpreter calls this once; the object owns what it holds.
    unsafe {
        ffi::PyObject_GC_UnTrack(object.cast());
        let this = object.cast::<Await>();
        (*this).state.release((*this).promise);
        ffi::Py_XDECREF((*this).waiting);
        let class = ffi::Py_TYPE(object);
        ffi::PyObject_GC_Del(object.cast());
        ffi::Py_DECREF(class.cast());
    }
}

unsafe extern "C" fn traverse(object: *mut PyObject, visit: ffi::visitproc, argument: *mut c_void) -> c_int {
    // SAFETY: the interpreter calls this on a live object.
    unsafe {
        let waiting = (*object.cast::<Await>()).waiting;
        if !waiting.is_null() {
            let result = visit(waiting, argument);
            if result != 0 {
                return result;
            }
        }
        visit(ffi::Py_TYPE(object).cast(), argument)
    }
}

unsafe extern "C" fn clear(object: *mut PyObject) -> c_int {
    // SAFETY: the interpreter calls this on a live object.
    unsafe {
        let this = object.cast::<Await>();
        let waiting = std::mem::replace(&mut (*this).waiting, std::ptr::null_mut());
        ffi::Py_XDECREF(waiting);
    }
    0
}

enum Step {
    Yield(Object),
    Return(Object),
}

unsafe fn advance(object: *mut PyObject) -> PyResult<Step> {
    // SAFETY: the callers pass a live `Await`.
    unsafe {
        let this = object.cast::<Await>();
        let entered = (*this).state.entered()?;
        let state = *entered;
        if (*this).waiting.is_null() {
            let promise = std::mem::replace(&mut (*this).promise, crate::engine::Active::UNDEFINED);
            let promise = Value::from_raw(state.realm, promise);
            if let Some(result) = settled_result(state, &promise, (*this).view, (*this).is_step) {
                return result.map(Step::Return);
            }
            let future = future_for(state, &promise, (*this).view, (*this).is_step)?;
            (*this).waiting = future.call_method(c"__await__", &[])?.into_ptr();
        }
        let mut result = std::ptr::null_mut();
        match ffi::PyIter_Send((*this).waiting, ffi::Py_None(), &mut result) {
            ffi::PySendResult::PYGEN_NEXT => Ok(Step::Yield(Object::from_new(result)?)),
            ffi::PySendResult::PYGEN_RETURN => Ok(Step::Return(Object::from_new(result)?)),
            ffi::PySendResult::PYGEN_ERROR => Err(Raised),
        }
    }
}

unsafe extern "C" fn next(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live object.
    unsafe {
        match advance(object) {
            Ok(Step::Yield(value)) => value.into_ptr(),
            Ok(Step::Return(value)) => {
                // A tuple or exception as the value must not be taken for the arguments of the exception.
                if let Ok(stop) = Object::from_borrowed(ffi::PyExc_StopIteration).call(&[&value]) {
                    ffi::PyErr_SetObject(ffi::PyExc_StopIteration, stop.as_ptr());
                }
                std::ptr::null_mut()
            }
            Err(Raised) => std::ptr::null_mut(),
        }
    }
}

unsafe extern "C" fn send(object: *mut PyObject, _: *mut PyObject, result: *mut *mut PyObject) -> ffi::PySendResult {
    // SAFETY: the interpreter passes a live object and a place for the result.
    unsafe {
        match advance(object) {
            Ok(Step::Yield(value)) => {
                *result = value.into_ptr();
                ffi::PySendResult::PYGEN_NEXT
            }
            Ok(Step::Return(value)) => {
                *result = value.into_ptr();
                ffi::PySendResult::PYGEN_RETURN
            }
            Err(Raised) => {
                *result = std::ptr::null_mut();
                ffi::PySendResult::PYGEN_ERROR
            }
        }
    }
}

/// The result of a promise that is settled once the waiting jobs have run; `None` for a pending one and for a thenable.
fn settled_result(
    state: &'static State,
    promise: &Value,
    view: Option<&'static View>,
    is_step: bool,
) -> Option<PyResult<Object>> {
    let native = promise.as_promise()?;
    if native.state() == PromiseState::Pending {
        drop(state.realm.enter());
        state.settle();
    }
    match native.state() {
        PromiseState::Pending => None,
        PromiseState::Fulfilled => Some(convert_result(state, &native.result(), view, is_step)),
        PromiseState::Rejected => {
            native.mark_handled();
            Some(Err(error::raise_thrown(state, Thrown::new(native.result()))))
        }
    }
}

fn convert_result(
    state: &'static State,
    value: &Value,
    view: Option<&'static View>,
    is_step: bool,
) -> PyResult<Object> {
    // SAFETY: the value is alive, on the realm's thread.
    let convert = |value: &Value| unsafe {
        match view {
            Some(view) => view.element(state, value.raw()),
            None => convert::to_py(state, value.raw()),
        }
    };
    if !is_step {
        return convert(value);
    }
    let (done, result) = state.run_safe(|| {
        if !value.is_object() {
            return Err(state.realm.type_error("iterator result is not an object"));
        }
        Ok((value.get("done")?.to_boolean(), value.get("value")?))
    })?;
    if done {
        let value = convert(&result)?;
        // A tuple or exception as the value must not be taken for the arguments of the exception.
        // SAFETY: a built-in exception class.
        unsafe {
            let class = Object::from_borrowed(ffi::PyExc_StopAsyncIteration);
            let stop = if value.is_none() { class.call(&[])? } else { class.call(&[&value])? };
            ffi::PyErr_SetObject(ffi::PyExc_StopAsyncIteration, stop.as_ptr());
        }
        return Err(Raised);
    }
    convert(&result)
}

/// The result of a settled promise, or of a pending one `None`; for callers that wait by other means.
pub fn future_result(state: &'static State, object: *mut PyObject) -> Option<PyResult<Object>> {
    // SAFETY: the callers pass a live promise.
    unsafe {
        let Payload { raw, binding, .. } = *payload(object);
        let view = match binding {
            Some(Binding::View(view)) => Some(view),
            _ => None,
        };
        settled_result(state, &Borrowed::from_raw(state.realm, raw), view, false)
    }
}

/// A future of the step of an asynchronous iteration; without a running loop an awaitable of it.
///
/// # Safety
///
/// On the realm's thread, with the GIL held.
pub(super) unsafe fn future_of_step(
    state: &'static State,
    promise: &Value,
    view: Option<&'static View>,
) -> PyResult<Object> {
    let is_promise = state.run_safe(|| Ok(promise.is_object() && promise.get("then")?.is_callable()))?;
    if is_promise && state.asyncio.running_loop(state)?.is_some() {
        return future_for(state, promise, view, true);
    }
    // SAFETY: promised by the caller.
    unsafe { await_step(state, promise, view) }
}

/// A future of the running loop that the promise settles.
fn future_for(state: &'static State, promise: &Value, view: Option<&'static View>, is_step: bool) -> PyResult<Object> {
    let future = state.asyncio.new_future(state)?;
    let handler = |rejected: bool| {
        let settle = Settle { future: Kept::new(state, future.clone()), view, is_step, rejected };
        state.realm.host_function("", 1, settle)
    };
    let (fulfilled, rejected) = (handler(false), handler(true));
    state.run_safe(|| match promise.as_promise() {
        Some(native) => native.then(&fulfilled, &rejected).map(drop),
        None => promise.invoke("then", &[&fulfilled, &rejected]).map(drop),
    })?;
    if promise.as_promise().is_some() {
        cancel::attach(state, promise, &future)?;
    }
    Ok(future)
}

/// A Python reference that JavaScript keeps; given up when the engine frees the function.
struct Kept(Box<Holder>);

impl Kept {
    fn new(state: &'static State, object: Object) -> Self {
        let holder = Box::new(Holder::of_future(state, object));
        holder.enter();
        Self(holder)
    }

    fn get(&self) -> Option<Object> {
        let object = self.0.object();
        // SAFETY: what a holder has is alive.
        (!object.is_null()).then(|| unsafe { Object::from_borrowed(object) })
    }
}

/// The function that a promise calls when it settles.
struct Settle {
    future: Kept,
    view: Option<&'static View>,
    is_step: bool,
    rejected: bool,
}

impl HostFunction for Settle {
    fn call(&self, call: &Call<'_>) -> Result<Value, Thrown> {
        let realm = call.realm();
        if let (Some(state), Some(future)) = (State::of(realm), self.future.get()) {
            let value = call.argument(0);
            let result = if self.rejected {
                Err(error::raise_thrown(state, Thrown::new(value.clone())))
            } else {
                convert_result(state, &value, self.view, self.is_step)
            };
            if settle_future(&future, result).is_err() {
                // SAFETY: an exception is set; a future that refuses its result has nobody to tell.
                unsafe { ffi::PyErr_WriteUnraisable(future.as_ptr()) };
            }
        }
        Ok(realm.undefined())
    }

    fn trace(&self, tracer: &Tracer) {
        tracer.holder(self.future.0.address());
    }
}

/// The promise of an `await` that has not looked at it yet, or `undefined`, borrowed; `None` for one of another runtime.
///
/// # Safety
///
/// `object` must be a live `await`.
pub(super) unsafe fn promise_of(state: &State, object: *mut PyObject) -> Option<Raw> {
    // SAFETY: promised by the caller.
    let awaiting = unsafe { &*object.cast::<Await>() };
    std::ptr::eq(awaiting.state, state).then_some(awaiting.promise)
}

/// Gives a future its result or exception, unless it is done (cancelled).
pub fn settle_future(future: &Object, result: PyResult<Object>) -> PyResult<()> {
    let exception = match &result {
        Ok(_) => None,
        Err(Raised) => take_exception(),
    };
    let done = future.call_method(c"done", &[])?;
    // SAFETY: comparing with the singleton.
    if unsafe { done.as_ptr() == ffi::Py_True() } {
        return Ok(());
    }
    match (result, exception) {
        (Ok(value), _) => future.call_method(c"set_result", &[&value]).map(drop),
        (Err(Raised), Some(exception)) => {
            // A future refuses `StopIteration`, which would end the coroutine that waits.
            // SAFETY: the exception is alive; the class is built in.
            let refused =
                unsafe { ffi::PyErr_GivenExceptionMatches(exception.as_ptr(), ffi::PyExc_StopIteration) != 0 };
            if refused {
                let text = Object::string("StopIteration was thrown through a promise")?;
                // SAFETY: a built-in exception class.
                let error = unsafe { Object::from_borrowed(ffi::PyExc_RuntimeError) }.call(&[&text])?;
                return future.call_method(c"set_exception", &[&error]).map(drop);
            }
            future.call_method(c"set_exception", &[&exception]).map(drop)
        }
        (Err(Raised), None) => Err(crate::python::object::runtime_error("a promise failed without a reason")),
    }
}
