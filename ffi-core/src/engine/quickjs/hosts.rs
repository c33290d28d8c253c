//! What stands behind host objects, in one list: the engine's memory may go as a whole, without a finalizer, and this is the host's own.

use std::cell::Cell;

use super::super::class::ErasedHost;

/// What an object's opaque pointer points to: the object owns it, and it stands in the list until it is dropped.
pub(super) struct Host {
    links: Links,
    pub(super) erased: ErasedHost,
}

struct Links {
    previous: Cell<*const Links>,
    next: Cell<*const Links>,
}

/// The list: a ring through this one.
pub(super) struct Hosts(Box<Links>);

impl Hosts {
    /// An empty list.
    pub(super) fn new() -> Self {
        let ring = Box::new(Links { previous: Cell::default(), next: Cell::default() });
        ring.previous.set(&*ring);
        ring.next.set(&*ring);
        Self(ring)
    }

    /// Enters one.
    pub(super) fn enter(&self, erased: ErasedHost) -> Box<Host> {
        let ring: *const Links = &*self.0;
        let links = Links { previous: Cell::new(ring), next: Cell::new(self.0.next.get()) };
        let host = Box::new(Host { links, erased });
        // SAFETY: what is in the ring is alive, because it leaves it when it is dropped.
        unsafe { (*self.0.next.get()).previous.set(&host.links) };
        self.0.next.set(&host.links);
        host
    }

    /// Drops all that are left.
    ///
    /// # Safety
    ///
    /// The objects that own them must be gone.
    pub(super) unsafe fn drop_all(&self) {
        while !std::ptr::eq(self.0.next.get(), &*self.0) {
            let offset = std::mem::offset_of!(Host, links);
            // SAFETY: links other than the ring's own are part of a box, whose owner is gone; dropping it takes it out of the ring.
            unsafe { drop(Box::from_raw(self.0.next.get().byte_sub(offset).cast::<Host>().cast_mut())) };
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let (previous, next) = (self.links.previous.get(), self.links.next.get());
        // SAFETY: neighbours in the ring are alive.
        unsafe {
            (*previous).next.set(next);
            (*next).previous.set(previous);
        }
    }
}
