//! The back end: a [`Module`] to the files of a Python package.
//!
//! Each emitter is a function of the module alone and gives text; [`emit`] gathers the files of what was asked for. Nothing in
//! here reads or writes files. Output is a pure function of the module: lookups go through maps that are never iterated.

pub mod python;

mod enums;
mod fingerprint;
mod index;
mod lineage;
mod linearize;
mod package;
mod records;
mod repeated;
pub mod rust;
mod signatures;
mod spelling;
mod stubs;
mod type_variables;

use std::collections::BTreeMap;
use std::path::PathBuf;

use ffi_core::signature::Module;

use index::Index;

/// What to emit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Emit {
    /// The importable package: signatures, stubs and the lazy `__init__.py`.
    #[default]
    Package,
    /// Only `__init__.pyi`.
    Stubs,
    /// Only `signatures.py`.
    Signatures,
    /// Only `signatures.json`.
    Json,
    /// Only `mod.rs`: bindings for Rust.
    Rust,
}

/// What all emitters know about the module.
pub(crate) struct Context<'m> {
    pub(crate) module: &'m Module,
    pub(crate) index: Index<'m>,
}

/// The files of the module, by their path inside of the output directory.
pub fn emit(module: &Module, what: Emit) -> BTreeMap<PathBuf, String> {
    // Each emitter has an index of its own: it fills caches, and the two big ones run side by side.
    let signatures = || signatures::emit(&Context { module, index: Index::new(module) });
    let stubs = || stubs::emit(&Context { module, index: Index::new(module) });
    let mut files = BTreeMap::new();
    let mut add = |name: &str, text: String| {
        files.insert(PathBuf::from(name), text);
    };
    match what {
        Emit::Package => {
            let (signatures, stubs) = rayon::join(signatures, stubs);
            add("signatures.py", signatures);
            add("__init__.pyi", stubs);
            add("__init__.py", package::emit(module));
            add("py.typed", String::new());
        }
        Emit::Stubs => add("__init__.pyi", stubs()),
        Emit::Signatures => add("signatures.py", signatures()),
        // A module holds nothing that JSON cannot express, so this does not fail.
        Emit::Rust => add("mod.rs", rust::file(module)),
        Emit::Json => add("signatures.json", module.to_json().unwrap_or_default()),
    }
    files
}
