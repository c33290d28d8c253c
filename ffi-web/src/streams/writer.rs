//! The class `WritableStreamDefaultWriter`.

use super::Pledge;
use super::writable::{self, State, WritableStream};
use crate::idl::{Any, Instance, Interface, Optional};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::cell::RefCell;

/// The data of a `WritableStreamDefaultWriter`.
pub(super) struct Writer {
    stream: RefCell<Option<Value>>,
    pub(super) ready: Pledge,
    pub(super) closed: Pledge,
}

impl HostData for Writer {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.stream);
        self.ready.trace(tracer);
        self.closed.trace(tracer);
    }
}

impl Writer {
    fn of(stream: &Value) -> Result<Self, Thrown> {
        let (realm, data) = (stream.realm(), stream.expect_host::<WritableStream>()?);
        if data.is_locked() {
            return Err(realm.type_error("WritableStream is locked"));
        }
        let (ready, closed) = match data.state() {
            State::Writable if data.has_backpressure() && !data.is_closing() => {
                (Pledge::pending(realm)?, Pledge::pending(realm)?)
            }
            State::Writable => (Pledge::resolved(realm)?, Pledge::pending(realm)?),
            State::Erroring(error) => (Pledge::rejected(realm, &error)?, Pledge::pending(realm)?),
            State::Closed => (Pledge::resolved(realm)?, Pledge::resolved(realm)?),
            State::Errored(error) => (Pledge::rejected(realm, &error)?, Pledge::rejected(realm, &error)?),
        };
        Ok(Self { stream: RefCell::new(Some(stream.clone())), ready, closed })
    }

    fn stream(&self, realm: Realm) -> Result<Value, Thrown> {
        let stream = self.stream.borrow().clone();
        stream.ok_or_else(|| realm.type_error("Invalid state: The writer is not attached to a stream"))
    }
}

/// A new writer, to which the stream is locked.
pub(super) fn acquire(stream: &Value) -> Result<Value, Thrown> {
    let writer = stream.realm().class_of::<Writer>()?.instance(Writer::of(stream)?)?;
    attach(stream, &writer)?;
    Ok(writer)
}

fn attach(stream: &Value, writer: &Value) -> Result<(), Thrown> {
    stream.expect_host::<WritableStream>()?.writer.replace(Some(writer.clone()));
    Ok(())
}

/// `write()` of a writer: gives a promise.
pub(super) fn write(writer: &Value, chunk: &Value) -> Result<Value, Thrown> {
    let (realm, data) = (writer.realm(), writer.expect_host::<Writer>()?);
    let stream = data.stream(realm)?;
    writable::write(&stream, chunk, || data.stream.borrow().as_ref().is_some_and(|now| now.strict_equal(&stream)))
}

/// `releaseLock()` of a writer.
pub(super) fn release(writer: &Value) -> Result<(), Thrown> {
    let (realm, data) = (writer.realm(), writer.expect_host::<Writer>()?);
    let Some(stream) = data.stream.take() else { return Ok(()) };
    let error = realm.type_error("Invalid state: Releasing writer").into_value();
    data.ready.reject(&error)?;
    data.closed.reject(&error)?;
    stream.expect_host::<WritableStream>()?.writer.replace(None);
    Ok(())
}

/// "WritableStreamDefaultWriterCloseWithErrorPropagation": gives a promise.
pub(super) fn close_from_pipe(stream: &Value) -> Result<Value, Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<WritableStream>()?);
    match data.state() {
        State::Errored(error) => realm.rejected(&error),
        State::Closed => realm.fulfilled(&realm.undefined()),
        _ if data.is_closing() => realm.fulfilled(&realm.undefined()),
        _ => writable::close(stream),
    }
}

/// Installs `WritableStreamDefaultWriter`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<Writer>::new("WritableStreamDefaultWriter")
        .constructor(|_, (stream,): (Instance<WritableStream>,)| Writer::of(stream.value()))
        .initialize(|new, writer| attach(&new.argument(0), writer))
        .readonly("closed", |this| this.closed.promise())
        .readonly("desiredSize", |this| {
            Ok(this.stream(this.realm())?.expect_host::<WritableStream>()?.desired_size()) as Result<_, Thrown>
        })
        .readonly("ready", |this| this.ready.promise())
        .asynchronous("abort", |this, (reason,): (Optional<Any>,)| {
            let stream = this.stream(this.realm())?;
            writable::abort(&stream, &reason.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .asynchronous("close", |this, (): ()| writable::close(&this.stream(this.realm())?))
        .operation("releaseLock", |this, (): ()| release(&this.object()))
        .asynchronous("write", |this, (chunk,): (Optional<Any>,)| {
            write(&this.object(), &chunk.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .install(realm)
        .map(drop)
}
