//! Resolution over small trees on the disk: each test is a tree as text and a table of what leads where.
//!
//! A tree is a list of `-- path` lines, each followed by the file's text; `-- path -> target` is a symbolic link.

mod inputs;
mod projects;
mod specifiers;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A tree on the disk; it vanishes with the value.
struct Tree {
    _directory: TempDir,
    root: PathBuf,
}

impl Tree {
    #[track_caller]
    fn new(text: &str) -> Self {
        let directory = TempDir::new().expect("a temporary directory");
        let root = directory.path().canonicalize().expect("a directory that exists");
        for file in text.split("-- ").skip(1) {
            let (path, content) = file.split_once('\n').unwrap_or((file, ""));
            let (path, link) = match path.trim().split_once(" -> ") {
                Some((path, target)) => (path, Some(target)),
                None => (path.trim(), None),
            };
            let place = root.join(path);
            fs::create_dir_all(place.parent().expect("a path in the tree")).expect("a new directory");
            match link {
                Some(target) => link_to(&root.join(target), &place),
                None => fs::write(place, content).expect("a new file"),
            }
        }
        Self { _directory: directory, root }
    }

    /// A path as the tree writes it.
    fn short(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}

#[cfg(unix)]
fn link_to(target: &Path, place: &Path) {
    std::os::unix::fs::symlink(target, place).expect("a new link");
}

#[cfg(windows)]
fn link_to(target: &Path, place: &Path) {
    std::os::windows::fs::symlink_dir(target, place).expect("a new link");
}
