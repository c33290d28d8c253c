//! One thread with both engines, for tests: whatever thread a test runs on, its work is done there.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};

use ffi_core::engine::Realm;
use ffi_core::typed::{Exception, FromGuest, Guest};
use ffi_web::WebOptions;

type Job = Box<dyn FnOnce(Realm) + Send>;

/// Starts both engines on this thread. The package `sigbind` is taken from the source tree.
///
/// # Panics
/// An engine did not start.
pub fn start() -> Realm {
    let realm = ffi_core::python::embed(|realm| ffi_web::install(realm, WebOptions::default())).expect("both engines");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ffi-python/python");
    ffi_core::python::run(&format!("import sys\nsys.path.insert(0, {source:?})")).expect("a search path");
    realm
}

/// Runs work on the thread of both engines; `prepare` runs once before the first.
///
/// # Panics
/// The work panicked.
pub fn on_engines<R: Send + 'static>(prepare: fn(Realm), work: impl FnOnce(Realm) -> R + Send + 'static) -> R {
    static WORKER: OnceLock<Sender<Job>> = OnceLock::new();
    let jobs = WORKER.get_or_init(|| {
        let (sender, receiver) = channel::<Job>();
        let worker = std::thread::Builder::new().name("engines".into()).stack_size(16 << 20);
        let run = move || {
            let realm = start();
            prepare(realm);
            for job in receiver {
                job(realm);
            }
        };
        worker.spawn(run).expect("a thread");
        sender
    });
    let (sender, receiver) = channel();
    let job: Job = Box::new(move |realm| {
        // The receiver waits for exactly this.
        let _ = sender.send(catch_unwind(AssertUnwindSafe(|| work(realm))));
    });
    jobs.send(job).expect("the worker lives");
    receiver.recv().expect("a result").unwrap_or_else(|panic| resume_unwind(panic))
}

/// The value of the last expression statement `result = ...` of a Python program, as text.
///
/// # Errors
/// What the program raises.
pub fn python(code: &str) -> Result<String, Exception> {
    let guest = ffi_core::python::run(code)?;
    text(&guest)
}

/// The value of a JavaScript program, as text.
///
/// # Errors
/// What the program throws.
pub fn javascript(realm: Realm, code: &str) -> Result<String, Exception> {
    let value = {
        let _entry = realm.enter();
        realm.evaluate(code, "test.js")?
    };
    text(&Guest::of_javascript(value))
}

/// Cases of a table: an expression, and what it comes to.
pub type Cases = &'static [(&'static str, &'static str)];

/// Each Python expression has this `repr`, or raises an exception of this text.
///
/// # Panics
/// Some differ; all of them are shown.
#[track_caller]
pub fn in_python(prepare: fn(Realm), cases: Cases) {
    let found = on_engines(prepare, move |_| {
        let run = |(expression, _): &(&str, &str)| {
            let code = format!(
                "try:\n    result = repr(({expression}))\nexcept Exception as error:\n    result = f'{{type(error).__name__}}: {{error}}'"
            );
            python(&code).unwrap_or_else(|error| format!("RUST {error}"))
        };
        cases.iter().map(run).collect::<Vec<_>>()
    });
    compare(cases, &found);
}

/// Each JavaScript expression has this JSON, or throws an error of this text.
///
/// # Panics
/// Some differ; all of them are shown.
#[track_caller]
pub fn in_javascript(prepare: fn(Realm), cases: Cases) {
    let found = on_engines(prepare, move |realm| {
        let run = |(expression, _): &(&str, &str)| {
            let code = format!(
                "(run => {{ try {{ return JSON.stringify(run()) }} catch (error) {{ return `${{error.name}}: ${{error.message}}` }} }})(() => ({expression}))"
            );
            javascript(realm, &code).unwrap_or_else(|error| format!("RUST {error}"))
        };
        cases.iter().map(run).collect::<Vec<_>>()
    });
    compare(cases, &found);
}

/// Fails with all cases that differ.
#[track_caller]
fn compare(cases: Cases, found: &[String]) {
    let differ: Vec<String> = cases
        .iter()
        .zip(found)
        .filter(|((_, expected), found)| expected != found)
        .map(|((expression, expected), found)| format!("{expression}\n    expected {expected}\n    found    {found}"))
        .collect();
    assert!(differ.is_empty(), "\n{}", differ.join("\n"));
}

fn text(guest: &Guest) -> Result<String, Exception> {
    match String::from_guest(guest) {
        Ok(text) => Ok(text),
        Err(_) => Ok(format!("{guest:?}")),
    }
}
