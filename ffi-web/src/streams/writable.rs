//! The class `WritableStream` and the state machine beneath it (Streams standard, section 5): queue, requests, close, abort.

use super::class::{QueuingStrategy, promise_of};
use super::sink::{self, Sink, SinkController};
use super::writer::{self, Writer};
use super::{Deferred, measure, report};
use crate::events::abort;
use crate::idl::{Any, Interface, Optional};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// Where a stream is in its life.
#[derive(Clone)]
pub(super) enum State {
    Writable,
    /// It failed, and waits for what the sink is still doing.
    Erroring(Value),
    Errored(Value),
    Closed,
}

/// An `abort` that waits for the sink.
struct PendingAbort {
    promise: Value,
    deferred: Deferred,
    reason: Value,
    was_erroring: bool,
}

/// What waits in the queue: a chunk and its size, or the end.
enum Entry {
    Chunk(Value, f64),
    Close,
}

/// The data of a `WritableStream`.
pub struct WritableStream {
    state: RefCell<State>,
    /// The writer that the stream is locked to.
    pub(super) writer: RefCell<Option<Value>>,
    queue: RefCell<VecDeque<Entry>>,
    queue_size: Cell<f64>,
    high_water_mark: f64,
    size: RefCell<Option<Value>>,
    sink: RefCell<Sink>,
    started: Cell<bool>,
    backpressure: Cell<bool>,
    requests: RefCell<VecDeque<Deferred>>,
    writing: RefCell<Option<Deferred>>,
    close_request: RefCell<Option<Deferred>>,
    closing: RefCell<Option<Deferred>>,
    pending_abort: RefCell<Option<PendingAbort>>,
    signal: Value,
}

impl HostData for WritableStream {
    fn trace(&self, tracer: &Tracer) {
        if let Ok(state) = self.state.try_borrow()
            && let State::Erroring(error) | State::Errored(error) = &*state
        {
            tracer.mark(error);
        }
        tracer.mark_cell(&self.writer);
        tracer.mark_cell(&self.size);
        tracer.mark(&self.signal);
        if let Ok(queue) = self.queue.try_borrow() {
            for entry in queue.iter() {
                if let Entry::Chunk(chunk, _) = entry {
                    tracer.mark(chunk);
                }
            }
        }
        if let Ok(sink) = self.sink.try_borrow() {
            sink.trace(tracer);
        }
        if let Ok(requests) = self.requests.try_borrow() {
            requests.iter().for_each(|request| request.trace(tracer));
        }
        for slot in [&self.writing, &self.close_request, &self.closing] {
            if let Ok(slot) = slot.try_borrow() {
                slot.iter().for_each(|deferred| deferred.trace(tracer));
            }
        }
        if let Ok(pending) = self.pending_abort.try_borrow()
            && let Some(pending) = &*pending
        {
            tracer.mark(&pending.promise);
            tracer.mark(&pending.reason);
            pending.deferred.trace(tracer);
        }
    }
}

impl WritableStream {
    /// A stream over a sink, not started yet.
    pub(super) fn new(realm: Realm, sink: Sink, high_water_mark: f64, size: Option<Value>) -> Result<Self, Thrown> {
        Ok(Self {
            state: RefCell::new(State::Writable),
            writer: RefCell::default(),
            queue: RefCell::default(),
            queue_size: Cell::new(0.0),
            high_water_mark,
            size: RefCell::new(size),
            sink: RefCell::new(sink),
            started: Cell::new(false),
            backpressure: Cell::new(high_water_mark <= 0.0),
            requests: RefCell::default(),
            writing: RefCell::default(),
            close_request: RefCell::default(),
            closing: RefCell::default(),
            pending_abort: RefCell::default(),
            signal: abort::new_signal(realm)?,
        })
    }

    /// Whether a writer has it.
    pub(super) fn is_locked(&self) -> bool {
        self.writer.borrow().is_some()
    }

    pub(super) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    pub(super) fn is_writable(&self) -> bool {
        matches!(*self.state.borrow(), State::Writable)
    }

    pub(super) fn has_backpressure(&self) -> bool {
        self.backpressure.get()
    }

    pub(super) fn signal(&self) -> Value {
        self.signal.clone()
    }

    /// "WritableStreamCloseQueuedOrInFlight".
    pub(super) fn is_closing(&self) -> bool {
        self.close_request.borrow().is_some() || self.closing.borrow().is_some()
    }

    /// `writer.desiredSize`.
    pub(super) fn desired_size(&self) -> Option<f64> {
        match *self.state.borrow() {
            State::Writable => Some(self.high_water_mark - self.queue_size.get()),
            State::Closed => Some(0.0),
            State::Erroring(_) | State::Errored(_) => None,
        }
    }

    fn stored_error(&self, realm: Realm) -> Value {
        match &*self.state.borrow() {
            State::Erroring(error) | State::Errored(error) => error.clone(),
            State::Writable | State::Closed => realm.undefined(),
        }
    }

    /// Lets go of the functions of the program.
    fn clear_algorithms(&self) {
        drop(self.sink.replace(Sink::Over));
        drop(self.size.take());
    }

    fn with_writer(&self, run: impl FnOnce(&Writer) -> Result<(), Thrown>) -> Result<(), Thrown> {
        let writer = self.writer.borrow().clone();
        writer.as_ref().and_then(|writer| writer.host::<Writer>()).map_or(Ok(()), run)
    }

    /// "WritableStreamUpdateBackpressure", where the queue still counts.
    fn update_backpressure(&self) -> Result<(), Thrown> {
        if self.is_closing() || !self.is_writable() {
            return Ok(());
        }
        let backpressure = self.high_water_mark - self.queue_size.get() <= 0.0;
        if self.backpressure.replace(backpressure) == backpressure {
            return Ok(());
        }
        self.with_writer(|writer| if backpressure { writer.ready.renew() } else { writer.ready.resolve() })
    }

    /// "WritableStreamRejectCloseAndClosedPromiseIfNeeded".
    fn reject_closed(&self, realm: Realm) -> Result<(), Thrown> {
        let error = self.stored_error(realm);
        if let Some(close) = self.close_request.take() {
            close.reject(&error)?;
        }
        self.with_writer(|writer| writer.closed.reject(&error))
    }

    /// "WritableStreamFinishInFlightClose".
    fn closed(&self, realm: Realm) -> Result<(), Thrown> {
        if let Some(close) = self.closing.take() {
            close.resolve(&realm.undefined())?;
        }
        self.state.replace(State::Closed);
        if let Some(pending) = self.pending_abort.take() {
            pending.deferred.resolve(&realm.undefined())?;
        }
        self.with_writer(|writer| writer.closed.resolve())
    }
}

/// "SetUpWritableStreamDefaultController", from where `start` has given its promise.
pub(super) fn started_by(stream: &Value, promise: &Value) -> Result<(), Thrown> {
    let waiting = stream.clone();
    promise_of(stream.realm(), promise)?.settled(move |realm, result| {
        let Some(data) = waiting.host::<WritableStream>() else { return };
        data.started.set(true);
        report(
            realm,
            match result {
                Ok(_) => advance(&waiting),
                Err(error) => reject(&waiting, &error),
            },
        );
    })
}

/// "WritableStreamAbort": gives a promise.
pub(super) fn abort(stream: &Value, reason: &Value) -> Result<Value, Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<WritableStream>()?);
    let over = || matches!(*data.state.borrow(), State::Closed | State::Errored(_));
    if over() {
        return realm.fulfilled(&realm.undefined());
    }
    abort::abort(&data.signal, Some(reason.clone()))?;
    // A listener of the signal has run.
    if over() {
        return realm.fulfilled(&realm.undefined());
    }
    if let Some(pending) = &*data.pending_abort.borrow() {
        return Ok(pending.promise.clone());
    }
    let was_erroring = !data.is_writable();
    let reason = if was_erroring { realm.undefined() } else { reason.clone() };
    let (promise, resolver) = realm.promise()?;
    let pending = PendingAbort {
        promise: promise.clone(),
        deferred: Deferred::new(resolver),
        reason: reason.clone(),
        was_erroring,
    };
    data.pending_abort.replace(Some(pending));
    if !was_erroring {
        start_erroring(stream, &reason)?;
    }
    Ok(promise)
}

/// "WritableStreamClose": gives a promise.
pub(super) fn close(stream: &Value) -> Result<Value, Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<WritableStream>()?);
    if data.is_closing() || matches!(*data.state.borrow(), State::Closed | State::Errored(_)) {
        return Err(realm.type_error("Invalid state: WritableStream is closed"));
    }
    let (promise, resolver) = realm.promise()?;
    data.close_request.replace(Some(Deferred::new(resolver)));
    if data.has_backpressure() && data.is_writable() {
        data.with_writer(|writer| writer.ready.resolve())?;
    }
    data.queue.borrow_mut().push_back(Entry::Close);
    advance(stream)?;
    Ok(promise)
}

/// "WritableStreamDefaultWriterWrite", as long as `attached` holds: gives a promise.
pub(super) fn write(stream: &Value, chunk: &Value, attached: impl Fn() -> bool) -> Result<Value, Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<WritableStream>()?);
    let strategy = data.size.borrow().clone();
    let size = match measure(realm, strategy.as_ref(), chunk) {
        Ok(size) => Some(size),
        Err(thrown) => {
            fail(stream, thrown.value())?;
            None
        }
    };
    if !attached() {
        return Err(realm.type_error("Invalid state: The writer is not attached to a stream"));
    }
    match data.state() {
        State::Erroring(error) | State::Errored(error) => return Err(Thrown::new(error)),
        State::Closed => return Err(realm.type_error("Invalid state: WritableStream is closed")),
        State::Writable if data.is_closing() => {
            return Err(realm.type_error("Invalid state: WritableStream is closed"));
        }
        State::Writable => {}
    }
    let (promise, resolver) = realm.promise()?;
    data.requests.borrow_mut().push_back(Deferred::new(resolver));
    let size = size.unwrap_or(1.0);
    data.queue.borrow_mut().push_back(Entry::Chunk(chunk.clone(), size));
    data.queue_size.set(data.queue_size.get() + size);
    data.update_backpressure()?;
    advance(stream)?;
    Ok(promise)
}

/// "WritableStreamDefaultControllerErrorIfNeeded".
pub(super) fn fail(stream: &Value, error: &Value) -> Result<(), Thrown> {
    let data = stream.expect_host::<WritableStream>()?;
    if !data.is_writable() {
        return Ok(());
    }
    // An abort algorithm still runs after `abort`, but not after an error.
    data.clear_algorithms();
    start_erroring(stream, error)
}

/// "WritableStreamStartErroring".
fn start_erroring(stream: &Value, reason: &Value) -> Result<(), Thrown> {
    let data = stream.expect_host::<WritableStream>()?;
    data.state.replace(State::Erroring(reason.clone()));
    data.with_writer(|writer| writer.ready.reject(reason))?;
    let busy = data.writing.borrow().is_some() || data.closing.borrow().is_some();
    if !busy && data.started.get() { finish_erroring(stream) } else { Ok(()) }
}

/// "WritableStreamFinishErroring".
fn finish_erroring(stream: &Value) -> Result<(), Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<WritableStream>()?);
    let error = data.stored_error(realm);
    data.state.replace(State::Errored(error.clone()));
    drop(data.queue.take());
    data.queue_size.set(0.0);
    for request in data.requests.take() {
        request.reject(&error)?;
    }
    let Some(pending) = data.pending_abort.take() else { return data.reject_closed(realm) };
    if pending.was_erroring {
        pending.deferred.reject(&error)?;
        return data.reject_closed(realm);
    }
    let sink = data.sink.replace(Sink::Over);
    drop(data.size.take());
    let promise = sink.abort(realm, &pending.reason)?;
    let waiting = stream.clone();
    promise.settled(move |realm, result| {
        let Some(data) = waiting.host::<WritableStream>() else { return };
        let settled = match result {
            Ok(_) => pending.deferred.resolve(&realm.undefined()),
            Err(error) => pending.deferred.reject(&error),
        };
        report(realm, settled.and_then(|()| data.reject_closed(realm)));
    })
}

/// "WritableStreamDealWithRejection".
fn reject(stream: &Value, error: &Value) -> Result<(), Thrown> {
    match stream.expect_host::<WritableStream>()?.state() {
        State::Writable => start_erroring(stream, error),
        State::Erroring(_) => finish_erroring(stream),
        State::Errored(_) | State::Closed => Ok(()),
    }
}

/// "WritableStreamDefaultControllerAdvanceQueueIfNeeded": hands the sink what comes next.
fn advance(stream: &Value) -> Result<(), Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<WritableStream>()?);
    if !data.started.get() || data.writing.borrow().is_some() || data.closing.borrow().is_some() {
        return Ok(());
    }
    match data.state() {
        State::Erroring(_) => return finish_erroring(stream),
        State::Errored(_) | State::Closed => return Ok(()),
        State::Writable => {}
    }
    let next = data.queue.borrow().front().map(|entry| match entry {
        Entry::Chunk(chunk, _) => Some(chunk.clone()),
        Entry::Close => None,
    });
    let waiting = stream.clone();
    match next {
        None => Ok(()),
        Some(None) => {
            data.closing.replace(data.close_request.take());
            drop(data.queue.borrow_mut().pop_front());
            let sink = data.sink.replace(Sink::Over);
            drop(data.size.take());
            sink.close(realm)?.settled(move |realm, result| {
                let Some(data) = waiting.host::<WritableStream>() else { return };
                report(realm, result.map_or_else(|error| close_failed(&waiting, &error), |_| data.closed(realm)));
            })
        }
        Some(Some(chunk)) => {
            let request = data.requests.borrow_mut().pop_front();
            data.writing.replace(request);
            let call = data.sink.borrow().prepare_write(&chunk);
            call.run(realm)?.settled(move |realm, result| {
                report(realm, result.map_or_else(|error| write_failed(&waiting, &error), |_| written(&waiting)));
            })
        }
    }
}

fn written(stream: &Value) -> Result<(), Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<WritableStream>()?);
    if let Some(request) = data.writing.take() {
        request.resolve(&realm.undefined())?;
    }
    let entry = data.queue.borrow_mut().pop_front();
    if let Some(Entry::Chunk(_, size)) = entry {
        data.queue_size.set((data.queue_size.get() - size).max(0.0));
    }
    data.update_backpressure()?;
    advance(stream)
}

fn write_failed(stream: &Value, error: &Value) -> Result<(), Thrown> {
    let data = stream.expect_host::<WritableStream>()?;
    if data.is_writable() {
        data.clear_algorithms();
    }
    if let Some(request) = data.writing.take() {
        request.reject(error)?;
    }
    reject(stream, error)
}

fn close_failed(stream: &Value, error: &Value) -> Result<(), Thrown> {
    let data = stream.expect_host::<WritableStream>()?;
    if let Some(close) = data.closing.take() {
        close.reject(error)?;
    }
    if let Some(pending) = data.pending_abort.take() {
        pending.deferred.reject(error)?;
    }
    reject(stream, error)
}

/// Installs `WritableStream`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<WritableStream>::new("WritableStream")
        .constructor(|new, (object, strategy): (Optional<Any>, QueuingStrategy)| {
            let sink = Sink::of_script(new.realm(), object.0.as_ref())?;
            WritableStream::new(
                new.realm(),
                sink,
                super::high_water_mark(new.realm(), &strategy, 1.0)?,
                strategy.size(),
            )
        })
        .initialize(|new, stream| start(stream, &new.argument(0)))
        .readonly("locked", |this| this.is_locked())
        .asynchronous("abort", |this, (reason,): (Optional<Any>,)| {
            check_unlocked(this.realm(), this)?;
            abort(&this.object(), &reason.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .asynchronous("close", |this, (): ()| {
            check_unlocked(this.realm(), this)?;
            close(&this.object())
        })
        .operation("getWriter", |this, (): ()| writer::acquire(&this.object()))
        .install(realm)
        .map(drop)
}

fn check_unlocked(realm: Realm, data: &WritableStream) -> Result<(), Thrown> {
    if data.is_locked() { Err(realm.type_error("WritableStream is locked")) } else { Ok(()) }
}

/// Gives the stream its controller and runs `start`.
fn start(stream: &Value, object: &Value) -> Result<(), Thrown> {
    let realm = stream.realm();
    let data = stream.expect_host::<WritableStream>()?;
    let made = realm.class_of::<SinkController>()?.instance(SinkController::of(stream))?;
    data.sink.borrow_mut().set_controller(&made);
    let result = sink::start(object, &made)?;
    started_by(stream, &result)
}
