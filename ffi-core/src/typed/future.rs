//! Rust futures as promises, and promises as Rust futures, on the realm's own thread and event loop.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use super::{Exception, Fault, FromGuest, Guest, GuestType, IntoGuest, Side};
use crate::engine::{ErrorKind, PromiseState, Realm, RealmHandle, Thrown, Value};
use crate::signature::Type;

type Task = Pin<Box<dyn Future<Output = Result<Value, Thrown>>>>;

/// The futures of a realm that are not finished.
#[derive(Default)]
struct Tasks {
    waiting: RefCell<HashMap<u64, Waiting>>,
}

/// A future, absent while it is being polled, and what wakes it.
type Waiting = (Option<Task>, Arc<TaskWaker>);

/// Wakes a future: its realm polls it at the next turn.
struct TaskWaker {
    handle: RealmHandle,
    ticket: u64,
    woken: AtomicBool,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        if !self.woken.swap(true, Ordering::AcqRel) {
            let ticket = self.ticket;
            self.handle.post(move |realm| poll(realm, ticket));
        }
    }
}

/// Runs a future on the realm's thread and gives the promise that it settles. It is polled once at once.
pub(crate) fn spawn(
    realm: Realm,
    future: impl Future<Output = Result<Value, Thrown>> + 'static,
) -> Result<Value, Thrown> {
    let (promise, resolver) = realm.promise()?;
    let ticket = realm.event_loop().register(resolver);
    let waker = Arc::new(TaskWaker { handle: realm.handle(), ticket, woken: AtomicBool::new(true) });
    let tasks = realm.extension(Tasks::default);
    tasks.waiting.borrow_mut().insert(ticket, (Some(Box::pin(future)), waker));
    poll(realm, ticket);
    Ok(promise)
}

fn poll(realm: Realm, ticket: u64) {
    let tasks = realm.extension(Tasks::default);
    let Some((mut task, waker)) = tasks.waiting.borrow_mut().get_mut(&ticket).and_then(|(task, waker)| {
        // Absent while it is being polled: it woke itself and comes again.
        task.take().map(|task| (task, waker.clone()))
    }) else {
        return;
    };
    waker.woken.store(false, Ordering::Release);
    let standard = Waker::from(waker);
    let polled = catch_unwind(AssertUnwindSafe(|| task.as_mut().poll(&mut Context::from_waker(&standard))));
    // A panic rejects: it must not unwind into the engine.
    let polled = polled.unwrap_or_else(|_| {
        let error = realm.error(ErrorKind::Error, "an asynchronous Rust function panicked");
        Poll::Ready(Err(Thrown::new(error)))
    });
    match polled {
        Poll::Pending => {
            if let Some(entry) = tasks.waiting.borrow_mut().get_mut(&ticket) {
                entry.0 = Some(task);
            }
        }
        Poll::Ready(result) => {
            drop(task);
            tasks.waiting.borrow_mut().remove(&ticket);
            if let Some(resolver) = realm.event_loop().redeem(ticket)
                && let Err(thrown) = resolver.settle(result)
            {
                realm.report_uncaught(thrown.value());
            }
        }
    }
}

/// A promise (or a Python awaitable) as a Rust future of `T`.
pub struct Promised<T> {
    promise: Value,
    settled: Option<Rc<Settled>>,
    result: PhantomData<fn() -> T>,
}

#[derive(Default)]
struct Settled {
    result: Cell<Option<Result<Value, Value>>>,
    waker: Cell<Option<Waker>>,
}

impl<T> Promised<T> {
    /// A future of a promise.
    pub fn new(promise: Value) -> Self {
        Self { promise, settled: None, result: PhantomData }
    }

    /// The promise.
    pub fn promise(&self) -> &Value {
        &self.promise
    }
}

impl<T: FromGuest> Promised<T> {
    fn finish(&self, result: Result<Value, Value>) -> Result<T, Exception> {
        match result {
            Ok(value) => {
                let side = Side::JavaScript(value.realm());
                T::from_guest(&Guest::of_javascript(value)).map_err(|fault| fault.into_exception(None, side))
            }
            Err(reason) => Err(Thrown::new(reason).into()),
        }
    }
}

impl<T: FromGuest> Future for Promised<T> {
    type Output = Result<T, Exception>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(settled) = &self.settled {
            return match settled.result.take() {
                Some(result) => Poll::Ready(self.finish(result)),
                None => {
                    settled.waker.set(Some(context.waker().clone()));
                    Poll::Pending
                }
            };
        }
        let Some(promise) = self.promise.as_promise() else {
            // Whatever is no promise is its own result, as with `await`.
            return Poll::Ready(self.finish(Ok(self.promise.clone())));
        };
        match promise.state() {
            PromiseState::Pending => {}
            PromiseState::Fulfilled => return Poll::Ready(self.finish(Ok(promise.result()))),
            PromiseState::Rejected => {
                promise.mark_handled();
                return Poll::Ready(self.finish(Err(promise.result())));
            }
        }
        let settled = Rc::new(Settled::default());
        settled.waker.set(Some(context.waker().clone()));
        let shared = settled.clone();
        let result = promise.settled(move |_, result| {
            shared.result.set(Some(result));
            if let Some(waker) = shared.waker.take() {
                waker.wake();
            }
        });
        if let Err(thrown) = result {
            return Poll::Ready(Err(thrown.into()));
        }
        self.settled = Some(settled);
        Poll::Pending
    }
}

impl<T: GuestType> GuestType for Promised<T> {
    fn guest_type() -> Type {
        Type::Promise { value: Box::new(T::guest_type()) }
    }
}

impl<T: GuestType> FromGuest for Promised<T> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        match guest {
            Guest::JavaScript(value) => {
                // As with `await`, whatever is no promise is its own result.
                let constructor = value.realm().global().get("Promise")?;
                Ok(Self::new(constructor.invoke("resolve", &[value])?))
            }
            #[cfg(feature = "python")]
            Guest::Python(object) => match crate::python::typed::promise_of(object)? {
                Some(promise) => Ok(Self::new(promise)),
                None => Ok(Self::new(Value::from_guest(guest)?)),
            },
        }
    }
}

impl<T: GuestType> IntoGuest for Promised<T> {
    fn into_guest(self, _: Side) -> Result<Guest, Fault> {
        Ok(Guest::JavaScript(self.promise))
    }
}
