//! What stops a run of JavaScript from Python's side: signals, a limit of time for each call, another thread.
//!
//! The engine asks now and then during a long run. A stop sets Python's exception and ends the run with an error that JavaScript cannot catch; the runtime
//! can be used afterwards.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use pyo3::ffi;

use super::object::raise;
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
