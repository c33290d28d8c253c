//! Gives the crate a name for its own behaviour: a hash of every source that can change what the generator writes. Remembered
//! runs of another build are no runs of this one.

use std::path::{Path, PathBuf};

/// What the generator is made of, seen from its folder. What is missing, as outside of the workspace, is left out.
const PARTS: [&str; 6] =
    ["build.rs", "Cargo.toml", "src", "../ffi-core/Cargo.toml", "../ffi-core/src", "../Cargo.lock"];

fn main() {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for part in PARTS.map(Path::new).into_iter().filter(|part| part.exists()) {
        println!("cargo::rerun-if-changed={}", part.display());
        for file in files(part) {
            let text = std::fs::read(&file).unwrap_or_default();
            hash.update(file.to_string_lossy().replace('\\', "/").as_bytes());
            hash.update(&[0]);
            hash.update(&text.len().to_le_bytes());
            hash.update(&text);
        }
    }
    println!("cargo::rustc-env=SIGBIND_BUILD_ID={:032x}", hash.digest128());
}

/// A file, or all files below a folder, sorted.
fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.flat_map(|entry| files(&entry.path())).collect();
    found.sort();
    found
}
