//! Names inside of a class body that one of its members hides.
//!
//! After `type: str` in a class body, the annotation `type[X]` would mean the member. Builtins are then written
//! `builtins.type`; other names get an alias at the end of the module.

use std::borrow::Cow;

use super::super::python::{Expression, Statement};
use super::imports::{BUILTINS, Imports};

/// Rewrites hidden names, and gives the aliases that this needs.
pub(super) fn resolve<'a>(statements: &mut [Statement<'a>], imports: &mut Imports) -> Vec<Statement<'a>> {
    let mut aliases: Vec<String> = Vec::new();
    for statement in statements.iter_mut() {
        resolve_class(statement, &mut aliases);
    }
    aliases.sort_unstable();
    aliases.dedup();
    let annotation = (!aliases.is_empty()).then(|| Expression::Name(imports.name("TypeAlias")));
    aliases
        .into_iter()
        .map(|name| Statement::Assign {
            target: Cow::Owned(alias_of(&name)),
            annotation: annotation.clone(),
            value: Some(Expression::name(name)),
            comment: None,
        })
        .collect()
}

/// Whether a statement refers to the module `builtins`.
pub(super) fn uses_builtins_module(statements: &[Statement<'_>]) -> bool {
    let mut found = false;
    for statement in statements {
        statement.visit_expressions(&mut |expression| {
            expression.visit_names(&mut |name| found |= name.starts_with("builtins."));
        });
    }
    found
}

fn alias_of(name: &str) -> String {
    format!("_{name}_")
}

fn resolve_class(statement: &mut Statement<'_>, aliases: &mut Vec<String>) {
    let Statement::Class(class) = statement else { return };
    let mut members: Vec<String> = Vec::new();
    for inner in &class.body {
        match inner {
            Statement::Function(function) => members.push(function.name.clone().into_owned()),
            Statement::Assign { target, .. } => members.push(target.clone().into_owned()),
            Statement::Class(nested) => members.push(nested.name.clone().into_owned()),
            _ => {}
        }
    }
    members.sort_unstable();
    members.dedup();
    for inner in &mut class.body {
        let found = std::cell::RefCell::new(&mut *aliases);
        let rename = |name: &str| -> Option<String> {
            let first = name.split('.').next().unwrap_or(name);
            // `x.setter` means the member.
            if members.binary_search_by(|member| member.as_str().cmp(first)).is_err() || name.ends_with(".setter") {
                return None;
            }
            if BUILTINS.contains(&name) {
                return Some(format!("builtins.{name}"));
            }
            found.borrow_mut().push(first.to_owned());
            Some(format!("{}{}", alias_of(first), &name[first.len()..]))
        };
        if matches!(inner, Statement::Class(_)) {
            // A nested class does not see the names of this one.
            resolve_class(inner, aliases);
        } else {
            inner.visit_expressions_mut(&mut |expression| expression.rename(&rename));
        }
    }
}
