//! `--check`: how the files on disk differ from those that would be written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use similar::TextDiff;

use crate::emit::{Emit, MARK};

/// After this time a difference is shown less exactly.
const PATIENCE: Duration = Duration::from_secs(5);

/// What differs.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// For people and `patch`.
    pub text: String,
    pub changed: usize,
    pub missing: usize,
    pub surplus: usize,
}

impl Differences {
    pub fn is_empty(&self) -> bool {
        self.changed + self.missing + self.surplus == 0
    }

    /// In one line.
    pub fn summary(&self) -> String {
        format!("{} changed, {} missing, {} surplus", self.changed, self.missing, self.surplus)
    }
}

/// Compares a folder with what would be written into it. Surplus is what an earlier run wrote and this one would not: it bears the mark of
/// generated files. Other files of the folder are somebody's own.
pub(super) fn compare(out: &Path, files: &BTreeMap<PathBuf, String>, emit: Emit) -> Differences {
    let mut differences = Differences::default();
    let mut names: BTreeSet<PathBuf> = files.keys().cloned().collect();
    if emit.owns_folder() {
        names.extend(generated(out, Path::new("")));
    }
    for name in names {
        let path = out.join(&name);
        let known = std::fs::read(&path).ok();
        match (known, files.get(&name)) {
            (Some(known), Some(text)) if known == text.as_bytes() => {}
            (Some(known), Some(text)) => {
                differences.changed += 1;
                show(&mut differences.text, &path, Some(&String::from_utf8_lossy(&known)), Some(text));
            }
            (None, Some(text)) => {
                differences.missing += 1;
                show(&mut differences.text, &path, None, Some(text));
            }
            (Some(known), None) => {
                differences.surplus += 1;
                show(&mut differences.text, &path, Some(&String::from_utf8_lossy(&known)), None);
            }
            (None, None) => {}
        }
    }
    differences
}

/// Appends the difference of one file. Of a file that is missing or surplus, being so is what there is to say.
fn show(into: &mut String, path: &Path, known: Option<&str>, wanted: Option<&str>) {
    let shown = path.display().to_string().replace('\\', "/");
    // A string takes whatever is written.
    let _ = match (known, wanted) {
        (Some(known), Some(wanted)) => {
            let mut config = TextDiff::configure();
            let difference = config.timeout(PATIENCE).diff_lines(known, wanted);
            let mut unified = difference.unified_diff();
            let header = (format!("{shown} (on disk)"), format!("{shown} (generated)"));
            write!(into, "{}", unified.context_radius(3).header(&header.0, &header.1))
        }
        (None, Some(wanted)) => writeln!(into, "missing: {shown} ({} lines)", wanted.lines().count()),
        (Some(_), None) => writeln!(into, "surplus: {shown}"),
        (None, None) => Ok(()),
    };
}

/// The files below a folder that bear the mark of generated ones, by their path in it.
fn generated(out: &Path, inside: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(out.join(inside)).into_iter().flatten().flatten() {
        let name = inside.join(entry.file_name());
        let Ok(kind) = entry.file_type() else { continue };
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && !is_hidden {
            found.extend(generated(out, &name));
        } else if kind.is_file() && is_generated(&entry.path()) {
            found.push(name);
        }
    }
    found
}

/// Whether the head of a file says so.
fn is_generated(path: &Path) -> bool {
    use std::io::Read as _;

    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(512).read_to_end(&mut head));
    read.is_ok() && String::from_utf8_lossy(&head).contains(MARK)
}
