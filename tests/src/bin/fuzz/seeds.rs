//! What mutations start from: pieces of the corpus and the generator's own fixtures.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The largest file that is taken apart.
const LARGEST_FILE: u64 = 60 << 10;
/// The largest piece.
const LARGEST_PIECE: usize = 3 << 10;
/// About how many files of the corpus are read.
const FILES: usize = 600;

/// Pieces of declaration files, each a few statements.
pub fn collect(root: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for folder in ["tests/corpus/node_modules", "tests/node/node_modules/typescript/lib"] {
        find(&root.join(folder), &mut files);
    }
    files.sort();
    let step = (files.len() / FILES).max(1);
    let mut own = Vec::new();
    for folder in ["sig-gen/tests/declarations", "sig-gen/tests/corpus", "sig-gen/tests/robust/fixtures"] {
        find(&root.join(folder), &mut own);
    }
    own.sort();
    let mut pieces = Vec::new();
    for path in own.iter().chain(files.iter().step_by(step)) {
        cut(&String::from_utf8_lossy(&fs::read(path)?), &mut pieces);
    }
    if pieces.is_empty() {
        return Err(io::Error::other("no seeds: run `npm ci` in tests/corpus"));
    }
    Ok(pieces)
}

fn find(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_dir() {
            find(&path, into);
        } else if metadata.len() <= LARGEST_FILE
            && path.to_string_lossy().contains(".d.")
            && path.extension().is_some_and(|end| end == "ts" || end == "mts" || end == "cts")
        {
            into.push(path);
        }
    }
}

/// Cuts a file before lines that begin a statement.
fn cut(text: &str, into: &mut Vec<String>) {
    let mut piece = String::new();
    for line in text.split_inclusive('\n') {
        let begins = ["export", "declare", "interface", "type", "class", "import", "namespace"];
        if begins.iter().any(|word| line.starts_with(word)) && piece.len() > 200 {
            into.push(std::mem::take(&mut piece));
        }
        if piece.len() + line.len() <= LARGEST_PIECE {
            piece.push_str(line);
        }
    }
    if !piece.trim().is_empty() {
        into.push(piece);
    }
}
