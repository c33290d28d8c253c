//! The namespace `console` (Console standard). It formats and counts; what becomes of a line is the host's business: a
//! [`ConsoleSink`] receives it.

pub mod inspect;

use crate::Web;
use ffi_core::engine::{Call, Realm, Thrown, Value};
use inspect::{format_arguments, inspect};
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Instant;

/// How loud a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsoleLevel {
    /// `console.debug`.
    Debug,
    /// `console.log` and its relatives.
    Log,
    /// `console.info`.
    Info,
    /// `console.warn`.
    Warn,
    /// `console.error`, `console.trace`, a failed `console.assert`, and exceptions that nobody caught.
    Error,
}

/// Receives the lines of `console`, without a line feed at the end.
pub trait ConsoleSink: 'static {
    /// One message, already formatted, which may have several lines.
    fn message(&self, level: ConsoleLevel, text: &str);
}

impl<F: Fn(ConsoleLevel, &str) + 'static> ConsoleSink for F {
    fn message(&self, level: ConsoleLevel, text: &str) {
        self(level, text);
    }
}

/// The sink of a program without a wish of its own: standard output, and standard error for warnings and errors.
#[derive(Debug, Clone, Copy, Default)]
pub struct StandardStreams;

impl ConsoleSink for StandardStreams {
    fn message(&self, level: ConsoleLevel, text: &str) {
        use std::io::Write;
        // A closed stream is no reason to fail in `console.log`.
        let _ = match level {
            ConsoleLevel::Warn | ConsoleLevel::Error => writeln!(std::io::stderr().lock(), "{text}"),
            _ => writeln!(std::io::stdout().lock(), "{text}"),
        };
    }
}

/// The state of a console.
#[derive(Default)]
pub(crate) struct ConsoleState {
    indent: RefCell<String>,
    counts: RefCell<HashMap<String, u32>>,
    timers: RefCell<HashMap<String, Instant>>,
}

impl ConsoleState {
    /// Gives the sink a message, indented as the groups say.
    pub(crate) fn emit(&self, sink: &dyn ConsoleSink, level: ConsoleLevel, text: &str) {
        let indent = self.indent.borrow().clone();
        if indent.is_empty() {
            sink.message(level, text);
        } else {
            let lines: Vec<String> = text.split('\n').map(|line| format!("{indent}{line}")).collect();
            sink.message(level, &lines.join("\n"));
        }
    }
}

fn emit(realm: Realm, level: ConsoleLevel, text: &str) {
    if let Some(web) = Web::of(realm) {
        web.console.emit(&*web.sink, level, text);
    }
}

/// Installs `console`.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    let console = realm.object_with_prototype(&realm.object())?;
    let define = |name: &'static str, run: fn(&Call<'_>) -> Result<(), Thrown>| {
        let function = realm.function(name, 0, move |call: &Call<'_>| {
            run(call)?;
            Ok(call.realm().undefined())
        });
        console.define(name, &function)
    };
    define("debug", |call| log(call, ConsoleLevel::Debug))?;
    define("log", |call| log(call, ConsoleLevel::Log))?;
    define("info", |call| log(call, ConsoleLevel::Info))?;
    define("warn", |call| log(call, ConsoleLevel::Warn))?;
    define("error", |call| log(call, ConsoleLevel::Error))?;
    define("trace", trace)?;
    define("assert", assert)?;
    define("dir", |call| {
        emit(call.realm(), ConsoleLevel::Log, &inspect(&call.argument(0)));
        Ok(())
    })?;
    define("dirxml", |call| log(call, ConsoleLevel::Log))?;
    define("table", |call| log(call, ConsoleLevel::Log))?;
    define("clear", |_| Ok(()))?;
    define("group", group)?;
    define("groupCollapsed", group)?;
    define("groupEnd", |call| {
        if let Some(web) = Web::of(call.realm()) {
            let mut indent = web.console.indent.borrow_mut();
            let shorter = indent.len().saturating_sub(2);
            indent.truncate(shorter);
        }
        Ok(())
    })?;
    define("count", count)?;
    define("countReset", count_reset)?;
    define("time", time)?;
    define("timeLog", |call| time_log(call, false))?;
    define("timeEnd", |call| time_log(call, true))?;
    let tag = realm.object_of(&[("value", &realm.string("console")), ("configurable", &realm.boolean(true))])?;
    let symbol = realm.global().get("Symbol")?.get("toStringTag")?;
    realm.global().get("Object")?.invoke("defineProperty", &[&console, &symbol, &tag])?;
    realm.global().define_hidden("console", &console)
}

fn values(call: &Call<'_>, skip: usize) -> Vec<Value> {
    call.arguments().iter().skip(skip).map(|argument| (*argument).clone()).collect()
}

fn log(call: &Call<'_>, level: ConsoleLevel) -> Result<(), Thrown> {
    emit(call.realm(), level, &format_arguments(&values(call, 0)));
    Ok(())
}

fn trace(call: &Call<'_>) -> Result<(), Thrown> {
    let text = format_arguments(&values(call, 0));
    let stack = call.realm().error(ffi_core::engine::ErrorKind::Error, "").get("stack")?.to_text()?;
    let head = if text.is_empty() { "Trace".to_owned() } else { format!("Trace: {text}") };
    emit(call.realm(), ConsoleLevel::Error, format!("{head}\n{stack}").trim_end());
    Ok(())
}

fn assert(call: &Call<'_>) -> Result<(), Thrown> {
    if call.argument(0).to_boolean() {
        return Ok(());
    }
    let text = format_arguments(&values(call, 1));
    let text = if text.is_empty() { "Assertion failed".to_owned() } else { format!("Assertion failed: {text}") };
    emit(call.realm(), ConsoleLevel::Warn, &text);
    Ok(())
}

fn group(call: &Call<'_>) -> Result<(), Thrown> {
    if !call.is_empty() {
        log(call, ConsoleLevel::Log)?;
    }
    if let Some(web) = Web::of(call.realm()) {
        web.console.indent.borrow_mut().push_str("  ");
    }
    Ok(())
}

fn label(call: &Call<'_>) -> Result<String, Thrown> {
    let label = call.argument(0);
    if label.is_undefined() { Ok("default".to_owned()) } else { label.to_text() }
}

fn count(call: &Call<'_>) -> Result<(), Thrown> {
    let label = label(call)?;
    let Some(web) = Web::of(call.realm()) else { return Ok(()) };
    let count = {
        let mut counts = web.console.counts.borrow_mut();
        let count = counts.entry(label.clone()).or_default();
        *count += 1;
        *count
    };
    emit(call.realm(), ConsoleLevel::Log, &format!("{label}: {count}"));
    Ok(())
}

fn count_reset(call: &Call<'_>) -> Result<(), Thrown> {
    let label = label(call)?;
    let Some(web) = Web::of(call.realm()) else { return Ok(()) };
    if web.console.counts.borrow_mut().remove(&label).is_none() {
        emit(call.realm(), ConsoleLevel::Warn, &format!("Count for '{label}' does not exist"));
    }
    Ok(())
}

fn time(call: &Call<'_>) -> Result<(), Thrown> {
    let label = label(call)?;
    let Some(web) = Web::of(call.realm()) else { return Ok(()) };
    let known = web.console.timers.borrow().contains_key(&label);
    if known {
        emit(call.realm(), ConsoleLevel::Warn, &format!("Label '{label}' already exists for console.time()"));
    } else {
        web.console.timers.borrow_mut().insert(label, Instant::now());
    }
    Ok(())
}

fn time_log(call: &Call<'_>, end: bool) -> Result<(), Thrown> {
    let label = label(call)?;
    let Some(web) = Web::of(call.realm()) else { return Ok(()) };
    let started = web.console.timers.borrow().get(&label).copied();
    let Some(started) = started else {
        emit(call.realm(), ConsoleLevel::Warn, &format!("No such label '{label}' for console.time()"));
        return Ok(());
    };
    if end {
        web.console.timers.borrow_mut().remove(&label);
    }
    let elapsed = started.elapsed().as_secs_f64() * 1000.0;
    let rest = if end { String::new() } else { format_arguments(&values(call, 1)) };
    emit(call.realm(), ConsoleLevel::Log, format!("{label}: {elapsed:.3}ms {rest}").trim_end());
    Ok(())
}
