//! Events that carry something: `MessageEvent`, `ErrorEvent`, `PromiseRejectionEvent` (HTML, sections 9.1, 8.1.4.6 and
//! 8.1.4.7).

use super::event::{Event, EventInit, define_is_trusted};
use crate::idl::convert::What;
use crate::idl::{Any, DomString, FromJs, Interface, IntoJs, New, Object, Place, Sequence, dictionary};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};

dictionary! {
    /// `MessageEventInit`, the part that `EventInit` has not.
    pub struct MessageEventInit {
        data: Any, last_event_id as "lastEventId": DomString, origin: String, ports: Sequence<Any>, source: Any,
    }
}

dictionary! {
    /// `ErrorEventInit`, the part that `EventInit` has not.
    pub struct ErrorEventInit { column as "colno": i32, error: Any, filename: String, line as "lineno": i32, message: DomString }
}

dictionary! {
    /// `PromiseRejectionEventInit`, the part that `EventInit` has not.
    pub struct PromiseRejectionEventInit { promise: Object, reason: Any }
}

/// The data of a `MessageEvent`.
pub struct MessageEvent {
    event: Event,
    data: Value,
    origin: String,
    last_event_id: DomString,
    source: Value,
    /// A frozen array.
    ports: Value,
}

impl HostData for MessageEvent {
    fn trace(&self, tracer: &Tracer) {
        [&self.data, &self.source, &self.ports].into_iter().for_each(|value| tracer.mark(value));
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.event)
    }
}

/// The data of an `ErrorEvent`.
pub struct ErrorEvent {
    event: Event,
    message: DomString,
    filename: String,
    line: u32,
    column: u32,
    error: Value,
}

impl HostData for ErrorEvent {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.error);
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.event)
    }
}

/// The data of a `PromiseRejectionEvent`.
pub struct PromiseRejectionEvent {
    event: Event,
    promise: Value,
    reason: Value,
}

impl HostData for PromiseRejectionEvent {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.promise);
        tracer.mark(&self.reason);
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.event)
    }
}

fn frozen(realm: Realm, items: &[Value]) -> Result<Value, Thrown> {
    let array = realm.array(&items.iter().collect::<Vec<_>>());
    realm.global().get("Object")?.invoke("freeze", &[&array])
}

/// The message event that a port gets.
pub(super) fn message(realm: Realm, data: Value, ports: &[Value]) -> Result<Value, Thrown> {
    let event = MessageEvent {
        event: Event::new(DomString::from("message"), &EventInit::default(), true),
        data,
        origin: String::new(),
        last_event_id: DomString::from(""),
        source: realm.null(),
        ports: frozen(realm, ports)?,
    };
    let event = realm.class_of::<MessageEvent>()?.instance(event)?;
    define_is_trusted(&event)?;
    Ok(event)
}

/// The error event of an exception that nobody caught.
pub(super) fn error(realm: Realm, exception: &Value) -> Result<Value, Thrown> {
    let text = exception.to_text().unwrap_or_else(|_| "an exception without a text".to_owned());
    let stack = Thrown::new(exception.clone()).stack();
    let (filename, line, column) = place_of(&stack).unwrap_or_default();
    let event = ErrorEvent {
        event: Event::new(DomString::from("error"), &cancelable(), true),
        message: DomString::from(format!("Uncaught {text}").as_str()),
        filename,
        line,
        column,
        error: exception.clone(),
    };
    let event = realm.class_of::<ErrorEvent>()?.instance(event)?;
    define_is_trusted(&event)?;
    Ok(event)
}

fn cancelable() -> EventInit {
    EventInit { cancelable: Some(true), ..EventInit::default() }
}

/// File, line and column of the innermost call that has them, by a stack of the engine's: `at f (file:1:2)` or `at file:1:2`.
fn place_of(stack: &str) -> Option<(String, u32, u32)> {
    stack.lines().find_map(|line| {
        let place = line.trim().strip_prefix("at ")?.trim_end_matches(')');
        let place = place.rsplit_once(" (").map_or(place, |(_, place)| place);
        let (rest, column) = place.rsplit_once(':')?;
        let (file, line) = rest.rsplit_once(':')?;
        Some((file.to_owned(), line.parse().ok()?, column.parse().ok()?))
    })
}

/// What `onerror` of the global object is called with; nothing for any other event or target.
pub(super) fn error_arguments(target: &Value, event: &Value, state: &Event) -> Result<Option<[Value; 5]>, Thrown> {
    let realm = target.realm();
    let Some(data) = event.host::<ErrorEvent>() else { return Ok(None) };
    if state.kind().to_text() != "error" || !target.strict_equal(&realm.global()) {
        return Ok(None);
    }
    let number = |number: u32| realm.number(f64::from(number));
    let (line, column) = (number(data.line), number(data.column));
    Ok(Some([data.message.clone().into_js(realm)?, realm.string(&data.filename), line, column, data.error.clone()]))
}

/// The event that tells of a promise which was rejected.
pub(super) fn rejection(
    realm: Realm,
    kind: &str,
    promise: &Value,
    reason: &Value,
    is_cancelable: bool,
) -> Result<Value, Thrown> {
    let init = if is_cancelable { cancelable() } else { EventInit::default() };
    let event = Event::new(DomString::from(kind), &init, true);
    let event = PromiseRejectionEvent { event, promise: promise.clone(), reason: reason.clone() };
    let event = realm.class_of::<PromiseRejectionEvent>()?.instance(event)?;
    define_is_trusted(&event)?;
    Ok(event)
}

/// The second dictionary of a constructor, read from the same argument as `EventInit`.
fn own_part<T: FromJs>(new: &New<'_>, operation: &str) -> Result<T, Thrown> {
    T::from_js(&new.argument(1), Place { operation, what: What::Argument(1) })
}

/// Installs the three classes.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<MessageEvent>::new("MessageEvent")
        .inherits::<Event>(realm)?
        .constructor(|new, (kind, init): (DomString, EventInit)| {
            let own: MessageEventInit = own_part(new, "MessageEvent constructor")?;
            let null = new.realm().null();
            Ok(MessageEvent {
                event: Event::new(kind, &init, false),
                data: own.data.unwrap_or_else(|| null.clone()),
                origin: own.origin.unwrap_or_default(),
                last_event_id: own.last_event_id.unwrap_or_else(|| DomString::from("")),
                source: own.source.unwrap_or(null),
                ports: frozen(new.realm(), &own.ports.map(|ports| ports.0).unwrap_or_default())?,
            })
        })
        .initialize(|_, event| define_is_trusted(event))
        .readonly("data", |this| this.data.clone())
        .readonly("origin", |this| this.origin.clone())
        .readonly("lastEventId", |this| this.last_event_id.clone())
        .readonly("source", |this| this.source.clone())
        .readonly("ports", |this| this.ports.clone())
        .install(realm)?;
    Interface::<ErrorEvent>::new("ErrorEvent")
        .inherits::<Event>(realm)?
        .constructor(|new, (kind, init): (DomString, EventInit)| {
            let own: ErrorEventInit = own_part(new, "ErrorEvent constructor")?;
            Ok(ErrorEvent {
                event: Event::new(kind, &init, false),
                message: own.message.unwrap_or_else(|| DomString::from("")),
                filename: own.filename.unwrap_or_default(),
                line: own.line.unwrap_or_default() as u32,
                column: own.column.unwrap_or_default() as u32,
                error: own.error.unwrap_or_else(|| new.realm().undefined()),
            })
        })
        .initialize(|_, event| define_is_trusted(event))
        .readonly("message", |this| this.message.clone())
        .readonly("filename", |this| this.filename.clone())
        .readonly("lineno", |this| f64::from(this.line))
        .readonly("colno", |this| f64::from(this.column))
        .readonly("error", |this| this.error.clone())
        .install(realm)?;
    Interface::<PromiseRejectionEvent>::new("PromiseRejectionEvent")
        .inherits::<Event>(realm)?
        .constructor(|new, (kind, _): (DomString, Object)| {
            let event_init = own_part::<EventInit>(new, "PromiseRejectionEvent constructor")?;
            let own: PromiseRejectionEventInit = own_part(new, "PromiseRejectionEvent constructor")?;
            let Some(promise) = own.promise else {
                return Err(new.realm().type_error("PromiseRejectionEvent constructor: promise is required."));
            };
            Ok(PromiseRejectionEvent {
                event: Event::new(kind, &event_init, false),
                promise: promise.0,
                reason: own.reason.unwrap_or_else(|| new.realm().undefined()),
            })
        })
        .initialize(|_, event| define_is_trusted(event))
        .readonly("promise", |this| this.promise.clone())
        .readonly("reason", |this| this.reason.clone())
        .install(realm)
        .map(drop)
}
