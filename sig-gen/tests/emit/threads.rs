//! The same bytes at any thread count: files, report and findings of whole processes, over the packages of the corpus.
//!
//! Processes, not calls: what depends on the seed of a hash map or on addresses differs between them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Libraries, globals with modules, packages of many files, several inputs at once, and files with errors.
const INPUTS: &[&[&str]] = &[
    &["lib:dom", "lib:es2022"],
    &["@types/node"],
    &["@cloudflare/workers-types"],
    &["three"],
    &["rxjs", "zod"],
    &["@types/d3", "@types/leaflet"],
    &["hono"],
    &[concat!(env!("CARGO_MANIFEST_DIR"), "/tests/declarations")],
];

/// All that a run gives, by name.
type Given = BTreeMap<PathBuf, Vec<u8>>;

fn repository() -> &'static Path {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.parent().unwrap_or(crate_folder)
}

fn corpus() -> PathBuf {
    let path = std::env::var_os("SIGBIND_CORPUS").map_or_else(|| repository().join("tests/corpus"), PathBuf::from);
    assert!(path.join("node_modules").is_dir(), "no packages in {}: run `cargo xtask test` once", path.display());
    path
}

fn given(inputs: &[&str], emit: &str, threads: usize) -> Given {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let out = folder.path().join("out");
    let output = Command::new(env!("CARGO_BIN_EXE_sig-gen"))
        .args(inputs)
        .args(["--no-cache", "--report=report.json", "--emit", emit, "-o"])
        .arg(&out)
        .arg("--root")
        .arg(corpus())
        .current_dir(folder.path())
        .env("RAYON_NUM_THREADS", threads.to_string())
        .output()
        .expect("the command starts");
    let mut given = Given::new();
    let files = [out, folder.path().to_owned()].map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten());
    for file in files.into_iter().flatten().filter(|file| file.path().is_file()) {
        let bytes = std::fs::read(file.path()).expect("the file can be read");
        given.insert(PathBuf::from(file.file_name()), bytes);
    }
    let mut findings = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        // The last line says how long it took, and where the output is.
        let last = findings.trim_end().rfind(" file").unwrap_or_else(|| panic!("{inputs:?}: {findings}"));
        findings.truncate(last);
        assert!(given.len() > 1 && given.contains_key(Path::new("report.json")), "{inputs:?}: {:?}", given.keys());
    }
    given.insert(PathBuf::from("stderr"), findings.into_bytes());
    given.insert(PathBuf::from("status"), format!("{:?}", output.status.code()).into_bytes());
    given
}

#[track_caller]
fn check(inputs: &[&str], emit: &str) {
    let one = given(inputs, emit, 1);
    for threads in [2, 7] {
        let other = given(inputs, emit, threads);
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{inputs:?}");
        for (name, bytes) in &one {
            let at = bytes.iter().zip(&other[name]).position(|(left, right)| left != right);
            assert!(*bytes == other[name], "{inputs:?} at {threads} threads: {} differs at {at:?}", name.display());
        }
    }
}

#[test]
fn the_same_package_at_any_thread_count() {
    for inputs in INPUTS {
        check(inputs, "package");
    }
}

#[test]
fn the_same_json_at_any_thread_count() {
    check(&["lib:dom", "lib:es2022"], "json");
    check(&["three"], "json");
}
