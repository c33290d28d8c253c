//! The class `ReadableStreamDefaultReader`.

use super::byte::Bytes;
use super::class::{Read, ReadableStream, State, cancel, read};
use super::{Deferred, handled};
use crate::idl::{Any, Instance, Interface, Optional};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::cell::RefCell;

/// The data of a `ReadableStreamDefaultReader`.
pub(super) struct Reader {
    stream: RefCell<Option<Value>>,
    closed: RefCell<Value>,
    settle: RefCell<Option<Deferred>>,
    /// Whether it is the part of a reader that reads into buffers.
    is_byob: bool,
}

impl HostData for Reader {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.stream);
        if let Ok(closed) = self.closed.try_borrow() {
            tracer.mark(&closed);
        }
        if let Ok(settle) = self.settle.try_borrow()
            && let Some(deferred) = &*settle
        {
            deferred.trace(tracer);
        }
    }
}

impl Reader {
    pub(super) fn of(stream: &Value, is_byob: bool) -> Result<Self, Thrown> {
        let (realm, data) = (stream.realm(), stream.expect_host::<ReadableStream>()?);
        if data.is_locked() {
            return Err(realm.type_error("ReadableStream is locked"));
        }
        let (closed, resolver) = realm.promise()?;
        handled(&closed);
        let deferred = Deferred::new(resolver);
        let settle = match &*data.state.borrow() {
            State::Readable => Some(deferred),
            State::Closed => {
                deferred.resolve(&realm.undefined())?;
                None
            }
            State::Errored(error) => {
                deferred.reject(error)?;
                None
            }
        };
        let stream = RefCell::new(Some(stream.clone()));
        Ok(Self { stream, closed: RefCell::new(closed), settle: RefCell::new(settle), is_byob })
    }

    /// The stream closed, or failed.
    pub(super) fn closed_with(&self, error: Option<&Value>) -> Result<(), Thrown> {
        let Some(deferred) = self.settle.take() else { return Ok(()) };
        match error {
            Some(error) => deferred.reject(error),
            None => deferred.resolve(&self.closed.borrow().realm().undefined()),
        }
    }

    /// `reader.closed`.
    pub(super) fn closed(&self) -> Value {
        self.closed.borrow().clone()
    }

    /// Whether it reads into buffers.
    pub(super) fn is_byob(&self) -> bool {
        self.is_byob
    }

    /// Refuses a reader of the other class.
    fn check(&self, realm: Realm) -> Result<(), Thrown> {
        if self.is_byob { Err(realm.type_error("Illegal invocation")) } else { Ok(()) }
    }

    pub(super) fn stream(&self, realm: Realm) -> Result<Value, Thrown> {
        let stream = self.stream.borrow().clone();
        stream.ok_or_else(|| realm.type_error("Invalid state: The reader is not attached to a stream"))
    }
}

/// `{ value, done }`.
pub(super) fn result(realm: Realm, value: &Value, done: bool) -> Result<Value, Thrown> {
    realm.object_of(&[("value", value), ("done", &realm.boolean(done))])
}

/// A new reader, to which the stream is locked.
pub(super) fn acquire(stream: &Value) -> Result<Value, Thrown> {
    let reader = stream.realm().class_of::<Reader>()?.instance(Reader::of(stream, false)?)?;
    attach(stream, &reader)?;
    Ok(reader)
}

/// Locks a stream to a reader.
pub(super) fn attach(stream: &Value, reader: &Value) -> Result<(), Thrown> {
    stream.expect_host::<ReadableStream>()?.reader.replace(Some(reader.clone()));
    Ok(())
}

/// `read()` of a reader: a promise of `{ value, done }`.
pub(super) fn read_from(reader: &Value) -> Result<Value, Thrown> {
    let realm = reader.realm();
    let stream = reader.expect_host::<Reader>()?.stream(realm)?;
    let (promise, resolver) = realm.promise()?;
    read(&stream, Read::Promise(Deferred::new(resolver)))?;
    Ok(promise)
}

/// `releaseLock()` of a reader.
pub(super) fn release(reader: &Value) -> Result<(), Thrown> {
    let realm = reader.realm();
    let data = reader.expect_host::<Reader>()?;
    let Some(stream) = data.stream.take() else { return Ok(()) };
    let error = realm.type_error("Invalid state: Releasing reader").into_value();
    if data.settle.borrow().is_some() {
        data.closed_with(Some(&error))?;
    } else {
        let closed = realm.rejected(&error)?;
        handled(&closed);
        data.closed.replace(closed);
    }
    let stream = stream.expect_host::<ReadableStream>()?;
    stream.reader.replace(None);
    for waiting in stream.bytes.as_ref().map(Bytes::take_read_intos).unwrap_or_default() {
        waiting.reject(&error)?;
    }
    if let Some(bytes) = &stream.bytes {
        bytes.release();
    }
    let waiting = stream.requests.take();
    for request in waiting {
        if let Read::Promise(deferred) = request {
            deferred.reject(&error)?;
        }
    }
    Ok(())
}

/// `cancel()` of a reader.
pub(super) fn cancel_by(reader: &Value, reason: &Value) -> Result<Value, Thrown> {
    cancel(&reader.expect_host::<Reader>()?.stream(reader.realm())?, reason)
}

/// Installs `ReadableStreamDefaultReader`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<Reader>::new("ReadableStreamDefaultReader")
        .constructor(|_, (stream,): (Instance<ReadableStream>,)| Reader::of(stream.value(), false))
        .initialize(|new, reader| attach(&new.argument(0), reader))
        .readonly("closed", |this| this.check(this.realm()).map(|()| this.closed()))
        .asynchronous("read", |this, (): ()| {
            this.check(this.realm())?;
            read_from(&this.object())
        })
        .operation("releaseLock", |this, (): ()| {
            this.check(this.realm())?;
            release(&this.object())
        })
        .asynchronous("cancel", |this, (reason,): (Optional<Any>,)| {
            this.check(this.realm())?;
            cancel_by(&this.object(), &reason.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .install(realm)
        .map(drop)
}
