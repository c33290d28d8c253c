//! The command as a user runs it: each file of `cases` is a folder and what is run in it, one after the other.
//!
//! The head of a file holds a `run: ...` line for each run, and `show: ...` lines with the files that are shown at the end; `edit: PATH < OLD > NEW` and
//! `delete: PATH` stand between runs. Each `-- path` line begins a file of the folder. Snapshots hold status, output and findings of each run.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command")
}

/// What happens in the folder of a case, as text.
fn told(case: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let inside = folder.path().join("home");
    let mut parts = case.split("\n-- ");
    let head = parts.next().unwrap_or_default();
    for part in parts {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        let path = inside.join(path.trim());
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, format!("{}\n", text.trim_end_matches('\n'))).expect("a file can be written");
    }
    let mut told = String::new();
    for line in head.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (key, value) = line.split_once(':').expect("a line of the head has a key");
        let value = value.trim();
        match key {
            "run" => run(&inside, value, &mut told),
            "show" => {
                let text = fs::read_to_string(inside.join(value));
                writeln!(told, "== {value}\n{}", text.unwrap_or_else(|_| "(not there)".to_owned()))
                    .expect("it is a string");
            }
            "delete" => fs::remove_file(inside.join(value)).expect("the file is there"),
            "edit" => {
                let (path, change) = value.split_once(" < ").expect("an edit says what is replaced");
                let (old, new) = change.split_once(" > ").expect("an edit says by what");
                let text = fs::read_to_string(inside.join(path)).expect("the file is there");
                assert!(text.contains(old), "{old} is in {path}");
                fs::write(inside.join(path), text.replace(old, new)).expect("the file can be written");
            }
            _ => panic!("no key is called {key}"),
        }
    }
    told
}

fn run(folder: &Path, arguments: &str, told: &mut String) {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declarations/lib");
    let output = Command::new(env!("CARGO_BIN_EXE_sig-gen"))
        .args(arguments.split_whitespace().map(|word| word.trim_matches('\'')))
        .arg("--lib-directory")
        .arg(library)
        .env("SIGBIND_CACHE_DIR", folder.join("../cache"))
        .current_dir(folder)
        .output()
        .expect("the command starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    writeln!(told, "$ sig-gen {arguments}\nstatus {}", output.status.code().unwrap_or(-1)).expect("it is a string");
    for (name, text) in [("stdout", text(&output.stdout)), ("stderr", text(&output.stderr))] {
        if !text.is_empty() {
            writeln!(told, "-- {name}\n{}", text.lines().map(timeless).collect::<String>()).expect("it is a string");
        }
    }
}

/// A line without the time that a run took.
fn timeless(line: &str) -> String {
    match (line.rfind(", "), line.rfind(" s)")) {
        (Some(comma), Some(end)) if comma < end => format!("{}, TIME{}\n", &line[..comma], &line[end + 2..]),
        _ => format!("{line}\n"),
    }
}

#[test]
fn cases() {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(here().join("cases")).expect("there are cases").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let case = fs::read_to_string(&path).expect("a case can be read");
        let name = path.file_stem().expect("a case has a name").to_string_lossy().into_owned();
        insta::with_settings!({ snapshot_path => here().join("snapshots"), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, told(&case));
        });
    }
}
