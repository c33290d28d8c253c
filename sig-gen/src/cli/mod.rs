//! The command line: arguments in, files out, findings on stderr.
//!
//! What people read goes to stderr, results to stdout or the output folder. With an error nothing is written and the exit
//! status is 1; wrong usage is 2, as clap has it. This room is the only one that prints and the only one that writes files.

mod arguments;
mod progress;
mod render;
mod report;
mod write;

use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser as _;

use crate::coverage::report::{grouped, summary};
use crate::diagnostics::Diagnostic;
use crate::emit::emit;
use crate::generate::{Loaded, load, on_large_stacks};
use crate::source::SourceMap;
use arguments::Arguments;
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
    let progress = Progress::start(!arguments.quiet);
    progress.stage("reading declarations");
    let loaded = load(&arguments.options());
    progress.stage("printing");
    let files = if loaded.has_errors() { Default::default() } else { emit(&loaded.module, arguments.emit.into()) };
    progress.end();

    findings(&loaded, arguments.quiet);
    if loaded.has_errors() {
        return Err(Failure);
    }
    let wanted = arguments.report();
    let to_output = matches!(wanted, Some((Destination::StandardOutput, _)));
    let problem = match &arguments.out {
        None if files.len() != 1 => Some("a package has several files: say with `-o FOLDER` where they go"),
        None if to_output => Some("standard output takes one of them: say `-o FOLDER` or `--report=FILE`"),
        _ => None,
    };
    if let Some(problem) = problem {
        render::message(&format!("error: {problem}"));
        return Err(Failure);
    }
    let report = wanted.map(|(destination, format)| {
        let root = arguments.root.clone().unwrap_or_default();
        (destination, report::text(&loaded, &root, format))
    });
    if let Err(error) = write_all(arguments, &files, report) {
        render::message(&format!("error: {error}"));
        return Err(Failure);
    }
    if !arguments.quiet {
        last_line(&loaded, arguments, started);
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

fn write_all(
    arguments: &Arguments,
    files: &BTreeMap<PathBuf, String>,
    report: Option<(Destination, String)>,
) -> Result<(), WriteError> {
    match &arguments.out {
        Some(out) => write::folder(out, files)?,
        None => write::standard_output(files.values().next().map_or("", String::as_str))?,
    }
    match report {
        Some((destination, text)) => report::write(&text, &destination),
        None => Ok(()),
    }
}

/// Prints the findings with their source lines: errors, and unless quiet warnings.
fn findings(loaded: &Loaded, quiet: bool) {
    for diagnostic in &loaded.diagnostics {
        if diagnostic.is_error() || !quiet {
            render::diagnostic(diagnostic, &loaded.sources);
        }
    }
}

/// One line on what the run produced.
fn last_line(loaded: &Loaded, arguments: &Arguments, started: Instant) {
    let files = grouped(loaded.coverage.files);
    let plural = if loaded.coverage.files == 1 { "" } else { "s" };
    let seconds = started.elapsed().as_secs_f64();
    let mut line = format!("{} ({files} file{plural}, {seconds:.2} s)", summary(&loaded.coverage));
    if let Some(out) = &arguments.out {
        line.push_str(&format!(" -> {}", out.display()));
    }
    render::message(&line);
}
