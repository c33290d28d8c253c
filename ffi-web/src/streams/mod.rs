//! The Streams standard: readable streams with their readers and controllers, byte streams among them, `from`, `cancel`, `tee`,
//! pipes and asynchronous iteration; writable and transform streams; underlying sources, sinks and transformers of a program and
//! of the host.

mod byob;
mod byte;
mod class;
#[cfg(feature = "http")]
mod compression;
mod controller;
mod from;
mod generic;
mod iterator;
mod pipe;
mod reader;
mod sink;
mod source;
mod tee;
mod transform;
mod writable;
mod writer;

pub use class::ReadableStream;
pub(crate) use class::{Step, cancel, read_everything, read_now};
pub(crate) use source::Source;
pub(crate) use tee::tee;
pub use writable::WritableStream;

use crate::idl::Place;
use class::{AnyPromise, QueuingStrategy, promise_of};
use ffi_core::engine::{Realm, Resolver, Thrown, Tracer, Value};
use std::cell::RefCell;

/// What settles a promise, in a form that the collector can see.
pub(crate) struct Deferred {
    resolve: Value,
    reject: Value,
}

impl Deferred {
    fn new(resolver: Resolver) -> Self {
        let (resolve, reject) = resolver.into_functions();
        Self { resolve, reject }
    }

    fn resolve(&self, value: &Value) -> Result<(), Thrown> {
        self.resolve.call_plain(&[value]).map(drop)
    }

    fn reject(&self, reason: &Value) -> Result<(), Thrown> {
        self.reject.call_plain(&[reason]).map(drop)
    }

    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.resolve);
        tracer.mark(&self.reject);
    }
}

/// A promise that an attribute gives, and that is replaced when it has to tell something new.
pub(crate) struct Pledge {
    promise: RefCell<Value>,
    deferred: RefCell<Option<Deferred>>,
}

impl Pledge {
    fn pending(realm: Realm) -> Result<Self, Thrown> {
        let (promise, resolver) = realm.promise()?;
        Ok(Self { promise: RefCell::new(promise), deferred: RefCell::new(Some(Deferred::new(resolver))) })
    }

    fn resolved(realm: Realm) -> Result<Self, Thrown> {
        Ok(Self { promise: RefCell::new(realm.fulfilled(&realm.undefined())?), deferred: RefCell::default() })
    }

    fn rejected(realm: Realm, error: &Value) -> Result<Self, Thrown> {
        let promise = realm.rejected(error)?;
        handled(&promise);
        Ok(Self { promise: RefCell::new(promise), deferred: RefCell::default() })
    }

    fn promise(&self) -> Value {
        self.promise.borrow().clone()
    }

    /// A new promise, which waits.
    fn renew(&self) -> Result<(), Thrown> {
        let (promise, resolver) = self.promise().realm().promise()?;
        self.promise.replace(promise);
        self.deferred.replace(Some(Deferred::new(resolver)));
        Ok(())
    }

    fn resolve(&self) -> Result<(), Thrown> {
        let Some(deferred) = self.deferred.take() else { return Ok(()) };
        deferred.resolve(&self.promise().realm().undefined())
    }

    /// Rejects the promise, or puts a rejected one in the place of one that was settled before.
    fn reject(&self, error: &Value) -> Result<(), Thrown> {
        match self.deferred.take() {
            Some(deferred) => deferred.reject(error)?,
            None => drop(self.promise.replace(error.realm().rejected(error)?)),
        }
        handled(&self.promise());
        Ok(())
    }

    fn trace(&self, tracer: &Tracer) {
        if let Ok(promise) = self.promise.try_borrow() {
            tracer.mark(&promise);
        }
        if let Ok(deferred) = self.deferred.try_borrow() {
            deferred.iter().for_each(|deferred| deferred.trace(tracer));
        }
    }
}

/// The high water mark of a strategy.
fn high_water_mark(realm: Realm, strategy: &QueuingStrategy, default: f64) -> Result<f64, Thrown> {
    let mark = strategy.high_water_mark.unwrap_or(default);
    if mark.is_nan() || mark < 0.0 { Err(realm.range_error("Invalid highWaterMark")) } else { Ok(mark) }
}

/// The size of a chunk by a strategy, which must be finite and not negative.
fn measure(realm: Realm, strategy: Option<&Value>, chunk: &Value) -> Result<f64, Thrown> {
    let Some(strategy) = strategy else { return Ok(1.0) };
    let size = strategy.call_plain(&[chunk])?.to_number()?;
    if size.is_finite() && size >= 0.0 {
        return Ok(size);
    }
    Err(realm.range_error(&format!("The size {size} of a chunk is not a finite, positive number")))
}

/// A member of what a program passed to a constructor, which must be a function where it is given.
fn function_member(place: Place<'_>, member: Option<Value>, name: &str) -> Result<Option<Value>, Thrown> {
    match member {
        Some(member) if !member.is_callable() => {
            Err(place.type_error(member.realm(), &format!("{name} must be a function.")))
        }
        member => Ok(member),
    }
}

/// Calls a method that may be missing; what it gives or throws, as a promise.
fn invoke(realm: Realm, method: Option<&Value>, object: &Value, arguments: &[&Value]) -> Result<AnyPromise, Thrown> {
    match method.map(|method| method.call(object, arguments)) {
        None => promise_of(realm, &realm.undefined()),
        Some(Ok(result)) => promise_of(realm, &result),
        Some(Err(thrown)) => promise_of(realm, &realm.rejected(thrown.value())?),
    }
}

/// Declares that a rejection of this promise needs no handler.
fn handled(promise: &Value) {
    if let Some(promise) = promise.as_promise() {
        promise.mark_handled();
    }
}

/// What a step outside any call threw: reported, because nobody else can catch it.
fn report(realm: Realm, result: Result<(), Thrown>) {
    if let Err(thrown) = result {
        realm.report_uncaught(thrown.value());
    }
}

/// Installs the stream classes and their helpers.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    class::install(realm)?;
    controller::install(realm)?;
    byob::install(realm)?;
    reader::install(realm)?;
    iterator::install(realm)?;
    tee::install(realm)?;
    writable::install(realm)?;
    sink::install(realm)?;
    writer::install(realm)?;
    transform::install(realm)?;
    generic::install(realm)
}
