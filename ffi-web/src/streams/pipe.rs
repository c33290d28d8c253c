//! `pipeTo` and `pipeThrough`: a readable stream feeds a writable one, and each learns how the other ends.

use super::class::{self, Read, ReadableStream, State as ReadState, Step, promise_of, read};
use super::reader::{self, Reader};
use super::writable::{self, State as WriteState, WritableStream};
use super::writer::{self, Writer};
use super::{Deferred, handled, report};
use crate::events::abort::{self, AbortSignal};
use crate::idl::{Instance, Place, dictionary};
use ffi_core::engine::{Realm, Thrown, Value};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

dictionary! {
    /// `StreamPipeOptions`.
    pub struct PipeOptions {
        prevent_abort as "preventAbort": bool, prevent_cancel as "preventCancel": bool,
        prevent_close as "preventClose": bool, signal: Instance<AbortSignal>,
    }
}

/// A pipe at work.
struct Pipe {
    source: Value,
    target: Value,
    reader: Value,
    writer: Value,
    options: PipeOptions,
    deferred: Deferred,
    /// The promise of the last write.
    last_write: RefCell<Option<Value>>,
    shutting_down: Cell<bool>,
    /// What the signal calls.
    on_abort: Cell<Option<u64>>,
}

/// What is done to the two streams before a pipe ends.
type Action = Box<dyn FnOnce(&Pipe) -> Result<Value, Thrown>>;

/// `pipeTo`: gives a promise.
pub(super) fn pipe_to(source: &Value, target: &Value, options: PipeOptions) -> Result<Value, Thrown> {
    let realm = source.realm();
    let (from, to) = (source.expect_host::<ReadableStream>()?, target.expect_host::<WritableStream>()?);
    if from.is_locked() {
        return Err(realm.type_error("ReadableStream is locked"));
    }
    if to.is_locked() {
        return Err(realm.type_error("WritableStream is locked"));
    }
    let (promise, resolver) = realm.promise()?;
    let pipe = Rc::new(Pipe {
        reader: reader::acquire(source)?,
        writer: writer::acquire(target)?,
        source: source.clone(),
        target: target.clone(),
        options,
        deferred: Deferred::new(resolver),
        last_write: RefCell::default(),
        shutting_down: Cell::new(false),
        on_abort: Cell::default(),
    });
    from.mark_disturbed();
    if let Some(signal) = &pipe.options.signal {
        if let Some(reason) = signal.reason() {
            pipe.aborted(&reason)?;
            return Ok(promise);
        }
        let waiting = Rc::clone(&pipe);
        let number = abort::on_abort(signal, move |realm, reason| report(realm, waiting.aborted(reason)));
        pipe.on_abort.set(Some(number));
    }
    pipe.watch()?;
    if !pipe.shutting_down.get() {
        pipe.step()?;
    }
    Ok(promise)
}

/// `pipeThrough`: gives the readable side of a pair.
pub(super) fn pipe_through(
    source: &Value,
    pair: &Value,
    options: PipeOptions,
    place: Place<'_>,
) -> Result<Value, Thrown> {
    let realm = source.realm();
    if !pair.is_object() {
        return Err(place.type_error(realm, "is not an object."));
    }
    let readable = pair.get("readable")?;
    if readable.host::<ReadableStream>().is_none() {
        return Err(place.member("readable").type_error(realm, "is not of type 'ReadableStream'."));
    }
    let writable = pair.get("writable")?;
    if writable.host::<WritableStream>().is_none() {
        return Err(place.member("writable").type_error(realm, "is not of type 'WritableStream'."));
    }
    handled(&pipe_to(source, &writable, options)?);
    Ok(readable)
}

impl Pipe {
    fn from(&self) -> Result<&ReadableStream, Thrown> {
        self.source.expect_host()
    }

    fn to(&self) -> Result<&WritableStream, Thrown> {
        self.target.expect_host()
    }

    fn prevents(option: Option<bool>) -> bool {
        option.unwrap_or(false)
    }

    /// Looks at both ends, as they are and as they become.
    fn watch(self: &Rc<Self>) -> Result<(), Thrown> {
        let realm = self.source.realm();
        self.look()?;
        let closed =
            [self.reader.expect_host::<Reader>()?.closed(), self.writer.expect_host::<Writer>()?.closed.promise()];
        for promise in closed {
            let waiting = Rc::clone(self);
            promise_of(realm, &promise)?.settled(move |realm, _| report(realm, waiting.look()))?;
        }
        Ok(())
    }

    /// Ends the pipe when one of the streams has ended: errors of the source first, then of the target, then the ends.
    fn look(self: &Rc<Self>) -> Result<(), Thrown> {
        if self.shutting_down.get() {
            return Ok(());
        }
        let read_error = match &*self.from()?.state.borrow() {
            ReadState::Errored(error) => Some(Some(error.clone())),
            ReadState::Closed => Some(None),
            ReadState::Readable => None,
        };
        if let Some(Some(error)) = read_error {
            let reason = error.clone();
            let action: Action = Box::new(move |pipe| writable::abort(&pipe.target, &reason));
            return self.shut_down((!Self::prevents(self.options.prevent_abort)).then_some(action), Some(error));
        }
        let cancel = |error: Value| {
            let reason = error.clone();
            let action: Action = Box::new(move |pipe| class::cancel(&pipe.source, &reason));
            self.shut_down((!Self::prevents(self.options.prevent_cancel)).then_some(action), Some(error))
        };
        let target = self.to()?;
        let state = target.state();
        if let WriteState::Errored(error) = state {
            return cancel(error);
        }
        if read_error.is_some() {
            let action: Action = Box::new(|pipe| writer::close_from_pipe(&pipe.target));
            return self.shut_down((!Self::prevents(self.options.prevent_close)).then_some(action), None);
        }
        if target.is_closing() || matches!(state, WriteState::Closed) {
            let error = self.source.realm().type_error("Invalid state: Destination WritableStream is closed");
            return cancel(error.into_value());
        }
        Ok(())
    }

    /// The signal has aborted.
    fn aborted(self: &Rc<Self>, reason: &Value) -> Result<(), Thrown> {
        let reason = reason.clone();
        let error = reason.clone();
        let action: Action = Box::new(move |pipe| {
            let realm = pipe.source.realm();
            let mut actions = Vec::new();
            if !Self::prevents(pipe.options.prevent_abort) && pipe.to()?.is_writable() {
                actions.push(writable::abort(&pipe.target, &reason)?);
            }
            if !Self::prevents(pipe.options.prevent_cancel) && pipe.from()?.is_readable() {
                actions.push(class::cancel(&pipe.source, &reason)?);
            }
            all(realm, actions)
        });
        self.shut_down(Some(action), Some(error))
    }

    /// Moves one chunk when the target has room, and goes on.
    fn step(self: &Rc<Self>) -> Result<(), Thrown> {
        let ready = self.writer.expect_host::<Writer>()?.ready.promise();
        let pipe = Rc::clone(self);
        promise_of(self.source.realm(), &ready)?.settled(move |realm, ready| {
            if ready.is_err() || pipe.shutting_down.get() {
                return;
            }
            let reading = Rc::clone(&pipe);
            let chunk = move |realm: Realm, step: Step| {
                if let Step::Chunk(chunk) = step {
                    report(realm, reading.write(&chunk));
                }
            };
            report(realm, read(&pipe.source, Read::Host(Box::new(chunk))));
        })
    }

    fn write(self: &Rc<Self>, chunk: &Value) -> Result<(), Thrown> {
        let realm = self.source.realm();
        let write = writer::write(&self.writer, chunk).or_else(|thrown| realm.rejected(thrown.value()))?;
        handled(&write);
        self.last_write.replace(Some(write));
        if self.shutting_down.get() { Ok(()) } else { self.step() }
    }

    /// "Shutdown", with an action or without one.
    fn shut_down(self: &Rc<Self>, action: Option<Action>, error: Option<Value>) -> Result<(), Thrown> {
        if self.shutting_down.replace(true) {
            return Ok(());
        }
        let (realm, target) = (self.source.realm(), self.to()?);
        if target.is_writable() && !target.is_closing() {
            let last = self.last_write.take().map_or_else(|| realm.fulfilled(&realm.undefined()), Ok)?;
            return self.after_write(&last, action, error);
        }
        self.act(action, error)
    }

    /// Goes on when this write is over, and those that came meanwhile.
    fn after_write(self: &Rc<Self>, write: &Value, action: Option<Action>, error: Option<Value>) -> Result<(), Thrown> {
        let pipe = Rc::clone(self);
        promise_of(write.realm(), write)?.settled(move |realm, _| {
            let next = pipe.last_write.take();
            report(
                realm,
                match next {
                    Some(next) => pipe.after_write(&next, action, error),
                    None => pipe.act(action, error),
                },
            );
        })
    }

    fn act(self: &Rc<Self>, action: Option<Action>, error: Option<Value>) -> Result<(), Thrown> {
        let realm = self.source.realm();
        let Some(action) = action else { return self.finalize(error) };
        let acted = action(self).or_else(|thrown| realm.rejected(thrown.value()))?;
        let pipe = Rc::clone(self);
        promise_of(realm, &acted)?.settled(move |realm, result| {
            report(realm, pipe.finalize(result.map_or_else(Some, |_| error)));
        })
    }

    fn finalize(&self, error: Option<Value>) -> Result<(), Thrown> {
        writer::release(&self.writer)?;
        reader::release(&self.reader)?;
        if let (Some(signal), Some(number)) = (&self.options.signal, self.on_abort.take()) {
            abort::forget(signal, number);
        }
        match error {
            Some(error) => self.deferred.reject(&error),
            None => self.deferred.resolve(&self.source.realm().undefined()),
        }
    }
}

/// A promise that is fulfilled when all of these are, and rejected with the first that is.
fn all(realm: Realm, promises: Vec<Value>) -> Result<Value, Thrown> {
    let (result, resolver) = realm.promise()?;
    let deferred = Rc::new(Deferred::new(resolver));
    let left = Rc::new(Cell::new(promises.len()));
    if promises.is_empty() {
        deferred.resolve(&realm.undefined())?;
    }
    for promise in promises {
        let (deferred, left) = (Rc::clone(&deferred), Rc::clone(&left));
        promise_of(realm, &promise)?.settled(move |realm, result| {
            left.set(left.get() - 1);
            report(
                realm,
                match result {
                    Err(error) => deferred.reject(&error),
                    Ok(_) if left.get() == 0 => deferred.resolve(&realm.undefined()),
                    Ok(_) => Ok(()),
                },
            );
        })?;
    }
    Ok(result)
}
