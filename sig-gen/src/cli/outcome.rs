//! What a run came to, as the command needs it: texts and files only, so that it can be remembered and given again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::render;
use super::report::{self, Format};
use crate::coverage::report::summary;
use crate::emit::{Emit, emit_bytes};
use crate::generate::Loaded;

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub findings: Vec<Finding>,
    /// The files, by their path inside of the output folder; none after an error.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    pub report: Option<String>,
    /// What came out, in numbers.
    pub summary: String,
    /// How many files were read.
    pub read: usize,
}

/// A finding as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub is_error: bool,
    pub text: String,
}

impl Outcome {
    /// Prints what was loaded. With an error there are findings only.
    pub fn of(loaded: &Loaded, what: Emit, report: Option<Format>, root: &Path, color: bool) -> Self {
        let finding = |diagnostic| Finding {
            is_error: crate::Diagnostic::is_error(diagnostic),
            text: render::text(diagnostic, &loaded.sources, color),
        };
        let mut outcome = Self { findings: loaded.diagnostics.iter().map(finding).collect(), ..Self::default() };
        if !loaded.has_errors() {
            outcome.files = emit_bytes(&loaded.module, what, &loaded.places);
            outcome.report = report.map(|format| report::text(loaded, &outcome.files, root, format));
            outcome.summary = summary(&loaded.coverage);
            outcome.read = loaded.coverage.files;
        }
        outcome
    }

    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.is_error)
    }
}
