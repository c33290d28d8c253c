//! `tee`: two streams that give the same chunks, read from one at the pace of the faster.

use super::class::{AnyPromise, ReadableStream, State, Step, cancel, promise_of, read_now};
use super::source::Source;
use super::{Deferred, report};
use ffi_core::engine::{ClassBuilder, HostData, Realm, Thrown, Tracer, Value};
use std::cell::{Cell, RefCell};

/// What the two branches share. It is an object of the engine, so that the collector sees each reference once.
struct Shared {
    stream: Value,
    branches: RefCell<Vec<Value>>,
    reasons: RefCell<[Option<Value>; 2]>,
    cancelled: RefCell<Option<(Value, Deferred)>>,
    reading: Cell<bool>,
}

impl HostData for Shared {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.stream);
        tracer.mark_cell(&self.branches);
        if let Ok(reasons) = self.reasons.try_borrow() {
            reasons.iter().flatten().for_each(|reason| tracer.mark(reason));
        }
        if let Ok(cancelled) = self.cancelled.try_borrow()
            && let Some((promise, deferred)) = &*cancelled
        {
            tracer.mark(promise);
            deferred.trace(tracer);
        }
    }
}

impl Shared {
    fn each(&self, mut visit: impl FnMut(&ReadableStream) -> Result<(), Thrown>) -> Result<(), Thrown> {
        let branches = self.branches.borrow().clone();
        for (index, branch) in branches.iter().enumerate() {
            if self.reasons.borrow()[index].is_none() {
                visit(branch.expect_host::<ReadableStream>()?)?;
            }
        }
        Ok(())
    }
}

/// Makes the class of the shared part, which has no name on the global object.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    ClassBuilder::<Shared>::new("ReadableStreamTee").build(realm).map(drop)
}

/// Splits a stream, which is locked from now on.
pub(crate) fn tee(stream: &Value) -> Result<[Value; 2], Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<ReadableStream>()?);
    if data.is_locked() {
        return Err(realm.type_error("ReadableStream is locked"));
    }
    data.hold();
    let shared = Shared {
        stream: stream.clone(),
        branches: RefCell::default(),
        reasons: RefCell::default(),
        cancelled: RefCell::default(),
        reading: Cell::new(false),
    };
    let shared = realm.class_of::<Shared>()?.instance(shared)?;
    let bytes = data.bytes.is_some();
    let branch = |branch| ReadableStream::of_host(realm, Source::Tee { shared: shared.clone(), branch, bytes });
    let branches = [branch(0)?, branch(1)?];
    shared.expect_host::<Shared>()?.branches.replace(branches.to_vec());
    data.tee.replace(Some(shared.clone()));
    let failed = match &*data.state.borrow() {
        State::Errored(error) => Some(error.clone()),
        _ => None,
    };
    if let Some(error) = failed {
        source_failed(&shared, &error)?;
    }
    Ok(branches)
}

/// The stream has failed: its branches do at once, whatever they have in their queues.
pub(super) fn source_failed(shared: &Value, error: &Value) -> Result<(), Thrown> {
    let (realm, data) = (shared.realm(), shared.expect_host::<Shared>()?);
    data.each(|branch| branch.fail(realm, error))?;
    settle_cancel(data)
}

/// A branch wants a chunk.
pub(super) fn pull(shared: &Value) -> Result<(), Thrown> {
    let data = shared.expect_host::<Shared>()?;
    if data.reading.replace(true) {
        return Ok(());
    }
    loop {
        let next = shared.clone();
        let go_on = move |_: Realm, step: Step| if take(&next, step)? { pull(&next) } else { Ok(()) };
        let Some(step) = read_now(&data.stream, go_on)? else { return Ok(()) };
        if !take(shared, step)? {
            return Ok(());
        }
        data.reading.set(true);
    }
}

/// Passes a step on to the branches; gives whether one of them waits for another.
fn take(shared: &Value, step: Step) -> Result<bool, Thrown> {
    let (realm, data) = (shared.realm(), shared.expect_host::<Shared>()?);
    match step {
        Step::Chunk(chunk) => {
            // Bytes belong to one branch alone: the second gets a copy.
            let mut is_given = false;
            data.each(|branch| match chunk.bytes().filter(|_| branch.bytes.is_some() && is_given) {
                Some(bytes) => branch.enqueue(realm, realm.uint8_array(bytes)?, 1.0),
                None => {
                    is_given = true;
                    branch.enqueue(realm, chunk.clone(), 1.0)
                }
            })?;
        }
        Step::Done => {
            data.each(|branch| branch.end(realm))?;
            settle_cancel(data)?;
        }
        Step::Failed(error) => source_failed(shared, &error)?,
    }
    data.reading.set(false);
    let mut waiting = false;
    data.each(|branch| {
        waiting |= branch.wants_more();
        Ok(())
    })?;
    Ok(waiting)
}

fn settle_cancel(data: &Shared) -> Result<(), Thrown> {
    match data.cancelled.take() {
        Some((_, deferred)) => deferred.resolve(&data.stream.realm().undefined()),
        None => Ok(()),
    }
}

/// One branch is cancelled; when both are, so is the stream, with both reasons.
pub(super) fn cancel_branch(shared: &Value, branch: usize, reason: &Value) -> Result<Value, Thrown> {
    let (realm, data) = (shared.realm(), shared.expect_host::<Shared>()?);
    data.reasons.borrow_mut()[branch] = Some(reason.clone());
    let known = data.cancelled.borrow().as_ref().map(|(promise, _)| promise.clone());
    let promise = match known {
        Some(promise) => promise,
        None => {
            let (promise, resolver) = realm.promise()?;
            data.cancelled.replace(Some((promise.clone(), Deferred::new(resolver))));
            promise
        }
    };
    let reasons = data.reasons.borrow().clone();
    if let [Some(first), Some(second)] = &reasons {
        let result = cancel(&data.stream, &realm.array(&[first, second]))?;
        if let Some((_, deferred)) = data.cancelled.take() {
            AnyPromise::settled(&promise_of(realm, &result)?, move |realm, result| {
                report(
                    realm,
                    match result {
                        Ok(_) => deferred.resolve(&realm.undefined()),
                        Err(error) => deferred.reject(&error),
                    },
                );
            })?;
        }
    }
    Ok(promise)
}
