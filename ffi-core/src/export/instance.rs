//! Instances of exported classes: Rust data that both languages share, borrowed at run time.

use std::cell::{Cell, UnsafeCell};
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

use super::ExportedClass;
use super::class::Instance;
use crate::engine::{Realm, Thrown, Tracer, Value};
use crate::signature::Type;
use crate::typed::{Exception, Fault, FromGuest, Guest, GuestType, IntoGuest, Side};

/// The data of an instance, with the count of its borrows: -1 while it is borrowed mutably.
pub(super) struct Shared<T> {
    borrows: Cell<isize>,
    data: UnsafeCell<T>,
}

/// A shared borrow of an instance. It keeps the data alive.
pub struct InstanceRef<T>(Rc<Shared<T>>);

/// An exclusive borrow of an instance. It keeps the data alive.
pub struct InstanceMut<T>(Rc<Shared<T>>);

impl<T: ExportedClass> Shared<T> {
    pub(super) fn new(data: T) -> Rc<Self> {
        Rc::new(Self { borrows: Cell::new(0), data: UnsafeCell::new(data) })
    }

    /// Shows the values of the data to the collector. Data that is being changed is skipped, which only delays collection.
    pub(super) fn trace(&self, tracer: &Tracer) {
        if self.borrows.get() >= 0 {
            // SAFETY: the count says that no exclusive borrow exists, and tracing calls nothing that could begin one.
            unsafe { &*self.data.get() }.trace(tracer);
        }
    }

    pub(super) fn of_value(value: &Value) -> Option<Rc<Self>> {
        value.host::<Instance<T>>().map(|instance| instance.shared.clone())
    }

    pub(super) fn of_guest(guest: &Guest) -> Result<Rc<Self>, Fault> {
        let found = match guest {
            Guest::JavaScript(value) => Self::of_value(value),
            #[cfg(feature = "python")]
            Guest::Python(_) => None,
        };
        found.ok_or_else(|| guest.mismatch(Type::reference(T::info().name)))
    }

    pub(super) fn borrow(this: Rc<Self>) -> Result<InstanceRef<T>, Exception> {
        if this.borrows.get() < 0 {
            return Err(in_use::<T>("changed"));
        }
        this.borrows.set(this.borrows.get() + 1);
        Ok(InstanceRef(this))
    }

    pub(super) fn borrow_mut(this: Rc<Self>) -> Result<InstanceMut<T>, Exception> {
        if this.borrows.get() != 0 {
            return Err(in_use::<T>("used"));
        }
        this.borrows.set(-1);
        Ok(InstanceMut(this))
    }
}

fn in_use<T: ExportedClass>(how: &str) -> Exception {
    Exception::runtime(format!("this {} is being {how} further up the stack", T::info().name))
}

impl<T> Deref for InstanceRef<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the count says that no exclusive borrow exists, and none begins while this one lives.
        unsafe { &*self.0.data.get() }
    }
}

impl<T> Drop for InstanceRef<T> {
    fn drop(&mut self) {
        self.0.borrows.set(self.0.borrows.get() - 1);
    }
}

impl<T> Deref for InstanceMut<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: this is the only borrow.
        unsafe { &*self.0.data.get() }
    }
}

impl<T> DerefMut for InstanceMut<T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this is the only borrow, and it is borrowed exclusively itself.
        unsafe { &mut *self.0.data.get() }
    }
}

impl<T> Drop for InstanceMut<T> {
    fn drop(&mut self) {
        self.0.borrows.set(0);
    }
}

/// An instance of an exported class by its identity: taken and given back, it is the same object on each side.
pub struct Handle<T: ExportedClass> {
    value: Value,
    shared: Rc<Shared<T>>,
}

impl<T: ExportedClass> Handle<T> {
    /// A new instance.
    ///
    /// # Errors
    /// The engine is out of memory.
    pub fn new(realm: Realm, data: T) -> Result<Self, Thrown> {
        let (value, shared) = super::class::instantiate(realm, data)?;
        Ok(Self { value, shared })
    }

    /// Borrows the data.
    ///
    /// # Errors
    /// It is borrowed exclusively.
    pub fn borrow(&self) -> Result<InstanceRef<T>, Exception> {
        Shared::borrow(self.shared.clone())
    }

    /// Borrows the data exclusively.
    ///
    /// # Errors
    /// It is borrowed.
    pub fn borrow_mut(&self) -> Result<InstanceMut<T>, Exception> {
        Shared::borrow_mut(self.shared.clone())
    }

    /// The object.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Shows the object to the collector.
    pub fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.value);
    }
}

impl<T: ExportedClass> Clone for Handle<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), shared: self.shared.clone() }
    }
}

impl<T: ExportedClass> GuestType for Handle<T> {
    fn guest_type() -> Type {
        Type::reference(T::info().name)
    }
}

impl<T: ExportedClass> FromGuest for Handle<T> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        let shared = Shared::of_guest(guest)?;
        Ok(Self { value: Value::from_guest(guest)?, shared })
    }
}

impl<T: ExportedClass> IntoGuest for Handle<T> {
    fn into_guest(self, _: Side) -> Result<Guest, Fault> {
        Ok(Guest::JavaScript(self.value))
    }
}
