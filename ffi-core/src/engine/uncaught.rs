//! What nobody catches: exceptions outside any call, and promises that were rejected without a handler. Each is reported once:
//! first to the hook of the Web APIs, whose listeners may say that it is dealt with, then to the host.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use super::{Engine, Realm, Value};

/// What is reported.
#[derive(Clone, Copy)]
pub enum Uncaught<'a> {
    /// An exception that nobody can catch any more.
    Exception(&'a Value),
    /// A promise that was rejected and has no handler.
    Rejection {
        /// The promise.
        promise: &'a Value,
        /// Why it was rejected.
        reason: &'a Value,
    },
}

impl<'a> Uncaught<'a> {
    /// The exception, or the reason.
    pub fn value(self) -> &'a Value {
        match self {
            Self::Exception(value) | Self::Rejection { reason: value, .. } => value,
        }
    }
}

/// A promise that was rejected and has no handler yet.
struct Rejection {
    promise: Value,
    reason: Value,
    /// Whether a checkpoint has passed since: the host had its occasion to take hold of the promise.
    is_old: bool,
}

type HeldHook = fn(&Value) -> bool;
type UncaughtHook = Rc<dyn Fn(Realm, &Value)>;
type ListenerHook = Rc<dyn Fn(Realm, Uncaught<'_>) -> bool>;
type LateHook = Rc<dyn Fn(Realm, Value, Value)>;
type Guard = fn(&mut dyn FnMut());

/// The hooks of a realm, and the rejections that are still to be reported.
#[derive(Default)]
pub(super) struct Reporter {
    hook: RefCell<Option<UncaughtHook>>,
    listeners: RefCell<Option<ListenerHook>>,
    late: RefCell<Option<LateHook>>,
    guard: Cell<Option<Guard>>,
    is_held: Cell<Option<HeldHook>>,
    rejections: RefCell<Vec<Rejection>>,
    /// Those that are being reported now, the first of them being done.
    reporting: RefCell<VecDeque<Rejection>>,
    has_rejections: Cell<bool>,
}

impl Reporter {
    #[inline]
    pub(super) fn has_rejections(&self) -> bool {
        self.has_rejections.get()
    }

    /// Forgets what is still to be reported.
    pub(super) fn forget_all(&self) {
        drop((self.rejections.take(), self.reporting.take()));
    }

    /// Takes a promise off both lists; gives whether it was on one.
    fn forget(&self, promise: &Value) -> bool {
        let other = |rejection: &Rejection| rejection.promise.address() != promise.address();
        let waiting = {
            let mut rejections = self.rejections.borrow_mut();
            let before = rejections.len();
            rejections.retain(other);
            before != rejections.len()
        };
        let mut reporting = self.reporting.borrow_mut();
        let before = reporting.len();
        reporting.retain(other);
        waiting || before != reporting.len()
    }
}

impl Realm {
    /// Reports what is still unhandled, and gives whether there was any. Where the host may hold promises, a rejection waits for
    /// one checkpoint more, and as long as it is held.
    pub(super) fn report_rejections(self) -> bool {
        let reporter = &self.data().uncaught;
        if !reporter.has_rejections.get() {
            return false;
        }
        let mut unhandled = Vec::new();
        let mut waiting = false;
        {
            let mut rejections = reporter.rejections.borrow_mut();
            match reporter.is_held.get() {
                None => unhandled.append(&mut rejections),
                Some(is_held) => {
                    for mut rejection in std::mem::take(&mut *rejections) {
                        if rejection.is_old && !is_held(&rejection.promise) {
                            unhandled.push(rejection);
                        } else {
                            waiting |= !rejection.is_old;
                            rejection.is_old = true;
                            rejections.push(rejection);
                        }
                    }
                }
            }
            reporter.has_rejections.set(!rejections.is_empty());
        }
        if waiting {
            self.await_checkpoint();
        }
        let any = !unhandled.is_empty();
        self.report_each(unhandled);
        any
    }

    /// Sees to it that there is a further checkpoint, where one is needed: a turn of the host's loop.
    pub(super) fn await_checkpoint(self) {
        if self.data().uncaught.has_rejections.get() {
            self.event_loop().begun();
            self.handle().post(|_| {});
        }
    }

    /// Reports all rejections that nobody has handled so far: there will be no further checkpoint.
    pub fn report_all_rejections(self) {
        let _entry = self.enter();
        let rejections = std::mem::take(&mut *self.data().uncaught.rejections.borrow_mut());
        self.report_each(rejections);
    }

    /// Reports one after the other. A listener of the first may handle the second, which then is not reported.
    fn report_each(self, rejections: Vec<Rejection>) {
        let reporter = &self.data().uncaught;
        reporter.reporting.borrow_mut().extend(rejections);
        loop {
            let next = match reporter.reporting.borrow().front() {
                Some(next) => (next.promise.clone(), next.reason.clone()),
                None => break,
            };
            self.report(Uncaught::Rejection { promise: &next.0, reason: &next.1 });
            // Unless a listener has handled it just now, when it is off the list already.
            let mut reporting = reporter.reporting.borrow_mut();
            let done = reporting.pop_front_if(|first| first.promise.address() == next.0.address());
            drop(reporting);
            drop(done);
        }
    }

    /// The engine saw a promise rejected without a handler, or a handler come later.
    pub(super) fn track_rejection(self, promise: Value, reason: Value, handled: bool) {
        let reporter = &self.data().uncaught;
        if !handled {
            reporter.rejections.borrow_mut().push(Rejection { promise, reason, is_old: false });
            reporter.has_rejections.set(true);
        } else if !reporter.forget(&promise) {
            let late = reporter.late.borrow().clone();
            if let Some(late) = late {
                late(self, promise, reason);
            }
        }
    }

    /// A rejection was handled by other means than a handler: it is not reported.
    pub(super) fn forget_rejection(self, promise: &Value) {
        let reporter = &self.data().uncaught;
        if reporter.has_rejections.get() {
            reporter.forget(promise);
        }
    }

    /// Reports an exception that nobody can catch any more: to the listeners, then to the hook, or nowhere when there is none.
    pub fn report_uncaught(self, exception: &Value) {
        self.report(Uncaught::Exception(exception));
    }

    fn report(self, uncaught: Uncaught<'_>) {
        if self.is_dealt_with(uncaught) {
            return;
        }
        let hook = self.data().uncaught.hook.borrow().clone();
        if let Some(hook) = hook {
            hook(self, uncaught.value());
        }
    }

    /// Asks the listeners, unless the run was stopped: then no JavaScript may run.
    fn is_dealt_with(self, uncaught: Uncaught<'_>) -> bool {
        let reporter = &self.data().uncaught;
        let Some(listeners) = reporter.listeners.borrow().clone() else { return false };
        // SAFETY: on the realm's thread; the value is alive.
        if unsafe { self.engine().is_uncatchable(uncaught.value().raw()) } || self.interrupted() {
            return false;
        }
        let mut is_dealt_with = false;
        let mut ask = || is_dealt_with = listeners(self, uncaught);
        match reporter.guard.get() {
            Some(guard) => guard(&mut ask),
            None => ask(),
        }
        is_dealt_with
    }

    /// Sets where uncaught exceptions and unhandled rejections go.
    pub fn on_uncaught(self, hook: impl Fn(Realm, &Value) + 'static) {
        self.data().uncaught.hook.replace(Some(Rc::new(hook)));
    }

    /// Sets what sees them before; `true` when they are dealt with. It may run JavaScript.
    pub fn on_uncaught_first(self, listeners: impl Fn(Realm, Uncaught<'_>) -> bool + 'static) {
        self.data().uncaught.listeners.replace(Some(Rc::new(listeners)));
    }

    /// Sets what the host does around the listeners: it runs what it is given, once.
    pub fn guard_listeners(self, guard: fn(&mut dyn FnMut())) {
        self.data().uncaught.guard.set(Some(guard));
    }

    /// Sets what is told of a promise, with its reason, that got a handler after its rejection was reported. It must not run JavaScript.
    pub fn on_handled_late(self, hook: impl Fn(Realm, Value, Value) + 'static) {
        self.data().uncaught.late.replace(Some(Rc::new(hook)));
    }

    /// Sets what says whether the host holds a promise and may still handle its rejection.
    pub fn on_rejection_ask(self, is_held: Option<fn(&Value) -> bool>) {
        self.data().uncaught.is_held.set(is_held);
    }
}
