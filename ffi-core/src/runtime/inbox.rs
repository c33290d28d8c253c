//! The inbox: closures from any thread, run on the realm's thread.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::timers::LocalTimers;
use crate::engine::{Realm, Resolver};

type BusyHook = fn(Realm);
type Task = Box<dyn FnOnce(&Realm) + Send>;
type Waker = Box<dyn Fn() + Send + Sync>;

/// Closures that wait for the realm's thread.
#[derive(Default)]
pub struct Inbox {
    tasks: Mutex<VecDeque<Task>>,
    arrived: Condvar,
    waker: Mutex<Option<Arc<Waker>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while the lock was held leaves the queue itself in order.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inbox {
    /// Appends a task and wakes the host.
    pub fn post(&self, task: Task) {
        lock(&self.tasks).push_back(task);
        self.arrived.notify_all();
        let waker = lock(&self.waker).clone();
        if let Some(waker) = waker {
            waker();
        }
    }

    /// Sets what is called after each post, on the posting thread. `None` for a host that blocks.
    pub fn set_waker(&self, waker: Option<Waker>) {
        *lock(&self.waker) = waker.map(Arc::new);
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        lock(&self.tasks).is_empty()
    }

    fn take(&self) -> VecDeque<Task> {
        std::mem::take(&mut *lock(&self.tasks))
    }

    /// Blocks until a task waits or the deadline passes. Gives whether a task waits.
    pub fn wait(&self, deadline: Option<Instant>) -> bool {
        let mut tasks = lock(&self.tasks);
        while tasks.is_empty() {
            match deadline {
                None => tasks = self.arrived.wait(tasks).unwrap_or_else(PoisonError::into_inner),
                Some(deadline) => {
                    let Some(left) = deadline.checked_duration_since(Instant::now()) else { return false };
                    tasks = self.arrived.wait_timeout(tasks, left).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
        true
    }
}

/// The part of a realm that waits for the outside world.
pub struct EventLoop {
    inbox: Arc<Inbox>,
    pub(super) timers: LocalTimers,
    resolvers: RefCell<HashMap<u64, Resolver>>,
    next_ticket: Cell<u64>,
    on_busy: Cell<Option<(BusyHook, Realm)>>,
}

impl EventLoop {
    pub(crate) fn new() -> Self {
        let inbox = Arc::new(Inbox::default());
        Self {
            timers: LocalTimers::new(inbox.clone()),
            inbox,
            resolvers: RefCell::default(),
            next_ticket: Cell::new(1),
            on_busy: Cell::new(None),
        }
    }

    /// Sets what is called, on the realm's thread, whenever an operation or a timer is begun: the host's occasion to set its waker.
    pub fn on_busy(&self, realm: Realm, hook: BusyHook) {
        self.on_busy.set(Some((hook, realm)));
    }

    pub(crate) fn begun(&self) {
        if let Some((hook, realm)) = self.on_busy.get() {
            hook(realm);
        }
    }

    /// The inbox.
    pub fn inbox(&self) -> Arc<Inbox> {
        self.inbox.clone()
    }

    /// Keeps a resolver for an operation on another thread.
    pub(crate) fn register(&self, resolver: Resolver) -> u64 {
        let ticket = self.next_ticket.get();
        self.next_ticket.set(ticket + 1);
        self.resolvers.borrow_mut().insert(ticket, resolver);
        self.begun();
        ticket
    }

    /// Takes a kept resolver back.
    pub(crate) fn redeem(&self, ticket: u64) -> Option<Resolver> {
        self.resolvers.borrow_mut().remove(&ticket)
    }

    /// Whether an operation or a timer is in flight, so that waiting can make progress.
    pub fn is_busy(&self) -> bool {
        !self.resolvers.borrow().is_empty() || !self.timers.is_empty() || !self.inbox.is_empty()
    }
}

impl Realm {
    /// Runs the tasks that wait now, each followed by the jobs it caused. Does not block. Gives how many ran.
    pub fn drain(self) -> usize {
        let tasks = self.event_loop().inbox.take();
        let count = tasks.len();
        for task in tasks {
            let entry = self.enter();
            task(&self);
            drop(entry);
        }
        count
    }

    /// Runs tasks and jobs, blocking between them, until `done` says so. Gives false when nothing is left that could make it true,
    /// or `interrupted` (asked at least every tenth of a second while blocked) says stop.
    ///
    /// `block` runs the wait it is given; a host that holds a global lock releases it there.
    pub fn drain_until(
        self,
        mut done: impl FnMut() -> bool,
        mut interrupted: impl FnMut() -> bool,
        mut block: impl FnMut(&mut dyn FnMut()),
    ) -> bool {
        loop {
            drop(self.enter());
            self.drain();
            if done() {
                return true;
            }
            if interrupted() || !self.event_loop().is_busy() {
                return false;
            }
            let inbox = self.event_loop().inbox();
            block(&mut || {
                inbox.wait(Some(Instant::now() + std::time::Duration::from_millis(100)));
            });
        }
    }
}
