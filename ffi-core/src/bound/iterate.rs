//! JavaScript's iterators as Rust's, and its asynchronous ones as streams of futures.

use std::fmt;
use std::marker::PhantomData;

use super::object::run;
use super::{Object, Result};
use crate::engine::{Realm, Value, WellKnown};
use crate::signature::Type;
use crate::typed::{Exception, Fault, FromGuest, Guest, GuestType, IntoGuest, Promised, Side};

/// An iterable or iterator of JavaScript, iterated in Rust, lazily.
pub struct Iter<T> {
    source: Value,
    /// The iterator and its `next`, once begun.
    started: Option<(Value, Value)>,
    is_done: bool,
    element: PhantomData<fn() -> T>,
}

/// An asynchronous iterable or iterator of JavaScript.
pub struct AsyncIter<T> {
    source: Value,
    started: Option<(Value, Value)>,
    element: PhantomData<fn() -> T>,
}

fn begin(source: &Value, symbol: WellKnown) -> Result<(Value, Value)> {
    let method = source.get(symbol)?;
    let iterator = if method.is_callable() { method.call(source, &[])? } else { source.clone() };
    let next = iterator.get("next")?;
    if !next.is_callable() {
        return Err(Exception::type_error("the value cannot be iterated"));
    }
    Ok((iterator, next))
}

impl<T> Iter<T> {
    fn new(source: Value) -> Self {
        Self { source, started: None, is_done: false, element: PhantomData }
    }

    /// The value that is iterated.
    pub fn value(&self) -> &Value {
        &self.source
    }

    fn advance(&mut self) -> Result<Option<Value>> {
        let realm = self.source.realm();
        let _entry = realm.enter();
        let (iterator, next) = match &mut self.started {
            Some(started) => started,
            None => self.started.insert(begin(&self.source, WellKnown::Iterator)?),
        };
        let step = next.call(iterator, &[])?;
        Ok(if step.get("done")?.to_boolean() { None } else { Some(step.get("value")?) })
    }
}

impl<T: FromGuest> Iterator for Iter<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        if self.is_done {
            return None;
        }
        let step = self.advance();
        self.is_done = !matches!(step, Ok(Some(_)));
        match step {
            Ok(None) => None,
            Ok(Some(value)) => Some(run(value.realm(), "next", || Ok(value.clone()))),
            Err(error) => Some(Err(error)),
        }
    }
}

impl<T: FromGuest> AsyncIter<T> {
    /// The next element; `None` at the end.
    ///
    /// # Errors
    /// What the iterator rejects with, or an element of another type.
    pub async fn next(&mut self) -> Result<Option<T>> {
        let step: Promised<Object> = {
            let realm = self.source.realm();
            let _entry = realm.enter();
            let (iterator, next) = match &mut self.started {
                Some(started) => started,
                None => self.started.insert(begin(&self.source, WellKnown::AsyncIterator)?),
            };
            Promised::new(next.call(iterator, &[])?)
        };
        let step = step.await?;
        if step.value().get("done")?.to_boolean() {
            return Ok(None);
        }
        super::get(&step, "value").map(Some)
    }

    /// The value that is iterated.
    pub fn value(&self) -> &Value {
        &self.source
    }
}

/// Iterates an object that has `Symbol.iterator`.
///
/// # Errors
/// None now; they come with the first element.
pub fn iterate<T>(object: &Object) -> Result<Iter<T>> {
    Ok(Iter::new(object.value().clone()))
}

/// Iterates an object that has `Symbol.asyncIterator`.
///
/// # Errors
/// None now; they come with the first element.
pub fn async_iterate<T>(object: &Object) -> Result<AsyncIter<T>> {
    Ok(AsyncIter { source: object.value().clone(), started: None, element: PhantomData })
}

macro_rules! guests {
    ($($name:ident => $kind:ident, |$source:ident| $make:expr;)*) => {
        $(
            impl<T: GuestType> GuestType for $name<T> {
                fn guest_type() -> Type {
                    Type::$kind { element: Box::new(T::guest_type()) }
                }
            }

            impl<T: GuestType> FromGuest for $name<T> {
                fn from_guest(guest: &Guest) -> Result<Self, Fault> {
                    let $source = Value::from_guest(guest)?;
                    if $source.is_object() || $source.is_string() { Ok($make) } else { Err(guest.mismatch(Self::guest_type())) }
                }
            }

            impl<T: GuestType> IntoGuest for $name<T> {
                fn into_guest(self, _: Side) -> Result<Guest, Fault> {
                    Ok(Guest::of_javascript(self.source))
                }
            }

            impl<T> fmt::Debug for $name<T> {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    formatter.write_str(stringify!($name))
                }
            }
        )*
    };
}

guests! {
    Iter => Iterable, |source| Iter::new(source);
    AsyncIter => AsyncIterable, |source| AsyncIter { source, started: None, element: PhantomData };
}

/// A list of these elements, for JavaScript.
impl<T: IntoGuest> Iter<T> {
    /// Makes an iterable of Rust values: an array.
    ///
    /// # Errors
    /// An element cannot be given to JavaScript.
    pub fn of(realm: Realm, elements: impl IntoIterator<Item = T>) -> Result<Self> {
        let elements: Vec<T> = elements.into_iter().collect();
        let fault = |fault: Fault| fault.into_exception(None, Side::JavaScript(realm));
        super::object::give(realm, elements).map(Self::new).map_err(fault)
    }
}
