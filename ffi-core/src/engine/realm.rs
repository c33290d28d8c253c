//! The realm: one global environment with its event loop, on one thread.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;
use std::thread::ThreadId;

use super::raw::{Raw, RawResult};
use super::{Active, Engine, IntoKey, Key, RawKey, Thrown, Value, WellKnown};
use crate::runtime::{EventLoop, Inbox};

/// Limits of the JavaScript side. `None` is unlimited; the stack is always limited by what the thread has.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Bytes of memory.
    pub memory: Option<usize>,
    /// Bytes of native stack.
    pub stack: Option<usize>,
}

/// A global environment. `Copy`, bound to its thread, alive until the process ends.
#[derive(Clone, Copy)]
pub struct Realm(&'static RealmData, std::marker::PhantomData<*mut ()>);

/// What another thread may keep of a realm.
#[derive(Clone)]
pub struct RealmHandle {
    inbox: Arc<Inbox>,
    owner: ThreadId,
}

type InterruptHook = fn(Realm) -> bool;

pub(crate) struct RealmData {
    engine: Active,
    owner: ThreadId,
    /// Zero once the realm is closed.
    owner_mark: Cell<usize>,
    /// The address below which nothing of ours may recurse further.
    stack_floor: usize,
    depth: Cell<u32>,
    entries: Cell<u64>,
    /// Whether Rust code of its own may keep values.
    keeps_memory: Cell<bool>,
    /// Whether jobs are run only to be rid of them.
    abandons: Cell<bool>,
    event_loop: EventLoop,
    pub(super) classes: RefCell<HashMap<TypeId, (Value, Value)>>,
    pub(super) well_known: super::key::WellKnownKeys,
    extensions: RefCell<HashMap<TypeId, &'static dyn Any>>,
    pub(super) uncaught: super::uncaught::Reporter,
    pub(super) global_host: RefCell<Option<Value>>,
    interrupt: Cell<Option<InterruptHook>>,
    host: Cell<*const ()>,
    pub(super) module_host: Cell<Option<&'static dyn super::ModuleHost>>,
}

thread_local! {
    static THREAD_MARK: u8 = const { 0 };
}

/// A number that differs between threads that live at the same time; cheaper than a `ThreadId`.
#[inline]
fn thread_mark() -> usize {
    THREAD_MARK.with(|mark| std::ptr::from_ref(mark).addr())
}

/// Counts one entry from the host; when the outermost ends, the engine's jobs run.
pub struct Entry {
    realm: Realm,
}

impl Realm {
    /// Makes a realm on this thread. `None` when the engine cannot be made (no memory).
    pub fn new(limits: &Limits) -> Option<Self> {
        let data: &'static RealmData = Box::leak(Box::new(RealmData {
            engine: Active::new(limits)?,
            owner: std::thread::current().id(),
            owner_mark: Cell::new(thread_mark()),
            stack_floor: super::stack::here().saturating_sub(super::stack::available()),
            depth: Cell::new(0),
            entries: Cell::new(0),
            keeps_memory: Cell::new(false),
            abandons: Cell::new(false),
            event_loop: EventLoop::new(),
            classes: RefCell::default(),
            well_known: Default::default(),
            extensions: RefCell::default(),
            uncaught: Default::default(),
            global_host: RefCell::default(),
            interrupt: Cell::new(None),
            host: Cell::new(std::ptr::null()),
            module_host: Cell::new(None),
        }));
        let realm = Self(data, std::marker::PhantomData);
        // SAFETY: the first call, on the thread that made the engine.
        unsafe { data.engine.attach(realm) };
        Some(realm)
    }

    /// The realm at the address that [`Realm::address`] gave.
    ///
    /// # Safety
    ///
    /// The address must come from a realm, and this must be its thread (or nothing but [`Realm::is_owner`] and [`Realm::handle`] is used).
    #[inline]
    pub unsafe fn from_address(address: *mut std::ffi::c_void) -> Self {
        // SAFETY: realms are never freed.
        Self(unsafe { &*address.cast::<RealmData>() }, std::marker::PhantomData)
    }

    /// The address that stands for the realm in an engine's opaque pointer.
    #[inline]
    pub fn address(self) -> *mut std::ffi::c_void {
        std::ptr::from_ref(self.0).cast_mut().cast()
    }

    /// The engine.
    #[inline]
    pub fn engine(self) -> &'static Active {
        &self.0.engine
    }

    pub(super) fn data(self) -> &'static RealmData {
        self.0
    }

    /// The event loop.
    pub fn event_loop(self) -> &'static EventLoop {
        &self.0.event_loop
    }

    /// What another thread may keep.
    pub fn handle(self) -> RealmHandle {
        RealmHandle { inbox: self.0.event_loop.inbox(), owner: self.0.owner }
    }

    /// Whether this is the realm's thread.
    #[inline]
    pub fn is_owner(self) -> bool {
        self.0.owner_mark.get() == thread_mark()
    }

    /// The address that the layer above keeps with the realm; null before it did.
    #[inline]
    pub fn host(self) -> *const () {
        self.0.host.get()
    }

    /// Keeps an address for the layer above.
    pub fn set_host(self, host: *const ()) {
        self.0.host.set(host);
    }

    /// Whether [`Realm::close`] was called.
    pub fn is_closed(self) -> bool {
        self.0.owner_mark.get() == 0
    }

    /// From now on no thread owns the realm. What it holds stays allocated until [`Realm::destroy`].
    pub fn close(self) {
        self.0.owner_mark.set(0);
    }

    /// From now on Rust code of its own may keep values of this realm: its memory stays when it is closed.
    pub fn keep_memory(self) {
        self.0.keeps_memory.set(true);
    }

    /// Frees what a closed realm holds of the engine's memory, when this is the thread that made it. On another one, and where Rust code of
    /// its own may keep values ([`Realm::keep_memory`]), nothing happens and the result is false.
    ///
    /// # Safety
    ///
    /// The realm must be closed, and nobody may use a value of it any more but to drop it.
    pub unsafe fn destroy(self) -> bool {
        let can = self.0.owner == std::thread::current().id() && !self.0.keeps_memory.get();
        if can {
            drop((self.0.classes.take(), self.0.global_host.take()));
            self.0.uncaught.forget_all();
            // SAFETY: promised by the caller, on the thread that made the engine.
            return unsafe { self.engine().destroy() };
        }
        false
    }

    /// Enters from the host. When the outermost entry ends, waiting jobs (microtasks) run.
    #[inline]
    pub fn enter(self) -> Entry {
        let depth = self.0.depth.get();
        self.0.depth.set(depth + 1);
        self.0.entries.set(self.0.entries.get() + u64::from(depth == 0));
        Entry { realm: self }
    }

    /// Whether there is native stack left for a recursion of the host's own (into nested data, say). On the realm's thread.
    #[inline]
    pub fn has_stack(self) -> bool {
        self.has_stack_for(0)
    }

    /// Whether so many bytes of native stack are left.
    #[inline]
    pub fn has_stack_for(self, bytes: usize) -> bool {
        super::stack::here() > self.0.stack_floor + bytes
    }

    /// How many outermost entries there have been: a number for the one that is open.
    pub fn entries(self) -> u64 {
        self.0.entries.get()
    }

    /// How many entries from the host are open.
    pub fn depth(self) -> u32 {
        self.0.depth.get()
    }

    /// Takes the pending exception of the engine.
    #[cold]
    pub fn take_thrown(self) -> Thrown {
        // SAFETY: on the realm's thread; the engine gives a reference.
        Thrown::new(unsafe { Value::from_raw(self, self.engine().take_exception()) })
    }

    /// Makes an owned value of what an engine operation gave.
    #[inline]
    pub fn own(self, result: RawResult<Raw>) -> Result<Value, Thrown> {
        match result {
            // SAFETY: engine operations give one reference.
            Ok(raw) => Ok(unsafe { Value::from_raw(self, raw) }),
            Err(_) => Err(self.take_thrown()),
        }
    }

    /// State of type `T` that another layer keeps with the realm; made on first use.
    pub fn extension<T: 'static>(self, make: impl FnOnce() -> T) -> &'static T {
        if let Some(found) = self.0.extensions.borrow().get(&TypeId::of::<T>()) {
            return found.downcast_ref().expect("the table is keyed by the type");
        }
        let made: &'static T = Box::leak(Box::new(make()));
        self.0.extensions.borrow_mut().insert(TypeId::of::<T>(), made);
        made
    }

    // Values.

    /// `undefined`.
    pub fn undefined(self) -> Value {
        // SAFETY: `undefined` has no reference count.
        unsafe { Value::from_raw(self, Active::UNDEFINED) }
    }

    /// `null`.
    pub fn null(self) -> Value {
        // SAFETY: `null` has no reference count.
        unsafe { Value::from_raw(self, Active::NULL) }
    }

    /// A boolean.
    pub fn boolean(self, value: bool) -> Value {
        // SAFETY: a boolean has no reference count.
        unsafe { Value::from_raw(self, Active::boolean(value)) }
    }

    /// A number.
    pub fn number(self, value: f64) -> Value {
        // SAFETY: a number has no reference count.
        unsafe { Value::from_raw(self, Active::number(value)) }
    }

    /// A string. When memory is exhausted: the error object.
    pub fn string(self, text: &str) -> Value {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().string(text) }).unwrap_or_else(Thrown::into_value)
    }

    /// A string of UTF-16 code units.
    pub fn string_utf16(self, units: &[u16]) -> Value {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().string_utf16(units) }).unwrap_or_else(Thrown::into_value)
    }

    /// A bigint.
    pub fn bigint(self, value: i64) -> Value {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().bigint(value) }).unwrap_or_else(Thrown::into_value)
    }

    /// A new unique symbol.
    pub fn symbol(self, description: &str) -> Value {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().symbol(description) }).unwrap_or_else(Thrown::into_value)
    }

    /// An empty object.
    pub fn object(self) -> Value {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().object() }).unwrap_or_else(Thrown::into_value)
    }

    /// An empty object with a prototype.
    pub fn object_with_prototype(self, prototype: &Value) -> Result<Value, Thrown> {
        // SAFETY: on the realm's thread; the prototype is alive.
        self.own(unsafe { self.engine().object_with_prototype(prototype.raw()) })
    }

    /// A `Date`.
    pub fn date(self, milliseconds: f64) -> Result<Value, Thrown> {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().date(milliseconds) })
    }

    /// The global object.
    pub fn global(self) -> Value {
        // SAFETY: on the realm's thread; the engine gives a reference.
        unsafe { Value::from_raw(self, self.engine().global()) }
    }

    pub(super) fn function_prototype(self) -> Result<Value, Thrown> {
        self.global().get("Function")?.get("prototype")
    }

    /// The prototype that all built-in iterators inherit.
    pub fn iterator_prototype(self) -> Result<Value, Thrown> {
        let array = self.array(&[]);
        array.invoke(WellKnown::Iterator, &[])?.prototype()?.prototype()
    }

    /// An interned key.
    pub fn key(self, key: impl IntoKey) -> Result<Key, Thrown> {
        // SAFETY: on the realm's thread; the key is retained for the result.
        key.with_key(self, |raw| unsafe { Key::from_raw(self, self.engine().retain_key(raw)) })
    }

    /// The key of a well-known symbol, kept for good.
    pub fn well_known(self, symbol: WellKnown) -> Result<RawKey, Thrown> {
        let slot = &self.0.well_known[symbol as usize];
        if let Some(key) = slot.get() {
            return Ok(key);
        }
        let value = self.global().get("Symbol")?.get(symbol.name())?;
        // SAFETY: the value is alive; the reference stays in the slot for good.
        let key = unsafe { self.engine().key_of(value.raw()) }.map_err(|_| self.take_thrown())?;
        slot.set(Some(key));
        Ok(key)
    }

    /// Gives the global object the data of a host class, by an instance of that class: the methods of the class take the global
    /// object, and an absent `this`, for that instance.
    pub fn set_global_host(self, instance: Option<Value>) {
        drop(self.0.global_host.replace(instance));
    }

    /// Runs a script in the global scope.
    pub fn evaluate(self, source: &str, file_name: &str) -> Result<Value, Thrown> {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().evaluate(source, file_name) })
    }

    /// Runs a module; gives its promise.
    pub fn evaluate_module(self, source: &str, file_name: &str) -> Result<Value, Thrown> {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().evaluate_module(source, file_name) })
    }

    /// `JSON.parse(text)`.
    pub fn parse_json(self, text: &str) -> Result<Value, Thrown> {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().json_parse(text) })
    }

    // Jobs and uncaught exceptions.

    /// Runs all waiting jobs (microtasks), then reports promises that were rejected and are still unhandled. What listeners of
    /// the reports have left to do is done, and what it rejects waits for the next checkpoint.
    pub fn run_jobs(self) {
        self.run_waiting_jobs();
        if self.report_rejections() {
            self.run_waiting_jobs();
            self.await_checkpoint();
        }
    }

    fn run_waiting_jobs(self) {
        loop {
            // SAFETY: on the realm's thread.
            match unsafe { self.engine().run_job() } {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => {
                    let thrown = self.take_thrown();
                    self.report_uncaught(thrown.value());
                    // SAFETY: on the realm's thread; the value is alive.
                    if unsafe { self.engine().is_uncatchable(thrown.value().raw()) } {
                        // The run was stopped, and with it what still waits: jobs that make further jobs would go on for ever.
                        self.abandon_jobs();
                        break;
                    }
                }
            }
        }
    }

    /// Runs the waiting jobs with every long one interrupted, until none is left.
    #[cold]
    fn abandon_jobs(self) {
        const MOST: usize = 2_000_000;
        self.0.abandons.set(true);
        for _ in 0..MOST {
            // SAFETY: on the realm's thread.
            match unsafe { self.engine().run_job() } {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => drop(self.take_thrown()),
            }
        }
        self.0.abandons.set(false);
    }

    /// Sets a function that the engine asks now and then during a long run; `true` stops the run with an error that JavaScript cannot catch.
    pub fn on_interrupt(self, interrupt: Option<fn(Realm) -> bool>) {
        self.0.interrupt.set(interrupt);
    }

    pub(super) fn interrupted(self) -> bool {
        self.0.abandons.get() || self.0.interrupt.get().is_some_and(|interrupt| interrupt(self))
    }

    /// Runs the engine's collector.
    pub fn collect_garbage(self) {
        // SAFETY: on the realm's thread.
        unsafe { self.engine().collect() }
    }

    /// Runs the engine's collector over cycles that pass through the host's heap. `false` when the engine cannot, or is collecting already.
    pub fn collect_through(self, crossing: &mut dyn super::Crossing) -> bool {
        // SAFETY: on the realm's thread.
        unsafe { self.engine().collect_through(crossing) }
    }

    /// Bytes that the engine uses.
    pub fn memory_used(self) -> usize {
        // SAFETY: on the realm's thread.
        unsafe { self.engine().memory_used() }
    }

    /// Changes the limits.
    pub fn set_limits(self, limits: &Limits) {
        // SAFETY: on the realm's thread.
        unsafe { self.engine().set_limits(limits) }
    }
}

impl Drop for Entry {
    #[inline]
    fn drop(&mut self) {
        let depth = &self.realm.0.depth;
        if depth.get() == 1 && (self.realm.engine().has_jobs() || self.realm.0.uncaught.has_rejections()) {
            self.realm.run_jobs();
        }
        depth.set(depth.get() - 1);
    }
}

impl RealmHandle {
    /// Runs `task` on the realm's thread, at its next turn. From any thread.
    pub fn post(&self, task: impl FnOnce(Realm) + Send + 'static) {
        self.inbox.post(Box::new(move |realm: &Realm| task(*realm)));
    }

    /// Whether this is the realm's thread.
    pub fn is_owner(&self) -> bool {
        self.owner == std::thread::current().id()
    }
}
