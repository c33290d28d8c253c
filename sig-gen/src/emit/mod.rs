//! The back end: a [`Module`] to the files of a Python package.
//!
//! Each emitter is a function of the module alone and gives text; [`emit`] gathers the files of what was asked for. Nothing in
//! here reads or writes files. Output is a pure function of the module: lookups go through maps that are never iterated.

pub mod python;

mod index;
mod linearize;
mod package;
mod records;
mod repeated;
mod signatures;
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
}

/// What all emitters know about the module.
pub(crate) struct Context<'m> {
    pub(crate) module: &'m Module,
    pub(crate) index: Index<'m>,
}

/// The files of the module, by their path inside of the output directory.
pub fn emit(module: &Module, what: Emit) -> BTreeMap<PathBuf, String> {
    let context = Context { module, index: Index::new(module) };
    let mut files = BTreeMap::new();
    if matches!(what, Emit::Package | Emit::Signatures) {
        files.insert(PathBuf::from("signatures.py"), signatures::emit(&context));
    }
    if matches!(what, Emit::Package | Emit::Stubs) {
        files.insert(PathBuf::from("__init__.pyi"), stubs::emit(&context));
    }
    if what == Emit::Json {
        // A module holds nothing that JSON cannot express, so this does not fail.
        files.insert(PathBuf::from("signatures.json"), module.to_json().unwrap_or_default());
    }
    if what == Emit::Package {
        files.insert(PathBuf::from("__init__.py"), package::emit(module));
        files.insert(PathBuf::from("py.typed"), String::new());
    }
    files
}
