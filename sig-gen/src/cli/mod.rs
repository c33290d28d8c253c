//! The command line: arguments in, files out, findings on stderr.
//!
//! What people read goes to stderr, results to stdout or the output folder. With an error nothing is written and the exit
//! status is 1; wrong usage is 2, as clap has it. This room is the only one that prints and the only one that writes files.

mod arguments;
mod cache;
mod check;
mod config;
mod job;
mod outcome;
mod progress;
mod render;
mod report;
mod write;

use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::error::ErrorKind;
use ffi_core::signature::Module;

use clap::{CommandFactory as _, Parser as _};

use crate::compare;
use crate::coverage::report::grouped;
use crate::diagnostics::Diagnostic;
use crate::emit::Emit;
use crate::generate::{load_with, on_large_stacks};
use crate::resolve::{Disk, Files, Recording};
use crate::source::SourceMap;
use arguments::{Arguments, FailOn};
use cache::Run;
use job::Job;
use outcome::{Finding, Outcome};
use progress::Progress;
use report::{Destination, Format};
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
            let shown = arguments.job().map_or_else(|| "the packages of the configuration".to_owned(), |job| job.shown);
            render::message(&format!("error: internal error while reading {shown}"));
            render::message("note: this is a bug: please report it with the input; RUST_BACKTRACE=1 tells where it is");
            ExitCode::FAILURE
        }
    }
}

/// The run failed; why has been printed.
struct Failure;

/// Prints an error and fails.
fn failed<T>(message: &str) -> Result<T, Failure> {
    render::message(&format!("error: {message}"));
    Err(Failure)
}

/// A package that was made.
struct Made {
    job: Job,
    outcome: Outcome,
    is_known: bool,
    started: Instant,
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    if let Some(old) = &arguments.diff {
        return diff(old, arguments);
    }
    let mut made = Vec::new();
    for job in jobs(arguments)? {
        made.push(make(job, arguments)?);
    }
    if arguments.check {
        return check(&made, arguments);
    }
    for one in &made {
        if let Err(error) = write_all(one) {
            return failed(&error.to_string());
        }
        if !arguments.quiet {
            last_line(one);
        }
    }
    Ok(())
}

/// What is to be done: what the arguments say, otherwise what the configuration says.
fn jobs(arguments: &Arguments) -> Result<Vec<Job>, Failure> {
    if let Some(job) = arguments.job() {
        return Ok(vec![job]);
    }
    let Some(path) = arguments.config().cloned().or_else(config::find) else {
        let message = format!("nothing to read: name an INPUT, or describe packages in a `{}`", config::NAME);
        Arguments::command().error(ErrorKind::MissingRequiredArgument, message).exit();
    };
    if let Some(argument) = arguments.beside_config() {
        let message = format!("`{argument}` is for inputs on the command line; {} says it itself", path.display());
        Arguments::command().error(ErrorKind::ArgumentConflict, message).exit();
    }
    let config = config::read(&path);
    let color = render::has_color();
    for finding in &config.diagnostics {
        render::message(&render::text(finding, &config.sources, color));
    }
    if !config.diagnostics.is_empty() {
        return Err(Failure);
    }
    let mut jobs = config.jobs;
    jobs.iter_mut().for_each(|job| arguments.complete(job));
    Ok(jobs)
}

/// Makes a package and tells what was found. What cannot be written in any case is an error already here.
fn make(job: Job, arguments: &Arguments) -> Result<Made, Failure> {
    let started = Instant::now();
    let (outcome, is_known) = match job.rust() {
        Some(root) => (rust(&job, root), false),
        None => outcome(&job, arguments),
    };
    tell(&outcome, arguments)?;
    let to_output = matches!(job.report, Some((Destination::StandardOutput, _)));
    match &job.out {
        None if arguments.check => return failed("`--check` compares with files: say with `-o FOLDER` where they are"),
        None if job.rust().is_some() => {
            return failed("there are two files, a `.pyi` and a `.d.ts`: say with `-o FOLDER` where they go");
        }
        None if outcome.files.len() != 1 => {
            return failed("a package has several files: say with `-o FOLDER` where they go");
        }
        None if to_output => {
            return failed("standard output takes one of them: say `-o FOLDER` or `--report=FILE`");
        }
        _ => {}
    }
    Ok(Made { job, outcome, is_known, started })
}

/// Stubs of what Rust sources export. What is wrong in them is an error; a type that is not known is a warning.
fn rust(job: &Job, root: &str) -> Outcome {
    let stubs = crate::rust::stubs(&job.options.root.join(root), job.name.as_deref());
    let errors = stubs.errors.iter().map(|error| Finding { is_error: true, text: format!("error: {error}") });
    let warnings = stubs.warnings.iter().map(|text| Finding { is_error: false, text: format!("warning: {text}") });
    Outcome { findings: errors.chain(warnings).collect(), files: stubs.files, ..Outcome::default() }
}

/// What the run comes to, and whether that was known already.
fn outcome(job: &Job, arguments: &Arguments) -> (Outcome, bool) {
    let Job { options, emit, .. } = job;
    let report = job.report.as_ref().map(|(_, format)| *format);
    let color = render::has_color();
    let run = Run { options, emit: *emit, report, color };
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
    let loaded = load_with(&files, options);
    progress.stage("printing");
    let outcome = Outcome::of(&loaded, *emit, report, &options.root, color);
    progress.end();
    let answered = recording.filter(|_| !loaded.is_faulty()).and_then(|recording| recording.answered());
    if let (Some((cache, key)), Some(answered)) = (remembered, answered) {
        cache.keep(key, &answered, &outcome);
    }
    (outcome, false)
}

fn write_all(made: &Made) -> Result<(), WriteError> {
    let Made { job, outcome, .. } = made;
    match &job.out {
        Some(out) => write::folder(out, &outcome.files)?,
        None => write::standard_output(outcome.files.values().next().map_or("", String::as_str))?,
    }
    match (&job.report, &outcome.report) {
        (Some((destination, _)), Some(text)) => report::write(text, destination),
        _ => Ok(()),
    }
}

/// Shows how what is on disk differs from what was made; a difference is a failure.
fn check(made: &[Made], arguments: &Arguments) -> Result<(), Failure> {
    let mut is_same = true;
    for one in made {
        let Some(out) = &one.job.out else { continue };
        let differences = check::compare(out, &one.outcome.files, one.job.emit);
        if let Err(error) = write::standard_output(&differences.text) {
            return failed(&error.to_string());
        }
        is_same &= differences.is_empty();
        if differences.is_empty() && !arguments.quiet {
            render::message(&format!("{} is up to date", out.display()));
        }
        if !differences.is_empty() {
            render::message(&format!("error: {} is out of date: {}", out.display(), differences.summary()));
        }
    }
    if is_same { Ok(()) } else { Err(Failure) }
}

/// Lists what changed since an earlier version.
fn diff(old: &Path, arguments: &Arguments) -> Result<(), Failure> {
    let mut jobs = jobs(arguments)?;
    let (Some(mut job), true) = (jobs.pop(), jobs.is_empty()) else {
        return failed("`--diff` compares one package: name its inputs");
    };
    let old = read_module(old)?;
    let new = match &job.inputs[..] {
        [input] if input.ends_with(".json") => read_module(&job.options.root.join(input))?,
        _ => {
            job.emit = Emit::Json;
            job.report = None;
            let (outcome, _) = outcome(&job, arguments);
            tell(&outcome, arguments)?;
            let text = outcome.files.values().next().map_or("", String::as_str);
            match Module::from_json(text) {
                Ok(module) => module,
                Err(error) => return failed(&error.to_string()),
            }
        }
    };
    let changes = compare::compare(&old, &new);
    let text = match arguments.diff_format {
        Some(Format::Json) => compare::json(&new.name, &changes),
        Some(Format::Text) | None => compare::text(&changes),
    };
    if let Err(error) = write::standard_output(&text) {
        return failed(&error.to_string());
    }
    let fails = match arguments.fail_on {
        Some(FailOn::Never) => false,
        Some(FailOn::Any) => !changes.is_empty(),
        Some(FailOn::Breaking) | None => changes.iter().any(|change| change.breaking),
    };
    if fails { Err(Failure) } else { Ok(()) }
}

/// Reads the signatures of a version.
fn read_module(path: &Path) -> Result<Module, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return failed(&format!("cannot read {}: {error}", path.display())),
    };
    match Module::from_json(&text) {
        Ok(module) => Ok(module),
        Err(error) => failed(&format!("{}: {error}", path.display())),
    }
}

/// Tells what was found; an error is a failure.
fn tell(outcome: &Outcome, arguments: &Arguments) -> Result<(), Failure> {
    for finding in outcome.findings.iter().filter(|finding| finding.is_error || !arguments.quiet) {
        render::message(&finding.text);
    }
    if outcome.has_errors() { Err(Failure) } else { Ok(()) }
}

/// One line on what the run produced.
fn last_line(made: &Made) {
    let Made { job, outcome, is_known, started } = made;
    if job.rust().is_some() {
        return;
    }
    let files = grouped(outcome.read);
    let plural = if outcome.read == 1 { "" } else { "s" };
    let cached = if *is_known { ", cached" } else { "" };
    let seconds = started.elapsed().as_secs_f64();
    let mut line = format!("{} ({files} file{plural}{cached}, {seconds:.2} s)", outcome.summary);
    if let Some(out) = &job.out {
        line.push_str(&format!(" -> {}", out.display()));
    }
    render::message(&line);
}
