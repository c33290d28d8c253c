//! The connection to asyncio: futures of the running loop, the waker, promises of Python awaitables, and waiting without a loop.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::ffi::{self, PyObject, PyTypeObject};

use super::object::{Object, PyResult, Raised, holds_gil, raise, runtime_error};
use super::state::State;
use super::{proxy, runtimes};
use crate::engine::{Engine, Raw, Realm};

/// What the bridge keeps of asyncio.
pub struct Connection {
    /// The type of an `await` in progress.
    pub await_type: *mut PyTypeObject,
    helpers: RefCell<Option<Helpers>>,
    /// The loop that the waker calls.
    current: Cell<*mut PyObject>,
    scheduled: Arc<AtomicBool>,
}

struct Helpers {
    get_running_loop: Object,
    to_promise: Object,
    run: Object,
    waiting: Object,
}

/// Set when the interpreter shuts down: no thread may ask for the GIL any more.
static CLOSED: AtomicBool = AtomicBool::new(false);

struct Shared(*mut PyObject);
// SAFETY: the pointer is only used with the GIL held.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Connection {
    /// A connection to no loop.
    pub fn new(first: Option<&Self>) -> PyResult<Self> {
        Ok(Self {
            await_type: match first {
                Some(first) => first.await_type,
                None => proxy::make_await_type()?,
            },
            helpers: RefCell::default(),
            current: Cell::new(std::ptr::null_mut()),
            scheduled: Arc::default(),
        })
    }

    fn with_helpers<R>(&self, with: impl FnOnce(&Helpers) -> PyResult<R>) -> PyResult<R> {
        if self.helpers.borrow().is_none() {
            let module = Object::import(c"sigbind._native_loop")?;
            let helpers = Helpers {
                get_running_loop: module.attribute(c"get_running_loop")?,
                to_promise: module.attribute(c"to_promise")?,
                run: module.attribute(c"run")?,
                waiting: module.attribute(c"waiting")?,
            };
            *self.helpers.borrow_mut() = Some(helpers);
        }
        match &*self.helpers.borrow() {
            Some(helpers) => with(helpers),
            None => Err(runtime_error("the asyncio helpers are not loaded")),
        }
    }

    /// The running loop of this thread, connected; `None` when there is none.
    pub fn running_loop(&self, state: &'static State) -> PyResult<Option<Object>> {
        let running = self.with_helpers(|helpers| helpers.get_running_loop.call(&[]))?;
        if running.is_none() {
            return Ok(None);
        }
        if self.current.get() != running.as_ptr() {
            self.connect(state, &running)?;
        }
        Ok(Some(running))
    }

    /// A future of the running loop.
    pub fn new_future(&self, state: &'static State) -> PyResult<Object> {
        match self.running_loop(state)? {
            Some(running) => running.call_method(c"create_future", &[]),
            None => Err(runtime_error("no running event loop")),
        }
    }

    /// Lets the inbox wake this loop. The loop is kept until another takes its place.
    fn connect(&self, state: &'static State, running: &Object) -> PyResult<()> {
        let schedule = running.attribute(c"call_soon_threadsafe")?;
        let drain = Object::import(c"sigbind._core")?.attribute(c"drain")?;
        let own = runtimes::capsule_of(state)?;
        let call = [Shared(schedule.into_ptr()), Shared(drain.clone().into_ptr()), Shared(own.clone().into_ptr())];
        let scheduled = self.scheduled.clone();
        scheduled.store(false, Ordering::SeqCst);
        let old = self.current.replace(running.clone().into_ptr());
        // SAFETY: the connection owned the reference.
        unsafe { ffi::Py_XDECREF(old) };
        let inbox = state.realm.event_loop().inbox();
        let is_waiting = !inbox.is_empty();
        inbox.set_waker(Some(Box::new(move || wake(&call, &scheduled))));
        if is_waiting {
            // What was posted before there was a loop.
            running.call_method(c"call_soon", &[&drain, &own])?;
        }
        Ok(())
    }

    /// The loop's turn for the realm has come.
    pub fn drain(&self, state: &'static State) -> PyResult<()> {
        self.scheduled.store(false, Ordering::SeqCst);
        state.realm.drain();
        state.settle();
        Ok(())
    }

    /// A promise that a Python awaitable settles. Without a running loop it starts with the next one.
    pub fn promise_of(&self, state: &'static State, awaitable: *mut PyObject) -> PyResult<Raw> {
        let (promise, resolver) = state.run_safe(|| state.realm.promise())?;
        let (resolve, reject) = resolver.into_functions();
        // Connects the loop, so that what the awaitable causes on other threads wakes it.
        self.running_loop(state)?;
        // SAFETY: all values are alive, on the realm's thread; the callers pass a live awaitable.
        unsafe {
            let resolve = proxy::object_to_py(state, resolve.raw(), None)?;
            let reject = proxy::object_to_py(state, reject.raw(), None)?;
            let awaitable = Object::from_borrowed(awaitable);
            self.with_helpers(|helpers| helpers.to_promise.call(&[&awaitable, &resolve, &reject]))?;
        }
        Ok(promise.into_raw())
    }

    /// Waits for an awaitable without a running loop.
    pub fn run_sync(&self, state: &'static State, awaitable: &Object) -> PyResult<Object> {
        // SAFETY: the object is alive.
        let promise = unsafe {
            proxy::raw_of(state, awaitable.as_ptr())
                .is_some_and(|raw| state.realm.engine().promise_state(raw).is_some())
        };
        if promise {
            if let Some(result) = proxy::future_result(state, awaitable.as_ptr()) {
                return result;
            }
            if self.running_loop(state)?.is_none() && self.wait_for(state, awaitable)? {
                return proxy::future_result(state, awaitable.as_ptr())
                    .unwrap_or_else(|| Err(runtime_error("the promise is still pending")));
            }
        }
        if self.running_loop(state)?.is_some() {
            return Object::import(c"sigbind._native_loop")?.call_method(c"run_nested", &[awaitable]);
        }
        self.with_helpers(|helpers| Ok((helpers.run.clone(), ())))?.0.call(&[awaitable])
    }

    /// Blocks until the promise is settled. `false` when Python coroutines wait for a loop, which must then be run.
    fn wait_for(&self, state: &'static State, promise: &Object) -> PyResult<bool> {
        let waiting = self.with_helpers(|helpers| Ok(helpers.waiting.clone()))?;
        // SAFETY: a list.
        let coroutines_wait = || unsafe { ffi::PyObject_IsTrue(waiting.as_ptr()) != 0 };
        let value = proxy::value_of(state, promise.as_ptr());
        let is_settled = || {
            value
                .as_ref()
                .and_then(|value| value.as_promise())
                .is_none_or(|promise| promise.state() != crate::engine::PromiseState::Pending)
        };
        let interrupted = Cell::new(false);
        let done = state.realm.drain_until(
            is_settled,
            || {
                // A run that was stopped in a timer or a job has left its exception.
                let was_stopped = state.stopped.take();
                // SAFETY: with the GIL held.
                if unsafe { was_stopped && !ffi::PyErr_Occurred().is_null() || ffi::PyErr_CheckSignals() != 0 } {
                    interrupted.set(true);
                } else if state.limit.is_wanted() {
                    // SAFETY: a built-in exception class.
                    unsafe { raise(ffi::PyExc_InterruptedError, "JavaScript was interrupted") };
                    interrupted.set(true);
                }
                interrupted.get() || coroutines_wait()
            },
            |wait| {
                // SAFETY: the GIL is released around the wait only, and taken back before anything else runs.
                unsafe {
                    let thread = ffi::PyEval_SaveThread();
                    wait();
                    ffi::PyEval_RestoreThread(thread);
                }
            },
        );
        state.settle();
        if interrupted.get() {
            return Err(Raised);
        }
        if done {
            return Ok(true);
        }
        if coroutines_wait() {
            return Ok(false);
        }
        Err(runtime_error("the promise can never settle: nothing is in flight that could resolve it"))
    }
}

/// Runs on any thread. The call: what schedules, what is scheduled, and for which runtime.
fn wake([schedule, drain, own]: &[Shared; 3], scheduled: &AtomicBool) {
    if CLOSED.load(Ordering::SeqCst) || scheduled.swap(true, Ordering::SeqCst) {
        return;
    }
    // SAFETY: the interpreter is alive (see `CLOSED`); the GIL is taken for the call.
    unsafe {
        if ffi::Py_IsInitialized() == 0 {
            return;
        }
        let lock = ffi::PyGILState_Ensure();
        let arguments = [drain.0, own.0];
        let result = ffi::PyObject_Vectorcall(schedule.0, arguments.as_ptr(), 2, std::ptr::null_mut());
        if result.is_null() {
            // The loop is closed: the next one drains.
            ffi::PyErr_Clear();
            scheduled.store(false, Ordering::SeqCst);
        }
        ffi::Py_XDECREF(result);
        ffi::PyGILState_Release(lock);
    }
}

/// The interpreter shuts down: nobody is woken any more.
pub fn close() {
    CLOSED.store(true, Ordering::SeqCst);
}

/// Work was begun that another thread will finish: the running loop, if there is one, must hear of it.
pub fn connect_running_loop(realm: Realm) {
    if CLOSED.load(Ordering::SeqCst) {
        return;
    }
    if let Some(state) = State::of(realm)
        && holds_gil()
        && state.asyncio.running_loop(state).is_err()
    {
        // SAFETY: an exception is set: the helpers could not be loaded, so there is no loop either.
        unsafe { ffi::PyErr_Clear() };
    }
}
