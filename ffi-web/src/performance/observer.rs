//! `PerformanceObserver` and the lists that it gives (Performance Timeline, section 5): who is told of entries when they are made.

use super::Performance;
use super::entry::{PerformanceEntry, select};
use crate::idl::{Any, Callback, DomString, Interface, Optional, Sequence, This, dictionary};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::cell::{Cell, RefCell};
use std::time::Duration;

/// The types of entries that there are.
const TYPES: [&str; 2] = ["mark", "measure"];

dictionary! {
    /// `PerformanceObserverInit`.
    pub struct ObserverInit { buffered: bool, entry_types as "entryTypes": Sequence<String>, kind as "type": String }
}

/// How an observer was told what to observe: in one call, or type by type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Undecided,
    Several,
    Single,
}

/// The data of a `PerformanceObserver`.
struct Observer {
    callback: Value,
    mode: Cell<Mode>,
    types: RefCell<Vec<&'static str>>,
    waiting: RefCell<Vec<Value>>,
}

impl HostData for Observer {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.callback);
        tracer.mark_cell(&self.waiting);
    }
}

/// The data of a `PerformanceObserverEntryList`.
struct EntryList(Vec<Value>);

impl HostData for EntryList {
    fn trace(&self, tracer: &Tracer) {
        self.0.iter().for_each(|entry| tracer.mark(entry));
    }
}

/// The observers that are told, with a task under way or not.
#[derive(Default)]
pub(super) struct Observers {
    registered: RefCell<Vec<Value>>,
    is_scheduled: Cell<bool>,
}

impl Observers {
    pub(super) fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.registered);
    }

    /// Notes an entry for those who observe its type, and sees to it that they are told.
    pub(super) fn tell(&self, performance: &Value, entry: &Value) {
        let Some(kind) = entry.host::<PerformanceEntry>().map(|entry| entry.kind) else { return };
        for observer in self.registered.borrow().iter() {
            if let Some(data) = observer.host::<Observer>()
                && data.types.borrow().contains(&kind)
            {
                data.waiting.borrow_mut().push(entry.clone());
                self.schedule(performance);
            }
        }
    }

    fn schedule(&self, performance: &Value) {
        if self.is_scheduled.replace(true) {
            return;
        }
        let performance = performance.clone();
        performance.realm().set_timer(Duration::ZERO, move |realm| {
            let Some(data) = performance.host::<Performance>() else { return };
            data.observers.is_scheduled.set(false);
            let registered = data.observers.registered.borrow().clone();
            for observer in registered {
                if let Err(thrown) = deliver(realm, &observer) {
                    realm.report_uncaught(thrown.value());
                }
            }
        });
    }
}

fn deliver(realm: Realm, observer: &Value) -> Result<(), Thrown> {
    let data = observer.expect_host::<Observer>()?;
    let mut entries = data.waiting.take();
    let start = |entry: &Value| entry.host::<PerformanceEntry>().map_or(0.0, |entry| entry.start);
    entries.sort_by(|left, right| start(left).total_cmp(&start(right)));
    if entries.is_empty() {
        return Ok(());
    }
    let list = realm.class_of::<EntryList>()?.instance(EntryList(entries))?;
    let options = realm.object_of(&[("droppedEntriesCount", &realm.number(0.0))])?;
    data.callback.call(observer, &[&list, observer, &options]).map(drop)
}

fn observe(this: &This<'_, Observer>, (init,): (ObserverInit,)) -> Result<(), Thrown> {
    let realm = this.realm();
    let refuse = |message: &str| Err(realm.type_error(&format!("PerformanceObserver.observe: {message}")));
    let known = |name: &String| TYPES.into_iter().find(|known| known == name);
    let mixed = || {
        let message = "One observer is told its types either in one call or one by one";
        Err(Thrown::new(realm.dom_exception(message, "InvalidModificationError")))
    };
    let wanted = match (&init.entry_types, &init.kind) {
        (None, None) => return refuse("options need entryTypes or a type"),
        (Some(_), Some(_)) => return refuse("options cannot have entryTypes and a type"),
        (Some(types), None) => {
            if this.mode.get() == Mode::Single {
                return mixed();
            }
            this.mode.set(Mode::Several);
            this.types.borrow_mut().clear();
            types.0.iter().filter_map(known).collect::<Vec<_>>()
        }
        (None, Some(kind)) => {
            if this.mode.get() == Mode::Several {
                return mixed();
            }
            this.mode.set(Mode::Single);
            known(kind).into_iter().collect()
        }
    };
    if wanted.is_empty() {
        return Ok(());
    }
    for kind in &wanted {
        if !this.types.borrow().contains(kind) {
            this.types.borrow_mut().push(kind);
        }
    }
    let performance = super::object(realm)?;
    let data = performance.expect_host::<Performance>()?;
    let observer = this.object();
    let is_new = !data.observers.registered.borrow().iter().any(|known| known.strict_equal(&observer));
    if is_new {
        data.observers.registered.borrow_mut().push(observer);
    }
    if init.buffered.unwrap_or(false) && init.kind.is_some() {
        let earlier = data.timeline.entries(None, wanted.first().copied().map(DomString::from));
        if !earlier.is_empty() {
            this.waiting.borrow_mut().extend(earlier);
            data.observers.schedule(&performance);
        }
    }
    Ok(())
}

fn disconnect(this: &This<'_, Observer>, (): ()) -> Result<(), Thrown> {
    let (observer, performance) = (this.object(), super::object(this.realm())?);
    let data = performance.expect_host::<Performance>()?;
    let registered = data.observers.registered.take();
    let (gone, stay): (Vec<_>, Vec<_>) = registered.into_iter().partition(|known| known.strict_equal(&observer));
    data.observers.registered.replace(stay);
    this.types.borrow_mut().clear();
    let waiting = this.waiting.take();
    drop((gone, waiting));
    Ok(())
}

/// Installs both classes.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<EntryList>::new("PerformanceObserverEntryList")
        .operation("getEntries", |this, (): ()| select(&this.0, None, None))
        .operation("getEntriesByType", |this, (kind,): (DomString,)| select(&this.0, None, Some(kind)))
        .operation("getEntriesByName", |this, (name, kind): (DomString, Optional<DomString>)| {
            select(&this.0, Some(name), kind.0)
        })
        .install(realm)?;
    let class = Interface::<Observer>::new("PerformanceObserver")
        .constructor(|_, (callback,): (Callback,)| {
            Ok(Observer {
                callback: callback.0,
                mode: Cell::new(Mode::Undecided),
                types: RefCell::default(),
                waiting: RefCell::default(),
            })
        })
        .operation("observe", observe)
        .operation("disconnect", disconnect)
        .operation("takeRecords", |this, (): ()| this.waiting.take())
        .install(realm)?;
    let getter = realm.function("get supportedEntryTypes", 0, |call: &ffi_core::engine::Call<'_>| {
        let realm = call.realm();
        let names = TYPES.map(|name| realm.string(name));
        let types: Any = realm.array(&names.each_ref());
        realm.global().get("Object")?.invoke("freeze", &[&types])
    });
    let flags = ffi_core::engine::PropertyFlags::DATA;
    class.constructor().define_accessor("supportedEntryTypes", Some(getter), None, flags)
}
