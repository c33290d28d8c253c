//! `performance`: the clock (High Resolution Time), and the timeline with marks and measures (Performance Timeline, User Timing).

mod entry;
mod observer;
mod user_timing;

use crate::events::target::EventTarget;
use crate::idl::{DomString, Interface, Optional};
use entry::Timeline;
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use observer::Observers;
use std::cell::RefCell;
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The object `performance`.
#[derive(Default)]
struct Performance {
    target: EventTarget,
    timeline: Timeline,
    observers: Observers,
}

impl HostData for Performance {
    fn trace(&self, tracer: &Tracer) {
        self.timeline.trace(tracer);
        self.observers.trace(tracer);
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.target)
    }
}

/// The object of a realm, whatever a program makes of the global name.
#[derive(Default)]
struct Object(RefCell<Option<Value>>);

fn object(realm: Realm) -> Result<Value, Thrown> {
    let object = realm.extension(Object::default).0.borrow().clone();
    object.ok_or_else(|| realm.type_error("performance is not installed"))
}

struct Origin {
    instant: Instant,
    unix_milliseconds: f64,
}

fn origin() -> &'static Origin {
    static ORIGIN: OnceLock<Origin> = OnceLock::new();
    ORIGIN.get_or_init(|| {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Origin { instant: Instant::now(), unix_milliseconds: since_epoch.as_secs_f64() * 1000.0 }
    })
}

/// Milliseconds since the time origin.
pub(crate) fn now() -> f64 {
    origin().instant.elapsed().as_secs_f64() * 1000.0
}

/// Installs `performance` with its classes, and starts its clock.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    origin();
    entry::install(realm)?;
    observer::install(realm)?;
    user_timing::install(realm)?;
    let class = Interface::<Performance>::new("Performance")
        .inherits::<EventTarget>(realm)?
        .operation("now", |_, (): ()| now())
        .readonly("timeOrigin", |_| origin().unix_milliseconds)
        .operation("toJSON", |this, (): ()| {
            this.realm().object_of(&[("timeOrigin", &this.realm().number(origin().unix_milliseconds))])
        })
        .operation("getEntries", |this, (): ()| this.timeline.entries(None, None))
        .operation("getEntriesByType", |this, (kind,): (DomString,)| this.timeline.entries(None, Some(kind)))
        .operation("getEntriesByName", |this, (name, kind): (DomString, Optional<DomString>)| {
            this.timeline.entries(Some(name), kind.0)
        })
        .operation("mark", |this, (name, options): (DomString, user_timing::MarkOptions)| {
            let mark = user_timing::mark(this.realm(), &this.timeline, name, options)?;
            this.observers.tell(&this.object(), &mark);
            Ok(mark) as Result<_, Thrown>
        })
        .operation("measure", |this, arguments: user_timing::MeasureArguments| {
            let measure = user_timing::measure(this, arguments)?;
            this.observers.tell(&this.object(), &measure);
            Ok(measure) as Result<_, Thrown>
        })
        .operation("clearMarks", |this, (name,): (Optional<DomString>,)| this.timeline.clear("mark", name.0))
        .operation("clearMeasures", |this, (name,): (Optional<DomString>,)| this.timeline.clear("measure", name.0))
        .install(realm)?;
    let object = class.instance(Performance::default())?;
    realm.extension(Object::default).0.replace(Some(object.clone()));
    crate::globals::attribute(realm, "performance", &object, true)
}
