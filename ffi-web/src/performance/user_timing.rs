//! Marks and measures (User Timing): the classes `PerformanceMark` and `PerformanceMeasure`, and what `performance` does with them.

use super::entry::{PerformanceEntry, Timeline};
use super::{Performance, now};
use crate::idl::{Any, DomString, FromJs, Interface, Optional, Place, This, convert::What, dictionary};
use crate::structured_clone;
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};

dictionary! {
    /// `PerformanceMarkOptions`.
    pub struct MarkOptions { detail: Any, start_time as "startTime": f64 }
}

dictionary! {
    /// `PerformanceMeasureOptions`.
    pub struct MeasureOptions { detail: Any, duration: f64, end: Any, start: Any }
}

/// The data of both classes.
struct Detailed<const MEASURE: bool> {
    entry: PerformanceEntry,
    detail: Value,
}

impl<const MEASURE: bool> HostData for Detailed<MEASURE> {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.detail);
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.entry)
    }
}

type Mark = Detailed<false>;
type Measure = Detailed<true>;

/// A copy of what the program wants to remember.
fn detail(realm: Realm, given: Option<Value>) -> Result<Value, Thrown> {
    match given.filter(|given| !given.is_null()) {
        Some(given) => structured_clone::clone(&given, &[]).map(|(copy, _)| copy),
        None => Ok(realm.null()),
    }
}

fn new_mark(realm: Realm, name: DomString, options: MarkOptions) -> Result<Mark, Thrown> {
    let start = options.start_time.unwrap_or_else(now);
    if start < 0.0 {
        return Err(realm.type_error("PerformanceMark: startTime must not be negative"));
    }
    let entry = PerformanceEntry { name, kind: "mark", start, duration: 0.0 };
    Ok(Mark { entry, detail: detail(realm, options.detail)? })
}

/// `performance.mark`.
pub(super) fn mark(realm: Realm, timeline: &Timeline, name: DomString, options: MarkOptions) -> Result<Value, Thrown> {
    let mark = realm.class_of::<Mark>()?.instance(new_mark(realm, name, options)?)?;
    timeline.add(mark.clone());
    Ok(mark)
}

/// The time that a mark's name or a number says.
fn time_of(realm: Realm, timeline: &Timeline, mark: &Value) -> Result<f64, Thrown> {
    if let Some(time) = mark.as_number() {
        return if time < 0.0 { Err(realm.type_error("A time must not be negative")) } else { Ok(time) };
    }
    let name = DomString::from_js(mark, PLACE)?;
    timeline.last_mark(&name).ok_or_else(|| {
        let message = format!("The \"{}\" performance mark has not been set", name.to_text());
        Thrown::new(realm.dom_exception(&message, "SyntaxError"))
    })
}

const PLACE: Place<'_> = Place { operation: "Performance.measure", what: What::Argument(1) };

/// The arguments of `performance.measure`.
pub(super) type MeasureArguments = (DomString, Optional<Any>, Optional<Any>);

/// `performance.measure`.
pub(super) fn measure(
    this: &This<'_, Performance>,
    (name, first, end_mark): MeasureArguments,
) -> Result<Value, Thrown> {
    let (realm, timeline) = (this.realm(), &this.timeline);
    let refuse = |message: &str| Err(realm.type_error(&format!("Performance.measure: {message}")));
    let time = |mark: &Value| time_of(realm, timeline, mark);
    let first = first.0.filter(|first| !first.is_null());
    let options = first.as_ref().filter(|first| first.is_object());
    let is_described = options.is_some();
    let options = options.map(|options| MeasureOptions::from_js(options, PLACE)).transpose()?.unwrap_or_default();
    let MeasureOptions { detail: given, duration, end, start } = options;
    let says_anything = given.is_some() || duration.is_some() || end.is_some() || start.is_some();
    if is_described && says_anything {
        if end_mark.0.is_some() {
            return refuse("there is a mark of the end beside options");
        }
        if start.is_none() && end.is_none() {
            return refuse("options need a start or an end");
        }
        if start.is_some() && end.is_some() && duration.is_some() {
            return refuse("options cannot have a start, an end and a duration");
        }
    }
    let until = match (&end_mark.0, &end, &start, duration) {
        (Some(mark), ..) | (None, Some(mark), ..) => time(mark)?,
        (None, None, Some(start), Some(duration)) => time(start)? + duration,
        _ => now(),
    };
    let since = match (&start, &end, duration) {
        (Some(start), ..) => time(start)?,
        (None, Some(_), Some(duration)) => until - duration,
        _ => match first.filter(|_| !is_described) {
            Some(mark) => time(&mark)?,
            None => 0.0,
        },
    };
    let entry = PerformanceEntry { name, kind: "measure", start: since, duration: until - since };
    let measure = Measure { entry, detail: detail(realm, given)? };
    let measure = realm.class_of::<Measure>()?.instance(measure)?;
    timeline.add(measure.clone());
    Ok(measure)
}

fn interface<const MEASURE: bool>(realm: Realm, name: &'static str) -> Result<Interface<Detailed<MEASURE>>, Thrown> {
    let interface = Interface::<Detailed<MEASURE>>::new(name).inherits::<PerformanceEntry>(realm)?;
    Ok(interface.readonly("detail", |this| this.detail.clone()))
}

/// Installs both classes.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    interface::<false>(realm, "PerformanceMark")?
        .constructor(|new, (name, options): (DomString, MarkOptions)| new_mark(new.realm(), name, options))
        .install(realm)?;
    interface::<true>(realm, "PerformanceMeasure")?.install(realm).map(drop)
}
