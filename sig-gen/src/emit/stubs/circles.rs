//! Records and aliases that lead back to themselves.
//!
//! Checkers look into a record field by field, and mypy into aliases as well. Where what they find needs the same again with other
//! arguments, pyright does not return from it and mypy refuses the alias.

use ffi_core::signature::{Alias, Item, Record, Type};

use super::super::Context;
use super::super::records::flat_fields;

/// What is printed at the moment, where it may need itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Within<'m> {
    Record(&'m Record),
    Alias(&'m Alias),
}

impl<'m> Within<'m> {
    pub(super) fn of(context: &Context<'m>, name: &str) -> Option<Self> {
        match context.index.get(name)?.item {
            Item::Record(record) => Some(Self::Record(record)),
            Item::Alias(alias) => Some(Self::Alias(alias)),
            _ => None,
        }
    }
}

impl PartialEq for Within<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::Record(one), Self::Record(other)) => std::ptr::eq(one, other),
            (Self::Alias(one), Self::Alias(other)) => std::ptr::eq(one, other),
            _ => false,
        }
    }
}

/// How the references in a type are visited.
pub(super) type Visit = dyn for<'t> Fn(&'t Type, &mut dyn FnMut(&'t str));

/// Whether the record or alias `from` leads to the one that is `to`, by the references that `visit` sees.
pub(super) fn reaches<'m>(context: &Context<'m>, from: &'m str, to: Within<'m>, visit: &Visit) -> bool {
    let mut visited: Vec<&'m str> = vec![from];
    let mut next = 0;
    while let Some(&name) = visited.get(next) {
        next += 1;
        let Some(item) = Within::of(context, name) else { continue };
        if item == to {
            return true;
        }
        for target in contents(context, item, visit) {
            if !visited.contains(&target) {
                visited.push(target);
            }
        }
    }
    false
}

/// Whether a record or alias leads to itself.
pub(super) fn needs_itself<'m>(context: &Context<'m>, name: &'m str) -> bool {
    let all: &Visit = &super::lift::visit_all;
    Within::of(context, name)
        .is_some_and(|item| contents(context, item, all).into_iter().any(|next| reaches(context, next, item, all)))
}

/// The names of what a record or alias refers to.
pub(super) fn contents<'m>(context: &Context<'m>, item: Within<'m>, visit: &Visit) -> Vec<&'m str> {
    let mut found = Vec::new();
    match item {
        Within::Record(record) => {
            flat_fields(context, record).into_iter().for_each(|field| visit(&field.ty, &mut |name| found.push(name)));
        }
        Within::Alias(alias) => visit(&alias.ty, &mut |name| found.push(name)),
    }
    found
}
