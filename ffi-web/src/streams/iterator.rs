//! Asynchronous iteration of a stream: `for await (const chunk of stream)`.

use super::reader::{self, acquire, cancel_by, read_from, release};
use super::report;
use crate::idl::{Any, Interface, Optional, dictionary};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value, WellKnown};
use std::cell::Cell;

dictionary! {
    /// `ReadableStreamIteratorOptions`.
    pub struct Options { prevent_cancel as "preventCancel": bool }
}

/// The data of an iterator.
struct StreamIterator {
    reader: Value,
    prevent_cancel: bool,
    finished: Cell<bool>,
}

impl HostData for StreamIterator {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.reader);
    }
}

/// An iterator over a stream, which is locked from now on.
pub(super) fn of(stream: &Value, options: &Options) -> Result<Value, Thrown> {
    let data = StreamIterator {
        reader: acquire(stream)?,
        prevent_cancel: options.prevent_cancel.unwrap_or(false),
        finished: Cell::new(false),
    };
    stream.realm().class_of::<StreamIterator>()?.instance(data)
}

/// Makes the class of the iterator, which has no name on the global object.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    let class = Interface::<StreamIterator>::new("ReadableStreamAsyncIterator")
        .asynchronous("next", |this, (): ()| next(&this.object()))
        .asynchronous("return", |this, (value,): (Optional<Any>,)| {
            finish(this, &value.0.unwrap_or_else(|| this.realm().undefined()))
        })
        .build(realm)?;
    class.prototype().delete("constructor")?;
    let itself =
        realm.function("[Symbol.asyncIterator]", 0, |call: &ffi_core::engine::Call<'_>| Ok(call.this().clone()));
    class.prototype().define_hidden(WellKnown::AsyncIterator, &itself)
}

fn next(iterator: &Value) -> Result<Value, Thrown> {
    let realm = iterator.realm();
    let data = iterator.expect_host::<StreamIterator>()?;
    if data.finished.get() {
        return realm.fulfilled(&reader::result(realm, &realm.undefined(), true)?);
    }
    let promise = read_from(&data.reader)?;
    let watching = iterator.clone();
    if let Some(promise) = promise.as_promise() {
        promise.settled(move |realm, result| {
            let Some(data) = watching.host::<StreamIterator>() else { return };
            let over = match &result {
                Ok(step) => step.get("done").is_ok_and(|done| done.to_boolean()),
                Err(_) => true,
            };
            if over && !data.finished.replace(true) {
                report(realm, release(&data.reader));
            }
        })?;
    }
    Ok(promise)
}

fn finish(data: &StreamIterator, value: &Value) -> Result<Value, Thrown> {
    let realm = value.realm();
    if !data.finished.replace(true) {
        if !data.prevent_cancel {
            super::handled(&cancel_by(&data.reader, value)?);
        }
        release(&data.reader)?;
    }
    realm.fulfilled(&reader::result(realm, value, true)?)
}
