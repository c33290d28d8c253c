//! The class `EventTarget` (DOM standard, section 2.7) and the dispatch of events. A target has no parents here, so an event
//! visits one object: first its capturing listeners, then the others.

use super::abort::AbortSignal;
use super::event::{Event, trusted};
use super::listeners::{Listener, ListenerList};
use super::payload;
use crate::idl::{Any, DomString, Instance, Interface, Optional, Place, dictionary};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What a listener calls.
pub enum Callback {
    /// A function, or an object with `handleEvent`.
    Listener(Value),
    /// An event handler attribute such as `onabort`, whose function may be exchanged.
    Handler(RefCell<Value>),
}

impl Callback {
    fn is(&self, value: &Value) -> bool {
        matches!(self, Self::Listener(known) if known.strict_equal(value))
    }
}

/// A registration in a target.
pub type Registration = Rc<Listener<Callback>>;

/// The data of an `EventTarget`.
#[derive(Default)]
pub struct EventTarget {
    listeners: RefCell<ListenerList<Callback>>,
}

impl HostData for EventTarget {
    fn trace(&self, tracer: &Tracer) {
        let Ok(listeners) = self.listeners.try_borrow() else { return };
        for listener in listeners.iter() {
            match &listener.callback {
                Callback::Listener(value) => tracer.mark(value),
                Callback::Handler(value) => {
                    if let Ok(value) = value.try_borrow() {
                        tracer.mark(&value);
                    }
                }
            }
        }
    }
}

impl EventTarget {
    /// Removes one registration.
    pub fn remove(&self, registration: &Registration) {
        self.listeners.borrow_mut().remove_exactly(registration);
    }

    /// The function of an event handler attribute.
    #[must_use]
    pub fn handler(&self, kind: &str) -> Option<Value> {
        match &self.handler_listener(kind)?.callback {
            Callback::Handler(value) => Some(value.borrow().clone()),
            Callback::Listener(_) => None,
        }
    }

    /// Sets an event handler attribute: it keeps its place in the order while it is exchanged, and loses it when removed.
    pub fn set_handler(&self, kind: &str, value: Option<Value>) {
        match (self.handler_listener(kind), value) {
            (Some(listener), Some(value)) => {
                if let Callback::Handler(slot) = &listener.callback {
                    let old = slot.replace(value);
                    drop(old);
                }
            }
            (Some(listener), None) => self.remove(&listener),
            (None, Some(value)) => {
                let listener = Listener {
                    kind: kind.to_owned(),
                    callback: Callback::Handler(RefCell::new(value)),
                    capture: false,
                    once: false,
                    passive: false,
                    removed: Cell::new(false),
                };
                self.listeners.borrow_mut().add(listener, |_, _| false);
            }
            (None, None) => {}
        }
    }

    /// Whether anybody waits for events of a type.
    pub(super) fn listens(&self, kind: &str) -> bool {
        self.listeners.borrow().iter().any(|listener| listener.kind == kind)
    }

    fn handler_listener(&self, kind: &str) -> Option<Registration> {
        let is_handler =
            |listener: &&Registration| listener.kind == kind && matches!(listener.callback, Callback::Handler(_));
        self.listeners.borrow().iter().find(is_handler).cloned()
    }
}

/// Fires an event of the host's at a target.
///
/// # Errors
/// The engine could not make the event. What listeners throw is reported, not given.
pub fn fire(realm: Realm, target: &Value, kind: &str) -> Result<bool, Thrown> {
    dispatch(target, &trusted(realm, kind)?)
}

/// Dispatches an event at a target: calls its listeners, and gives whether the default action may happen.
///
/// # Errors
/// The values are no event and no target. What listeners throw is reported, not given.
pub fn dispatch(target: &Value, event: &Value) -> Result<bool, Thrown> {
    let holder = if target.host::<EventTarget>().is_some() { target.clone() } else { target.stand_in()? };
    let (state, data) = (event.expect_host::<Event>()?, holder.expect_host::<EventTarget>()?);
    let listeners = data.listeners.borrow().for_dispatch(&state.kind().to_text());
    state.begin(target);
    let mut stopped_before_bubbling = false;
    let mut capturing = true;
    for listener in &listeners {
        if capturing && !listener.capture {
            capturing = false;
            stopped_before_bubbling = state.is_stopped();
        }
        if state.is_stopped_immediately() || (!capturing && stopped_before_bubbling) {
            break;
        }
        if listener.removed.get() {
            continue;
        }
        if listener.once {
            data.remove(listener);
        }
        state.set_in_passive(listener.passive);
        if let Err(thrown) = call(&listener.callback, target, event, state) {
            target.realm().report_uncaught(thrown.value());
        }
        state.set_in_passive(false);
    }
    state.end();
    Ok(!state.is_canceled())
}

fn call(callback: &Callback, target: &Value, event: &Value, state: &Event) -> Result<(), Thrown> {
    match callback {
        Callback::Listener(value) if value.is_callable() => value.call(target, &[event]).map(drop),
        Callback::Listener(value) => {
            let method = value.get("handleEvent")?;
            if !method.is_callable() {
                return Err(value.realm().type_error("EventListener.handleEvent is not a function"));
            }
            method.call(value, &[event]).map(drop)
        }
        Callback::Handler(slot) => {
            let handler = slot.borrow().clone();
            if !handler.is_callable() {
                return Ok(());
            }
            // `onerror` of the global object takes what the event says as arguments, and `true` for a "no".
            let (result, no) = match payload::error_arguments(target, event, state)? {
                Some(arguments) => (handler.call(target, &arguments.each_ref())?, true),
                None => (handler.call(target, &[event])?, false),
            };
            if result.as_boolean() == Some(no) {
                state.cancel();
            }
            Ok(())
        }
    }
}

dictionary! {
    /// `AddEventListenerOptions`.
    pub struct AddEventListenerOptions { capture: bool, once: bool, passive: bool, signal: Instance<AbortSignal> }
}

/// "Flatten": `(AddEventListenerOptions or boolean)`.
fn flatten(value: &Value, operation: &str) -> Result<AddEventListenerOptions, Thrown> {
    if value.is_object() {
        let what = crate::idl::convert::What::Argument(2);
        return crate::idl::FromJs::from_js(value, Place { operation, what });
    }
    Ok(AddEventListenerOptions { capture: Some(value.to_boolean()), ..AddEventListenerOptions::default() })
}

/// `EventListener?`: null, or an object, which may turn out not to be callable only when an event comes.
fn listener_of(value: &Value, operation: &str) -> Result<Option<Value>, Thrown> {
    if value.is_nullish() {
        return Ok(None);
    }
    if value.is_object() {
        return Ok(Some(value.clone()));
    }
    Err(value.realm().type_error(&format!("{operation}: Argument 2 must be a function or an object with handleEvent.")))
}

/// Installs `EventTarget`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<EventTarget>::new("EventTarget")
        .constructor(|_, (): ()| Ok(EventTarget::default()))
        .operation("addEventListener", |this, (kind, callback, options): (DomString, Any, Optional<Any>)| {
            let callback = listener_of(&callback, "EventTarget.addEventListener")?;
            let options = options.0.unwrap_or_else(|| this.realm().undefined());
            let options = flatten(&options, "EventTarget.addEventListener")?;
            match callback {
                Some(callback) => add(&this.object(), this, &kind, callback, options),
                None => Ok(()),
            }
        })
        .operation("removeEventListener", |this, (kind, callback, options): (DomString, Any, Optional<Any>)| {
            let callback = listener_of(&callback, "EventTarget.removeEventListener")?;
            let capture = match &options.0 {
                Some(options) if options.is_object() => options.get("capture")?.to_boolean(),
                Some(options) => options.to_boolean(),
                None => false,
            };
            if let Some(callback) = callback {
                let removed = this.listeners.borrow_mut().remove(&kind.to_text(), capture, |known| known.is(&callback));
                drop(removed);
            }
            Ok(()) as Result<(), Thrown>
        })
        .operation("dispatchEvent", |this, (event,): (Instance<Event>,)| {
            if event.is_dispatching() {
                let message = "The event is already being dispatched";
                return Err(Thrown::new(this.realm().dom_exception(message, "InvalidStateError")));
            }
            dispatch(&this.object(), event.value())
        })
        .install(realm)
        .map(drop)
}

fn add(
    object: &Value,
    target: &EventTarget,
    kind: &DomString,
    callback: Value,
    options: AddEventListenerOptions,
) -> Result<(), Thrown> {
    if options.signal.as_ref().is_some_and(|signal| signal.is_aborted()) {
        return Ok(());
    }
    let listener = Listener {
        kind: kind.to_text(),
        callback: Callback::Listener(callback),
        capture: options.capture.unwrap_or(false),
        once: options.once.unwrap_or(false),
        passive: options.passive.unwrap_or(false),
        removed: Cell::new(false),
    };
    let same = |left: &Callback, right: &Callback| matches!(right, Callback::Listener(value) if left.is(value));
    let added = target.listeners.borrow_mut().add(listener, same);
    if let Some(registration) = added {
        if let Some(signal) = options.signal {
            signal.remove_on_abort(object.clone(), registration);
        }
        if let Some(signal) = object.host::<AbortSignal>() {
            signal.keep(object);
        }
    }
    Ok(())
}
