//! The class `PerformanceEntry`, and the timeline: the entries that a program has made, in the order of their times.

use crate::idl::{DomString, Interface, IntoJs};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::cell::RefCell;

/// The data of a `PerformanceEntry`.
pub(super) struct PerformanceEntry {
    pub(super) name: DomString,
    pub(super) kind: &'static str,
    pub(super) start: f64,
    pub(super) duration: f64,
}

impl HostData for PerformanceEntry {}

impl PerformanceEntry {
    /// What `toJSON` gives, with the members that a derived class adds.
    pub(super) fn to_json(&self, realm: Realm, more: &[(&str, &Value)]) -> Result<Value, Thrown> {
        let object = realm.object_of(&[
            ("name", &self.name.clone().into_js(realm)?),
            ("entryType", &realm.string(self.kind)),
            ("startTime", &realm.number(self.start)),
            ("duration", &realm.number(self.duration)),
        ])?;
        more.iter().try_for_each(|(name, value)| object.define(*name, value))?;
        Ok(object)
    }
}

/// Those of the entries that have a name and a type, where these are given.
pub(super) fn select(entries: &[Value], name: Option<DomString>, kind: Option<DomString>) -> Vec<Value> {
    let kind = kind.map(|kind| kind.to_text());
    let matches = |entry: &PerformanceEntry| {
        name.as_ref().is_none_or(|name| entry.name == *name) && kind.as_ref().is_none_or(|kind| entry.kind == *kind)
    };
    entries.iter().filter(|entry| entry.host::<PerformanceEntry>().is_some_and(matches)).cloned().collect()
}

/// The entries.
#[derive(Default)]
pub(super) struct Timeline(RefCell<Vec<Value>>);

impl Timeline {
    pub(super) fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.0);
    }

    /// Adds an entry after those that start no later.
    pub(super) fn add(&self, entry: Value) {
        let start = |entry: &Value| entry.host::<PerformanceEntry>().map_or(0.0, |entry| entry.start);
        let mut entries = self.0.borrow_mut();
        let at = entries.partition_point(|known| start(known) <= start(&entry));
        entries.insert(at, entry);
    }

    /// The entries of a name and a type.
    pub(super) fn entries(&self, name: Option<DomString>, kind: Option<DomString>) -> Vec<Value> {
        select(&self.0.borrow(), name, kind)
    }

    /// When the last mark of this name was made.
    pub(super) fn last_mark(&self, name: &DomString) -> Option<f64> {
        let entries = self.0.borrow();
        let mut data = entries.iter().rev().filter_map(|entry| entry.host::<PerformanceEntry>());
        data.find(|entry| entry.kind == "mark" && entry.name == *name).map(|entry| entry.start)
    }

    /// Forgets the entries of a type, those of one name or all.
    pub(super) fn clear(&self, kind: &str, name: Option<DomString>) {
        let stays = |entry: &Value| {
            let data = entry.host::<PerformanceEntry>();
            !data.is_some_and(|data| data.kind == kind && name.as_ref().is_none_or(|name| data.name == *name))
        };
        let entries = self.0.take();
        let (stay, gone): (Vec<_>, Vec<_>) = entries.into_iter().partition(stays);
        self.0.replace(stay);
        drop(gone);
    }
}

/// Installs `PerformanceEntry`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<PerformanceEntry>::new("PerformanceEntry")
        .readonly("name", |this| this.name.clone())
        .readonly("entryType", |this| this.kind)
        .readonly("startTime", |this| this.start)
        .readonly("duration", |this| this.duration)
        .operation("toJSON", |this, (): ()| this.to_json(this.realm(), &[]))
        .install(realm)
        .map(drop)
}
