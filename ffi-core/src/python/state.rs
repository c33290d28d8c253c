//! The bridge to one realm: the realm, the proxy types, and the tables that keep identity across the border; and which bridge is meant where none is at hand.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use pyo3::ffi::{self, PyObject};

use super::names::Names;
use super::object::{Object, PyResult, Raised, runtime_error};
use super::proxy::Types;
use crate::engine::{Engine, Raw, Realm, Value};

/// A hash for keys that are addresses.
#[derive(Default)]
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 29;
    }
}

/// A map keyed by addresses.
pub type AddressMap<K, V> = HashMap<K, V, BuildHasherDefault<AddressHasher>>;

/// What identifies a proxy of a JavaScript object: the object, the receiver of a method, the signature bound to it.
pub type ProxyKey = (usize, usize, usize);

/// What identifies a proxy of a Python object: the object, or for a bound method its receiver and its function.
pub type ForeignKey = (usize, usize);

/// The state of a bridge, never freed. The first one is made on the thread that first imports the module; each `Runtime` has another.
pub struct State {
    /// The realm.
    pub realm: Realm,
    /// The proxy types.
    pub types: &'static Types,
    /// `jsnull`.
    pub js_null: *mut PyObject,
    /// The class of integers that are bigints in JavaScript, however small.
    pub js_bigint: *mut PyObject,
    /// The exception for values without a conversion.
    pub conversion_error: *mut PyObject,
    /// Names in both directions.
    pub names: Names,
    /// Live proxies of JavaScript objects. The table does not own them: a proxy leaves it when it dies.
    pub proxies: RefCell<AddressMap<ProxyKey, *mut PyObject>>,
    /// What objects can do, by their prototype.
    pub kinds: RefCell<AddressMap<usize, (Value, super::proxy::Traits)>>,
    /// Live proxies of Python objects. The table does not own them either.
    pub foreign: RefCell<AddressMap<ForeignKey, Raw>>,
    /// References that a finalizer of the engine gave up; dropped when no JavaScript runs.
    pub pending: RefCell<Vec<*mut PyObject>>,
    pub(super) has_pending: Cell<bool>,
    /// What JavaScript holds of Python, and the collector of cycles through both heaps.
    pub cycles: super::cycles::Collector,
    pub(super) wants_collection: Cell<bool>,
    /// The limit of time.
    pub limit: super::limits::Limit,
    /// How many uses of the engine there are: native functions that run, buffers that Python views, and one for not being closed.
    pub(super) uses: Cell<usize>,
    /// Whether the `Runtime` went without being closed.
    pub is_abandoned: Cell<bool>,
    /// Whether a run was stopped whose exception is still to be raised.
    pub stopped: Cell<bool>,
    /// Whether JavaScript gets data and callables only.
    pub is_restricted: Cell<bool>,
    /// Whether a proxy that was destroyed tells which object it stood for.
    pub tells_destroyed: Cell<bool>,
    /// The prototypes of proxies of Python objects: plain, callable, error.
    pub foreign_prototypes: super::foreign::Prototypes,
    /// The prototypes by what the Python object can do.
    pub foreign_kinds: super::foreign::Kinds,
    /// What JavaScript calls the parts of its standard library that the bridge uses.
    pub builtins: super::builtins::Builtins,
    /// The connection to a Python event loop.
    pub asyncio: super::asyncio::Connection,
    /// Signatures that were compiled.
    pub signatures: super::signature::Registry,
    /// JavaScript functions of our own, by the number of their helper.
    pub helpers: RefCell<Vec<Option<Value>>>,
    /// The type of helpers.
    pub helper_type: *mut ffi::PyTypeObject,
    /// The Python types of exported Rust functions and classes.
    pub exports: super::export::Classes,
}

/// The state of the first realm.
static FIRST: AtomicPtr<State> = AtomicPtr::new(std::ptr::null_mut());
/// Whether there ever was a second one.
static ARE_MANY: AtomicBool = AtomicBool::new(false);
/// The addresses of all states that are not closed.
static ALL: Mutex<Vec<usize>> = Mutex::new(Vec::new());

thread_local! {
    /// The state that is meant on this thread; null for the first one.
    static CURRENT: Cell<*const State> = const { Cell::new(std::ptr::null()) };
}

/// Puts back, when dropped, which state was meant before.
pub struct Current(Option<*const State>);

impl Drop for Current {
    #[inline]
    fn drop(&mut self) {
        if let Some(before) = self.0 {
            CURRENT.set(before);
        }
    }
}

/// A native function's use of a state, on its thread. The engine of a runtime that is closed meanwhile stays until the last use is over:
/// Python code that a native function calls can close the runtime.
pub struct Entered(&'static State);

impl std::ops::Deref for Entered {
    type Target = &'static State;

    #[inline]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Drop for Entered {
    #[inline]
    fn drop(&mut self) {
        self.0.end_use();
    }
}

impl State {
    /// The state that is meant where none is at hand: that of the realm whose JavaScript called Python, of the `Runtime` that is in use, or the
    /// first one. `None` before the module was imported.
    #[inline]
    pub fn get() -> Option<&'static State> {
        if ARE_MANY.load(Ordering::Relaxed) {
            // SAFETY: the pointer is null or a leaked box.
            if let Some(current) = unsafe { CURRENT.get().as_ref() } {
                return Some(current);
            }
        }
        Self::first()
    }

    /// The state of a realm; `None` for a realm that is not connected to Python.
    #[inline]
    pub fn of(realm: Realm) -> Option<&'static State> {
        // SAFETY: the pointer is null or what `install` kept: a leaked box.
        unsafe { realm.host().cast::<State>().as_ref() }
    }

    /// The state that is meant, on its thread. Anywhere else a `RuntimeError` is set.
    #[inline]
    pub fn enter() -> PyResult<Entered> {
        match Self::get() {
            Some(state) => state.entered(),
            None => Err(runtime_error("the JavaScript runtime is not initialised")),
        }
    }

    /// The state of a proxy, on its thread. Anywhere else a `RuntimeError` is set.
    ///
    /// # Safety
    ///
    /// `object` must be an instance of a proxy type.
    #[inline]
    pub unsafe fn enter_for(object: *mut PyObject) -> PyResult<Entered> {
        // SAFETY: promised by the caller.
        match unsafe { super::proxy::payload(object) }.state {
            Some(state) => state.entered(),
            None => Self::enter(),
        }
    }

    /// The state of an argument that is a proxy, otherwise the one that is meant; on its thread.
    ///
    /// # Safety
    ///
    /// The argument must be alive, with the GIL held.
    #[inline]
    pub unsafe fn meant_by(argument: Option<&*mut PyObject>) -> PyResult<Entered> {
        // SAFETY: promised by the caller.
        unsafe {
            match (Self::get(), argument) {
                (Some(state), Some(argument)) if state.types.is_proxy(*argument) => Self::enter_for(*argument),
                _ => Self::enter(),
            }
        }
    }

    /// The state itself, on its thread.
    #[inline]
    pub fn entered(&'static self) -> PyResult<Entered> {
        if self.realm.is_owner() {
            self.begin_use();
            Ok(Entered(self))
        } else {
            Err(refuse(self.realm))
        }
    }

    /// The engine stays until [`State::end_use`].
    #[inline]
    pub(super) fn begin_use(&self) {
        self.uses.set(self.uses.get() + 1);
    }

    /// Ends what [`State::begin_use`] began.
    #[inline]
    pub(super) fn end_use(&self) {
        let left = self.uses.get() - 1;
        self.uses.set(left);
        if left == 0 {
            self.destroy();
        }
    }

    /// The last use of a closed runtime is over.
    #[cold]
    fn destroy(&self) {
        // SAFETY: closing took the values out of the proxies, and no native function runs that knows another value; tables of the state
        // are not looked at again.
        unsafe {
            if self.realm.destroy() {
                super::foreign::free_all(self);
                self.names.free();
                drop((self.helpers.take(), self.foreign.take(), self.proxies.take(), self.kinds.take()));
            }
        }
    }

    /// Until the result is dropped, this state is meant on this thread.
    #[inline]
    pub fn be_current(&'static self) -> Current {
        Current(ARE_MANY.load(Ordering::Relaxed).then(|| CURRENT.replace(self)))
    }

    /// Makes this state the one that is meant on this thread, and gives the one before.
    pub fn set_current(state: Option<&'static State>) -> Option<&'static State> {
        let pointer = state.map_or(std::ptr::null(), std::ptr::from_ref);
        // SAFETY: the pointer is null or a leaked box.
        unsafe { CURRENT.replace(pointer).as_ref() }
    }

    /// The states of this thread that are not closed.
    pub fn all() -> Vec<&'static State> {
        let all = ALL.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let states = all.iter().map(|address| {
            // SAFETY: the addresses are those of leaked boxes.
            unsafe { &*std::ptr::with_exposed_provenance::<State>(*address) }
        });
        states.filter(|state| state.realm.is_owner()).collect()
    }

    /// Makes the state known.
    pub fn install(self) -> &'static State {
        let state: &'static State = Box::leak(Box::new(self));
        let pointer = std::ptr::from_ref(state);
        state.realm.set_host(pointer.cast());
        ALL.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(pointer.expose_provenance());
        let null = std::ptr::null_mut();
        if FIRST.compare_exchange(null, pointer.cast_mut(), Ordering::AcqRel, Ordering::Acquire).is_err() {
            ARE_MANY.store(true, Ordering::Relaxed);
        }
        state
    }

    /// Ends the use of the realm. Proxies that Python still has raise. What the program made is finalized, then the engine's memory goes as a whole:
    /// now, or when the last native function that runs in it has returned and the last view of a buffer is released.
    pub fn close(&'static self) {
        let address = std::ptr::from_ref(self).addr();
        ALL.lock().unwrap_or_else(std::sync::PoisonError::into_inner).retain(|known| *known != address);
        let proxies: Vec<*mut PyObject> = self.proxies.borrow().values().copied().collect();
        let futures = self.cycles.holders.futures();
        let is_idle = self.uses.get() == 1;
        for proxy in proxies {
            // SAFETY: what is in the table is alive.
            let values = unsafe { super::proxy::abandon(proxy) };
            // A native function that runs may work with a value that its proxy keeps: that stays until the memory goes.
            if is_idle {
                drop(values);
            } else {
                std::mem::forget(values);
            }
        }
        self.kinds.borrow_mut().clear();
        self.realm.event_loop().inbox().set_waker(None);
        self.realm.set_global_host(None);
        let clear = "(world => { for (const key of Reflect.ownKeys(world)) { try { delete world[key] } catch {} } })(globalThis)";
        if let Err(thrown) = self.realm.evaluate(clear, "<sigbind>") {
            drop(thrown);
        }
        self.realm.collect_garbage();
        self.settle();
        let held = self.cycles.holders.take_all();
        self.realm.close();
        self.end_use();
        drop(held);
        for future in futures {
            // A loop that is closed itself has nobody who waits.
            if super::proxy::settle_future(&future, Err(refuse(self.realm))).is_err() {
                // SAFETY: an exception is set.
                unsafe { ffi::PyErr_Clear() };
            }
        }
    }

    /// Closes the runtimes of this thread that Python has no object of any more, neither the `Runtime` nor a proxy.
    pub fn close_abandoned() {
        for state in Self::all() {
            if state.is_abandoned.get()
                && state.uses.get() == 1
                && state.realm.depth() == 0
                && state.proxies.borrow().is_empty()
            {
                state.close();
            }
        }
    }

    /// The first state, which the others share what is Python's alone with.
    #[inline]
    pub(super) fn first() -> Option<&'static State> {
        // SAFETY: the pointer is null or a leaked box.
        unsafe { FIRST.load(Ordering::Acquire).as_ref() }
    }

    /// Runs an operation of the engine as an entry from Python: jobs run when the outermost one ends, and an exception becomes Python's.
    #[inline(always)]
    pub fn run(
        &self,
        operation: impl FnOnce(&crate::engine::Active) -> Result<Raw, crate::engine::Pending>,
    ) -> PyResult<Value> {
        let engine = self.realm.engine();
        let entry = self.realm.enter();
        match operation(engine) {
            Ok(raw) => {
                drop(entry);
                self.settle();
                // SAFETY: the operation gave a reference.
                let value = unsafe { Value::from_raw(self.realm, raw) };
                if self.stopped.get() { self.stop().map(|()| value) } else { Ok(value) }
            }
            Err(_) => Err(self.fail(entry)),
        }
    }

    /// As [`State::run`], for an operation whose result is no value.
    #[inline(always)]
    pub fn run_plain<R>(
        &self,
        operation: impl FnOnce(&crate::engine::Active) -> Result<R, crate::engine::Pending>,
    ) -> PyResult<R> {
        let engine = self.realm.engine();
        let entry = self.realm.enter();
        match operation(engine) {
            Ok(result) => {
                drop(entry);
                self.settle();
                if self.stopped.get() { self.stop().map(|()| result) } else { Ok(result) }
            }
            Err(_) => Err(self.fail(entry)),
        }
    }

    /// Raises the exception of a run that was stopped after the operation itself was over (in a job).
    #[cold]
    fn stop(&self) -> PyResult<()> {
        self.stopped.set(false);
        // SAFETY: asking whether an exception is set.
        if unsafe { ffi::PyErr_Occurred().is_null() } { Ok(()) } else { Err(Raised) }
    }

    /// Ends an entry whose operation threw.
    #[cold]
    fn fail(&self, entry: crate::engine::Entry) -> Raised {
        let thrown = self.realm.take_thrown();
        drop(entry);
        self.settle();
        self.stopped.set(false);
        super::error::raise_thrown(self, thrown)
    }

    /// As [`State::run`], for an operation of the safe engine API.
    pub fn run_safe<R>(&self, operation: impl FnOnce() -> Result<R, crate::engine::Thrown>) -> PyResult<R> {
        let entry = self.realm.enter();
        let result = operation();
        drop(entry);
        self.settle();
        if result.is_ok() && self.stopped.get() {
            self.stop()?;
        }
        result.map_err(|thrown| super::error::raise_thrown(self, thrown))
    }

    /// Drops what finalizers left, when there is any, and collects when that is due.
    #[inline]
    pub fn settle(&self) {
        if self.has_pending.get() {
            self.drop_pending();
            self.limit.look_for_interrupt();
            if self.wants_collection.take() {
                super::cycles::collect_if_due(self);
            }
        }
    }

    /// From now on each [`State::settle`] looks into a buffer for the wish to interrupt; a memory view, or `None`.
    pub fn watch_interrupts(&self, view: &Object) -> PyResult<()> {
        self.limit.watch(view)?;
        self.has_pending.set(true);
        Ok(())
    }

    /// Lets the next [`State::settle`] see whether a full collection is due.
    pub fn ask_for_collection(&self) {
        self.wants_collection.set(true);
        self.has_pending.set(true);
    }

    /// Drops what finalizers left.
    #[cold]
    pub(super) fn drop_pending(&self) {
        loop {
            let waiting = std::mem::take(&mut *self.pending.borrow_mut());
            self.has_pending.set(self.wants_collection.get() || self.limit.is_watching());
            if waiting.is_empty() {
                return;
            }
            for object in waiting {
                // SAFETY: each entry owns one reference; a destructor that runs here may add further entries.
                unsafe { ffi::Py_DECREF(object) };
            }
        }
    }

    /// Leaves a reference to be dropped later.
    pub fn drop_later(&self, object: *mut PyObject) {
        self.pending.borrow_mut().push(object);
        self.has_pending.set(true);
    }

    /// `jsnull`, as a new reference.
    pub fn null(&self) -> Object {
        // SAFETY: the singleton is kept by the state.
        unsafe { Object::from_borrowed(self.js_null) }
    }

    /// Gives back a reference to a JavaScript value, from any thread that holds the GIL.
    pub fn release(&self, raw: Raw) {
        if self.realm.is_closed() {
            // Nobody may touch the engine any more.
        } else if self.realm.is_owner() {
            // SAFETY: the caller gives up one reference. Freeing runs no JavaScript, so this is no entry.
            unsafe { self.realm.engine().release(raw) };
            // Not `settle`: this runs inside destructors, where dropping further objects at once could nest without bound.
            if self.realm.depth() == 0 && self.has_pending.get() {
                self.drop_pending();
            }
        } else {
            struct Parcel(Raw);
            // SAFETY: the value is only looked at again on its own thread.
            unsafe impl Send for Parcel {}
            let parcel = Parcel(raw);
            self.realm.handle().post(move |realm| {
                let Parcel(raw) = { parcel };
                // SAFETY: on the realm's thread; the parcel owns the reference.
                unsafe { realm.engine().release(raw) };
            });
        }
    }
}

#[cold]
fn refuse(realm: Realm) -> Raised {
    runtime_error(if realm.is_closed() {
        "the JavaScript runtime is closed"
    } else if State::first().is_some_and(|first| first.realm.address() == realm.address()) {
        "the JavaScript runtime belongs to another thread: use it on the thread that first imported sigbind, or make a sigbind.Runtime() here"
    } else {
        "the JavaScript runtime belongs to another thread: use it on the thread that made it"
    })
}
