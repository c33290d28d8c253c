//! Python type variables for TypeScript type parameters.
//!
//! A type variable that is an object of the module has a name of its own: equal declarations share one and different ones of the same
//! name get a number. Stubs are made with such names, too; what they print in the end is declared where it is used (`stubs/generics.rs`).

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::python::{Expression, Statement, TypeParameter, identifier};

/// The type variables that a generated module declares, in order of first use.
#[derive(Debug, Default)]
pub struct TypeVariables<'a> {
    /// What is put before each name (`_` in stubs).
    pub prefix: &'static str,
    declared: Vec<Declared<'a>>,
    taken: FxHashMap<String, usize>,
    /// The type variables of the classes around the current place, which nothing inside may use for another parameter.
    outer: Vec<String>,
}

/// Whose type parameter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Class,
    Function,
}

#[derive(Debug)]
struct Declared<'a> {
    name: String,
    /// The name before it got a number.
    base: String,
    bound: Option<Expression<'a>>,
    default: Option<Expression<'a>>,
    kind: Kind,
}

impl<'a> TypeVariables<'a> {
    /// No type variables yet.
    pub fn new(prefix: &'static str) -> Self {
        Self { prefix, ..Self::default() }
    }

    /// Marks a name as not available.
    pub fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_owned(), 0);
    }

    /// The type variable for a type parameter.
    pub fn declare(&mut self, name: &str, bound: Option<Expression<'a>>, default: Option<Expression<'a>>) -> String {
        self.declare_as(format!("{}{name}", self.prefix), bound, default, Kind::Class)
    }

    /// The type variable for a type parameter of a function: never one of a class, which it may hide.
    pub fn declare_for_function(&mut self, name: &str, bound: Option<Expression<'a>>) -> String {
        self.declare_as(format!("{}{name}", self.prefix), bound, None, Kind::Function)
    }

    /// Enters a generic class: what stands inside of its body gets other type variables.
    pub fn enter(&mut self, variables: impl Iterator<Item = String>) -> usize {
        let mark = self.outer.len();
        self.outer.extend(variables);
        mark
    }

    /// Leaves the classes since `mark`.
    pub fn leave(&mut self, mark: usize) {
        self.outer.truncate(mark);
    }

    fn find(&self, name: &str) -> Option<&Declared<'a>> {
        // Asked of every name there is, of which few begin so.
        let place = name.starts_with(self.prefix).then(|| self.taken.get(name))??;
        self.declared.get(*place).filter(|known| known.name == name)
    }

    /// Whether this is a type variable.
    pub fn is_declared(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bound of a type variable.
    pub fn bound_of(&self, name: &str) -> Option<Expression<'a>> {
        self.find(name)?.bound.as_ref().map(unquoted)
    }

    /// The type variables with both a bound and a default, and these.
    pub fn bounded_defaults(&self) -> Vec<(String, Expression<'a>, Expression<'a>)> {
        let both = |known: &Declared<'a>| {
            Some((known.name.clone(), unquoted(known.bound.as_ref()?), unquoted(known.default.as_ref()?)))
        };
        self.declared.iter().filter_map(both).collect()
    }

    /// Makes a type variable stand for every type.
    pub fn remove_bound(&mut self, name: &str) {
        if let Some(known) = self.declared.iter_mut().find(|known| known.name == name) {
            known.bound = None;
        }
    }

    /// Whether this is a type variable of functions.
    pub fn is_of_function(&self, name: &str) -> bool {
        self.of_function(name).is_some()
    }

    /// Whether this is a type variable of functions that stands for every type.
    pub fn is_free(&self, name: &str) -> bool {
        self.of_function(name).is_some_and(|known| known.bound.is_none())
    }

    fn of_function(&self, name: &str) -> Option<&Declared<'a>> {
        self.find(name).filter(|known| known.kind == Kind::Function)
    }

    /// The type variables as type parameters of what declares them, with the bounds that they have now.
    pub fn parameters(&self, variables: &[Expression<'a>]) -> Vec<TypeParameter<'a>> {
        self.parameters_of(variables.iter().filter_map(Expression::as_name))
    }

    /// The same by their names. A parameter has no default when one behind it has none, which Python does not take.
    pub fn parameters_of<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<TypeParameter<'a>> {
        let mut parameters: Vec<TypeParameter<'a>> = names.filter_map(|name| self.parameter(name)).collect();
        let required = parameters.iter().rposition(|parameter| parameter.default.is_none()).unwrap_or(0);
        parameters[..required].iter_mut().for_each(|parameter| parameter.default = None);
        parameters
    }

    fn parameter(&self, name: &str) -> Option<TypeParameter<'a>> {
        self.find(name).map(|known| TypeParameter {
            name: known.name.clone().into(),
            bound: known.bound.as_ref().map(unquoted),
            default: known.default.as_ref().map(unquoted),
        })
    }

    /// The name of a type variable as TypeScript has it, as far as Python takes that.
    pub fn plain_name(&self, name: &str) -> Option<Cow<'_, str>> {
        self.find(name).map(|known| identifier(&known.base[self.prefix.len()..]))
    }

    fn declare_as(
        &mut self,
        base: String,
        bound: Option<Expression<'a>>,
        default: Option<Expression<'a>>,
        kind: Kind,
    ) -> String {
        // A type parameter may have a name that Python does not take: `from`, `$T`.
        let base = identifier(&base).into_owned();
        if let Some(known) = self.declared.iter().find(|known| {
            known.base == base
                && known.bound == bound
                && known.default == default
                && known.kind == kind
                && !self.outer.contains(&known.name)
        }) {
            return known.name.clone();
        }
        let mut number = 1;
        let mut unique = base.clone();
        while self.taken.contains_key(&unique) {
            number += 1;
            unique = format!("{base}{number}");
        }
        self.taken.insert(unique.clone(), self.declared.len());
        self.declared.push(Declared { name: unique.clone(), base, bound, default, kind });
        unique
    }

    /// The declarations, each `T = TypeVar("T", ...)`.
    pub fn statements(&self) -> Vec<Statement<'a>> {
        self.declared
            .iter()
            .map(|variable| {
                let mut keywords: Vec<(Cow<'a, str>, Expression<'a>)> = Vec::new();
                if let Some(bound) = &variable.bound {
                    keywords.push(("bound".into(), bound.clone()));
                }
                if let Some(default) = &variable.default {
                    keywords.push(("default".into(), default.clone()));
                }
                let arguments = vec![Expression::text(variable.name.clone())];
                let value = Expression::call_with("TypeVar", arguments, keywords);
                Statement::assignment(variable.name.clone(), value)
            })
            .collect()
    }
}

fn unquoted<'a>(expression: &Expression<'a>) -> Expression<'a> {
    match expression {
        Expression::Quoted(inner) => (**inner).clone(),
        other => other.clone(),
    }
}
