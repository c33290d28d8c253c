//! The arguments of one call, each at its parameter's place, and how the generated code takes them.

use std::future::Future;

use super::instance::{InstanceMut, InstanceRef, Shared};
use super::{ExportedClass, FunctionInfo, ParameterKind};
use crate::engine::{Realm, Value};
use crate::typed::{
    Absence, Exception, Fault, FromGuest, FromGuestMut, FromGuestRef, Guest, IntoGuest, Reader, Record, Side,
};

/// What stands at a parameter.
pub enum Slot {
    /// Nothing was given.
    Absent,
    /// One value; for `**options` the whole object.
    One(Guest),
    /// The values of `*rest`.
    Rest(Vec<Guest>),
    /// The keywords of `**options`.
    Keywords(Vec<(String, Guest)>),
}

/// One call of an exported function.
pub struct Frame {
    pub(super) info: &'static FunctionInfo,
    pub(super) side: Side,
    pub(super) this: Option<Value>,
    pub(super) slots: Vec<Slot>,
}

impl Frame {
    /// The side that the call came from.
    pub fn side(&self) -> Side {
        self.side
    }

    /// The realm.
    pub fn realm(&self) -> Realm {
        self.side.realm()
    }

    fn name(&self, index: usize) -> &'static str {
        self.info.parameters[index].name.on(self.side.is_python())
    }

    /// The argument as it is; `None` when it is absent.
    fn given(&self, index: usize) -> Option<&Guest> {
        match &self.slots[index] {
            Slot::One(guest) => Some(guest),
            _ => None,
        }
    }

    fn missing(&self, index: usize) -> Fault {
        let function = self.info.name.on(self.side.is_python());
        Exception::type_error(format!("{function}() has no value for '{}'", self.name(index))).into()
    }

    /// The argument of a parameter without default.
    pub fn required<T: FromGuest>(&self, index: usize) -> Result<T, Fault> {
        match self.given(index) {
            Some(guest) => T::from_guest(guest).map_err(|fault| fault.in_field(self.name(index))),
            None => T::from_absent().ok_or_else(|| self.missing(index)),
        }
    }

    /// The argument, or the default when it is absent, or `undefined` where the type has no room for that.
    pub fn or<T: FromGuest>(&self, index: usize, default: impl FnOnce() -> T) -> Result<T, Fault> {
        match self.given(index) {
            Some(guest) if T::OPTIONAL || guest.absence() != Some(Absence::Undefined) => {
                T::from_guest(guest).map_err(|fault| fault.in_field(self.name(index)))
            }
            _ => Ok(default()),
        }
    }

    /// The argument of a parameter by reference.
    pub fn lend<T: FromGuestRef + ?Sized>(&self, index: usize) -> Result<T::Guard, Fault> {
        match self.given(index) {
            Some(guest) => T::from_guest_ref(guest).map_err(|fault| fault.in_field(self.name(index))),
            None => Err(self.missing(index)),
        }
    }

    /// The argument of a parameter by reference that may be absent or nothing.
    pub fn lend_optional<T: FromGuestRef + ?Sized>(&self, index: usize) -> Result<Option<T::Guard>, Fault> {
        match self.given(index) {
            Some(guest) if guest.absence().is_none() => self.lend::<T>(index).map(Some),
            _ => Ok(None),
        }
    }

    /// The argument of a parameter by mutable reference.
    pub fn lend_mut<T: FromGuestMut>(&self, index: usize) -> Result<T::Guard, Fault> {
        match self.given(index) {
            Some(guest) => T::from_guest_mut(guest).map_err(|fault| fault.in_field(self.name(index))),
            None => Err(self.missing(index)),
        }
    }

    /// The arguments of `*rest`.
    pub fn rest<T: FromGuest>(&self, index: usize) -> Result<Vec<T>, Fault> {
        let Slot::Rest(guests) = &self.slots[index] else { return Ok(Vec::new()) };
        let convert = |(position, guest)| {
            T::from_guest(guest)
                .map_err(|fault: Fault| fault.at(crate::binding::Segment::Index(position)).in_field(self.name(index)))
        };
        guests.iter().enumerate().map(convert).collect()
    }

    /// The record of `**options`.
    pub fn keywords<R: Record>(&mut self, index: usize) -> Result<R, Fault> {
        let reader = match std::mem::replace(&mut self.slots[index], Slot::Absent) {
            Slot::Keywords(entries) => Reader::of_keywords(entries),
            Slot::One(guest) => match guest.reader() {
                Some(reader) => reader,
                None => return Err(guest.mismatch(crate::signature::Type::Object).in_field(self.name(index))),
            },
            _ => Reader::of_keywords(Vec::new()),
        };
        // The other keywords stand in the same options object.
        for parameter in self.info.parameters.iter().filter(|parameter| parameter.kind == ParameterKind::Keyword) {
            reader.leave(parameter.name);
        }
        R::read(&reader)
    }

    /// The receiver.
    pub fn this<T: ExportedClass>(&self) -> Result<InstanceRef<T>, Fault> {
        Ok(Shared::borrow(self.shared::<T>()?)?)
    }

    /// The receiver, to be changed.
    pub fn this_mut<T: ExportedClass>(&self) -> Result<InstanceMut<T>, Fault> {
        Ok(Shared::borrow_mut(self.shared::<T>()?)?)
    }

    fn shared<T: ExportedClass>(&self) -> Result<std::rc::Rc<Shared<T>>, Fault> {
        let found = self.this.as_ref().and_then(|this| Shared::of_value(this));
        found.ok_or_else(|| {
            let method = self.info.name.on(self.side.is_python());
            Exception::type_error(format!("{}.{method}() needs an instance of its class", T::info().name)).into()
        })
    }

    /// Gives the promise of an asynchronous function.
    pub fn spawn<R: IntoGuest>(
        &self,
        future: impl Future<Output = Result<R, Fault>> + 'static,
    ) -> Result<Guest, Fault> {
        let (info, side, realm) = (self.info, self.side, self.realm());
        let promise = crate::typed::spawn(realm, async move {
            let run = async { future.await?.into_guest(side)?.into_javascript(realm) };
            let name = info.name.on(side.is_python());
            run.await.map_err(|fault: Fault| fault.into_exception(Some(name), side).into_thrown_on(side))
        })?;
        Ok(Guest::JavaScript(promise))
    }
}
