//! The command line: arguments in, files out, findings on stderr.
//!
//! What people read goes to stderr, results to stdout or the output folder. With an error nothing is written and the exit
//! status is 1; wrong usage is 2, as clap has it. This room is the only one that prints and the only one that writes files.

mod arguments;
mod progress;
mod render;
mod write;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser as _;

use crate::emit::emit;
use crate::generate::{Loaded, load};
use arguments::Arguments;
use progress::Progress;

/// Runs the command with the process's arguments and gives its exit status.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure) => ExitCode::FAILURE,
    }
}

/// The run failed; why has been printed.
struct Failure;

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let started = Instant::now();
    let progress = Progress::start(!arguments.quiet);
    progress.stage("reading declarations");
    let loaded = load(&arguments.options());
    progress.stage("printing");
    let files = if loaded.has_errors() { Default::default() } else { emit(&loaded.module, arguments.emit.into()) };
    progress.end();

    report(&loaded, arguments.quiet);
    if loaded.has_errors() {
        return Err(Failure);
    }
    let written = match (&arguments.out, files.len()) {
        (Some(out), _) => write::folder(out, &files).map(|()| out.display().to_string()),
        (None, 1) => write::standard_output(files.values().next().map_or("", String::as_str)).map(|()| String::new()),
        (None, _) => {
            render::message("error: a package has several files: say with `-o FOLDER` where they go");
            return Err(Failure);
        }
    };
    match written {
        Ok(place) => {
            if !arguments.quiet {
                summary(&loaded, &place, started);
            }
            Ok(())
        }
        Err(error) => {
            render::message(&format!("error: {error}"));
            Err(Failure)
        }
    }
}

/// Prints the findings with their source lines: errors, and unless quiet warnings.
fn report(loaded: &Loaded, quiet: bool) {
    for diagnostic in &loaded.diagnostics {
        if diagnostic.is_error() || !quiet {
            render::diagnostic(diagnostic, &loaded.sources);
        }
    }
}

/// One line on what the run produced.
fn summary(loaded: &Loaded, place: &str, started: Instant) {
    let coverage = &loaded.coverage;
    let mut line = format!(
        "{} items, {} members, {} signatures, {} keywords from {} files; {} types degraded to a fallback; {:.2} s",
        coverage.items,
        coverage.members,
        coverage.signatures,
        coverage.keywords,
        coverage.files,
        coverage.degradations.len(),
        started.elapsed().as_secs_f64()
    );
    if !place.is_empty() {
        line.push_str(&format!(" -> {}", Path::new(place).display()));
    }
    render::message(&line);
}
