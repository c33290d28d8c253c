//! Readable streams (Streams standard, section 4), as far as bodies need them: the default reader and controller, `cancel`,
//! `tee`, asynchronous iteration, underlying sources of a program and of the host. There are no byte readers (BYOB), no
//! writable and transform streams, and so no `pipeTo` and `pipeThrough`.

mod class;
mod controller;
mod iterator;
mod reader;
mod source;
mod tee;

pub use class::ReadableStream;
pub(crate) use class::read_everything;
pub(crate) use source::Source;
pub(crate) use tee::tee;

use ffi_core::engine::{Realm, Resolver, Thrown, Tracer, Value};

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

/// Installs `ReadableStream` and its helpers.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    class::install(realm)?;
    controller::install(realm)?;
    reader::install(realm)?;
    iterator::install(realm)?;
    tee::install(realm)
}
