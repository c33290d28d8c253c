//! Names inside of a class body that one of its members hides.
//!
//! After `type: str` in a class body, the annotation `type[X]` would mean the member. Builtins are then written
//! `builtins.type`; other names get an alias at the end of the module. What the body needs at once (values of aliases, bases of
//! nested classes) cannot be reached through the class that is being made: it is named without its path.

use std::borrow::Cow;

use ffi_core::signature::Item;
use rustc_hash::FxHashSet;

use super::super::Context;
use super::super::index::{function_namespace, python_name};
use super::super::python::{ClassDefinition, Expression, Statement, TypeParameter};
use super::imports::{BUILTINS, Imports, offered};
use super::order;

/// What annotations can refer to: where no member has such a name, nothing is hidden.
struct Visible<'m> {
    names: FxHashSet<Cow<'m, str>>,
    /// The classes with type parameters.
    generic: FxHashSet<Cow<'m, str>>,
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
        let is_generic = |item: &&'m Item| matches!(item, Item::Class(class) if !class.type_parameters.is_empty());
        let generic = context.module.items.iter().filter(is_generic).map(python_name).collect();
        Self { names, generic, builtins }
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
        resolve_class(statement, "", &self.visible, &mut self.found);
    }

    /// Marks the imported names that a statement needs.
    pub(super) fn mark(&mut self, statement: &Statement<'m>, imports: &mut Imports) {
        statement.visit_expressions(&mut |expression| {
            expression.visit_names(&mut |name| {
                imports.mark(name);
                self.uses_builtins |= self.may_use_builtins && name.starts_with("builtins.");
            });
        });
    }

    /// The aliases that the rewritten names need, and whether statements refer to the module `builtins`. `parameters` gives the
    /// type variables of a generic item.
    pub(super) fn finish(
        self,
        imports: &mut Imports,
        parameters: &dyn Fn(&str) -> Vec<Expression<'m>>,
    ) -> (Vec<Statement<'m>>, bool) {
        let mut names = self.found.aliases;
        names.sort_unstable();
        names.dedup();
        // A special form such as `Literal` has no alias that means the same, only another name.
        names.retain(|name| !imports.add_alias(name, alias_of(name)));
        let annotation = (!names.is_empty()).then(|| Expression::Name(imports.name("TypeAlias")));
        let aliases = names.into_iter().map(|name| {
            let target = Cow::Owned(alias_of(&name));
            // A generic class may be a base, which no alias with parameters can be.
            if self.visible.generic.contains(name.as_str()) {
                return Statement::assignment(target, Expression::name(name));
            }
            let variables = parameters(&name);
            let mut value = Expression::name(name);
            if !variables.is_empty() {
                value = Expression::Subscript(Box::new(value), variables);
            }
            Statement::Assign { target, annotation: annotation.clone(), value: Some(value), comment: None }
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
    format!("_{}_", name.replace('.', "_"))
}

/// Whether type checkers read the class as one of the class around it: the fields of a `TypedDict`.
fn is_typed_dict(class: &ClassDefinition<'_>) -> bool {
    class.keywords.iter().any(|(name, _)| name == "total")
}

fn resolve_class(statement: &mut Statement<'_>, around: &str, visible: &Visible<'_>, found: &mut Found) {
    let Statement::Class(class) = statement else { return };
    let path = format!("{around}{}.", class.name);
    order::sort(&mut class.body, &path);
    let mut members: Vec<String> = Vec::new();
    for inner in &class.body {
        let name = match inner {
            // The keys of a record, which only the definition behind it refers to.
            Statement::Assign { value: Some(Expression::Call(_)), .. } => continue,
            Statement::Function(function) => &function.name,
            Statement::Assign { target, .. } => target,
            Statement::TypeAlias { name, .. } => name,
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
    let mut defined: FxHashSet<String> = FxHashSet::default();
    for inner in &mut class.body {
        if let Statement::Class(nested) = inner {
            // The arguments of its bases may name it.
            defined.insert(nested.name.clone().into_owned());
            // A nested class does not see the names of this one.
            resolve_class(inner, &path, visible, found);
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
            // What a generic class holds cannot be reached through an alias of the class.
            let aliased = if visible.generic.contains(first) { name } else { first };
            found.borrow_mut().aliases.push(aliased.to_owned());
            Some(format!("{}{}", alias_of(aliased), &name[aliased.len()..]))
        };
        let is_own = |name: &str| defined.contains(name) && !visible.names.contains(name);
        let at_once = |name: &str| match name.strip_prefix(path.as_str()) {
            // A name that the module has as well would be taken for that.
            Some(rest) if is_own(rest.split('.').next().unwrap_or(rest)) => Some(rest.to_owned()),
            _ => rename(name),
        };
        match &mut *inner {
            Statement::Class(nested) => {
                // Checkers read bounds when all is known; mypy does not find what the body of a class holds from there.
                let bounds = nested.type_parameters.iter_mut().flat_map(TypeParameter::expressions_mut);
                bounds.for_each(|needed| needed.rename(&rename));
                nested.bases.iter_mut().for_each(|needed| needed.rename(&at_once));
                if is_typed_dict(nested) && !members.is_empty() {
                    for field in &mut nested.body {
                        field.visit_expressions_mut(&mut |expression| expression.rename(&rename));
                    }
                }
            }
            Statement::Assign { value: Some(value), annotation, .. } => {
                value.rename(&at_once);
                annotation.iter_mut().for_each(|annotation| annotation.rename(&rename));
            }
            Statement::TypeAlias { value, type_parameters, .. } => {
                let bounds = type_parameters.iter_mut().flat_map(TypeParameter::expressions_mut);
                bounds.for_each(|needed| needed.rename(&rename));
                value.rename(&at_once);
            }
            _ if members.is_empty() => {}
            other => other.visit_expressions_mut(&mut |expression| expression.rename(&rename)),
        }
        if let Statement::Class(ClassDefinition { name, .. })
        | Statement::Assign { target: name, .. }
        | Statement::TypeAlias { name, .. } = inner
        {
            defined.insert(name.clone().into_owned());
        }
    }
}
