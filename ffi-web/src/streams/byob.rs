//! What reads into buffers of its own ("bring your own buffer"): the classes `ReadableStreamBYOBReader`,
//! `ReadableStreamBYOBRequest` and `ReadableByteStreamController`.

use super::byte::Bytes;
use super::class::{ReadableStream, pull_if_needed};
use super::controller::check_open;
use super::reader::{self, Reader};
use super::{Deferred, reader::cancel_by};
use crate::idl::convert::What;
use crate::idl::{Any, EnforceRange, FromJs, Instance, Interface, Optional, Place, dictionary};
use ffi_core::engine::{BufferView, HostData, Realm, Thrown, Tracer, Value};
use std::cell::RefCell;

/// The data of a `ReadableStreamBYOBReader`: a reader that says so.
pub(super) struct ByobReader(Reader);

impl HostData for ByobReader {
    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.0)
    }
}

dictionary! {
    /// `ReadableStreamBYOBReaderReadOptions`.
    pub struct ReadOptions { min: EnforceRange }
}

/// An `ArrayBufferView`.
struct View(BufferView);

impl FromJs for View {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        let view = value.buffer_view().filter(|view| !view.buffer.strict_equal(value));
        view.map(Self).ok_or_else(|| place.type_error(value.realm(), "must be an ArrayBufferView."))
    }
}

impl View {
    /// Refuses a view without bytes, or over a buffer that is gone.
    fn check(&self, realm: Realm) -> Result<(), Thrown> {
        if self.0.pointer().is_none() || self.0.length == 0 {
            return Err(realm.type_error("The view has no bytes, or its buffer has been detached"));
        }
        Ok(())
    }
}

/// A new reader with buffers, to which the stream is locked.
pub(super) fn acquire(stream: &Value) -> Result<Value, Thrown> {
    let reader = stream.realm().class_of::<ByobReader>()?.instance(of_stream(stream)?)?;
    reader::attach(stream, &reader)?;
    Ok(reader)
}

fn of_stream(stream: &Value) -> Result<ByobReader, Thrown> {
    if stream.expect_host::<ReadableStream>()?.bytes.is_none() {
        return Err(stream.realm().type_error("Cannot read into buffers from a stream that is not a byte stream"));
    }
    Reader::of(stream, true).map(ByobReader)
}

fn read(reader: &Value, view: &View, options: &ReadOptions) -> Result<Value, Thrown> {
    let realm = reader.realm();
    view.check(realm)?;
    let minimum = options.min.map_or(1, |minimum| minimum.0);
    let elements = view.0.length / view.0.kind.map_or(1, |kind| kind.element_size());
    if minimum == 0 {
        return Err(realm.type_error("options.min must be greater than 0"));
    }
    let minimum = usize::try_from(minimum).ok().filter(|minimum| *minimum <= elements);
    let minimum = minimum.ok_or_else(|| realm.range_error("options.min is larger than the view"))?;
    let stream = reader.expect_host::<Reader>()?.stream(realm)?;
    let data = stream.expect_host::<ReadableStream>()?;
    data.mark_disturbed();
    let (promise, resolver) = realm.promise()?;
    let Some(bytes) = &data.bytes else { return Ok(promise) };
    if data.read_into(realm, bytes, &view.0, minimum, Deferred::new(resolver))? {
        pull_if_needed(&stream)?;
    }
    Ok(promise)
}

/// The data of a `ReadableStreamBYOBRequest`: the stream and the view, until it was answered.
pub(super) struct Request(RefCell<Option<(Value, Value)>>);

impl HostData for Request {
    fn trace(&self, tracer: &Tracer) {
        if let Ok(open) = self.0.try_borrow()
            && let Some((stream, view)) = &*open
        {
            tracer.mark(stream);
            tracer.mark(view);
        }
    }
}

/// A request for bytes in this view.
pub(super) fn request(stream: &Value, view: Value) -> Result<Value, Thrown> {
    stream.realm().class_of::<Request>()?.instance(Request(RefCell::new(Some((stream.clone(), view)))))
}

/// A request that can no longer be answered.
pub(super) fn invalidate(request: &Value) {
    if let Some(request) = request.host::<Request>() {
        let dropped = request.0.take();
        drop(dropped);
    }
}

impl Request {
    /// The stream, while the request is open and the buffer of its view is there.
    fn stream(&self, realm: Realm) -> Result<Value, Thrown> {
        let open = self.0.borrow().clone();
        let (stream, view) =
            open.ok_or_else(|| realm.type_error("Invalid state: This BYOB request has been invalidated"))?;
        match view.buffer_view().and_then(|view| view.pointer()) {
            Some(_) => Ok(stream),
            None => Err(realm.type_error("Invalid state: The buffer of the BYOB request has been detached")),
        }
    }
}

/// Runs a step on a byte stream, then asks for more.
fn on_bytes(stream: &Value, step: impl FnOnce(&ReadableStream, &Bytes) -> Result<(), Thrown>) -> Result<(), Thrown> {
    let data = stream.expect_host::<ReadableStream>()?;
    if let Some(bytes) = &data.bytes {
        step(data, bytes)?;
    }
    pull_if_needed(stream)
}

/// The data of a `ReadableByteStreamController`.
pub(super) struct ByteController(Value);

impl HostData for ByteController {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.0);
    }
}

/// The controller of a byte stream.
pub(super) fn controller(stream: &Value) -> Result<Value, Thrown> {
    stream.realm().class_of::<ByteController>()?.instance(ByteController(stream.clone()))
}

impl ByteController {
    fn data(&self) -> Result<&ReadableStream, Thrown> {
        self.0.expect_host()
    }
}

fn enqueue(stream: &Value, view: &View) -> Result<(), Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<ReadableStream>()?);
    view.check(realm)?;
    check_open(realm, data)?;
    let buffer = super::byte::transfer(&view.0.buffer)?;
    on_bytes(stream, |data, bytes| data.enqueue_bytes(realm, bytes, buffer, view.0.offset, view.0.length))
}

/// Installs the three classes.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<ByobReader>::new("ReadableStreamBYOBReader")
        .constructor(|_, (stream,): (Instance<ReadableStream>,)| of_stream(stream.value()))
        .initialize(|new, reader| reader::attach(&new.argument(0), reader))
        .readonly("closed", |this| this.0.closed())
        .asynchronous("read", |this, (view, options): (View, ReadOptions)| read(&this.object(), &view, &options))
        .operation("releaseLock", |this, (): ()| reader::release(&this.object()))
        .asynchronous("cancel", |this, (reason,): (Optional<Any>,)| {
            cancel_by(&this.object(), &reason.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .install(realm)?;
    Interface::<Request>::new("ReadableStreamBYOBRequest")
        .readonly("view", |this| this.0.borrow().as_ref().map(|(_, view)| view.clone()))
        .operation("respond", |this, (written,): (EnforceRange,)| {
            let (realm, stream) = (this.realm(), this.stream(this.realm())?);
            let written = usize::try_from(written.0).unwrap_or(usize::MAX);
            on_bytes(&stream, |data, bytes| data.respond(realm, bytes, written))
        })
        .operation("respondWithNewView", |this, (view,): (View,)| {
            let realm = this.realm();
            let open = this.0.borrow().as_ref().map(|(stream, _)| stream.clone());
            let place = Place { operation: "ReadableStreamBYOBRequest.respondWithNewView", what: What::Argument(0) };
            let stream = open.ok_or_else(|| place.type_error(realm, "comes after the request was answered."))?;
            if view.0.pointer().is_none() {
                return Err(place.type_error(realm, "is a view whose buffer has been detached."));
            }
            on_bytes(&stream, |data, bytes| data.respond_with_view(realm, bytes, &view.0))
        })
        .install(realm)?;
    Interface::<ByteController>::new("ReadableByteStreamController")
        .readonly("byobRequest", |this| {
            let data = this.data()?;
            let request = data.bytes.as_ref().map(|bytes| data.byob_request(&this.0, bytes)).transpose()?;
            Ok(request.flatten()) as Result<_, Thrown>
        })
        .readonly("desiredSize", |this| Ok(this.data()?.desired_size()) as Result<_, Thrown>)
        .operation("close", |this, (): ()| {
            check_open(this.realm(), this.data()?)?;
            this.data()?.finish(this.realm())
        })
        .operation("enqueue", |this, (view,): (View,)| enqueue(&this.0, &view))
        .operation("error", |this, (error,): (Optional<Any>,)| {
            let error = error.0.unwrap_or_else(|| this.realm().undefined());
            this.data()?.fail(this.realm(), &error)
        })
        .install(realm)
        .map(drop)
}
