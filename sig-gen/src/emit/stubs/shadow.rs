//! Names inside of a class body that one of its members hides.
//!
//! After `type: str` in a class body, the annotation `type[X]` would mean the member. Builtins are then written
//! `builtins.type`; other names get an alias at the end of the module.

use std::borrow::Cow;

use ffi_core::signature::Item;
use rustc_hash::FxHashSet;

use super::super::Context;
use super::super::index::{function_namespace, python_name};
use super::super::python::{Expression, Statement};
use super::imports::{BUILTINS, Imports, offered};

/// What annotations can refer to: where no member has such a name, nothing is hidden.
struct Visible<'m> {
    names: FxHashSet<Cow<'m, str>>,
    /// Whether an item has the name of the module `builtins`.
    builtins: bool,
}

impl<'m> Visible<'m> {
    fn new(context: &Context<'m>) -> Self {
        let mut names: FxHashSet<Cow<'m, str>> = BUILTINS.into_iter().chain(offered()).map(Cow::Borrowed).collect();
        for item in &context.module.items {
            let name = python_name(item);
            if matches!(item, Item::Function(function) if !function.namespace.is_empty()) {
                names.insert(Cow::Owned(function_namespace(&name)));
            }
            names.insert(name);
        }
        let builtins = names.contains("builtins");
        names.insert(Cow::Borrowed("builtins"));
        Self { names, builtins }
    }

    /// Whether a member of this name may hide something. Names that the emitter makes up begin with an underscore.
    fn may_hide(&self, name: &str) -> bool {
        name.starts_with('_') || self.names.contains(name)
    }
}

/// Rewrites hidden names, one statement after the other.
pub(super) struct Shadow<'m> {
    visible: Visible<'m>,
    found: Found,
    /// Whether statements may refer to the module `builtins` without a hidden name, and whether one did.
    may_use_builtins: bool,
    uses_builtins: bool,
}

impl<'m> Shadow<'m> {
    pub(super) fn new(context: &Context<'m>, imports: &Imports) -> Self {
        let visible = Visible::new(context);
        let may_use_builtins = visible.builtins || imports.hides_builtins();
        Self { visible, found: Found::default(), may_use_builtins, uses_builtins: false }
    }

    /// Rewrites the hidden names of a statement.
    pub(super) fn resolve(&mut self, statement: &mut Statement<'m>) {
        resolve_class(statement, &self.visible, &mut self.found);
        if self.may_use_builtins && !self.uses_builtins {
            statement.visit_expressions(&mut |expression| {
                expression.visit_names(&mut |name| self.uses_builtins |= name.starts_with("builtins."));
            });
        }
    }

    /// The aliases that the rewritten names need, and whether statements refer to the module `builtins`.
    pub(super) fn finish(self, imports: &mut Imports) -> (Vec<Statement<'m>>, bool) {
        let mut aliases = self.found.aliases;
        aliases.sort_unstable();
        aliases.dedup();
        let annotation = (!aliases.is_empty()).then(|| Expression::Name(imports.name("TypeAlias")));
        let aliases = aliases.into_iter().map(|name| Statement::Assign {
            target: Cow::Owned(alias_of(&name)),
            annotation: annotation.clone(),
            value: Some(Expression::name(name)),
            comment: None,
        });
        (aliases.collect(), self.found.builtins || self.uses_builtins)
    }
}

/// What hidden names need.
#[derive(Default)]
struct Found {
    aliases: Vec<String>,
    builtins: bool,
}

fn alias_of(name: &str) -> String {
    format!("_{name}_")
}

fn resolve_class(statement: &mut Statement<'_>, visible: &Visible<'_>, found: &mut Found) {
    let Statement::Class(class) = statement else { return };
    let mut members: Vec<String> = Vec::new();
    for inner in &class.body {
        let name = match inner {
            Statement::Function(function) => &function.name,
            Statement::Assign { target, .. } => target,
            Statement::Class(nested) => &nested.name,
            _ => continue,
        };
        if visible.may_hide(name) {
            members.push(name.clone().into_owned());
        }
    }
    members.sort_unstable();
    members.dedup();
    // Of the names in annotations few begin like a member.
    let mut initials = [false; 256];
    members.iter().filter_map(|member| member.bytes().next()).for_each(|first| initials[usize::from(first)] = true);
    for inner in &mut class.body {
        if matches!(inner, Statement::Class(_)) {
            // A nested class does not see the names of this one.
            resolve_class(inner, visible, found);
            continue;
        }
        if members.is_empty() {
            continue;
        }
        let found = std::cell::RefCell::new(&mut *found);
        let starts = |name: &str| name.as_bytes().first().is_some_and(|&first| initials[usize::from(first)]);
        let rename = |name: &str| -> Option<String> {
            if !starts(name) {
                return None;
            }
            let first = name.split('.').next().unwrap_or(name);
            // `x.setter` means the member.
            if members.binary_search_by(|member| member.as_str().cmp(first)).is_err() || name.ends_with(".setter") {
                return None;
            }
            if BUILTINS.contains(&name) {
                found.borrow_mut().builtins = true;
                return Some(format!("builtins.{name}"));
            }
            found.borrow_mut().aliases.push(first.to_owned());
            Some(format!("{}{}", alias_of(first), &name[first.len()..]))
        };
        inner.visit_expressions_mut(&mut |expression| expression.rename(&rename));
    }
}
