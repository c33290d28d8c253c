//! Whether one printed type is surely a part of another: enough to know whether an override is compatible.
//!
//! The answer *no* means *not known*. Everything that relies on it stays correct when it is.

use std::borrow::Cow;

use ffi_core::signature::{Class, Item};

use super::super::python::Expression;
use super::Emitter;
use super::function::Form;
use super::types::Position;

/// How many aliases are looked through.
const DEPTH: usize = 8;

impl<'m> Emitter<'_, 'm> {
    /// Whether each value of `part` is a value of `whole`.
    pub(super) fn is_part(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        if part == whole {
            return true;
        }
        if let (Expression::Name(part), Expression::Name(whole)) = (part, whole)
            && self.alias_named(part).is_none()
            && self.alias_named(whole).is_none()
        {
            return self.is_named_member(part, whole);
        }
        // Most types have no alias in them and need no copy.
        let whole = if self.has_alias(whole) { Cow::Owned(self.expand(whole, DEPTH)) } else { whole.members().into() };
        let part = if self.has_alias(part) { Cow::Owned(self.expand(part, DEPTH)) } else { part.members().into() };
        part.iter().all(|member| whole.iter().any(|other| self.is_member(member, other)))
    }

    /// Like [`Emitter::is_part`], where a type variable is no part of another one.
    pub(super) fn is_part_strictly(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        let strict = std::mem::replace(&mut self.strict, true);
        let is_part = self.is_part(part, whole);
        self.strict = strict;
        is_part
    }

    /// The members of a union with aliases looked through.
    pub(super) fn expanded(&mut self, expression: &Expression<'m>) -> Vec<Expression<'m>> {
        if self.has_alias(expression) { self.expand(expression, DEPTH) } else { expression.members().to_vec() }
    }

    fn has_alias(&self, expression: &Expression<'m>) -> bool {
        expression.members().iter().any(|member| match member {
            Expression::Name(name) => self.alias_named(name).is_some(),
            _ => false,
        })
    }

    fn is_named_member(&self, part: &str, whole: &str) -> bool {
        part == whole
            || matches!(whole, "Any" | "object" | "_Any" | "builtins.object")
            || matches!(part, "Any" | "Never" | "_Any")
            || matches!((part, whole), ("int", "float") | ("bool", "int") | ("bool", "float"))
            || (!self.strict && self.types.variables.is_free(whole))
            || self.derives(part, whole)
    }

    /// The members of a union, with aliases replaced by what they stand for.
    fn expand(&mut self, expression: &Expression<'m>, depth: usize) -> Vec<Expression<'m>> {
        let mut expanded = Vec::new();
        for member in expression.members() {
            let alias = match member {
                Expression::Name(name) => self.alias_named(name),
                _ => None,
            };
            match alias {
                Some((alias, position)) if depth > 0 && alias.type_parameters.is_empty() => {
                    let key = (std::ptr::from_ref(alias), position);
                    if let Some(known) = self.expanded.get(&key) {
                        expanded.extend(known.iter().cloned());
                        continue;
                    }
                    let value = self.types.alias_value(alias, position);
                    let members = self.expand(&value, depth - 1);
                    expanded.extend(members.iter().cloned());
                    self.expanded.insert(key, members);
                }
                _ => expanded.push(member.clone()),
            }
        }
        expanded
    }

    fn alias_named(&self, name: &str) -> Option<(&'m ffi_core::signature::Alias, Position)> {
        if let Some(Item::Alias(alias)) = self.context.index.spelled(name) {
            return Some((alias, Position::Accepted));
        }
        let alias = *self.types.result_names.get(name)?;
        Some((alias, Position::Returned))
    }

    fn is_member(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        if part == whole {
            return true;
        }
        match (part, whole) {
            (_, Expression::Name(whole)) if matches!(&**whole, "Any" | "object" | "_Any" | "builtins.object") => true,
            (Expression::Name(part), _) if matches!(&**part, "Any" | "Never" | "_Any") => true,
            (_, Expression::Name(whole)) if !self.strict && self.types.variables.is_free(whole) => true,
            (Expression::Name(part), Expression::Name(whole)) => self.is_named_member(part, whole),
            (Expression::Subscript(head, values), Expression::Name(whole)) if name_of(head) == "Literal" => {
                values.iter().all(|value| match value {
                    Expression::Text(_) => whole == "str",
                    Expression::Boolean(_) => whole == "bool",
                    Expression::Number(_) => whole == "int" || whole == "float",
                    _ => false,
                })
            }
            (Expression::Subscript(head, _), Expression::Name(whole)) => self.derives(name_of(head), whole),
            (Expression::Subscript(head, values), Expression::Subscript(other, others)) => {
                let (head, other) = (name_of(head), name_of(other));
                if head == "Literal" && other == "Literal" {
                    return values.iter().all(|value| others.contains(value));
                }
                if values.len() != others.len() {
                    return false;
                }
                if head == other && head.starts_with("Callback") {
                    let result = values.len() - 1;
                    return (0..result).all(|index| self.is_part(&others[index], &values[index]))
                        && self.is_part(&values[result], &others[result]);
                }
                if head == "Callable" && other == "Callable" {
                    let same = others.first() == Some(&Expression::Ellipsis) || values.first() == others.first();
                    return same && self.is_part(&values[1], &others[1]);
                }
                if head == other
                    && let Some(class) = self.class_named(head)
                {
                    let pairs = class.type_parameters.iter().zip(values.iter().zip(others));
                    return pairs.into_iter().all(|(parameter, (value, other))| {
                        value == other
                            || (self.types.variances.is_covariant(class, &parameter.name) && self.is_part(value, other))
                    });
                }
                let covariant = match head {
                    "JsPromise" | "JsIterator" | "JsIterable" | "Iterable" | "Iterator" | "Awaitable" | "tuple"
                    | "type" => head == other,
                    "Sequence" => matches!(other, "Sequence" | "Iterable"),
                    "JsArray" => matches!(other, "Sequence" | "Iterable"),
                    "Mapping" => other == "Mapping" && values.first() == others.first(),
                    _ => false,
                };
                covariant && values.iter().zip(others).all(|(value, other)| self.is_part(value, other))
            }
            _ => false,
        }
    }

    /// Whether the class called `part` has the class called `whole` among its ancestors.
    fn derives(&self, part: &str, whole: &str) -> bool {
        let index = &self.context.index;
        match (self.class_named(part), self.class_named(whole)) {
            (Some(part), Some(whole)) => index.ancestors(part).any(|ancestor| std::ptr::eq(ancestor, whole)),
            (Some(_), None) => whole == "JsProxy",
            _ => false,
        }
    }

    /// The class that is spelled so.
    pub(super) fn class_named(&self, name: &str) -> Option<&'m Class> {
        match self.context.index.spelled(name) {
            Some(Item::Class(class)) => Some(class),
            _ => None,
        }
    }

    /// Whether `own` can stand for `base` in every call.
    pub(super) fn form_covers(&mut self, own: &Form<'m>, base: &Form<'m>) -> bool {
        self.takes_calls_of(own, base) && self.is_part(&own.result, &base.result)
    }

    /// Whether every call of `base` is a call of `own`.
    pub(super) fn takes_calls_of(&mut self, own: &Form<'m>, base: &Form<'m>) -> bool {
        let required = own.positional.iter().filter(|parameter| !parameter.optional).count();
        let too_many = base.positional.len() > own.positional.len() && own.rest.is_none();
        if too_many || required > base.positional.len() {
            return false;
        }
        let own_rest = own.rest.as_ref().map(|(_, annotation)| annotation);
        for (index, parameter) in base.positional.iter().enumerate() {
            let annotation = match (own.positional.get(index), own_rest) {
                (Some(known), _) if parameter.optional && !known.optional => return false,
                (Some(known), _) => &known.annotation,
                (None, Some(rest)) => rest,
                (None, None) => return false,
            };
            if !self.is_part(&parameter.annotation, annotation) {
                return false;
            }
        }
        let remaining = || own.positional.iter().skip(base.positional.len());
        if remaining().any(|parameter| !parameter.optional) {
            return false;
        }
        if let Some((_, rest)) = &base.rest {
            let Some(own_rest) = own_rest else { return false };
            if !self.is_part(rest, own_rest) || !remaining().all(|parameter| self.is_part(rest, &parameter.annotation))
            {
                return false;
            }
        }
        // Overloads of one method usually share their keywords.
        if own.keywords == base.keywords {
            return true;
        }
        for (name, annotation, required) in &base.keywords {
            match own.keywords.iter().find(|(own, ..)| own == name) {
                Some((_, own, own_required)) => {
                    if (*own_required && !required) || !self.is_part(annotation, own) {
                        return false;
                    }
                }
                None => return false,
            }
        }
        own.keywords
            .iter()
            .all(|(name, _, required)| !required || base.keywords.iter().any(|(other, ..)| other == name))
    }
}

pub(super) fn name_of<'e>(expression: &'e Expression<'_>) -> &'e str {
    match expression {
        Expression::Name(name) => name.trim_start_matches('_'),
        _ => "",
    }
}
