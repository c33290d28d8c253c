//! The global object as an event target (HTML, section 8.1.8.2): its listeners are those of an `EventTarget` that stands in for
//! it, and what nobody catches is an `error` or an `unhandledrejection` event there before it is reported.

use super::payload;
use super::target::{EventTarget, dispatch};
use ffi_core::engine::{Call, PropertyFlags, Realm, Thrown, Uncaught, Value};
use std::cell::Cell;
use std::time::Duration;

/// Whether an `error` event is being dispatched ("in error reporting mode"): what its listeners throw is reported without another.
#[derive(Default)]
struct Reporting(Cell<bool>);

/// Makes the global object an event target with the handlers that workers and windows share.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    let (class, global) = (realm.class_of::<EventTarget>()?, realm.global());
    realm.set_global_host(Some(class.instance(EventTarget::default())?));
    global.set_prototype(class.prototype())?;
    handler(realm, "onerror", "error")?;
    handler(realm, "onunhandledrejection", "unhandledrejection")?;
    handler(realm, "onrejectionhandled", "rejectionhandled")?;
    realm.on_uncaught_first(|realm, uncaught| match uncaught {
        Uncaught::Exception(exception) => is_handled_error(realm, exception),
        Uncaught::Rejection { promise, reason } => {
            fire_rejection(realm, "unhandledrejection", promise, reason, true).is_some_and(|goes_on| !goes_on)
        }
    });
    realm.on_handled_late(|realm, promise, reason| {
        if has_listeners(realm, "rejectionhandled") {
            realm.set_timer(Duration::ZERO, move |realm| {
                fire_rejection(realm, "rejectionhandled", &promise, &reason, false);
            });
        }
    });
    Ok(())
}

/// The handler attribute for one kind of event.
fn handler(realm: Realm, name: &str, kind: &'static str) -> Result<(), Thrown> {
    let getter = realm.function(&format!("get {name}"), 0, move |call: &Call<'_>| {
        let target = call.this().stand_in()?;
        Ok(target.expect_host::<EventTarget>()?.handler(kind).unwrap_or_else(|| call.realm().null()))
    });
    let setter = realm.function(&format!("set {name}"), 1, move |call: &Call<'_>| {
        let (target, value) = (call.this().stand_in()?, call.argument(0).clone());
        target.expect_host::<EventTarget>()?.set_handler(kind, Some(value).filter(Value::is_object));
        Ok(call.realm().undefined())
    });
    realm.global().define_accessor(name, Some(getter), Some(setter), PropertyFlags::DATA)
}

fn has_listeners(realm: Realm, kind: &str) -> bool {
    realm.global().stand_in().is_ok_and(|target| target.host::<EventTarget>().is_some_and(|data| data.listens(kind)))
}

/// Fires `error`; gives whether a listener has dealt with the exception.
fn is_handled_error(realm: Realm, exception: &Value) -> bool {
    let reporting = &realm.extension(Reporting::default).0;
    if !has_listeners(realm, "error") || reporting.replace(true) {
        return false;
    }
    let goes_on = payload::error(realm, exception).and_then(|event| dispatch(&realm.global(), &event));
    reporting.set(false);
    goes_on.is_ok_and(|goes_on| !goes_on)
}

/// Fires an event about a promise; gives whether the default action may happen, or nothing where nobody listens.
fn fire_rejection(realm: Realm, kind: &'static str, promise: &Value, reason: &Value, cancelable: bool) -> Option<bool> {
    if !has_listeners(realm, kind) {
        return None;
    }
    let event = payload::rejection(realm, kind, promise, reason, cancelable);
    event.and_then(|event| dispatch(&realm.global(), &event)).ok()
}
