//! What changed between two versions of a package, as its users in Python feel it.
//!
//! Two modules go in, a list of changes comes out, each breaking or compatible. A change breaks when a program that was right with the old version may
//! be wrong with the new one, for a type checker or at run time. `items` compares declarations, `function` what can be called,
//! `relate` says which of two types is the wider one, `uses` on which side of calls a type stands.

mod function;
mod items;
mod relate;
mod report;
mod uses;

use std::rc::Rc;

use ffi_core::signature::Module;

pub use report::{json, text};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The dotted name of what changed.
    pub path: String,
    /// What kind of change it is: stays the same between versions of the generator.
    pub code: &'static str,
    /// Whether it can break a program.
    pub breaking: bool,
    /// In words.
    pub message: String,
}

/// The changes, in the order of names.
pub fn compare(old: &Module, new: &Module) -> Vec<Change> {
    let uses = Rc::new(uses::Uses::of(old, new));
    let mut changes = Changes { list: Vec::new(), sides: relate::Sides::new(old, new), uses };
    items::modules(&mut changes, "", &old.items, &new.items);
    let mut list = changes.list;
    list.sort_by(|left, right| left.path.cmp(&right.path).then(right.breaking.cmp(&left.breaking)));
    list.dedup();
    list
}

/// The changes found so far, and what it takes to find more.
struct Changes<'m> {
    list: Vec<Change>,
    sides: relate::Sides<'m>,
    uses: Rc<uses::Uses>,
}

impl Changes<'_> {
    fn breaking(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.list.push(Change { path: path.to_owned(), code, breaking: true, message: message.into() });
    }

    fn compatible(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.list.push(Change { path: path.to_owned(), code, breaking: false, message: message.into() });
    }
}
