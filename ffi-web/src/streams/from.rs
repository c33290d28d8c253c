//! `ReadableStream.from`: a stream over what an iterable gives, asynchronously or not.

use super::class::{ReadableStream, promise_of};
use super::controller::enqueue;
use super::source::Source;
use ffi_core::engine::{Call, Realm, Thrown, Value, WellKnown};

/// A stream over an iterable: its asynchronous iterator, or its iterator.
pub(super) fn from(realm: Realm, iterable: &Value) -> Result<Value, Thrown> {
    let not_iterable = || realm.type_error("ReadableStream.from: Argument 1 is not iterable.");
    if iterable.is_nullish() {
        return Err(not_iterable());
    }
    let mut method = iterable.get(WellKnown::AsyncIterator)?;
    if method.is_nullish() {
        method = iterable.get(WellKnown::Iterator)?;
    }
    if !method.is_callable() {
        return Err(not_iterable());
    }
    let iterator = method.call(iterable, &[])?;
    if !iterator.is_object() {
        return Err(realm.type_error("ReadableStream.from: the iterator is not an object"));
    }
    ReadableStream::of_host(realm, Source::Iterator(iterator))
}

/// Takes the next value; gives a promise that is fulfilled when it is in the stream.
pub(super) fn pull(stream: &Value, iterator: &Value) -> Result<Value, Thrown> {
    let (realm, stream) = (stream.realm(), stream.clone());
    let next = promise_of(realm, &iterator.invoke("next", &[])?)?.into_value();
    let take = realm.function("", 1, move |call: &Call<'_>| {
        let (realm, result) = (call.realm(), call.argument(0));
        if !result.is_object() {
            return Err(realm.type_error("The promise of the iterator's next() must be of an object"));
        }
        if result.get("done")?.to_boolean() {
            stream.expect_host::<ReadableStream>()?.finish(realm)?;
            return Ok(realm.undefined());
        }
        // The values of an iterator that is not asynchronous are awaited, as `for await` does.
        let value = promise_of(realm, &result.get("value")?)?.into_value();
        let target = stream.clone();
        let put = realm.function("", 1, move |call: &Call<'_>| {
            enqueue(&target, call.argument(0).clone())?;
            Ok(call.realm().undefined())
        });
        match value.as_promise() {
            Some(promise) => promise.then(&put, &realm.undefined()),
            None => Ok(value),
        }
    });
    match next.as_promise() {
        Some(promise) => promise.then(&take, &realm.undefined()),
        None => Ok(next),
    }
}

/// Ends the iterator; gives a promise.
pub(super) fn cancel(iterator: &Value, reason: &Value) -> Result<Value, Thrown> {
    let realm = iterator.realm();
    let over = || -> Result<Value, Thrown> {
        let method = iterator.get("return")?;
        if method.is_nullish() {
            return realm.fulfilled(&realm.undefined());
        }
        promise_of(realm, &method.call(iterator, &[reason])?).map(super::class::AnyPromise::into_value)
    };
    let promise = match over() {
        Ok(promise) => promise,
        Err(thrown) => return realm.rejected(thrown.value()),
    };
    let check = realm.function("", 1, |call: &Call<'_>| {
        let result = call.argument(0);
        if result.is_object() || result.is_undefined() {
            return Ok(call.realm().undefined());
        }
        Err(call.realm().type_error("The promise of the iterator's return() must be of an object"))
    });
    match promise.as_promise() {
        Some(done) => done.then(&check, &realm.undefined()),
        None => Ok(promise),
    }
}
