//! Finding and reading files: the only place of the front end that touches the file system.
//!
//! Libraries are looked up as `lib.NAME.d.ts` in the `typescript` package, searched upward from the root; relative module
//! specifiers are resolved the way TypeScript does. Npm packages will be resolved here too.

use std::path::{Component, Path, PathBuf};

/// Where libraries come from.
#[derive(Debug, Clone)]
pub struct Loader {
    root: PathBuf,
    lib_directory: Option<PathBuf>,
}

/// A library that was asked for and is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingLib {
    /// There is no `typescript` package.
    NoTypeScript {
        /// Where the search began.
        searched_from: PathBuf,
    },
    /// The package has no such library.
    Unknown {
        /// The names it has.
        known: Vec<String>,
    },
}

impl Loader {
    /// A loader for paths relative to `root`.
    pub fn new(root: &Path, lib_directory: Option<&Path>) -> Self {
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.to_owned() };
        let lib_directory = lib_directory.map(Path::to_owned).or_else(|| find_lib_directory(&root));
        Self { root, lib_directory }
    }

    /// The path of a file input.
    pub fn path(&self, path: &Path) -> PathBuf {
        if path.is_absolute() || self.root == Path::new(".") { path.to_owned() } else { self.root.join(path) }
    }

    /// Reads a file; bytes that are no UTF-8 are replaced.
    pub fn read(&self, path: &Path) -> std::io::Result<String> {
        let bytes = std::fs::read(path)?;
        let text =
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        })
    }

    /// The path of `lib.NAME.d.ts`.
    pub fn lib(&self, name: &str) -> Result<PathBuf, MissingLib> {
        let Some(directory) = &self.lib_directory else {
            return Err(MissingLib::NoTypeScript { searched_from: self.root.clone() });
        };
        let path = directory.join(format!("lib.{}.d.ts", name.to_ascii_lowercase()));
        if path.is_file() { Ok(path) } else { Err(MissingLib::Unknown { known: self.known_libs() }) }
    }

    fn known_libs(&self) -> Vec<String> {
        let entries = self.lib_directory.iter().filter_map(|directory| std::fs::read_dir(directory).ok()).flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| {
                let name = entry.ok()?.file_name().into_string().ok()?;
                Some(name.strip_prefix("lib.")?.strip_suffix(".d.ts")?.to_owned())
            })
            .collect();
        names.sort();
        names
    }

    /// The names of the files beside `path`, for suggestions.
    pub fn siblings(&self, path: &Path) -> Vec<String> {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut names: Vec<String> = std::fs::read_dir(directory)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    /// The file that a relative module specifier in `importer` names.
    pub fn resolve_relative(&self, importer: &Path, specifier: &str) -> Option<PathBuf> {
        if !(specifier.starts_with("./") || specifier.starts_with("../") || matches!(specifier, "." | "..")) {
            return None;
        }
        let base = normalize(&importer.parent().unwrap_or(Path::new("")).join(specifier));
        candidates(&base).into_iter().find(|path| path.is_file())
    }

    /// The file of a `/// <reference path="..." />` in `importer`.
    pub fn resolve_reference(&self, importer: &Path, path: &str) -> Option<PathBuf> {
        let path = normalize(&importer.parent().unwrap_or(Path::new("")).join(path));
        path.is_file().then_some(path)
    }
}

fn find_lib_directory(root: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(root).ok()?;
    absolute.ancestors().map(|directory| directory.join("node_modules/typescript/lib")).find(|path| path.is_dir())
}

/// What TypeScript tries for a specifier, in its order.
fn candidates(base: &Path) -> Vec<PathBuf> {
    let name = base.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let with = |name: String| base.with_file_name(name);
    let mut paths = Vec::new();
    for (script, sources) in [(".js", [".ts", ".d.ts"]), (".mjs", [".mts", ".d.mts"]), (".cjs", [".cts", ".d.cts"])] {
        if let Some(stem) = name.strip_suffix(script) {
            paths.extend(sources.map(|source| with(format!("{stem}{source}"))));
        }
    }
    if !name.is_empty() && name != ".." {
        if [".ts", ".mts", ".cts"].iter().any(|end| name.ends_with(end)) {
            paths.push(base.to_owned());
        }
        paths.extend([".ts", ".d.ts", ".d.mts", ".d.cts"].map(|end| with(format!("{name}{end}"))));
    }
    paths.extend(["index.ts", "index.d.ts", "index.d.mts", "index.d.cts"].map(|index| base.join(index)));
    paths
}

/// Removes `.` and `name/..` so that one file has one path.
fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}
