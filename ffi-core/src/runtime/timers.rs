//! Timers: one background thread sleeps until the earliest deadline and posts to the inbox.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::Inbox;
use crate::engine::Realm;

/// Names a timer of one realm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimerId(pub u64);

type Callback = Box<dyn FnOnce(Realm)>;

/// The callbacks of one realm's timers; the thread knows only their numbers.
pub(super) struct LocalTimers {
    inbox: Arc<Inbox>,
    callbacks: RefCell<HashMap<u64, Callback>>,
    next: Cell<u64>,
}

struct Deadline {
    at: Instant,
    order: u64,
    inbox: Arc<Inbox>,
    id: u64,
}

impl PartialEq for Deadline {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}

impl Eq for Deadline {}

impl PartialOrd for Deadline {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Deadline {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

#[derive(Default)]
struct Clock {
    queue: Mutex<(BinaryHeap<Reverse<Deadline>>, u64)>,
    changed: Condvar,
}

fn clock() -> &'static Clock {
    static CLOCK: OnceLock<&'static Clock> = OnceLock::new();
    CLOCK.get_or_init(|| {
        let clock: &'static Clock = Box::leak(Box::default());
        // Without the thread no timer fires; a machine that cannot start one thread has no use for timers either.
        let _ = std::thread::Builder::new().name("sigbind-timers".into()).spawn(move || run(clock));
        clock
    })
}

fn run(clock: &Clock) {
    let mut queue = clock.queue.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let now = Instant::now();
        match queue.0.peek() {
            None => queue = clock.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
            Some(Reverse(next)) if next.at > now => {
                let wait = next.at - now;
                queue = clock.changed.wait_timeout(queue, wait).unwrap_or_else(PoisonError::into_inner).0;
            }
            Some(_) => {
                if let Some(Reverse(Deadline { inbox, id, .. })) = queue.0.pop() {
                    drop(queue);
                    inbox.post(Box::new(move |realm: &Realm| realm.fire_timer(TimerId(id))));
                    queue = clock.queue.lock().unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }
}

impl LocalTimers {
    pub(super) fn new(inbox: Arc<Inbox>) -> Self {
        Self { inbox, callbacks: RefCell::default(), next: Cell::new(1) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.callbacks.borrow().is_empty()
    }
}

impl Realm {
    /// Runs `callback` after `delay`, at a turn of the loop. Timers of equal deadline fire in order.
    pub fn set_timer(self, delay: Duration, callback: impl FnOnce(Realm) + 'static) -> TimerId {
        let timers = &self.event_loop().timers;
        let id = timers.next.get();
        timers.next.set(id + 1);
        timers.callbacks.borrow_mut().insert(id, Box::new(callback));
        let clock = clock();
        let mut queue = clock.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.1 += 1;
        let order = queue.1;
        let at = Instant::now().checked_add(delay).unwrap_or_else(|| Instant::now() + Duration::from_secs(1 << 31));
        queue.0.push(Reverse(Deadline { at, order, inbox: timers.inbox.clone(), id }));
        drop(queue);
        clock.changed.notify_one();
        self.event_loop().begun();
        TimerId(id)
    }

    /// Forgets a timer; its callback is dropped.
    pub fn clear_timer(self, timer: TimerId) {
        let callback = self.event_loop().timers.callbacks.borrow_mut().remove(&timer.0);
        drop(callback);
    }

    fn fire_timer(self, timer: TimerId) {
        let callback = self.event_loop().timers.callbacks.borrow_mut().remove(&timer.0);
        if let Some(callback) = callback {
            callback(self);
        }
    }
}
