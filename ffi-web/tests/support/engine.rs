//! Running cases on the embedded engine.

use super::cases::Case;
use ffi_core::engine::{Call, Limits, PromiseState, Realm, Value};
use ffi_web::{WebOptions, install};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// A realm with the Web APIs, which collects what is reported and written.
pub struct Host {
    /// The realm.
    pub realm: Realm,
    reports: Rc<RefCell<VecDeque<String>>>,
}

impl Host {
    /// A host with these options.
    pub fn new(options: WebOptions) -> Self {
        let realm = Realm::new(&Limits::default()).expect("memory for an engine");
        let reports: Rc<RefCell<VecDeque<String>>> = Rc::default();
        let sink = reports.clone();
        realm.on_uncaught(move |_, exception| {
            let text = exception.to_text().unwrap_or_else(|_| "unprintable".into());
            sink.borrow_mut().push_back(text);
        });
        install(realm, options).expect("the Web APIs install");
        Self { realm, reports }
    }

    /// Runs JavaScript in an async function and gives the lines it printed.
    pub fn run(&self, source: &str, base: &str) -> Vec<String> {
        let lines: Rc<RefCell<Vec<String>>> = Rc::default();
        let promise = self.start(source, base, &lines);
        let settled = || promise.as_promise().is_none_or(|promise| promise.state() != PromiseState::Pending);
        let finished = self.realm.drain_until(settled, || false, |wait| wait());
        let mut lines = lines.take();
        match promise.as_promise().map(|promise| (promise.state(), promise.result())) {
            Some((PromiseState::Rejected, reason)) => {
                lines.push(format!("uncaught {}", reason.to_text().unwrap_or_default()));
            }
            _ if !finished => lines.push("never ends".into()),
            _ => {}
        }
        lines
    }

    fn start(&self, source: &str, base: &str, lines: &Rc<RefCell<Vec<String>>>) -> Value {
        let realm = self.realm;
        let entry = realm.enter();
        let body = format!("(async (emit, takeReport, server) => {{\n{}\n{source}\n}})", super::PRELUDE);
        let function = realm.evaluate(&body, "case.js").unwrap_or_else(|thrown| panic!("{thrown}\n{source}"));
        let sink = lines.clone();
        let emit = realm.function("emit", 1, move |call: &Call<'_>| {
            let text = call.argument(0).to_text()?;
            sink.borrow_mut().extend(text.split('\n').map(str::to_owned));
            Ok(call.realm().undefined())
        });
        let reports = self.reports.clone();
        let take = realm.function("takeReport", 0, move |call: &Call<'_>| {
            let report = reports.borrow_mut().pop_front();
            Ok(call.realm().string(&report.unwrap_or_default()))
        });
        let promise =
            function.call_plain(&[&emit, &take, &realm.string(base)]).expect("an async function does not throw");
        drop(entry);
        promise
    }
}

/// Runs cases one after the other and gives the differences, as text.
pub fn differences(cases: &[Case], base: &str) -> Vec<String> {
    let host = Host::new(WebOptions::default());
    let mut differences = Vec::new();
    for case in cases {
        let lines: Vec<String> = host.run(&case.source, base).iter().map(|line| line.trim_end().to_owned()).collect();
        if lines != case.expected {
            differences.push(format!("{}\n  expected {:?}\n  engine   {lines:?}", case.title, case.expected));
        }
    }
    differences
}
