//! The command line: arguments in, files out, findings on stderr.
//!
//! What people read goes to stderr, results to stdout or the output folder. With an error nothing is written and the exit
//! status is 1; wrong usage is 2, as clap has it. This room is the only one that prints and the only one that writes files.

mod arguments;
mod cache;
mod outcome;
mod progress;
mod render;
mod report;
mod write;

use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser as _;

use crate::coverage::report::grouped;
use crate::diagnostics::Diagnostic;
use crate::generate::{load_with, on_large_stacks};
use crate::resolve::{Disk, Files, Recording};
use crate::source::SourceMap;
use arguments::Arguments;
use cache::Run;
use outcome::Outcome;
use progress::Progress;
use report::Destination;
use write::WriteError;

/// A finding as the command prints it, without colours.
pub fn rendered(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    render::text(diagnostic, sources, false)
}

/// Runs the command with the process's arguments and gives its exit status.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // A panic is caught where it happens and becomes a finding; its own message helps only those who ask for it.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    // Types nest, and so do the functions that print them.
    let outcome = catch_unwind(|| on_large_stacks(None, || run(&arguments)));
    match outcome {
        Ok(Some(Ok(()))) => ExitCode::SUCCESS,
        Ok(Some(Err(Failure))) => ExitCode::FAILURE,
        Ok(None) => {
            render::message("error: cannot start threads");
            ExitCode::FAILURE
        }
        Err(_) => {
            render::message(&format!("error: internal error while reading {}", arguments.shown_inputs()));
            render::message("note: this is a bug: please report it with the input; RUST_BACKTRACE=1 tells where it is");
            ExitCode::FAILURE
        }
    }
}

/// The run failed; why has been printed.
struct Failure;

fn run(arguments: &Arguments) -> Result<(), Failure> {
    if let Some(root) = arguments.rust() {
        return rust(arguments, root);
    }
    let started = Instant::now();
    let (outcome, is_known) = outcome(arguments);
    for finding in outcome.findings.iter().filter(|finding| finding.is_error || !arguments.quiet) {
        render::message(&finding.text);
    }
    if outcome.has_errors() {
        return Err(Failure);
    }
    let wanted = arguments.report();
    let to_output = matches!(wanted, Some((Destination::StandardOutput, _)));
    let problem = match &arguments.out {
        None if outcome.files.len() != 1 => Some("a package has several files: say with `-o FOLDER` where they go"),
        None if to_output => Some("standard output takes one of them: say `-o FOLDER` or `--report=FILE`"),
        _ => None,
    };
    if let Some(problem) = problem {
        render::message(&format!("error: {problem}"));
        return Err(Failure);
    }
    let report = wanted.map(|(destination, _)| destination).zip(outcome.report.as_deref());
    if let Err(error) = write_all(arguments, &outcome.files, report) {
        render::message(&format!("error: {error}"));
        return Err(Failure);
    }
    if !arguments.quiet {
        last_line(&outcome, is_known, arguments, started);
    }
    Ok(())
}

/// Stubs of what Rust sources export. What is wrong in them is an error; a type that is not known is a warning.
fn rust(arguments: &Arguments, root: &str) -> Result<(), Failure> {
    let folder = arguments.root.clone().unwrap_or_default();
    let stubs = crate::rust::stubs(&folder.join(root), arguments.name.as_deref());
    for error in &stubs.errors {
        render::message(&format!("error: {error}"));
    }
    for warning in stubs.warnings.iter().filter(|_| !arguments.quiet) {
        render::message(&format!("warning: {warning}"));
    }
    if !stubs.errors.is_empty() {
        return Err(Failure);
    }
    let Some(out) = &arguments.out else {
        render::message("error: there are two files, a `.pyi` and a `.d.ts`: say with `-o FOLDER` where they go");
        return Err(Failure);
    };
    if let Err(error) = write::folder(out, &stubs.files) {
        render::message(&format!("error: {error}"));
        return Err(Failure);
    }
    Ok(())
}

/// What the run comes to, and whether that was known already.
fn outcome(arguments: &Arguments) -> (Outcome, bool) {
    let options = arguments.options();
    let emit = arguments.emit.into();
    let report = arguments.report().map(|(_, format)| format);
    let color = render::has_color();
    let run = Run { options: &options, emit, report, color };
    let remembered = arguments.cache().and_then(|cache| Some((cache, run.key()?)));
    if let Some(known) = remembered.as_ref().and_then(|(cache, key)| cache.find(*key)) {
        return (known, true);
    }
    let progress = Progress::start(!arguments.quiet);
    progress.stage("reading declarations");
    let recording = remembered.is_some().then(|| Arc::new(Recording::default()));
    let files: Arc<dyn Files> = match &recording {
        Some(recording) => Arc::clone(recording) as _,
        None => Arc::new(Disk::default()),
    };
    let loaded = load_with(&files, &options);
    progress.stage("printing");
    let outcome = Outcome::of(&loaded, emit, report, &options.root, color);
    progress.end();
    let answered = recording.filter(|_| !loaded.is_faulty()).and_then(|recording| recording.answered());
    if let (Some((cache, key)), Some(answered)) = (remembered, answered) {
        cache.keep(key, &answered, &outcome);
    }
    (outcome, false)
}

fn write_all(
    arguments: &Arguments,
    files: &BTreeMap<PathBuf, String>,
    report: Option<(Destination, &str)>,
) -> Result<(), WriteError> {
    match &arguments.out {
        Some(out) => write::folder(out, files)?,
        None => write::standard_output(files.values().next().map_or("", String::as_str))?,
    }
    match report {
        Some((destination, text)) => report::write(text, &destination),
        None => Ok(()),
    }
}

/// One line on what the run produced.
fn last_line(outcome: &Outcome, is_known: bool, arguments: &Arguments, started: Instant) {
    let files = grouped(outcome.read);
    let plural = if outcome.read == 1 { "" } else { "s" };
    let cached = if is_known { ", cached" } else { "" };
    let seconds = started.elapsed().as_secs_f64();
    let mut line = format!("{} ({files} file{plural}{cached}, {seconds:.2} s)", outcome.summary);
    if let Some(out) = &arguments.out {
        line.push_str(&format!(" -> {}", out.display()));
    }
    render::message(&line);
}
