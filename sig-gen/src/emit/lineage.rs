//! Lists of classes that share their ends.
//!
//! In a chain of bases the ancestors of each class are its base and the ancestors of that. With a list of its own for each class a chain of
//! thousands would take memory and time by the square of its length; here a list is one link in front of another list.

use std::cell::RefCell;

use ffi_core::signature::Class;

/// A list of classes in [`Lineages`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lineage(Option<u32>);

/// The links of all lists.
#[derive(Debug, Default)]
pub(super) struct Lineages<'m> {
    links: RefCell<Vec<(&'m Class, Lineage)>>,
}

impl<'m> Lineages<'m> {
    /// A class and then a list.
    pub(super) fn prepend(&self, class: &'m Class, rest: Lineage) -> Lineage {
        let mut links = self.links.borrow_mut();
        links.push((class, rest));
        Lineage(u32::try_from(links.len() - 1).ok())
    }

    /// A list of its own.
    pub(super) fn list(&self, classes: &[&'m Class]) -> Lineage {
        classes.iter().rev().fold(Lineage::default(), |rest, class| self.prepend(class, rest))
    }

    /// The classes of a list.
    pub(super) fn iter(&self, lineage: Lineage) -> impl Iterator<Item = &'m Class> + use<'_, 'm> {
        let mut next = lineage;
        std::iter::from_fn(move || {
            let (class, rest) = self.links.borrow()[next.0? as usize];
            next = rest;
            Some(class)
        })
    }
}
