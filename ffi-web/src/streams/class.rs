//! The class `ReadableStream` and the state machine beneath it: queue, read requests, close, error.

use super::byte::Bytes;
use super::controller::Controller;
use super::iterator;
use super::reader::{self, Reader};
use super::source::Source;
use super::writable::WritableStream;
use super::{Deferred, byob, pipe, report};
use crate::idl::{Any, EnforceRange, Instance, Interface, IntoJs, Optional, dictionary};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, TypedArrayKind, Value, WellKnown};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// Where a stream is in its life.
pub(super) enum State {
    Readable,
    Closed,
    Errored(Value),
}

/// The data of a `ReadableStream`.
pub struct ReadableStream {
    pub(super) state: RefCell<State>,
    pub(super) disturbed: Cell<bool>,
    /// The reader that the stream is locked to.
    pub(super) reader: RefCell<Option<Value>>,
    /// Locked by the host: a body that is being read, or a tee.
    pub(super) held: Cell<bool>,
    /// What shares it between two branches.
    pub(super) tee: RefCell<Option<Value>>,
    pub(super) requests: RefCell<VecDeque<Read>>,
    queue: RefCell<VecDeque<(Value, f64)>>,
    pub(super) queue_size: Cell<f64>,
    high_water_mark: f64,
    /// The queue of a byte stream, which has no other.
    pub(super) bytes: Option<Bytes>,
    pub(super) close_requested: Cell<bool>,
    pub(super) source: RefCell<Source>,
    pub(super) started: Cell<bool>,
    pub(super) pulling: Cell<bool>,
    pub(super) pull_again: Cell<bool>,
}

/// Who waits for a chunk.
pub(crate) enum Read {
    /// `reader.read()`.
    Promise(Deferred),
    /// The host.
    Host(Box<dyn FnOnce(Realm, Step)>),
}

/// What a read gives.
pub(crate) enum Step {
    /// A chunk.
    Chunk(Value),
    /// The stream is closed.
    Done,
    /// The stream failed.
    Failed(Value),
}

impl Read {
    pub(super) fn answer(self, realm: Realm, step: Step) -> Result<(), Thrown> {
        match self {
            Self::Host(run) => run(realm, step),
            Self::Promise(deferred) => match step {
                Step::Chunk(value) => deferred.resolve(&reader::result(realm, &value, false)?)?,
                Step::Done => deferred.resolve(&reader::result(realm, &realm.undefined(), true)?)?,
                Step::Failed(reason) => deferred.reject(&reason)?,
            },
        }
        Ok(())
    }
}

impl HostData for ReadableStream {
    fn trace(&self, tracer: &Tracer) {
        if let Ok(state) = self.state.try_borrow()
            && let State::Errored(error) = &*state
        {
            tracer.mark(error);
        }
        tracer.mark_cell(&self.reader);
        tracer.mark_cell(&self.tee);
        if let Ok(requests) = self.requests.try_borrow() {
            for request in requests.iter() {
                if let Read::Promise(deferred) = request {
                    deferred.trace(tracer);
                }
            }
        }
        if let Ok(queue) = self.queue.try_borrow() {
            queue.iter().for_each(|(chunk, _)| tracer.mark(chunk));
        }
        if let Ok(source) = self.source.try_borrow() {
            source.trace(tracer);
        }
        if let Some(bytes) = &self.bytes {
            bytes.trace(tracer);
        }
    }
}

impl ReadableStream {
    /// A stream over a source.
    pub(super) fn new(source: Source, high_water_mark: f64, bytes: Option<Bytes>, started: bool) -> Self {
        Self {
            state: RefCell::new(State::Readable),
            disturbed: Cell::new(false),
            reader: RefCell::default(),
            held: Cell::new(false),
            tee: RefCell::default(),
            requests: RefCell::default(),
            queue: RefCell::default(),
            queue_size: Cell::new(0.0),
            high_water_mark,
            bytes,
            close_requested: Cell::new(false),
            source: RefCell::new(source),
            started: Cell::new(started),
            pulling: Cell::new(false),
            pull_again: Cell::new(false),
        }
    }

    /// A stream over a source of the host's, which is asked only when somebody reads.
    pub(crate) fn of_host(realm: Realm, source: Source) -> Result<Value, Thrown> {
        let bytes = source.gives_bytes().then(Bytes::default);
        realm.class_of::<Self>()?.instance(Self::new(source, 0.0, bytes, true))
    }

    /// Whether the reader that it is locked to reads into buffers.
    pub(super) fn is_byob(&self) -> bool {
        self.reader.borrow().as_ref().and_then(Value::host::<Reader>).is_some_and(Reader::is_byob)
    }

    /// Whether somebody reads it, or has the right to.
    pub(crate) fn is_locked(&self) -> bool {
        self.held.get() || self.reader.borrow().is_some()
    }

    /// Whether somebody has read from it or cancelled it.
    pub(crate) fn is_disturbed(&self) -> bool {
        self.disturbed.get()
    }

    /// It counts as read from now on.
    pub(crate) fn mark_disturbed(&self) {
        self.disturbed.set(true);
    }

    /// Locks it for the host, for good.
    pub(crate) fn hold(&self) {
        self.held.set(true);
    }

    pub(super) fn is_readable(&self) -> bool {
        matches!(*self.state.borrow(), State::Readable)
    }

    /// "ReadableStreamDefaultControllerShouldCallPull".
    pub(super) fn wants_more(&self) -> bool {
        let wanted = !self.requests.borrow().is_empty()
            || self.bytes.as_ref().is_some_and(Bytes::is_awaited)
            || self.desired_size().is_some_and(|size| size > 0.0);
        wanted && self.is_readable() && self.started.get() && !self.close_requested.get()
    }

    /// `controller.desiredSize`.
    pub(super) fn desired_size(&self) -> Option<f64> {
        match *self.state.borrow() {
            State::Readable => Some(self.high_water_mark - self.queue_size.get()),
            State::Closed => Some(0.0),
            State::Errored(_) => None,
        }
    }

    /// Hands a chunk to the first who waits, or queues it.
    pub(super) fn enqueue(&self, realm: Realm, chunk: Value, size: f64) -> Result<(), Thrown> {
        if let Some(bytes) = &self.bytes {
            let Some(view) = chunk.buffer_view() else { return Ok(()) };
            return self.enqueue_bytes(realm, bytes, view.buffer, view.offset, view.length);
        }
        let waiting = self.requests.borrow_mut().pop_front();
        match waiting {
            Some(request) => request.answer(realm, Step::Chunk(chunk)),
            None => {
                self.queue.borrow_mut().push_back((chunk, size));
                self.queue_size.set(self.queue_size.get() + size);
                Ok(())
            }
        }
    }

    /// No chunk will follow those in the queue.
    pub(super) fn finish(&self, realm: Realm) -> Result<(), Thrown> {
        if let Some(bytes) = &self.bytes {
            return self.finish_bytes(realm, bytes);
        }
        self.close_requested.set(true);
        if self.queue.borrow().is_empty() { self.close(realm) } else { Ok(()) }
    }

    /// "ReadableStreamClose".
    pub(super) fn close(&self, realm: Realm) -> Result<(), Thrown> {
        if !self.is_readable() {
            return Ok(());
        }
        self.state.replace(State::Closed);
        drop(self.source.replace(Source::Over));
        let reader = self.reader.borrow().clone();
        if let Some(reader) = reader.as_ref().and_then(|reader| reader.host::<Reader>()) {
            reader.closed_with(None)?;
        }
        for request in self.requests.take() {
            request.answer(realm, Step::Done)?;
        }
        Ok(())
    }

    /// "ReadableStreamError".
    pub(super) fn fail(&self, realm: Realm, error: &Value) -> Result<(), Thrown> {
        if !self.is_readable() {
            return Ok(());
        }
        self.state.replace(State::Errored(error.clone()));
        self.clear();
        drop(self.source.replace(Source::Over));
        let reader = self.reader.borrow().clone();
        if let Some(reader) = reader.as_ref().and_then(|reader| reader.host::<Reader>()) {
            reader.closed_with(Some(error))?;
        }
        for request in self.requests.take() {
            request.answer(realm, Step::Failed(error.clone()))?;
        }
        for waiting in self.bytes.as_ref().map(Bytes::take_read_intos).unwrap_or_default() {
            waiting.reject(error)?;
        }
        let tee = self.tee.borrow().clone();
        match tee {
            Some(shared) => super::tee::source_failed(&shared, error),
            None => Ok(()),
        }
    }

    /// Empties the queue.
    fn clear(&self) {
        drop(self.queue.take());
        if let Some(bytes) = &self.bytes {
            bytes.clear();
            self.queue_size.set(0.0);
        }
    }

    /// The host's source has come to its end. Readers that wait with a buffer get it back.
    pub(super) fn end(&self, realm: Realm) -> Result<(), Thrown> {
        self.finish(realm)?;
        match &self.bytes {
            Some(bytes) if matches!(*self.state.borrow(), State::Closed) => self.respond_closed(realm, bytes),
            _ => Ok(()),
        }
    }
}

/// Reads one chunk and gives it if it is at hand, so that many can be read in a loop and not by recursion; `later` gets it otherwise.
pub(crate) fn read_now(
    stream: &Value,
    later: impl FnOnce(Realm, Step) -> Result<(), Thrown> + 'static,
) -> Result<Option<Step>, Thrown> {
    let answer: Rc<RefCell<Option<Step>>> = Rc::default();
    let at_once = Rc::new(Cell::new(true));
    let (slot, same_turn) = (Rc::clone(&answer), Rc::clone(&at_once));
    let step = move |realm: Realm, step: Step| {
        if same_turn.get() {
            slot.replace(Some(step));
        } else {
            report(realm, later(realm, step));
        }
    };
    read(stream, Read::Host(Box::new(step)))?;
    at_once.set(false);
    Ok(answer.take())
}

/// Reads one chunk.
pub(crate) fn read(stream: &Value, request: Read) -> Result<(), Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<ReadableStream>()?);
    data.disturbed.set(true);
    let settled = match &*data.state.borrow() {
        State::Readable => None,
        State::Closed => Some(Step::Done),
        State::Errored(error) => Some(Step::Failed(error.clone())),
    };
    if let Some(step) = settled {
        return request.answer(realm, step);
    }
    if let Some(bytes) = &data.bytes {
        data.read_bytes(realm, bytes, request)?;
        return pull_if_needed(stream);
    }
    let queued = data.queue.borrow_mut().pop_front();
    match queued {
        Some((chunk, size)) => {
            data.queue_size.set(data.queue_size.get() - size);
            if data.close_requested.get() && data.queue.borrow().is_empty() {
                data.close(realm)?;
            } else {
                pull_if_needed(stream)?;
            }
            request.answer(realm, Step::Chunk(chunk))
        }
        None => {
            data.requests.borrow_mut().push_back(request);
            pull_if_needed(stream)
        }
    }
}

/// Asks the source for more when somebody waits or the queue has room.
pub(super) fn pull_if_needed(stream: &Value) -> Result<(), Thrown> {
    let data = stream.expect_host::<ReadableStream>()?;
    if !data.wants_more() {
        return Ok(());
    }
    if data.pulling.replace(true) {
        data.pull_again.set(true);
        return Ok(());
    }
    super::source::pull(stream)
}

/// "ReadableStreamCancel": gives a promise.
pub(crate) fn cancel(stream: &Value, reason: &Value) -> Result<Value, Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<ReadableStream>()?);
    data.disturbed.set(true);
    match &*data.state.borrow() {
        State::Readable => {}
        State::Closed => return realm.fulfilled(&realm.undefined()),
        State::Errored(error) => return realm.rejected(error),
    }
    let source = data.source.replace(Source::Over);
    data.clear();
    data.close(realm)?;
    for waiting in data.bytes.as_ref().map(Bytes::take_read_intos).unwrap_or_default() {
        waiting.resolve(&reader::result(realm, &realm.undefined(), true)?)?;
    }
    source.cancel(realm, reason)
}

/// Reads a stream to its end for a body: the chunks must be `Uint8Array`s. The stream must be locked already.
pub(crate) fn read_everything(
    stream: Value,
    done: impl FnOnce(Realm, Result<Vec<u8>, Value>) + 'static,
) -> Result<(), Thrown> {
    let collector = Collector { stream, bytes: RefCell::default(), done: Cell::new(Some(Box::new(done))) };
    Rc::new(collector).run()
}

/// Reads chunk after chunk.
struct Collector {
    stream: Value,
    bytes: RefCell<Vec<u8>>,
    done: Cell<Option<Done>>,
}

type Done = Box<dyn FnOnce(Realm, Result<Vec<u8>, Value>)>;

impl Collector {
    fn run(self: &Rc<Self>) -> Result<(), Thrown> {
        loop {
            let later = Rc::clone(self);
            let go_on = move |_: Realm, step: Step| if later.take(step) { later.run() } else { Ok(()) };
            let Some(step) = read_now(&self.stream, go_on)? else { return Ok(()) };
            if !self.take(step) {
                return Ok(());
            }
        }
    }

    /// Takes a step; gives whether there is more to read.
    fn take(&self, step: Step) -> bool {
        let realm = self.stream.realm();
        let result = match step {
            Step::Done => Ok(self.bytes.take()),
            Step::Failed(error) => Err(error),
            Step::Chunk(chunk) => {
                match chunk.buffer_view().filter(|view| view.kind == Some(TypedArrayKind::Uint8Array)) {
                    Some(view) => {
                        self.bytes.borrow_mut().extend_from_slice(&view.to_vec());
                        return true;
                    }
                    None => Err(realm.type_error("Received non-Uint8Array chunk").into_value()),
                }
            }
        };
        if let Some(done) = self.done.take() {
            done(realm, result);
        }
        false
    }
}

dictionary! {
    /// `UnderlyingSource`.
    pub struct UnderlyingSource {
        auto_allocate as "autoAllocateChunkSize": EnforceRange, cancel: Any, pull: Any, start: Any, kind as "type": String,
    }
}

dictionary! {
    /// `QueuingStrategy`.
    pub struct QueuingStrategy { high_water_mark as "highWaterMark": f64, size: crate::idl::Callback }
}

dictionary! {
    /// `ReadableStreamGetReaderOptions`.
    pub struct ReaderOptions { mode: String }
}

impl QueuingStrategy {
    /// Its `size` function.
    pub(super) fn size(self) -> Option<Value> {
        self.size.map(|size| size.0)
    }
}

/// Installs `ReadableStream`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<ReadableStream>::new("ReadableStream")
        .constructor(|new, (object, strategy): (Optional<Any>, QueuingStrategy)| {
            construct(new.realm(), object.0.as_ref(), strategy)
        })
        .initialize(|new, stream| start(stream, &new.argument(0)))
        .readonly("locked", |this| this.is_locked())
        .asynchronous("cancel", |this, (reason,): (Optional<Any>,)| {
            if this.is_locked() {
                return Err(this.realm().type_error("ReadableStream is locked"));
            }
            cancel(&this.object(), &reason.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .operation("getReader", |this, (options,): (ReaderOptions,)| match options.mode.as_deref() {
            None => reader::acquire(&this.object()),
            Some("byob") => byob::acquire(&this.object()),
            Some(_) => Err(this.realm().type_error("ReadableStream.getReader: mode must be \"byob\"")),
        })
        .static_operation("from", |new, (iterable,): (Any,)| super::from::from(new.realm(), &iterable))
        .operation("pipeThrough", |this, (pair, options): (Any, pipe::PipeOptions)| {
            let place = crate::idl::Place {
                operation: "ReadableStream.pipeThrough",
                what: crate::idl::convert::What::Argument(0),
            };
            pipe::pipe_through(&this.object(), &pair, options, place)
        })
        .asynchronous("pipeTo", |this, (target, options): (Instance<WritableStream>, pipe::PipeOptions)| {
            pipe::pipe_to(&this.object(), target.value(), options)
        })
        .operation("tee", |this, (): ()| super::tee(&this.object()).map(Vec::from))
        .operation("values", |this, (options,): (iterator::Options,)| iterator::of(&this.object(), &options))
        .alias(WellKnown::AsyncIterator, "values")
        .install(realm)
        .map(drop)
}

fn construct(realm: Realm, object: Option<&Value>, strategy: QueuingStrategy) -> Result<ReadableStream, Thrown> {
    let place =
        crate::idl::Place { operation: "ReadableStream constructor", what: crate::idl::convert::What::Argument(0) };
    let object = object.cloned().unwrap_or_else(|| realm.object());
    if !object.is_object() {
        return Err(place.type_error(realm, "is not an object."));
    }
    let members = <UnderlyingSource as crate::idl::FromJs>::from_js(&object, place)?;
    if members.kind.as_ref().is_some_and(|kind| kind != "bytes") {
        return Err(place.type_error(realm, "type must be \"bytes\"."));
    }
    let is_bytes = members.kind.is_some();
    let function = |member, name| super::function_member(place, member, name);
    let (cancel, pull) = (function(members.cancel, "cancel")?, function(members.pull, "pull")?);
    function(members.start, "start")?;
    if is_bytes && strategy.size.is_some() {
        return Err(realm.range_error("The strategy of a byte stream cannot have a size function"));
    }
    let high_water_mark = super::high_water_mark(realm, &strategy, if is_bytes { 0.0 } else { 1.0 })?;
    let length = members.auto_allocate.map(|length| usize::try_from(length.0).unwrap_or(usize::MAX));
    if is_bytes && length == Some(0) {
        return Err(realm.type_error("autoAllocateChunkSize must be greater than 0"));
    }
    let bytes = is_bytes.then(|| Bytes::new(length));
    let source = Source::Script { pull, cancel, size: strategy.size(), controller: realm.undefined(), object };
    Ok(ReadableStream::new(source, high_water_mark, bytes, false))
}

/// Gives the stream its controller and runs `start`.
fn start(stream: &Value, object: &Value) -> Result<(), Thrown> {
    let realm = stream.realm();
    let data = stream.expect_host::<ReadableStream>()?;
    let made = match &data.bytes {
        Some(_) => byob::controller(stream)?,
        None => realm.class_of::<Controller>()?.instance(Controller::of(stream))?,
    };
    if let Source::Script { controller, .. } = &mut *data.source.borrow_mut() {
        *controller = made.clone();
    }
    started_by(stream, &super::sink::start(object, &made)?)
}

/// Begins to pull when what `start` gave is fulfilled.
pub(super) fn started_by(stream: &Value, promise: &Value) -> Result<(), Thrown> {
    let waiting = stream.clone();
    promise_of(stream.realm(), promise)?.settled(move |realm, result| {
        let Some(data) = waiting.host::<ReadableStream>() else { return };
        report(
            realm,
            match result {
                Ok(_) => {
                    data.started.set(true);
                    pull_if_needed(&waiting)
                }
                Err(error) => data.fail(realm, &error),
            },
        );
    })
}

/// A promise, or a value as a promise.
pub(super) struct AnyPromise(Value);

impl AnyPromise {
    pub(super) fn settled(&self, then: impl FnOnce(Realm, Result<Value, Value>) + 'static) -> Result<(), Thrown> {
        match self.0.as_promise() {
            Some(promise) => promise.settled(then),
            None => Ok(()),
        }
    }

    pub(super) fn into_value(self) -> Value {
        self.0
    }
}

/// "A promise resolved with" a value: thenables are followed.
pub(super) fn promise_of(realm: Realm, value: &Value) -> Result<AnyPromise, Thrown> {
    if value.as_promise().is_some() {
        return Ok(AnyPromise(value.clone()));
    }
    let (promise, resolver) = realm.promise()?;
    resolver.resolve(value)?;
    Ok(AnyPromise(promise))
}

impl IntoJs for [Value; 2] {
    fn into_js(self, realm: Realm) -> Result<Value, Thrown> {
        Ok(realm.array(&self.each_ref()))
    }
}
