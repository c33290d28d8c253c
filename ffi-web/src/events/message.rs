//! `MessageChannel` and `MessagePort` (HTML, section 9.4): two ports, each of which gets what the other posts, copied by
//! structured clone. Both ends are in one realm, so a message is copied when it is posted and waits as a value.

use super::payload;
use super::target::{EventTarget, dispatch, fire};
use crate::idl::{Any, FromJs, Interface, Optional, Place, Sequence, This, convert::What};
use crate::structured_clone::{self, refuse};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value, WellKnown};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

/// What waits in a port: a message with its ports.
type Message = (Value, Vec<Value>);

/// The data of a `MessagePort`.
#[derive(Default)]
pub struct MessagePort {
    target: EventTarget,
    /// The port at the other end, while the channel is open.
    other: RefCell<Option<Value>>,
    queue: RefCell<VecDeque<Message>>,
    started: Cell<bool>,
    /// Closed, or transferred.
    detached: Cell<bool>,
}

impl HostData for MessagePort {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.other);
        if let Ok(queue) = self.queue.try_borrow() {
            for (data, ports) in queue.iter() {
                tracer.mark(data);
                ports.iter().for_each(|port| tracer.mark(port));
            }
        }
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.target)
    }
}

impl MessagePort {
    /// Whether it can go to another place: it was neither closed nor transferred.
    pub(crate) fn is_transferable(&self) -> bool {
        !self.detached.get()
    }
}

/// A port without another end.
pub(crate) fn new_port(realm: Realm) -> Result<Value, Thrown> {
    realm.class_of::<MessagePort>()?.instance(MessagePort::default())
}

/// Moves the end of a channel from one port to a new one, which starts anew with the messages that wait.
pub(crate) fn transfer(from: &Value, to: &Value) -> Result<(), Thrown> {
    let (old, new) = (from.expect_host::<MessagePort>()?, to.expect_host::<MessagePort>()?);
    old.detached.set(true);
    let other = old.other.take();
    if let Some(end) = other.as_ref().and_then(Value::host::<MessagePort>) {
        end.other.replace(Some(to.clone()));
    }
    new.other.replace(other);
    new.queue.replace(old.queue.take());
    Ok(())
}

/// Sees to it that one waiting message is delivered by a task of its own.
fn schedule(port: &Value) {
    let port = port.clone();
    port.realm().set_timer(Duration::ZERO, move |realm| {
        if let Err(thrown) = deliver(realm, &port) {
            realm.report_uncaught(thrown.value());
        }
    });
}

fn deliver(realm: Realm, port: &Value) -> Result<(), Thrown> {
    let data = port.expect_host::<MessagePort>()?;
    if !data.started.get() {
        return Ok(());
    }
    let message = data.queue.borrow_mut().pop_front();
    let Some((value, ports)) = message else { return Ok(()) };
    dispatch(port, &payload::message(realm, value, &ports)?).map(drop)
}

fn start(port: &Value, data: &MessagePort) {
    if data.detached.get() || data.started.replace(true) {
        return;
    }
    let waiting = data.queue.borrow().len();
    (0..waiting).for_each(|_| schedule(port));
}

fn post(this: &This<'_, MessagePort>, (value, options): (Any, Optional<Any>)) -> Result<(), Thrown> {
    const OPERATION: &str = "MessagePort.postMessage";
    let realm = this.realm();
    let options = options.0.unwrap_or_else(|| realm.undefined());
    // `sequence<object>` or `StructuredSerializeOptions`.
    let transfer = if options.is_object() && !options.get(WellKnown::Iterator)?.is_nullish() {
        Sequence::<Value>::from_js(&options, Place { operation: OPERATION, what: What::Argument(1) })?.0
    } else {
        structured_clone::transfer_member(&options, OPERATION)?
    };
    if transfer.iter().any(|value| value.strict_equal(&this.object())) {
        return Err(refuse(realm, "Transfer list contains source port"));
    }
    let other = this.other.borrow().clone();
    let doomed = other.as_ref().is_some_and(|other| transfer.iter().any(|value| value.strict_equal(other)));
    let message = structured_clone::clone(&value, &transfer)?;
    if let Some(other) = other.filter(|_| !doomed)
        && let Some(end) = other.host::<MessagePort>()
    {
        end.queue.borrow_mut().push_back(message);
        if end.started.get() {
            schedule(&other);
        }
    }
    Ok(())
}

/// Closes the channel: this port gets nothing any more, the other one what was posted before, and then `close`.
fn close(this: &This<'_, MessagePort>, (): ()) {
    this.detached.set(true);
    let dropped = this.queue.take();
    drop(dropped);
    let Some(other) = this.other.take() else { return };
    if let Some(end) = other.host::<MessagePort>() {
        drop(end.other.take());
    }
    this.realm().set_timer(Duration::ZERO, move |realm| {
        if let Err(thrown) = fire(realm, &other, "close") {
            realm.report_uncaught(thrown.value());
        }
    });
}

/// The data of a `MessageChannel`.
struct MessageChannel {
    ports: [Value; 2],
}

impl HostData for MessageChannel {
    fn trace(&self, tracer: &Tracer) {
        self.ports.iter().for_each(|port| tracer.mark(port));
    }
}

/// The handler attribute for one kind of event.
fn handler(interface: Interface<MessagePort>, name: &'static str, kind: &'static str) -> Interface<MessagePort> {
    interface.attribute(
        name,
        move |this| this.target.handler(kind),
        move |this: &This<'_, MessagePort>, value: Any| {
            this.target.set_handler(kind, Some(value).filter(Value::is_object));
            if kind == "message" {
                start(&this.object(), this);
            }
            Ok(())
        },
    )
}

/// Installs both classes.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    let port = Interface::<MessagePort>::new("MessagePort")
        .inherits::<EventTarget>(realm)?
        .operation("postMessage", post)
        .operation("start", |this, (): ()| start(&this.object(), this))
        .operation("close", close);
    let port = handler(port, "onmessage", "message");
    let port = handler(port, "onmessageerror", "messageerror");
    handler(port, "onclose", "close").install(realm)?;
    Interface::<MessageChannel>::new("MessageChannel")
        .constructor(|new, (): ()| {
            let ports = [new_port(new.realm())?, new_port(new.realm())?];
            for (port, other) in [(0, 1), (1, 0)] {
                ports[port].expect_host::<MessagePort>()?.other.replace(Some(ports[other].clone()));
            }
            Ok(MessageChannel { ports })
        })
        .readonly("port1", |this| this.ports[0].clone())
        .readonly("port2", |this| this.ports[1].clone())
        .install(realm)
        .map(drop)
}
