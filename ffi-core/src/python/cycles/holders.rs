//! References to Python objects that objects of the engine hold, in one list: what the collector of cycles starts from.

use std::cell::Cell;

use pyo3::ffi::PyObject;

use crate::engine::Engine;
use crate::python::object::Object;
use crate::python::state::{ForeignKey, State};

/// One reference to a Python object, owned by an object of the engine. It stands in the list as long as it exists, so it must not move.
pub struct Holder {
    /// The runtime whose list it stands in.
    state: &'static State,
    object: Cell<*mut PyObject>,
    /// What the table of proxies knows it by; zeros for what no table knows.
    key: ForeignKey,
    /// Whether the object is a future that only JavaScript settles.
    is_future: bool,
    /// The run of the collector that reached it last.
    pub(super) reached: Cell<u32>,
    previous: Cell<*const Holder>,
    next: Cell<*const Holder>,
}

impl Holder {
    /// Takes over a reference to what a proxy stands for.
    pub fn new(state: &'static State, object: Object, key: ForeignKey) -> Self {
        Self::of(state, object, key, false)
    }

    /// Takes over a reference to a future that JavaScript is to settle.
    pub fn of_future(state: &'static State, future: Object) -> Self {
        Self::of(state, future, (0, 0), true)
    }

    fn of(state: &'static State, object: Object, key: ForeignKey, is_future: bool) -> Self {
        Self {
            state,
            object: Cell::new(object.into_ptr()),
            key,
            is_future,
            reached: Cell::new(0),
            previous: Cell::new(std::ptr::null()),
            next: Cell::new(std::ptr::null()),
        }
    }

    /// Enters the list, at the address that it will have for good.
    pub fn enter(&self) {
        let state = self.state;
        let count = state.cycles.holders.enter(self);
        if count > state.cycles.limit.get() || state.realm.engine().own_collections() > 0 {
            state.ask_for_collection();
        }
    }

    /// The object, borrowed; null after it was taken.
    #[inline]
    pub fn object(&self) -> *mut PyObject {
        self.object.get()
    }

    /// Takes the reference out; the table forgets it.
    pub fn take(&self) -> Option<Object> {
        let object = self.object.replace(std::ptr::null_mut());
        if !object.is_null() && self.key != (0, 0) {
            self.state.foreign.borrow_mut().remove(&self.key);
        }
        // SAFETY: the holder owned the reference; null has none.
        (!object.is_null()).then(|| unsafe { Object::from_new(object) }).and_then(Result::ok)
    }

    /// What the engine's collector knows it by.
    pub fn address(&self) -> usize {
        std::ptr::from_ref(self).expose_provenance()
    }
}

impl Drop for Holder {
    /// Runs inside the engine's collector: the reference is dropped later.
    fn drop(&mut self) {
        self.state.cycles.holders.leave(self);
        if let Some(object) = self.take() {
            self.state.drop_later(object.into_ptr());
        }
    }
}

/// The list.
#[derive(Default)]
pub struct Holders {
    first: Cell<*const Holder>,
    count: Cell<usize>,
}

impl Holders {
    fn enter(&self, holder: &Holder) -> usize {
        let first = self.first.replace(holder);
        holder.next.set(first);
        // SAFETY: what is in the list is alive, because it leaves the list when it is dropped.
        if let Some(first) = unsafe { first.as_ref() } {
            first.previous.set(holder);
        }
        self.count.set(self.count.get() + 1);
        self.count.get()
    }

    fn leave(&self, holder: &Holder) {
        let (previous, next) = (holder.previous.get(), holder.next.get());
        // SAFETY: as in `enter`.
        unsafe {
            match previous.as_ref() {
                Some(previous) => previous.next.set(next),
                None => self.first.set(next),
            }
            if let Some(next) = next.as_ref() {
                next.previous.set(previous);
            }
        }
        self.count.set(self.count.get() - 1);
    }

    /// Takes out all references: their owners will not be asked for them again.
    pub fn take_all(&self) -> Vec<Object> {
        self.iter().filter_map(Holder::take).collect()
    }

    /// The futures that JavaScript is to settle.
    pub fn futures(&self) -> Vec<Object> {
        let futures = self.iter().filter(|holder| holder.is_future && !holder.object().is_null());
        // SAFETY: what a holder has is alive.
        futures.map(|holder| unsafe { Object::from_borrowed(holder.object()) }).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count.get()
    }

    /// All of them. None may be made or dropped meanwhile.
    pub fn iter(&self) -> impl Iterator<Item = &Holder> {
        // SAFETY: as in `enter`.
        let at = |pointer: *const Holder| unsafe { pointer.as_ref() };
        std::iter::successors(at(self.first.get()), move |holder| at(holder.next.get()))
    }
}
