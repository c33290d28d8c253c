//! Cycles through both heaps.
//!
//! CPython's collector sees a proxy of a JavaScript object as an end, the engine's sees a proxy of a Python object as an end: a cycle through both
//! lives for ever in the eyes of each. A run of this collector joins the two views:
//!
//! 1. [`graph`] finds the *captives*: Python objects that only objects of the engine keep alive ([`holders`]).
//! 2. The engine's collector runs with the references of captives to JavaScript values taken for references inside its own heap
//!    ([`Crossing`]): what a captive holds is alive only if a holder is from which Python reaches the captive. Nothing that Python refers to is freed.
//! 3. Finalizers (`__del__`, generators) of captives that no living holder reaches run while everything they can see is whole; if one ran, the
//!    run begins again, since it may have done anything.
//! 4. The holders that were not reached let go of their Python objects. What is left are ordinary garbage of each heap.
//!
//! Nothing is freed here that either side refers to: step 4 gives up references of objects that nothing alive can reach. A run takes time in proportion to
//! what Python reaches from holders without passing through modules, and to the engine's heap.

mod graph;
mod holders;

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::ffi;

pub use holders::{Holder, Holders};

use super::object::{Object, PyResult, Raised};
use super::state::State;
use crate::engine::{Crossing, Engine, Show};
use graph::Graph;

/// The collector's state.
pub struct Collector {
    /// What JavaScript holds of Python.
    pub(in crate::python) holders: Holders,
    run: Cell<u32>,
    is_running: Cell<bool>,
    /// With more holders than this, a full collection is due.
    pub(super) limit: Cell<usize>,
    /// Bytes that the engine used after the last full collection.
    kept_bytes: Cell<usize>,
    /// Bytes of Python's that JavaScript holds as buffers.
    exported: Cell<usize>,
    kept_exported: Cell<usize>,
}

/// A full collection is asked for when there are twice as many holders as the last one left, but not below this.
const FEW_HOLDERS: usize = 2_000;
/// The same for bytes of either heap that the other holds.
const FEW_BYTES: usize = 64 << 20;

impl Default for Collector {
    fn default() -> Self {
        Self {
            holders: Holders::default(),
            run: Cell::default(),
            is_running: Cell::default(),
            limit: Cell::new(FEW_HOLDERS),
            kept_bytes: Cell::default(),
            exported: Cell::default(),
            kept_exported: Cell::default(),
        }
    }
}

/// By how much the engine's heap grows at least before it is collected.
const LEAST_GROWTH: usize = 1 << 20;

struct Run<'a> {
    state: &'a State,
    graph: Graph<'a>,
    number: u32,
}

impl Crossing for Run<'_> {
    fn held(&mut self, show: Show<'_>) {
        self.graph.show(false, show);
    }

    fn reached(&mut self, holder: usize, show: Show<'_>) {
        // SAFETY: the hooks of holders pass their address, and a holder is alive in its hook.
        let holder = unsafe { &*std::ptr::with_exposed_provenance::<Holder>(holder) };
        holder.reached.set(self.number);
        if !holder.object().is_null() {
            self.graph.reach(holder, show);
        }
    }

    fn rest(&mut self, show: Show<'_>) {
        self.graph.show(true, show);
    }
}

impl Run<'_> {
    /// Holders that nothing alive reaches.
    fn unreached(&self) -> impl Iterator<Item = &Holder> {
        let number = self.number;
        let holders = self.state.cycles.holders.iter();
        holders.filter(move |holder| holder.reached.get() != number && !holder.object().is_null())
    }
}

/// How often finalizers may make a run begin again before the rest is left for the next time.
const MOST_ROUNDS: usize = 8;

/// Collects cycles through both heaps. Gives how many references JavaScript gave up.
///
/// Runs Python code (destructors), so it may be called where Python code may run, on the realm's thread.
pub fn collect(state: &'static State) -> PyResult<usize> {
    let cycles = &state.cycles;
    if cycles.holders.len() == 0 || cycles.is_running.replace(true) {
        return Ok(0);
    }
    let result = collect_rounds(state);
    cycles.is_running.set(false);
    state.settle();
    result
}

fn collect_rounds(state: &'static State) -> PyResult<usize> {
    // The table remembers prototypes, which can refer to anything.
    state.kinds.borrow_mut().clear();
    for _ in 0..MOST_ROUNDS {
        state.drop_pending();
        let graph = Graph::new(state)?;
        if !graph.is_crossing() {
            return Ok(0);
        }
        let number = state.cycles.run.get().wrapping_add(1).max(1);
        state.cycles.run.set(number);
        let mut run = Run { state, graph, number };
        if !state.realm.collect_through(&mut run) {
            return Ok(0);
        }
        if run.unreached().next().is_none() {
            return Ok(0);
        }
        let waiting = run.graph.to_finalize();
        if waiting.is_empty() {
            let mut count = 0;
            for holder in run.unreached() {
                if let Some(object) = holder.take() {
                    state.drop_later(object.into_ptr());
                    count += 1;
                }
            }
            return Ok(count);
        }
        for object in waiting {
            // SAFETY: the object is owned; a finalizer reports its own exceptions.
            unsafe { ffi::PyObject_CallFinalizer(object.as_ptr()) };
        }
    }
    Ok(0)
}

/// CPython's collector begins or ends a full collection.
pub fn python_collects(state: &'static State, begins: bool) -> PyResult<()> {
    if begins {
        collect(state)?;
    } else {
        // What CPython freed has released values of the engine, which can be part of cycles there.
        state.realm.collect_garbage();
        state.settle();
        remember(state);
        // SAFETY: on the realm's thread.
        unsafe { state.realm.engine().trim() };
    }
    Ok(())
}

fn remember(state: &State) {
    let cycles = &state.cycles;
    cycles.limit.set(FEW_HOLDERS.max(2 * cycles.holders.len()));
    let bytes = state.realm.memory_used();
    cycles.kept_bytes.set(bytes);
    // The engine's own threshold has grown with the garbage that only this collector sees.
    // SAFETY: on the realm's thread.
    unsafe { state.realm.engine().set_collection_threshold(bytes + (bytes / 2).max(LEAST_GROWTH)) };
    cycles.kept_exported.set(cycles.exported.get());
}

/// Bytes of Python's were lent to JavaScript, or came back.
pub fn weigh(state: &State, lent: isize) {
    let exported = &state.cycles.exported;
    exported.set(exported.get().saturating_add_signed(lent));
    if lent > 0 && exported.get() > FEW_BYTES.max(2 * state.cycles.kept_exported.get()) {
        state.ask_for_collection();
    }
}

/// Runs a full collection when much has gathered since the last one. Called where Python code may run.
pub fn collect_if_due(state: &State) {
    let cycles = &state.cycles;
    let due = cycles.holders.len() > cycles.limit.get()
        || cycles.exported.get() > FEW_BYTES.max(2 * cycles.kept_exported.get())
        || state.realm.memory_used() > FEW_BYTES.max(2 * cycles.kept_bytes.get());
    // SAFETY: on the realm's thread with the GIL held. An exception that is set is kept by the collection.
    unsafe {
        if due && !cycles.is_running.get() && ffi::PyGC_IsEnabled() != 0 {
            remember(state);
            ffi::PyGC_Collect();
        }
    }
}

/// Connects this collector with CPython's, once: it runs where a full collection begins.
pub fn install(callback: Object) -> PyResult<()> {
    static IS_INSTALLED: AtomicBool = AtomicBool::new(false);
    if IS_INSTALLED.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    let callbacks = Object::import(c"gc")?.attribute(c"callbacks")?;
    // SAFETY: a list and a live object.
    if unsafe { ffi::PyList_Append(callbacks.as_ptr(), callback.as_ptr()) } < 0 {
        return Err(Raised);
    }
    Ok(())
}
