//! Stubs and declarations for what Rust sources export.
//!
//! The sources are read with the front end of the macros (`ffi-macros-core`), so that what it understands is what the macros make. Files are
//! read through [`crate::resolve`]; nothing is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ffi_macros_core::stubs::{Note, python, read, typescript};

use crate::resolve::{Disk, Files as _};

/// What came out.
#[derive(Debug, Default)]
pub struct Stubs {
    /// `NAME.pyi` and `NAME.d.ts`.
    pub files: BTreeMap<PathBuf, String>,
    /// What is wrong in the sources, with its place.
    pub errors: Vec<String>,
    /// Types that are declared nowhere.
    pub warnings: Vec<String>,
}

/// Reads a crate from its root file. Without a name the module is called like the package, or for a file that is not `src/lib.rs` like the file.
pub fn stubs(root: &Path, name: Option<&str>) -> Stubs {
    let shown = root.to_string_lossy().replace('\\', "/");
    let disk = Disk::default();
    let (surface, notes) = read(&shown, &|path| disk.read(path));
    let errors = notes.iter().map(place).collect();
    let (stub, notes) = python(&surface);
    let warnings = notes.into_iter().map(|note| note.message).collect();
    let name = name.map_or_else(|| module_name(root), str::to_owned);
    let files = BTreeMap::from([
        (PathBuf::from(format!("{name}.pyi")), stub),
        (PathBuf::from(format!("{name}.d.ts")), typescript(&surface)),
    ]);
    Stubs { files, errors, warnings }
}

fn place(note: &Note) -> String {
    format!("{}:{}:{}: {}", note.file, note.line, note.column, note.message)
}

fn module_name(root: &Path) -> String {
    let is_library = root.ends_with("src/lib.rs");
    let part = if is_library { root.ancestors().nth(2).and_then(Path::file_name) } else { root.file_stem() };
    let name = part.map_or_else(|| "library".to_owned(), |part| part.to_string_lossy().into_owned());
    name.replace('-', "_")
}
