//! The class `ReadableStreamDefaultController`.

use super::class::{ReadableStream, pull_if_needed};
use super::source::Source;
use crate::idl::{Any, Interface, Optional};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};

/// The data of a `ReadableStreamDefaultController`.
pub(super) struct Controller {
    stream: Value,
}

impl HostData for Controller {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.stream);
    }
}

impl Controller {
    /// The controller of a stream.
    pub(super) fn of(stream: &Value) -> Self {
        Self { stream: stream.clone() }
    }

    fn data(&self) -> Result<&ReadableStream, Thrown> {
        self.stream.expect_host()
    }
}

/// Throws unless the stream takes chunks.
pub(super) fn check_open(realm: Realm, data: &ReadableStream) -> Result<(), Thrown> {
    if data.is_readable() && !data.close_requested.get() {
        Ok(())
    } else {
        Err(realm.type_error("Invalid state: Controller is already closed"))
    }
}

/// Installs `ReadableStreamDefaultController`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<Controller>::new("ReadableStreamDefaultController")
        .readonly("desiredSize", |this| Ok(this.data()?.desired_size()) as Result<_, Thrown>)
        .operation("close", |this, (): ()| {
            check_open(this.realm(), this.data()?)?;
            this.data()?.finish(this.realm())
        })
        .operation("enqueue", |this, (chunk,): (Optional<Any>,)| {
            check_open(this.realm(), this.data()?)?;
            enqueue(&this.stream, chunk.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .operation("error", |this, (error,): (Optional<Any>,)| {
            let error = error.0.unwrap_or_else(|| this.realm().undefined());
            this.data()?.fail(this.realm(), &error)
        })
        .install(realm)
        .map(drop)
}

/// "ReadableStreamDefaultControllerEnqueue", for a stream that takes chunks.
pub(super) fn enqueue(stream: &Value, chunk: Value) -> Result<(), Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<ReadableStream>()?);
    let strategy = match &*data.source.borrow() {
        Source::Script { size, .. } | Source::Transform { size, .. } => size.clone(),
        _ => None,
    };
    let mut size = 1.0;
    if data.requests.borrow().is_empty() {
        size = match super::measure(realm, strategy.as_ref(), &chunk) {
            Ok(size) => size,
            Err(thrown) => {
                data.fail(realm, thrown.value())?;
                return Err(thrown);
            }
        };
    }
    data.enqueue(realm, chunk, size)?;
    pull_if_needed(stream)
}
