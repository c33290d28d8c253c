//! Documentation: Markdown pages, one for each class and each module, and the inventory by which Sphinx links to them.
//!
//! `pages` decides what stands where, `page` writes one, `inventory` the list for others. What the pages show of the source comes as
//! [`Sources`]: this room knows names, lines and addresses, not files.

mod inventory;
mod page;
mod pages;

use std::collections::BTreeMap;
use std::path::PathBuf;

use ffi_core::signature::Module;

use super::index::Index;

/// Where items are declared.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// By the dotted JavaScript name of the item.
    pub places: BTreeMap<String, Place>,
    /// The packages that declare something, with the addresses of their repositories.
    pub repositories: BTreeMap<String, String>,
}

/// The place of a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as people name it: from its package, or from the root of the run.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// The address at which that line can be read.
    pub address: Option<String>,
}

/// The pages, and `objects.inv`.
pub(crate) fn emit(module: &Module, sources: &Sources) -> BTreeMap<PathBuf, Vec<u8>> {
    let index = Index::new(module);
    let pages = pages::Pages::of(module, &index);
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    for page in &pages.list {
        let text = page::text(page, &pages, module, sources);
        files.insert(PathBuf::from(&page.path), text.into_bytes());
    }
    files.insert(PathBuf::from("objects.inv"), inventory::bytes(module, &pages));
    files
}
