//! `performance`: the clock (High Resolution Time), and the timeline with marks and measures (Performance Timeline, User Timing).

mod entry;
mod user_timing;

use crate::events::target::EventTarget;
use crate::idl::{DomString, Interface, Optional};
use entry::Timeline;
use ffi_core::engine::{HostData, Realm, Thrown, Tracer};
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The object `performance`.
#[derive(Default)]
struct Performance {
    target: EventTarget,
    timeline: Timeline,
}

impl HostData for Performance {
    fn trace(&self, tracer: &Tracer) {
        self.timeline.trace(tracer);
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.target)
    }
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
            user_timing::mark(this.realm(), &this.timeline, name, options)
        })
        .operation("measure", user_timing::measure)
        .operation("clearMarks", |this, (name,): (Optional<DomString>,)| this.timeline.clear("mark", name.0))
        .operation("clearMeasures", |this, (name,): (Optional<DomString>,)| this.timeline.clear("measure", name.0))
        .install(realm)?;
    crate::globals::attribute(realm, "performance", &class.instance(Performance::default())?, true)
}
