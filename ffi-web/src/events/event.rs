//! The classes `Event` and `CustomEvent` (DOM standard, sections 2.2 and 2.4).

use crate::idl::{Any, DomString, Interface, This, dictionary};
use ffi_core::engine::{Call, HostData, PropertyFlags, Realm, Thrown, Tracer, Value};
use std::cell::{Cell, RefCell};

/// `Event.NONE`: not being dispatched.
const NONE: u16 = 0;
/// `Event.AT_TARGET`.
const AT_TARGET: u16 = 2;

dictionary! {
    /// `EventInit`.
    pub struct EventInit { bubbles: bool, cancelable: bool, composed: bool }
}

dictionary! {
    /// `CustomEventInit`, the part that `EventInit` has not.
    pub struct CustomEventInit { detail: Any }
}

/// The data of an `Event`.
pub struct Event {
    kind: RefCell<DomString>,
    bubbles: Cell<bool>,
    cancelable: Cell<bool>,
    composed: bool,
    trusted: bool,
    time_stamp: f64,
    target: RefCell<Option<Value>>,
    current_target: RefCell<Option<Value>>,
    dispatching: Cell<bool>,
    in_passive: Cell<bool>,
    canceled: Cell<bool>,
    stopped: Cell<bool>,
    stopped_immediately: Cell<bool>,
}

impl HostData for Event {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.target);
        tracer.mark_cell(&self.current_target);
    }
}

/// The data of a `CustomEvent`.
pub struct CustomEvent {
    event: Event,
    detail: RefCell<Value>,
}

impl HostData for CustomEvent {
    fn trace(&self, tracer: &Tracer) {
        if let Ok(detail) = self.detail.try_borrow() {
            tracer.mark(&detail);
        }
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.event)
    }
}

impl Event {
    /// An event; `trusted` for those that the host fires.
    #[must_use]
    pub fn new(kind: DomString, init: &EventInit, trusted: bool) -> Self {
        Self {
            kind: RefCell::new(kind),
            bubbles: Cell::new(init.bubbles.unwrap_or(false)),
            cancelable: Cell::new(init.cancelable.unwrap_or(false)),
            composed: init.composed.unwrap_or(false),
            trusted,
            time_stamp: crate::performance::now(),
            target: RefCell::default(),
            current_target: RefCell::default(),
            dispatching: Cell::new(false),
            in_passive: Cell::new(false),
            canceled: Cell::new(false),
            stopped: Cell::new(false),
            stopped_immediately: Cell::new(false),
        }
    }

    /// Its type.
    pub(super) fn kind(&self) -> DomString {
        self.kind.borrow().clone()
    }

    /// Whether a dispatch is under way.
    pub(super) fn is_dispatching(&self) -> bool {
        self.dispatching.get()
    }

    /// Whether the next listener must not be called.
    pub(super) fn is_stopped_immediately(&self) -> bool {
        self.stopped_immediately.get()
    }

    /// Whether propagation is stopped, so that the second phase at the target is left out.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Whether the default action was prevented.
    pub(super) fn is_canceled(&self) -> bool {
        self.canceled.get()
    }

    /// A dispatch on a target starts.
    pub(super) fn begin(&self, target: &Value) {
        self.dispatching.set(true);
        self.target.replace(Some(target.clone()));
        self.current_target.replace(Some(target.clone()));
    }

    /// The dispatch is over.
    pub(super) fn end(&self) {
        self.current_target.replace(None);
        self.dispatching.set(false);
        self.stopped.set(false);
        self.stopped_immediately.set(false);
    }

    /// The next listener is passive, or not.
    pub(super) fn set_in_passive(&self, passive: bool) {
        self.in_passive.set(passive);
    }

    /// "Set the canceled flag".
    pub(super) fn cancel(&self) {
        if self.cancelable.get() && !self.in_passive.get() {
            self.canceled.set(true);
        }
    }

    fn path(&self) -> Vec<Value> {
        self.current_target.borrow().iter().cloned().collect()
    }

    fn initialize(&self, kind: DomString, bubbles: bool, cancelable: bool) {
        if self.dispatching.get() {
            return;
        }
        self.canceled.set(false);
        self.stopped.set(false);
        self.stopped_immediately.set(false);
        self.target.replace(None);
        self.kind.replace(kind);
        self.bubbles.set(bubbles);
        self.cancelable.set(cancelable);
    }
}

/// The getter of `isTrusted`, one function for all events.
#[derive(Default)]
struct TrustedGetter(RefCell<Option<Value>>);

/// `[LegacyUnforgeable] isTrusted`: an own property of each event, which no program can change.
pub(super) fn define_is_trusted(event: &Value) -> Result<(), Thrown> {
    let realm = event.realm();
    let slot = &realm.extension(TrustedGetter::default).0;
    let getter = slot.borrow().clone();
    let getter = getter.unwrap_or_else(|| {
        let getter = realm.function("get isTrusted", 0, |call: &Call<'_>| {
            let trusted = call.this().expect_host::<Event>()?.trusted;
            Ok(call.realm().boolean(trusted))
        });
        slot.replace(Some(getter.clone()));
        getter
    });
    let flags = PropertyFlags { configurable: false, writable: false, enumerable: true };
    event.define_accessor("isTrusted", Some(getter), None, flags)
}

/// An event of the host's.
pub(super) fn trusted(realm: Realm, kind: &str) -> Result<Value, Thrown> {
    let event = Event::new(DomString::from(kind), &EventInit::default(), true);
    let event = realm.class_of::<Event>()?.instance(event)?;
    define_is_trusted(&event)?;
    Ok(event)
}

/// Installs both classes.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    install_event(realm)?;
    Interface::<CustomEvent>::new("CustomEvent")
        .inherits::<Event>(realm)?
        .constructor(|new, (kind, init): (DomString, EventInit)| {
            let custom = <CustomEventInit as crate::idl::FromJs>::from_js(
                &new.argument(1),
                crate::idl::Place {
                    operation: "CustomEvent constructor",
                    what: crate::idl::convert::What::Argument(1),
                },
            )?;
            let detail = custom.detail.unwrap_or_else(|| new.realm().null());
            Ok(CustomEvent { event: Event::new(kind, &init, false), detail: RefCell::new(detail) })
        })
        .initialize(|_, event| define_is_trusted(event))
        .readonly("detail", |this| this.detail.borrow().clone())
        .install(realm)
        .map(drop)
}

fn install_event(realm: Realm) -> Result<(), Thrown> {
    Interface::<Event>::new("Event")
        .constants(&[("NONE", NONE), ("CAPTURING_PHASE", 1), ("AT_TARGET", AT_TARGET), ("BUBBLING_PHASE", 3)])
        .constructor(|_, (kind, init): (DomString, EventInit)| Ok(Event::new(kind, &init, false)))
        .initialize(|_, event| define_is_trusted(event))
        .readonly("type", |this| this.kind())
        .readonly("target", |this| this.target.borrow().clone())
        .readonly("srcElement", |this| this.target.borrow().clone())
        .readonly("currentTarget", |this| this.current_target.borrow().clone())
        .readonly("eventPhase", |this| f64::from(if this.dispatching.get() { AT_TARGET } else { NONE }))
        .readonly("bubbles", |this| this.bubbles.get())
        .readonly("cancelable", |this| this.cancelable.get())
        .readonly("defaultPrevented", |this| this.canceled.get())
        .readonly("composed", |this| this.composed)
        .readonly("timeStamp", |this| this.time_stamp)
        .attribute(
            "cancelBubble",
            |this| this.stopped.get(),
            |this: &This<'_, Event>, value: bool| {
                this.stopped.set(this.stopped.get() || value);
                Ok(())
            },
        )
        .attribute(
            "returnValue",
            |this| !this.canceled.get(),
            |this: &This<'_, Event>, value: bool| {
                if !value {
                    this.cancel();
                }
                Ok(())
            },
        )
        .operation("composedPath", |this, (): ()| this.path())
        .operation("stopPropagation", |this, (): ()| this.stopped.set(true))
        .operation("stopImmediatePropagation", |this, (): ()| {
            this.stopped.set(true);
            this.stopped_immediately.set(true);
        })
        .operation("preventDefault", |this, (): ()| this.cancel())
        .operation(
            "initEvent",
            |this, (kind, bubbles, cancelable): (DomString, crate::idl::Optional<bool>, crate::idl::Optional<bool>)| {
                this.initialize(kind, bubbles.0.unwrap_or(false), cancelable.0.unwrap_or(false));
            },
        )
        .install(realm)
        .map(drop)
}
