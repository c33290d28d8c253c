//! The classes `AbortController` and `AbortSignal` (DOM standard, section 3).

use super::target::{EventTarget, Registration, fire};
use crate::idl::{Any, EnforceRange, Instance, Interface, Optional, Sequence, This};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::cell::{Cell, RefCell};
use std::time::Duration;

/// The data of an `AbortController`.
pub struct AbortController {
    signal: Value,
}

impl HostData for AbortController {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.signal);
    }
}

/// The data of an `AbortSignal`.
#[derive(Default)]
pub struct AbortSignal {
    target: EventTarget,
    reason: RefCell<Option<Value>>,
    algorithms: RefCell<Vec<(u64, Algorithm)>>,
    next_algorithm: Cell<u64>,
    /// Signals of `AbortSignal.any` that follow this one.
    dependents: RefCell<Vec<Dependent>>,
    /// The signals that this one follows, when `AbortSignal.any` made it.
    sources: RefCell<Option<Vec<Value>>>,
}

type HostAlgorithm = Box<dyn FnOnce(Realm, &Value)>;

/// What happens on abort, before the event.
enum Algorithm {
    /// A listener added with `{ signal }` goes.
    RemoveListener { target: Value, registration: Registration },
    /// The host stops something.
    Host(HostAlgorithm),
}

/// A signal that follows another: held weakly, until somebody waits for it.
struct Dependent {
    weak: Value,
    strong: Option<Value>,
}

impl Dependent {
    fn signal(&self) -> Option<Value> {
        let signal = self.strong.clone().or_else(|| self.weak.invoke("deref", &[]).ok());
        signal.filter(Value::is_object)
    }
}

impl HostData for AbortSignal {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.reason);
        if let Ok(algorithms) = self.algorithms.try_borrow() {
            for (_, algorithm) in algorithms.iter() {
                if let Algorithm::RemoveListener { target, .. } = algorithm {
                    tracer.mark(target);
                }
            }
        }
        if let Ok(dependents) = self.dependents.try_borrow() {
            for dependent in dependents.iter() {
                tracer.mark(&dependent.weak);
                tracer.mark_option(dependent.strong.as_ref());
            }
        }
        if let Ok(sources) = self.sources.try_borrow() {
            sources.iter().flatten().for_each(|source| tracer.mark(source));
        }
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.target)
    }
}

impl AbortSignal {
    /// Whether it is aborted.
    #[must_use]
    pub fn is_aborted(&self) -> bool {
        self.reason.borrow().is_some()
    }

    /// The reason, once aborted.
    #[must_use]
    pub fn reason(&self) -> Option<Value> {
        self.reason.borrow().clone()
    }

    /// Removes a listener on abort.
    pub(super) fn remove_on_abort(&self, target: Value, registration: Registration) {
        self.add(Algorithm::RemoveListener { target, registration });
    }

    fn add(&self, algorithm: Algorithm) -> u64 {
        let number = self.next_algorithm.get();
        self.next_algorithm.set(number + 1);
        self.algorithms.borrow_mut().push((number, algorithm));
        number
    }

    /// Somebody waits for this signal: those it follows keep it alive from now on.
    pub(super) fn keep(&self, signal: &Value) {
        for source in self.sources.borrow().iter().flatten() {
            let Some(source) = source.host::<Self>() else { continue };
            for dependent in source.dependents.borrow_mut().iter_mut() {
                if dependent.strong.is_none() && dependent.signal().is_some_and(|known| known.strict_equal(signal)) {
                    dependent.strong = Some(signal.clone());
                }
            }
        }
    }
}

/// Runs `algorithm` with the reason when the signal aborts. Gives what [`forget`] takes.
pub fn on_abort(signal: &Instance<AbortSignal>, algorithm: impl FnOnce(Realm, &Value) + 'static) -> u64 {
    signal.keep(signal.value());
    signal.add(Algorithm::Host(Box::new(algorithm)))
}

/// Takes an algorithm back.
pub fn forget(signal: &AbortSignal, algorithm: u64) {
    let position = signal.algorithms.borrow().iter().position(|(number, _)| *number == algorithm);
    if let Some(position) = position {
        let removed = signal.algorithms.borrow_mut().remove(position);
        drop(removed);
    }
}

/// A new signal.
///
/// # Errors
/// `AbortSignal` is not installed.
pub fn new_signal(realm: Realm) -> Result<Value, Thrown> {
    realm.class_of::<AbortSignal>()?.instance(AbortSignal::default())
}

/// "Signal abort": with the reason, or an AbortError.
///
/// # Errors
/// The value is no signal.
pub fn abort(signal: &Value, reason: Option<Value>) -> Result<(), Thrown> {
    let (realm, data) = (signal.realm(), signal.expect_host::<AbortSignal>()?);
    if data.is_aborted() {
        return Ok(());
    }
    let reason = reason.unwrap_or_else(|| realm.dom_exception("This operation was aborted", "AbortError"));
    data.reason.replace(Some(reason.clone()));
    let followers: Vec<Value> = data.dependents.take().iter().filter_map(Dependent::signal).collect();
    let mut aborted = vec![signal.clone()];
    for follower in followers {
        if let Some(state) = follower.host::<AbortSignal>()
            && !state.is_aborted()
        {
            state.reason.replace(Some(reason.clone()));
            aborted.push(follower);
        }
    }
    for signal in aborted {
        run_steps(&signal, &reason)?;
    }
    Ok(())
}

fn run_steps(signal: &Value, reason: &Value) -> Result<(), Thrown> {
    let (realm, data) = (signal.realm(), signal.expect_host::<AbortSignal>()?);
    for (_, algorithm) in data.algorithms.take() {
        match algorithm {
            Algorithm::RemoveListener { target, registration } => {
                if let Some(target) = target.host::<EventTarget>() {
                    target.remove(&registration);
                }
            }
            Algorithm::Host(run) => run(realm, reason),
        }
    }
    fire(realm, signal, "abort").map(drop)
}

/// "Create a dependent abort signal": one that aborts with the first of these.
///
/// # Errors
/// `AbortSignal` is not installed.
pub fn any(realm: Realm, signals: &[Instance<AbortSignal>]) -> Result<Value, Thrown> {
    let result = new_signal(realm)?;
    let data = result.expect_host::<AbortSignal>()?;
    if let Some(reason) = signals.iter().find_map(|signal| signal.reason()) {
        data.reason.replace(Some(reason));
        return Ok(result);
    }
    let mut sources: Vec<Value> = Vec::new();
    for signal in signals {
        let roots = signal.sources.borrow().clone().unwrap_or_else(|| vec![signal.value().clone()]);
        for root in roots {
            if !sources.iter().any(|known| known.strict_equal(&root)) {
                sources.push(root);
            }
        }
    }
    let weak_class = realm.global().get("WeakRef")?;
    for source in &sources {
        let Some(source) = source.host::<AbortSignal>() else { continue };
        let weak = weak_class.construct(&[&result])?;
        let mut dependents = source.dependents.borrow_mut();
        dependents.retain(|known| known.signal().is_some());
        dependents.push(Dependent { weak, strong: None });
    }
    data.sources.replace(Some(sources));
    Ok(result)
}

/// Installs both classes.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<AbortSignal>::new("AbortSignal")
        .inherits::<EventTarget>(realm)?
        .static_operation("abort", |new, (reason,): (Optional<Any>,)| {
            let signal = new_signal(new.realm())?;
            abort(&signal, reason.0)?;
            Ok(signal) as Result<Value, Thrown>
        })
        .static_operation("timeout", |new, (EnforceRange(milliseconds),): (EnforceRange,)| {
            let signal = new_signal(new.realm())?;
            let waiting = signal.clone();
            new.realm().set_timer(Duration::from_millis(milliseconds), move |realm| {
                let reason = realm.dom_exception("The operation was aborted due to timeout", "TimeoutError");
                if let Err(thrown) = abort(&waiting, Some(reason)) {
                    realm.report_uncaught(thrown.value());
                }
            });
            Ok(signal) as Result<Value, Thrown>
        })
        .static_operation("any", |new, (signals,): (Sequence<Instance<AbortSignal>>,)| any(new.realm(), &signals.0))
        .readonly("aborted", |this| this.is_aborted())
        .readonly("reason", |this| this.reason().unwrap_or_else(|| this.realm().undefined()))
        .operation("throwIfAborted", |this, (): ()| this.reason().map_or(Ok(()), |reason| Err(Thrown::new(reason))))
        .attribute(
            "onabort",
            |this| this.target.handler("abort"),
            |this: &This<'_, AbortSignal>, value: Any| {
                // `[LegacyTreatNonObjectAsNull]`
                this.target.set_handler("abort", Some(value).filter(Value::is_object));
                this.keep(&this.object());
                Ok(())
            },
        )
        .install(realm)?;
    Interface::<AbortController>::new("AbortController")
        .constructor(|new, (): ()| Ok(AbortController { signal: new_signal(new.realm())? }))
        .readonly("signal", |this| this.signal.clone())
        .operation("abort", |this, (reason,): (Optional<Any>,)| abort(&this.signal, reason.0))
        .install(realm)
        .map(drop)
}
