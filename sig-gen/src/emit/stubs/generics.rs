//! Type parameters of what a stub declares, in the syntax of PEP 695: `class Box[T: Node = Node]`, `def first[T](items: Sequence[T]) -> T`.
//!
//! Until here a type variable has a name that no other one of the module has. Each class names its own; what else a function or an alias
//! mentions is its own parameter. In the end they get the names that TypeScript gives them, where nothing in the same statement has that name.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::python::{Expression, FunctionDefinition, Parameter, Statement, TypeParameter};
use super::super::type_variables::TypeVariables;

/// Gives functions and aliases the type parameters that they mention and no class around them has. Says whether one of all has a bound: such
/// a bound may yet prove wrong.
pub(super) fn declare<'m>(statement: &mut Statement<'m>, variables: &TypeVariables<'m>) -> bool {
    declare_in(statement, variables, &mut Vec::new())
}

fn declare_in<'m>(statement: &mut Statement<'m>, variables: &TypeVariables<'m>, outer: &mut Vec<String>) -> bool {
    match statement {
        Statement::Class(class) => {
            let mark = outer.len();
            outer.extend(class.type_parameters.iter().map(|own| own.name.clone().into_owned()));
            let mut bounded = class.type_parameters.iter().any(|own| own.bound.is_some());
            for inner in &mut class.body {
                bounded |= declare_in(inner, variables, outer);
            }
            outer.truncate(mark);
            bounded
        }
        Statement::Function(function) => {
            let mut found = Found { variables, outer, names: Vec::new() };
            annotations(function).for_each(|annotation| found.add(annotation));
            function.type_parameters = found.into_parameters();
            function.type_parameters.iter().any(|own| own.bound.is_some())
        }
        Statement::Assign { target, annotation: Some(_), value: Some(value), .. } => {
            let mut found = Found { variables, outer, names: Vec::new() };
            found.add(value);
            let type_parameters = found.into_parameters();
            if type_parameters.is_empty() {
                return false;
            }
            let bounded = type_parameters.iter().any(|own| own.bound.is_some());
            let value = std::mem::replace(value, Expression::None);
            *statement = Statement::TypeAlias { name: std::mem::take(target), type_parameters, value };
            bounded
        }
        _ => false,
    }
}

fn annotations<'f, 'm>(function: &'f FunctionDefinition<'m>) -> impl Iterator<Item = &'f Expression<'m>> {
    let of_parameters = function.parameters.iter().filter_map(|parameter| match parameter {
        Parameter::Plain { annotation, .. } | Parameter::Rest { annotation, .. } => annotation.as_ref(),
        Parameter::PositionalOnly | Parameter::KeywordOnly => None,
    });
    of_parameters.chain(&function.result)
}

/// Type variables in the order in which they first occur.
struct Found<'a, 'm> {
    variables: &'a TypeVariables<'m>,
    outer: &'a [String],
    names: Vec<String>,
}

impl<'m> Found<'_, 'm> {
    fn add(&mut self, expression: &Expression<'m>) {
        expression.visit_names(&mut |name| {
            let is_known = |known: &String| known == name;
            if self.variables.is_declared(name) && !self.outer.iter().any(is_known) && !self.names.iter().any(is_known)
            {
                self.names.push(name.to_owned());
            }
        });
    }

    fn into_parameters(self) -> Vec<TypeParameter<'m>> {
        self.variables.parameters_of(self.names.iter().map(String::as_str))
    }
}

/// Takes the bounds back that were left out since [`declare`].
pub(super) fn update_bounds<'m>(statement: &mut Statement<'m>, variables: &TypeVariables<'m>) {
    parameters_mut(statement, &mut |parameter| {
        if variables.bound_of(&parameter.name).is_none() {
            parameter.bound = None;
        }
    });
}

fn parameters_mut<'m>(statement: &mut Statement<'m>, visit: &mut dyn FnMut(&mut TypeParameter<'m>)) {
    match statement {
        Statement::Class(class) => {
            class.type_parameters.iter_mut().for_each(&mut *visit);
            class.body.iter_mut().for_each(|inner| parameters_mut(inner, visit));
        }
        Statement::Function(function) => function.type_parameters.iter_mut().for_each(visit),
        Statement::TypeAlias { type_parameters, .. } => type_parameters.iter_mut().for_each(visit),
        _ => {}
    }
}

/// Gives the type parameters of a statement the names that TypeScript gives them.
pub(super) fn name_plainly<'m>(statement: &mut Statement<'m>, variables: &TypeVariables<'m>) {
    let mut generic = false;
    parameters_mut(statement, &mut |_| generic = true);
    if !generic {
        return;
    }
    let mut taken = FxHashSet::default();
    collect_names(statement, variables, &mut taken);
    Naming { variables, taken, scope: FxHashMap::default() }.visit(statement);
}

/// Collects what names mean in a statement apart from type variables: the first parts of those that it mentions, and its members.
fn collect_names(statement: &Statement<'_>, variables: &TypeVariables<'_>, taken: &mut FxHashSet<String>) {
    let mut add = |name: &str| {
        let first = name.split('.').next().unwrap_or(name);
        if !variables.is_declared(first) && !taken.contains(first) {
            taken.insert(first.to_owned());
        }
    };
    statement.visit_expressions(&mut |expression| expression.visit_names(&mut add));
    let mut pending = vec![statement];
    while let Some(statement) = pending.pop() {
        match statement {
            Statement::Class(class) => {
                add(&class.name);
                pending.extend(&class.body);
            }
            Statement::Function(function) => add(&function.name),
            Statement::Assign { target, .. } => add(target),
            Statement::TypeAlias { name, .. } => add(name),
            _ => {}
        }
    }
}

struct Naming<'a, 'm> {
    variables: &'a TypeVariables<'m>,
    taken: FxHashSet<String>,
    /// The new names of type variables in scope.
    scope: FxHashMap<String, String>,
}

impl<'m> Naming<'_, 'm> {
    fn visit(&mut self, statement: &mut Statement<'m>) {
        match statement {
            Statement::Class(class) => {
                let opened = self.open(&mut class.type_parameters);
                class.bases.iter_mut().for_each(|base| self.rename(base));
                class.body.iter_mut().for_each(|inner| self.visit(inner));
                self.close(opened);
            }
            Statement::Function(function) => {
                let opened = self.open(&mut function.type_parameters);
                for parameter in &mut function.parameters {
                    match parameter {
                        Parameter::Plain { annotation: Some(annotation), .. }
                        | Parameter::Rest { annotation: Some(annotation), .. } => self.rename(annotation),
                        _ => {}
                    }
                }
                function.result.iter_mut().for_each(|result| self.rename(result));
                self.close(opened);
            }
            Statement::TypeAlias { type_parameters, value, .. } => {
                let opened = self.open(type_parameters);
                self.rename(value);
                self.close(opened);
            }
            Statement::Assign { annotation, value, .. } => {
                annotation.iter_mut().chain(value).for_each(|expression| self.rename(expression));
            }
            _ => {}
        }
    }

    fn rename(&self, expression: &mut Expression<'m>) {
        if !self.scope.is_empty() {
            expression.rename(&|name| self.scope.get(name).cloned());
        }
    }

    /// Names type parameters, and gives the names that they had.
    fn open(&mut self, parameters: &mut [TypeParameter<'m>]) -> Vec<String> {
        let mut opened = Vec::with_capacity(parameters.len());
        for parameter in parameters.iter() {
            let unique = parameter.name.clone().into_owned();
            let plain = self.variables.plain_name(&unique).unwrap_or_default();
            let is_free = |name: &str| !self.taken.contains(name) && !self.scope.values().any(|other| other == name);
            let mut number = 1;
            let mut name = plain.clone().into_owned();
            while !is_free(&name) {
                number += 1;
                name = format!("{plain}{number}");
            }
            if let Entry::Vacant(place) = self.scope.entry(unique.clone()) {
                place.insert(name);
                opened.push(unique);
            }
        }
        for parameter in parameters {
            parameter.bound.iter_mut().chain(&mut parameter.default).for_each(|expression| self.rename(expression));
            if let Some(name) = self.scope.get(&*parameter.name) {
                parameter.name = name.clone().into();
            }
        }
        opened
    }

    fn close(&mut self, opened: Vec<String>) {
        for unique in opened {
            self.scope.remove(&unique);
        }
    }
}
