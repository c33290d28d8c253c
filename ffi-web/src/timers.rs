//! `setTimeout`, `setInterval`, their `clear` functions and `queueMicrotask` (HTML, sections 8.6 and 8.7), over the timers
//! of the event loop. A timer is named by a positive integer; its callback is rooted here until it has run or is cleared.

use crate::idl::{Callback, FromJs, Place, convert::What};
use ffi_core::engine::{Call, Realm, Thrown, Value};
use ffi_core::runtime::TimerId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

/// The timers of a realm ("map of setTimeout and setInterval IDs").
#[derive(Default)]
pub(crate) struct Timers {
    active: RefCell<HashMap<i32, (Rc<Timer>, TimerId)>>,
    last: Cell<i32>,
    /// How deep the timer that runs now was set by timers that ran.
    nesting: Cell<u32>,
}

struct Timer {
    callback: Value,
    arguments: Vec<Value>,
    delay: i32,
    repeat: bool,
    nesting: u32,
}

fn timers(realm: Realm) -> &'static Timers {
    realm.extension(Timers::default)
}

/// Installs the five functions.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    let global = realm.global();
    let set = |name: &'static str, repeat: bool| {
        realm.function(name, 1, move |call: &Call<'_>| set_timer(call, name, repeat))
    };
    global.define("setTimeout", &set("setTimeout", false))?;
    global.define("setInterval", &set("setInterval", true))?;
    for name in ["clearTimeout", "clearInterval"] {
        global.define(name, &realm.function(name, 0, clear_timer))?;
    }
    global.define("queueMicrotask", &realm.function("queueMicrotask", 1, queue_microtask))
}

fn callback_of(call: &Call<'_>, operation: &str) -> Result<Value, Thrown> {
    Callback::from_js(&call.argument(0), Place { operation, what: What::Argument(0) }).map(|callback| callback.0)
}

fn set_timer(call: &Call<'_>, name: &str, repeat: bool) -> Result<Value, Thrown> {
    let realm = call.realm();
    let callback = callback_of(call, name)?;
    let delay = i32::from_js(&call.argument(1), Place { operation: name, what: What::Argument(1) })?;
    let arguments = call.arguments().iter().skip(2).map(|argument| (*argument).clone()).collect();
    let timers = timers(realm);
    let number = timers.last.get().wrapping_add(1).max(1);
    timers.last.set(number);
    let timer = Timer { callback, arguments, delay, repeat, nesting: timers.nesting.get() + 1 };
    schedule(realm, number, Rc::new(timer));
    Ok(realm.number(f64::from(number)))
}

fn schedule(realm: Realm, number: i32, timer: Rc<Timer>) {
    // A timer set by a timer, more than five deep, waits at least four milliseconds.
    let least = if timer.nesting > 5 { 4 } else { 0 };
    let delay = Duration::from_millis(u64::from(timer.delay.max(least).unsigned_abs()));
    let id = realm.set_timer(delay, move |realm| fire(realm, number));
    timers(realm).active.borrow_mut().insert(number, (timer, id));
}

fn fire(realm: Realm, number: i32) {
    let timers = timers(realm);
    let Some(timer) = timers.active.borrow().get(&number).map(|(timer, _)| Rc::clone(timer)) else { return };
    if !timer.repeat {
        timers.active.borrow_mut().remove(&number);
    }
    let outer = timers.nesting.replace(timer.nesting);
    let arguments: Vec<&Value> = timer.arguments.iter().collect();
    if let Err(thrown) = timer.callback.call(&realm.global(), &arguments) {
        realm.report_uncaught(thrown.value());
    }
    timers.nesting.set(outer);
    if timer.repeat && timers.active.borrow().contains_key(&number) {
        let again = Timer {
            callback: timer.callback.clone(),
            arguments: timer.arguments.clone(),
            nesting: timer.nesting + 1,
            ..*timer
        };
        schedule(realm, number, Rc::new(again));
    }
}

fn clear_timer(call: &Call<'_>) -> Result<Value, Thrown> {
    let realm = call.realm();
    let place = Place { operation: "clearTimeout", what: What::Argument(0) };
    let number = i32::from_js(&call.argument(0), place)?;
    let cleared = timers(realm).active.borrow_mut().remove(&number);
    if let Some((_, id)) = cleared {
        realm.clear_timer(id);
    }
    Ok(realm.undefined())
}

fn queue_microtask(call: &Call<'_>) -> Result<Value, Thrown> {
    let realm = call.realm();
    let callback = callback_of(call, "queueMicrotask")?;
    let now = realm.fulfilled(&realm.undefined())?;
    if let Some(promise) = now.as_promise() {
        promise.settled(move |realm, _| {
            if let Err(thrown) = callback.call_plain(&[]) {
                realm.report_uncaught(thrown.value());
            }
        })?;
    }
    Ok(realm.undefined())
}
