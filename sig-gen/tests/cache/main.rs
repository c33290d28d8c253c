//! Remembered runs: when a run is known, when it is not, and that nobody can tell the difference by what comes out.
//!
//! `changes` holds what happens between two runs, `folder` what happens to the folder in which they are remembered.

mod changes;
mod folder;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a run was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Was {
    /// Known already.
    Known,
    /// Made in full.
    Made,
}

/// A folder with inputs, and beside it one for remembered runs.
struct Scene {
    folder: tempfile::TempDir,
}

/// All that can be seen of a run.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    status: Option<i32>,
    stdout: String,
    /// Without what differs between runs that come to the same.
    stderr: String,
    files: BTreeMap<PathBuf, String>,
}

impl Scene {
    /// Files whose names and texts stand one after the other.
    fn new(files: &[(&str, &str)]) -> Self {
        let scene = Self { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        fs::create_dir(scene.inputs()).expect("a folder can be made");
        for (name, text) in files {
            write(&scene.inputs().join(name), text);
        }
        scene
    }

    fn inputs(&self) -> PathBuf {
        self.folder.path().join("inputs")
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn entries(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.cache()).into_iter().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry can be seen").path()).collect();
        paths.sort();
        paths
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sig-gen"));
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declarations/lib");
        command.args(arguments).arg("--lib-directory").arg(library).current_dir(self.inputs());
        command.env("SIGBIND_CACHE_DIR", self.cache());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the command starts")
    }

    /// Runs and tells whether the run was known, by its last line.
    #[track_caller]
    fn ran(&self, arguments: &[&str]) -> Was {
        was(&self.run(arguments))
    }

    /// Runs, and runs again without the past: both come to the same.
    #[track_caller]
    fn check(&self, name: &str, arguments: &[&str], expected: Was) {
        let output = self.run(arguments);
        let seen = self.seen(&output);
        if output.status.success() && !arguments.contains(&"-q") {
            assert_eq!(was(&output), expected, "{name}: {}", seen.stderr);
        }
        let entries = self.entries();
        let full = self.run(&[arguments, &["--no-cache"]].concat());
        assert_eq!(seen, self.seen(&full), "{name}");
        assert_eq!(entries, self.entries(), "{name}: without the past nothing is remembered");
    }

    fn seen(&self, output: &Output) -> Seen {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let line = |line: &str| match (line.rfind(", "), line.rfind(" s)")) {
            (Some(comma), Some(end)) if comma < end => {
                format!("{}{}\n", line[..comma].trim_end_matches(", cached"), &line[end..])
            }
            _ => format!("{line}\n"),
        };
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(self.inputs().join("out")).into_iter().flatten().flatten() {
            files.insert(PathBuf::from(entry.file_name()), fs::read_to_string(entry.path()).unwrap_or_default());
        }
        Seen {
            status: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr).lines().map(line).collect(),
            files,
        }
    }
}

#[track_caller]
fn was(output: &Output) -> Was {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let last = stderr.lines().last().unwrap_or_default();
    if last.contains(", cached, ") { Was::Known } else { Was::Made }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("the file is in a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}
