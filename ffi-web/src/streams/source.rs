//! Where the chunks of a stream come from, and the pulling of the next one.

use super::class::{AnyPromise, ReadableStream, promise_of, pull_if_needed};
use super::{from, report, tee, transform};
use crate::fetch::Control;
use crate::fetch::pipe::{Next, PipeReader};
use crate::fetch::transport::NetworkError;
use ffi_core::engine::{Realm, Thrown, Tracer, Value};
use std::rc::Rc;
use std::sync::Arc;

/// An underlying source.
pub(crate) enum Source {
    /// An object of a program.
    Script {
        /// The object, `this` of its methods.
        object: Value,
        /// Its `pull`.
        pull: Option<Value>,
        /// Its `cancel`.
        cancel: Option<Value>,
        /// The `size` of the strategy.
        size: Option<Value>,
        /// The controller that its methods get.
        controller: Value,
    },
    /// Bytes at hand: one chunk.
    Bytes(Arc<[u8]>),
    /// Bytes that arrive, and what must live until the last has.
    Pipe(Rc<PipeReader>, Option<Rc<Control>>),
    /// What an iterable gives (`ReadableStream.from`).
    Iterator(Value),
    /// One of two branches of another stream.
    Tee {
        /// What both branches share.
        shared: Value,
        /// Which of the two.
        branch: usize,
        /// Whether the other stream is a byte stream.
        bytes: bool,
    },
    /// The readable side of a `TransformStream`.
    Transform {
        /// The `TransformStream`.
        stream: Value,
        /// The `size` of the strategy.
        size: Option<Value>,
    },
    /// The stream is closed, cancelled or failed.
    Over,
}

impl Source {
    /// Whether all that it gives is bytes, which a reader may have in a buffer of its own.
    pub(super) fn gives_bytes(&self) -> bool {
        matches!(self, Self::Bytes(_) | Self::Pipe(..) | Self::Tee { bytes: true, .. } | Self::Over)
    }

    pub(super) fn trace(&self, tracer: &Tracer) {
        match self {
            Self::Script { object, pull, cancel, size, controller } => {
                tracer.mark(object);
                tracer.mark(controller);
                [pull, cancel, size].into_iter().flatten().for_each(|function| tracer.mark(function));
            }
            Self::Tee { shared: value, .. } | Self::Iterator(value) => tracer.mark(value),
            Self::Transform { stream, size } => {
                tracer.mark(stream);
                tracer.mark_option(size.as_ref());
            }
            Self::Bytes(_) | Self::Pipe(..) | Self::Over => {}
        }
    }

    /// Tells the source that nobody wants the rest; gives a promise.
    pub(super) fn cancel(self, realm: Realm, reason: &Value) -> Result<Value, Thrown> {
        let result = match &self {
            Self::Script { object, cancel: Some(cancel), .. } => match cancel.call(object, &[reason]) {
                Ok(result) => result,
                Err(thrown) => return realm.rejected(thrown.value()),
            },
            Self::Transform { stream, .. } => return transform::source_cancel(stream, reason),
            Self::Iterator(iterator) => return from::cancel(iterator, reason),
            Self::Tee { shared, branch, .. } => return tee::cancel_branch(shared, *branch, reason),
            _ => return realm.fulfilled(&realm.undefined()),
        };
        let ignore = realm.function("", 1, |call: &ffi_core::engine::Call<'_>| Ok(call.realm().undefined()));
        let promise = promise_of(realm, &result)?.into_value();
        match promise.as_promise() {
            Some(done) => done.then(&ignore, &realm.undefined()),
            None => Ok(promise),
        }
    }
}

/// What a pull is to do, read from the source before anything else runs.
enum Pull {
    Script(Value, Value, Value),
    Nothing,
    Bytes(Arc<[u8]>),
    Pipe(Rc<PipeReader>, Option<Rc<Control>>),
    Tee(Value),
    Transform(Value),
    Iterator(Value),
}

/// Asks the source of a stream for its next chunk. The stream's `pulling` flag is set.
pub(super) fn pull(stream: &Value) -> Result<(), Thrown> {
    let (realm, data) = (stream.realm(), stream.expect_host::<ReadableStream>()?);
    let action = match &*data.source.borrow() {
        Source::Script { object, pull: Some(pull), controller, .. } => {
            Pull::Script(pull.clone(), object.clone(), controller.clone())
        }
        Source::Bytes(bytes) => Pull::Bytes(Arc::clone(bytes)),
        Source::Pipe(pipe, control) => Pull::Pipe(Rc::clone(pipe), control.clone()),
        Source::Tee { shared, .. } => Pull::Tee(shared.clone()),
        Source::Transform { stream, .. } => Pull::Transform(stream.clone()),
        Source::Iterator(iterator) => Pull::Iterator(iterator.clone()),
        Source::Script { .. } | Source::Over => Pull::Nothing,
    };
    match action {
        Pull::Script(pull, object, controller) => {
            pulled(stream, &super::invoke(realm, Some(&pull), &object, &[&controller])?)
        }
        Pull::Transform(transform) => {
            let promise = promise_of(realm, &transform::source_pull(&transform)?)?;
            pulled(stream, &promise)
        }
        Pull::Iterator(iterator) => match from::pull(stream, &iterator) {
            Ok(promise) => pulled(stream, &promise_of(realm, &promise)?),
            Err(thrown) => data.fail(realm, thrown.value()),
        },
        Pull::Nothing => pulled(stream, &promise_of(realm, &realm.undefined())?),
        Pull::Bytes(bytes) => {
            data.pulling.set(false);
            data.close_requested.set(true);
            if !bytes.is_empty() {
                data.enqueue(realm, realm.uint8_array(bytes.to_vec())?, 1.0)?;
            }
            data.end(realm)
        }
        Pull::Pipe(pipe, control) => pull_pipe(stream, data, &pipe, control.as_deref()),
        Pull::Tee(shared) => {
            data.pulling.set(false);
            tee::pull(&shared)
        }
    }
}

/// Goes on when the promise of a pull settles.
fn pulled(stream: &Value, promise: &AnyPromise) -> Result<(), Thrown> {
    let waiting = stream.clone();
    promise.settled(move |realm, result| {
        let Some(data) = waiting.host::<ReadableStream>() else { return };
        data.pulling.set(false);
        report(
            realm,
            match result {
                Err(error) => data.fail(realm, &error),
                Ok(_) if data.pull_again.replace(false) => pull_if_needed(&waiting),
                Ok(_) => Ok(()),
            },
        );
    })
}

fn pull_pipe(
    stream: &Value,
    data: &ReadableStream,
    pipe: &PipeReader,
    control: Option<&Control>,
) -> Result<(), Thrown> {
    let realm = stream.realm();
    while data.wants_more() {
        if let Some(reason) = control.and_then(Control::reason) {
            data.pulling.set(false);
            return data.fail(realm, &reason);
        }
        match pipe.next() {
            Next::Chunk(bytes) => data.enqueue(realm, realm.uint8_array(bytes)?, 1.0)?,
            Next::End => {
                data.pulling.set(false);
                return data.end(realm);
            }
            Next::Failed(error) => {
                data.pulling.set(false);
                return data.fail(realm, &terminated(realm, &error)?);
            }
            Next::Pending => return wait(stream, pipe),
        }
    }
    data.pulling.set(false);
    Ok(())
}

/// Pulls again when something has arrived.
fn wait(stream: &Value, pipe: &PipeReader) -> Result<(), Thrown> {
    let (promise, resolver) = stream.realm().promise()?;
    let remote = resolver.into_remote();
    pipe.on_readable(move || remote.settle(|realm| Ok(realm.undefined())));
    let waiting = stream.clone();
    promise_of(stream.realm(), &promise)?.settled(move |realm, _| {
        let Some(data) = waiting.host::<ReadableStream>() else { return };
        data.pulling.set(false);
        report(realm, pull_if_needed(&waiting));
    })
}

/// The TypeError of a body that broke off.
pub(crate) fn terminated(realm: Realm, error: &NetworkError) -> Result<Value, Thrown> {
    let failure = realm.type_error("terminated").into_value();
    failure.define_hidden("cause", &crate::fetch::cause(realm, error)?)?;
    Ok(failure)
}
