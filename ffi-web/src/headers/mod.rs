//! The class `Headers` (Fetch standard, section 5.1).

pub mod list;

use crate::idl::{ByteString, FromJs, Instance, Interface, Optional, Pair, PairSource, Place, Record, Sequence, This};
use ffi_core::engine::{HostData, Realm, Thrown, Value, WellKnown};
use list::{Guard, HeaderError, HeaderList};
use std::cell::{Cell, RefCell};

type Entries = Vec<(String, Vec<u8>)>;

/// The data of a `Headers` object.
#[derive(Default)]
pub struct Headers {
    list: RefCell<HeaderList>,
    guard: Cell<Guard>,
    // "Sort and combine" of the list as it stands, so that an iteration costs no more than the list is long.
    sorted: RefCell<Option<Entries>>,
}

impl HostData for Headers {}

impl Headers {
    /// Headers over a list.
    #[must_use]
    pub fn new(list: HeaderList, guard: Guard) -> Self {
        Self { list: RefCell::new(list), guard: Cell::new(guard), sorted: RefCell::default() }
    }

    /// A copy of the list as it stands.
    #[must_use]
    pub fn list(&self) -> HeaderList {
        self.list.borrow().clone()
    }

    /// Takes over the headers of another object.
    pub(crate) fn copy_from(&self, other: &Self) {
        self.sorted.take();
        *self.list.borrow_mut() = other.list();
    }

    /// Changes the guard, once filled.
    pub fn set_guard(&self, guard: Guard) {
        self.guard.set(guard);
    }

    /// Adds a header that is known to be valid unless there is one of this name.
    pub fn add_default(&self, name: &str, value: &str) {
        if !self.list.borrow().contains(name) {
            self.list.borrow_mut().append_raw(name, value);
            self.sorted.take();
        }
    }

    /// Appends what a program gave as `HeadersInit`.
    ///
    /// # Errors
    /// A name or value is not one of HTTP.
    pub fn fill(&self, realm: Realm, init: HeadersInit) -> Result<(), Thrown> {
        for (ByteString(name), ByteString(value)) in init.0 {
            self.change(realm, "append", |list, guard| list.append(guard, &name, &value))?;
        }
        Ok(())
    }

    fn change(
        &self,
        realm: Realm,
        operation: &str,
        change: impl FnOnce(&mut HeaderList, Guard) -> Result<(), HeaderError>,
    ) -> Result<(), Thrown> {
        self.sorted.take();
        change(&mut self.list.borrow_mut(), self.guard.get()).map_err(|error| refuse(realm, operation, &error))
    }
}

fn refuse(realm: Realm, operation: &str, error: &HeaderError) -> Thrown {
    match error {
        HeaderError::Immutable => realm.type_error("immutable"),
        _ => realm.type_error(&format!("Headers.{operation}: {error}")),
    }
}

/// `HeadersInit`: `(sequence<sequence<ByteString>> or record<ByteString, ByteString>)`.
pub struct HeadersInit(pub Vec<(ByteString, ByteString)>);

impl FromJs for HeadersInit {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        let realm = value.realm();
        if !value.is_object() {
            return Err(place.type_error(
                realm,
                "could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.",
            ));
        }
        if value.get(WellKnown::Iterator)?.is_nullish() {
            return Ok(Self(Record::<ByteString, ByteString>::from_js(value, place)?.0));
        }
        let pairs = Sequence::<Sequence<ByteString>>::from_js(value, place)?;
        let pair = |Sequence(items): Sequence<ByteString>| match <[ByteString; 2]>::try_from(items) {
            Ok([name, value]) => Ok((name, value)),
            Err(items) => Err(realm.type_error(&format!(
                "Headers constructor: expected name/value pair to be length 2, found {}.",
                items.len()
            ))),
        };
        pairs.0.into_iter().map(pair).collect::<Result<_, _>>().map(Self)
    }
}

impl PairSource for Headers {
    const ITERATOR: &'static str = "Headers Iterator";

    fn pair(&self, realm: Realm, index: usize) -> Option<Pair> {
        let mut sorted = self.sorted.borrow_mut();
        let entries = sorted.get_or_insert_with(|| self.list.borrow().sorted_and_combined());
        let (name, value) = entries.get(index)?;
        Some((realm.string(name), realm.string(&list::latin1(value))))
    }
}

/// Installs `Headers`.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<Headers>::new("Headers")
        .constructor(|new, (init,): (Optional<HeadersInit>,)| {
            let headers = Headers::default();
            if let Some(init) = init.0 {
                headers.fill(new.realm(), init)?;
            }
            Ok(headers)
        })
        .operation("append", |this, (ByteString(name), ByteString(value)): (ByteString, ByteString)| {
            this.change(this.realm(), "append", |list, guard| list.append(guard, &name, &value))
        })
        .operation("delete", |this, (ByteString(name),): (ByteString,)| {
            this.change(this.realm(), "delete", |list, guard| list.delete(guard, &name))
        })
        .operation("get", |this, (name,): (ByteString,)| {
            let name = name_of(this, "get", &name)?;
            Ok(this.list.borrow().get(&name).map(ByteString)) as Result<_, Thrown>
        })
        .operation("getSetCookie", |this, (): ()| {
            let list = this.list.borrow();
            list.values("set-cookie").map(|value| ByteString(value.to_vec())).collect::<Vec<_>>()
        })
        .operation("has", |this, (name,): (ByteString,)| {
            let name = name_of(this, "has", &name)?;
            Ok(this.list.borrow().contains(&name)) as Result<_, Thrown>
        })
        .operation("set", |this, (ByteString(name), ByteString(value)): (ByteString, ByteString)| {
            this.change(this.realm(), "set", |list, guard| list.set(guard, &name, &value))
        })
        .iterable(realm)?
        .install(realm)
        .map(drop)
}

fn name_of(this: &This<'_, Headers>, operation: &str, name: &ByteString) -> Result<String, Thrown> {
    list::valid_name(&name.0).map(str::to_owned).map_err(|error| refuse(this.realm(), operation, &error))
}

/// The `Headers` that a value is, for those who hold one.
pub(crate) fn instance(realm: Realm, headers: Headers) -> Result<Instance<Headers>, Thrown> {
    let value = realm.class_of::<Headers>()?.instance(headers)?;
    Instance::of(&value).ok_or_else(|| realm.type_error("Headers is not installed"))
}
