//! What stops a run of JavaScript from Python's side: signals, a limit of time for each call, another thread.
//!
//! The engine asks now and then during a long run. A stop sets Python's exception and ends the run with an error that JavaScript cannot catch; the runtime
//! can be used afterwards.

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use pyo3::ffi;

use super::object::{Object, PyResult, Raised, raise, restore_exception, take_exception};
use super::state::State;
use crate::engine::Realm;

/// The limit of time, and the call that it is counted for.
#[derive(Default)]
pub struct Limit {
    /// Another thread wants the run to stop.
    is_wanted: AtomicBool,
    seconds: Cell<Option<Duration>>,
    /// Which entry from Python the time is counted for, and since when.
    entry: Cell<u64>,
    since: Cell<Option<Instant>>,
    turn: Cell<Option<Instant>>,
    /// The buffer into which a 2 is written by who wants to interrupt Python.
    watched: RefCell<Option<Watched>>,
}

/// A buffer of Python's, released when it is dropped.
struct Watched(Box<ffi::Py_buffer>);

impl Drop for Watched {
    fn drop(&mut self) {
        // SAFETY: the buffer was filled and is released once, with the GIL held.
        unsafe { ffi::PyBuffer_Release(&mut *self.0) }
    }
}

impl Limit {
    /// Sets how long a call may take; `None` for ever.
    pub fn set(&self, limit: Option<Duration>) {
        self.seconds.set(limit);
    }

    /// Takes the wish of another thread.
    pub fn is_wanted(&self) -> bool {
        self.is_wanted.load(Ordering::Relaxed) && self.is_wanted.swap(false, Ordering::Relaxed)
    }

    /// Watches a buffer for the wish to interrupt, in place of the one before; `None` ends it.
    pub fn watch(&self, view: &Object) -> PyResult<()> {
        let watched = if view.is_none() {
            None
        } else {
            let mut buffer = Box::new(ffi::Py_buffer::new());
            // SAFETY: a live object; the buffer is owned by what is made of it.
            if unsafe { ffi::PyObject_GetBuffer(view.as_ptr(), &mut *buffer, ffi::PyBUF_SIMPLE | ffi::PyBUF_WRITABLE) }
                < 0
            {
                return Err(Raised);
            }
            Some(Watched(buffer))
        };
        let before = self.watched.replace(watched);
        drop(before);
        Ok(())
    }

    /// Whether there is a buffer to look into.
    pub fn is_watching(&self) -> bool {
        self.watched.borrow().is_some()
    }

    /// Takes the wish to interrupt out of the buffer.
    fn takes_wish(&self) -> bool {
        let watched = self.watched.borrow();
        let Some(Watched(buffer)) = &*watched else { return false };
        let first = buffer.buf.cast::<u8>();
        // SAFETY: the buffer is writable and stays where it is as long as it is held.
        unsafe {
            let is_wanted = buffer.len > 0 && first.read_volatile() == 2;
            if is_wanted {
                first.write_volatile(0);
            }
            is_wanted
        }
    }

    /// Does as if the signal had come, if the buffer says so: its handler is called soon, or the exception raised where Python goes on.
    pub fn look_for_interrupt(&self) {
        if !self.takes_wish() {
            return;
        }
        let is_handled = || -> PyResult<bool> {
            let answer = Object::import(c"sigbind._names.host")?.call_method(c"is_signal_handled", &[])?;
            // SAFETY: the object is alive.
            match unsafe { ffi::PyObject_IsTrue(answer.as_ptr()) } {
                -1 => Err(Raised),
                answer => Ok(answer == 1),
            }
        };
        // SAFETY: with the GIL held; a built-in class. The exception is only marked to be raised.
        unsafe {
            let earlier = take_exception();
            match is_handled() {
                Ok(true) => ffi::PyErr_SetInterrupt(),
                Ok(false) => {
                    let thread = ffi::PyThread_get_thread_ident();
                    ffi::PyThreadState_SetAsyncExc(thread as _, ffi::PyExc_KeyboardInterrupt);
                }
                Err(Raised) => ffi::PyErr_Clear(),
            }
            if let Some(earlier) = earlier {
                restore_exception(earlier);
            }
        }
    }

    fn is_over(&self, realm: Realm, now: Instant) -> Option<Duration> {
        let limit = self.seconds.get()?;
        if self.entry.replace(realm.entries()) != realm.entries() {
            self.since.set(Some(now));
        }
        (now.duration_since(self.since.get()?) > limit).then_some(limit)
    }
}

/// For how long JavaScript runs before other threads have a turn.
const TURN: Duration = Duration::from_millis(5);

/// Asked now and then during a long run of JavaScript: lets other threads have the GIL, and says whether the run stops.
pub fn interrupt(realm: Realm) -> bool {
    let Some(state) = State::of(realm) else { return false };
    let limit = &state.limit;
    let now = Instant::now();
    // SAFETY: JavaScript runs with the GIL held; no other thread can enter the realm meanwhile. The exception stays set and is raised when the
    // run has stopped.
    unsafe {
        if !ffi::PyErr_Occurred().is_null() {
            return state.stopped.get();
        }
        if limit.turn.get().is_none_or(|last| now.duration_since(last) >= TURN) {
            limit.turn.set(Some(now));
            let thread = ffi::PyEval_SaveThread();
            ffi::PyEval_RestoreThread(thread);
        }
        let stops = ffi::PyErr_CheckSignals() != 0 || {
            if limit.is_wanted() {
                raise(ffi::PyExc_InterruptedError, "JavaScript was interrupted");
                true
            } else if let Some(limit) = limit.is_over(realm, now) {
                let text = format!("JavaScript ran for longer than {} s", limit.as_secs_f64());
                raise(ffi::PyExc_TimeoutError, &text);
                true
            } else {
                false
            }
        };
        if stops {
            state.stopped.set(true);
        }
        stops
    }
}

/// Stops what JavaScript runs now, from any thread that holds the GIL. `false` when nothing runs.
pub fn stop(state: &State) -> bool {
    let runs = state.realm.depth() > 0;
    state.limit.is_wanted.store(runs, Ordering::Relaxed);
    runs
}
