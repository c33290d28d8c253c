//! The invariants of ARCHITECTURE.md that can be read off the sources: who may name which crate, and the size of a room.

use std::fs;
use std::path::{Path, PathBuf};

/// A word, the paths that may contain it, and the sentence that it keeps.
const NAMES: &[(&str, &[&str], &str)] = &[
    ("swc_", &["sig-gen/src/parse/"], "only sig-gen/src/parse/ names swc"),
    ("rquickjs", &["ffi-core/src/engine/quickjs/"], "only engine/quickjs/ names rquickjs"),
    ("pyo3::", &["ffi-core/src/python/", "ffi-python/src/"], "only the bridge to CPython names PyO3"),
];

/// The most lines that a source file may have.
const MOST_LINES: usize = 1000;

fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Every file with one of `endings` in the crates' folders, as (path from the root, text).
fn sources(endings: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["ffi-core", "ffi-macros", "ffi-python", "ffi-web", "sig-gen", "tests", "xtask", "examples"]
            .iter()
            .map(|name| root.join(name))
            .collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("a readable folder").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["node_modules", "target", "snapshots", "corpus", "__pycache__"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let relative = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push((relative, text));
            }
        }
    }
    found.sort();
    assert!(found.len() > 50, "the sources were not found from {}", root.display());
    found
}

/// The code of a line of Rust: what stands before a comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

#[test]
fn only_one_room_names_a_foreign_crate() {
    let mut broken = Vec::new();
    for (path, text) in sources(&[".rs"]) {
        if path == "tests/tests/invariants.rs" {
            continue;
        }
        for (word, rooms, sentence) in NAMES {
            if rooms.iter().any(|room| path.starts_with(room)) {
                continue;
            }
            for (index, line) in text.lines().enumerate().filter(|(_, line)| code(line).contains(word)) {
                broken.push(format!("{path}:{}: {sentence}: {}", index + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_room_is_too_large() {
    let large: Vec<String> = sources(&[".rs", ".py", ".mjs"])
        .into_iter()
        .filter(|(_, text)| text.lines().count() > MOST_LINES)
        .map(|(path, text)| format!("{path}: {} lines", text.lines().count()))
        .collect();
    assert!(large.is_empty(), "files over {MOST_LINES} lines:\n{}", large.join("\n"));
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    let silent: Vec<String> =
        sources(&[".rs"]).into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "files without a `//!` paragraph at the top:\n{}", silent.join("\n"));
}
