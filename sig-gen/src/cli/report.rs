//! `--report`: where the coverage report goes, and in which form.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::write::{self, WriteError};
use crate::coverage::report::Report;
use crate::emit::ignores;
use crate::generate::Loaded;

/// The values of `--report-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Where the report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    StandardOutput,
    File(PathBuf),
}

impl Destination {
    /// Reads the value of `--report`.
    pub(super) fn parse(text: &str) -> Self {
        if text == "-" { Self::StandardOutput } else { Self::File(PathBuf::from(text)) }
    }

    /// The form of a report that goes here, unless it is said.
    pub(super) fn format(&self) -> Format {
        match self {
            Self::File(path) if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")) => Format::Json,
            _ => Format::Text,
        }
    }
}

/// The text of the report of a run that came to these files.
pub(super) fn text(loaded: &Loaded, files: &BTreeMap<PathBuf, Vec<u8>>, root: &Path, format: Format) -> String {
    let report = Report {
        module: &loaded.module.name,
        coverage: &loaded.coverage,
        sources: &loaded.sources,
        root,
        ignores: ignores(files),
    };
    match format {
        Format::Text => report.text(),
        Format::Json => report.json(),
    }
}

/// Writes the report.
pub(super) fn write(text: &str, destination: &Destination) -> Result<(), WriteError> {
    match destination {
        Destination::StandardOutput => write::standard_output(text),
        Destination::File(path) => write::file(path, text),
    }
}
