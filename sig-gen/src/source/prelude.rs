//! The language's own types, for projects without a `typescript` package.

use crate::resolve::{Disk, Files};

/// Where the file seems to lie.
const DIRECTORY: &str = "/sigbind-prelude";

const TEXT: &str = include_str!("prelude.d.ts");

/// The disk, and beside it a folder with a small `lib.esnext.d.ts`: promises, collections, buffers, iterators, type operators.
#[derive(Debug, Default)]
pub struct WithPrelude(Disk);

impl WithPrelude {
    /// The folder, to be given as the one that holds the libraries.
    pub fn directory() -> std::path::PathBuf {
        DIRECTORY.into()
    }

    /// Whether a path is one of the folder's own.
    pub fn is_own(path: &std::path::Path) -> bool {
        path.starts_with(DIRECTORY)
    }
}

fn is_file(path: &str) -> bool {
    path.strip_prefix(DIRECTORY) == Some("/lib.esnext.d.ts")
}

impl Files for WithPrelude {
    fn is_file(&self, path: &str) -> bool {
        is_file(path) || self.0.is_file(path)
    }

    fn is_directory(&self, path: &str) -> bool {
        path == DIRECTORY || self.0.is_directory(path)
    }

    fn list(&self, path: &str) -> Vec<String> {
        if path == DIRECTORY { vec!["lib.esnext.d.ts".into()] } else { self.0.list(path) }
    }

    fn read(&self, path: &str) -> Option<String> {
        if is_file(path) { Some(TEXT.to_owned()) } else { self.0.read(path) }
    }

    fn real_path(&self, path: &str) -> String {
        if path.starts_with(DIRECTORY) { path.to_owned() } else { self.0.real_path(path) }
    }
}
