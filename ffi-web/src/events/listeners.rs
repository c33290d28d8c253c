//! The event listener list of the DOM standard, section 2.7, over any kind of callback: adding, removing, and walking it
//! during a dispatch in which listeners add and remove others. No JavaScript value is named here.

use std::cell::Cell;
use std::rc::Rc;

/// One registration.
#[derive(Debug)]
pub struct Listener<C> {
    /// The type of event it waits for.
    pub kind: String,
    /// What is called.
    pub callback: C,
    /// Whether it is a capturing listener; part of its identity.
    pub capture: bool,
    /// Whether the first call removes it.
    pub once: bool,
    /// Whether `preventDefault` does nothing in it.
    pub passive: bool,
    /// Set when it is removed: a dispatch that is under way skips it.
    pub removed: Cell<bool>,
}

/// The listeners of one target, in the order they were added.
#[derive(Debug)]
pub struct ListenerList<C> {
    listeners: Vec<Rc<Listener<C>>>,
}

impl<C> Default for ListenerList<C> {
    fn default() -> Self {
        Self { listeners: Vec::new() }
    }
}

impl<C> ListenerList<C> {
    /// The listeners, for the collector.
    pub fn iter(&self) -> impl Iterator<Item = &Rc<Listener<C>>> {
        self.listeners.iter()
    }

    /// Adds a listener unless one with the same type, callback and capture is there. Gives the listener when it was added.
    pub fn add(&mut self, listener: Listener<C>, same: impl Fn(&C, &C) -> bool) -> Option<Rc<Listener<C>>> {
        let known = |known: &Rc<Listener<C>>| {
            known.kind == listener.kind
                && known.capture == listener.capture
                && same(&known.callback, &listener.callback)
        };
        if self.listeners.iter().any(known) {
            return None;
        }
        let listener = Rc::new(listener);
        self.listeners.push(Rc::clone(&listener));
        Some(listener)
    }

    /// Removes the listener with this type, callback and capture; gives it, so that the caller drops it outside any borrow.
    pub fn remove(&mut self, kind: &str, capture: bool, same: impl Fn(&C) -> bool) -> Option<Rc<Listener<C>>> {
        let index = self
            .listeners
            .iter()
            .position(|listener| listener.kind == kind && listener.capture == capture && same(&listener.callback))?;
        let listener = self.listeners.remove(index);
        listener.removed.set(true);
        Some(listener)
    }

    /// Removes this registration.
    pub fn remove_exactly(&mut self, listener: &Rc<Listener<C>>) {
        listener.removed.set(true);
        self.listeners.retain(|known| !Rc::ptr_eq(known, listener));
    }

    /// The listeners that one dispatch calls, in its order: at the target, the capturing ones come first. Those added later
    /// are not called; those removed later are skipped by their `removed` mark.
    #[must_use]
    pub fn for_dispatch(&self, kind: &str) -> Vec<Rc<Listener<C>>> {
        let of = |capture: bool| {
            self.listeners.iter().filter(move |listener| listener.kind == kind && listener.capture == capture).cloned()
        };
        of(true).chain(of(false)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listener(kind: &str, callback: u32, capture: bool) -> Listener<u32> {
        Listener { kind: kind.into(), callback, capture, once: false, passive: false, removed: Cell::new(false) }
    }

    #[test]
    fn identity_is_type_callback_and_capture() {
        let mut list = ListenerList::default();
        let same = |left: &u32, right: &u32| left == right;
        assert!(list.add(listener("x", 1, false), same).is_some());
        assert!(list.add(listener("x", 1, false), same).is_none());
        assert!(list.add(listener("x", 1, true), same).is_some());
        assert!(list.add(listener("y", 1, false), same).is_some());
        let order: Vec<_> = list.for_dispatch("x").iter().map(|found| found.capture).collect();
        assert_eq!(order, [true, false]);
        let walk = list.for_dispatch("x");
        assert!(list.remove("x", true, |callback| *callback == 2).is_none());
        assert!(list.remove("x", true, |callback| *callback == 1).is_some());
        assert!(walk[0].removed.get());
        list.remove_exactly(&walk[1]);
        assert!(list.for_dispatch("x").is_empty());
        assert_eq!(list.iter().count(), 1);
    }
}
