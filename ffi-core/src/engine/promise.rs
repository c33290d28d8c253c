//! Promises: new ones, their state, and settling one from another thread.

use super::{Active, Call, Engine, Realm, RealmHandle, Thrown, Value};

/// The state of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of the standard")]
pub enum PromiseState {
    Pending,
    Fulfilled,
    Rejected,
}

/// A view of a value that is a native promise.
pub struct Promise<'a>(&'a Value);

/// Settles one promise, on the realm's thread.
pub struct Resolver {
    resolve: Value,
    reject: Value,
}

/// Settles one promise from any thread.
///
/// While it lives, the realm counts an operation in flight. Dropping it unused rejects the promise.
pub struct RemoteResolver {
    handle: RealmHandle,
    ticket: Option<u64>,
}

impl Value {
    /// The value as a native promise, if it is one.
    pub fn as_promise(&self) -> Option<Promise<'_>> {
        // SAFETY: the value is alive, on the realm's thread.
        unsafe { self.engine().promise_state(self.raw()) }.map(|_| Promise(self))
    }
}

impl Promise<'_> {
    /// Its state.
    pub fn state(&self) -> PromiseState {
        // SAFETY: the value is alive, on the realm's thread.
        unsafe { self.0.engine().promise_state(self.0.raw()) }.unwrap_or(PromiseState::Pending)
    }

    /// The value or reason of a settled promise; `undefined` while pending.
    pub fn result(&self) -> Value {
        // SAFETY: the value is alive, on the realm's thread; the engine gives a reference.
        unsafe { Value::from_raw(self.0.realm(), self.0.engine().promise_result(self.0.raw())) }
    }

    /// Declares a rejection handled, so that it is not reported.
    pub fn mark_handled(&self) {
        // SAFETY: the value is alive, on the realm's thread.
        unsafe { self.0.engine().mark_handled(self.0.raw()) }
        self.0.realm().forget_rejection(self.0);
    }

    /// `promise.then(fulfilled, rejected)`, by the promise's own mechanism.
    pub fn then(&self, fulfilled: &Value, rejected: &Value) -> Result<Value, Thrown> {
        // SAFETY: the values are alive, on the realm's thread.
        self.0.realm().own(unsafe { self.0.engine().promise_then(self.0.raw(), fulfilled.raw(), rejected.raw()) })
    }

    /// Runs host code when the promise settles; its own failures are reported as uncaught.
    pub fn settled(&self, then: impl FnOnce(Realm, Result<Value, Value>) + 'static) -> Result<(), Thrown> {
        let realm = self.0.realm();
        let once = std::rc::Rc::new(std::cell::Cell::new(Some(then)));
        let handler = |fulfilled: bool| {
            let once = once.clone();
            realm.function("", 1, move |call: &Call<'_>| {
                if let Some(then) = once.take() {
                    let value = call.argument(0).clone();
                    then(call.realm(), if fulfilled { Ok(value) } else { Err(value) });
                }
                Ok(call.realm().undefined())
            })
        };
        self.then(&handler(true), &handler(false)).map(drop)
    }
}

impl Resolver {
    /// Resolves the promise; a promise or thenable is followed.
    pub fn resolve(self, value: &Value) -> Result<(), Thrown> {
        self.resolve.call_plain(&[value]).map(drop)
    }

    /// Rejects the promise.
    pub fn reject(self, reason: &Value) -> Result<(), Thrown> {
        self.reject.call_plain(&[reason]).map(drop)
    }

    /// Resolves or rejects.
    pub fn settle(self, result: Result<Value, Thrown>) -> Result<(), Thrown> {
        match result {
            Ok(value) => self.resolve(&value),
            Err(thrown) => self.reject(thrown.value()),
        }
    }

    /// The resolve and reject functions.
    pub fn into_functions(self) -> (Value, Value) {
        (self.resolve, self.reject)
    }

    /// A form that another thread can use.
    pub fn into_remote(self) -> RemoteResolver {
        let realm = self.resolve.realm();
        let ticket = realm.event_loop().register(self);
        RemoteResolver { handle: realm.handle(), ticket: Some(ticket) }
    }
}

impl RemoteResolver {
    /// Runs `result` on the realm's thread and settles the promise with it.
    pub fn settle(mut self, result: impl FnOnce(Realm) -> Result<Value, Thrown> + Send + 'static) {
        let Some(ticket) = self.ticket.take() else { return };
        self.handle.post(move |realm| {
            if let Some(resolver) = realm.event_loop().redeem(ticket) {
                let result = result(realm);
                if let Err(thrown) = resolver.settle(result) {
                    realm.report_uncaught(thrown.value());
                }
            }
        });
    }
}

impl Drop for RemoteResolver {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket.take() else { return };
        self.handle.post(move |realm| {
            if let Some(resolver) = realm.event_loop().redeem(ticket) {
                let reason = realm.error(super::ErrorKind::Error, "the operation was abandoned");
                // Rejecting a promise of the engine fails only when memory is exhausted.
                let _ = resolver.reject(&reason);
            }
        });
    }
}

impl Realm {
    /// A new promise with what settles it.
    pub fn promise(self) -> Result<(Value, Resolver), Thrown> {
        // SAFETY: on the realm's thread; the engine gives a reference to each value.
        unsafe {
            let (promise, resolve, reject) = self.engine().promise().map_err(|_| self.take_thrown())?;
            let own = |raw: <Active as Engine>::Value| Value::from_raw(self, raw);
            Ok((own(promise), Resolver { resolve: own(resolve), reject: own(reject) }))
        }
    }

    /// A promise that is already fulfilled with a value (which is not followed).
    pub fn fulfilled(self, value: &Value) -> Result<Value, Thrown> {
        // SAFETY: the value is alive, on the realm's thread.
        self.own(unsafe { self.engine().settled_promise(value.raw(), false) })
    }

    /// A promise that is already rejected.
    pub fn rejected(self, reason: &Value) -> Result<Value, Thrown> {
        // SAFETY: the value is alive, on the realm's thread.
        self.own(unsafe { self.engine().settled_promise(reason.raw(), true) })
    }

    /// A promise settled with a result: what an asynchronous method gives when it fails early.
    pub fn settled(self, result: Result<Value, Thrown>) -> Result<Value, Thrown> {
        match result {
            Ok(value) => self.fulfilled(&value),
            Err(thrown) => self.rejected(thrown.value()),
        }
    }
}
