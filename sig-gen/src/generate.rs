//! The front end as one call: inputs to a lowered module with its diagnostics.

use std::path::PathBuf;

use ffi_core::signature::{Module, SCHEMA_VERSION};

use crate::coverage::Coverage;
use crate::diagnostics::Diagnostic;
use crate::source::SourceMap;

/// What to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A `.d.ts`, `.d.mts`, `.d.cts` or `.ts` file.
    File(PathBuf),
    /// A library of the `typescript` package, without prefix: `dom`, `es2022`.
    Lib(String),
}

impl Input {
    /// Reads an input as it is written on a command line: `lib:NAME` or a path.
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix("lib:") {
            Some(name) => Self::Lib(name.to_owned()),
            None => Self::File(PathBuf::from(text)),
        }
    }
}

/// What to read and what to take from it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The inputs, in any order.
    pub inputs: Vec<Input>,
    /// The directory from which relative paths start and from which `node_modules` is searched upward. Empty: the current one.
    pub root: PathBuf,
    /// Names to take, with what they need; empty means everything.
    pub include: Vec<String>,
    /// The directory that holds `lib.*.d.ts`, when it is not to be found through `node_modules/typescript/lib`.
    pub lib_directory: Option<PathBuf>,
    /// Libraries that are context for lookups without being emitted. `None`: `esnext` and `dom`, unless an input is a library.
    pub ambient: Option<Vec<String>>,
}

/// What [`load`] gives: always a module, however much of it could be made.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The module.
    pub module: Module,
    /// Findings, in order of place. Nothing may be written when one of them is an error.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub sources: SourceMap,
    /// What was emitted and what was degraded.
    pub coverage: Coverage,
}

impl Loaded {
    /// Whether a diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads the inputs and lowers them to one module.
pub fn load(_options: &Options) -> Loaded {
    let module = Module { schema_version: SCHEMA_VERSION, ..Module::default() };
    Loaded { module, ..Loaded::default() }
}
