//! What resolution answers: a file, or the reason why there is none with what was tried.

use std::fmt;
use std::path::PathBuf;

/// What a file is to the front end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// `.d.ts`, `.d.mts`, `.d.cts` and `.d.EXT.ts`.
    Declaration,
    /// `.ts`, `.tsx`, `.mts`, `.cts`: declarations among code.
    TypeScript,
    /// `.js`, `.jsx`, `.mjs`, `.cjs`: a module without types.
    JavaScript,
    /// `.json`, whose value is its type.
    Json,
}

impl FileKind {
    /// The kind of a file by its name.
    pub(crate) fn of(path: &str) -> Self {
        let name = super::path::file_name(path);
        let is_typescript = [".ts", ".tsx", ".mts", ".cts"].iter().any(|end| name.ends_with(end));
        let is_named_declaration = name.ends_with(".ts") && name.contains(".d.");
        if is_named_declaration || name.ends_with(".d.mts") || name.ends_with(".d.cts") {
            Self::Declaration
        } else if is_typescript {
            Self::TypeScript
        } else if name.ends_with(".json") {
            Self::Json
        } else {
            Self::JavaScript
        }
    }
}

/// The package that a file belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackageId {
    /// The name in its package.json.
    pub name: String,
    /// The version there.
    pub version: String,
}

/// A file that a specifier names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its absolute path. Symbolic links are followed where it came out of `node_modules`, so that one file has one path.
    pub path: PathBuf,
    /// What it is.
    pub kind: FileKind,
    /// Whether it belongs to an installed package.
    pub is_external: bool,
}

impl Target {
    /// Whether there are types in it.
    pub fn has_types(&self) -> bool {
        matches!(self.kind, FileKind::Declaration | FileKind::TypeScript)
    }
}

/// The answer for one specifier.
pub type Resolution = Result<Target, Box<Unresolved>>;

/// A specifier that names no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// The specifier as it was written.
    pub specifier: String,
    /// Why.
    pub reason: Reason,
    /// The files that were looked for, in order, each once.
    pub tried: Vec<PathBuf>,
}

/// Why a specifier names no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is a module of Node.js or of another host: `fs`, `node:fs`, `cloudflare:workers`. Ambient modules may declare it.
    Builtin,
    /// It is the address of something elsewhere: `https://...`.
    Address,
    /// No file has that path.
    NoFile,
    /// No `node_modules` upward holds the package.
    NoPackage {
        /// The name of the package.
        package: String,
        /// Where it would lie, nearest first.
        searched: Vec<PathBuf>,
        /// An installed package of a similar name.
        similar: Option<String>,
    },
    /// The package is there, and its `exports` do not have the subpath or lead to nothing.
    NotExported {
        /// The name of the package.
        package: String,
        /// What was asked for: `.` or `./x`.
        subpath: String,
        /// What it exports.
        exported: Vec<String>,
    },
    /// The package is there, and the file is not.
    NotInPackage {
        /// The name of the package.
        package: String,
        /// Where it lies.
        directory: PathBuf,
    },
    /// It starts with `#`, and no package.json upward has such an entry in `imports`.
    NotImported,
}

impl fmt::Display for Unresolved {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let specifier = &self.specifier;
        match &self.reason {
            Reason::Builtin => write!(out, "`{specifier}` is a module of the host"),
            Reason::Address => write!(out, "`{specifier}` is an address, not a module on this machine"),
            Reason::NoFile => write!(out, "there is no file for `{specifier}`"),
            Reason::NoPackage { package, .. } => write!(out, "the package `{package}` is not installed"),
            Reason::NotExported { package, subpath, .. } if subpath == "." => {
                write!(out, "the package `{package}` exports no declarations")
            }
            Reason::NotExported { package, subpath, .. } => {
                write!(out, "the package `{package}` does not export `{subpath}`")
            }
            Reason::NotInPackage { package, .. } => {
                write!(out, "there are no declarations for `{specifier}` in the package `{package}`")
            }
            Reason::NotImported => write!(out, "no package.json has `{specifier}` among its imports"),
        }
    }
}

impl Unresolved {
    /// Further lines for a diagnostic: where was searched, what there is instead.
    pub fn notes(&self) -> Vec<String> {
        const MOST: usize = 8;
        let list = |items: &[String]| match items.len() {
            0..=MOST => items.join(", "),
            count => format!("{}, and {} more", items[..MOST].join(", "), count - MOST),
        };
        let paths =
            |paths: &[PathBuf]| -> Vec<String> { paths.iter().map(|path| path.display().to_string()).collect() };
        let mut notes = Vec::new();
        match &self.reason {
            Reason::NoPackage { package, searched, similar } => {
                if let Some(similar) = similar {
                    notes.push(format!("did you mean `{similar}`?"));
                }
                notes.push(format!("searched {}", list(&paths(searched))));
                notes.push(format!("`npm install {package}` puts it there"));
            }
            Reason::NotExported { exported, .. } if !exported.is_empty() => {
                notes.push(format!("it exports {}", list(exported)));
            }
            Reason::NotInPackage { directory, .. } => {
                notes.push(format!("the package lies in {}", directory.display()))
            }
            _ => {}
        }
        if matches!(self.reason, Reason::NoFile | Reason::NotInPackage { .. }) && !self.tried.is_empty() {
            notes.push(format!("tried {}", list(&paths(&self.tried))));
        }
        notes
    }
}
