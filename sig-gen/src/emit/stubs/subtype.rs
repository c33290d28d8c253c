//! Whether one printed type is surely a part of another: enough to know whether an override is compatible.
//!
//! The answer *no* means *not known*. Everything that relies on it stays correct when it is.

use std::borrow::Cow;

use ffi_core::signature::{Class, Item, Type};

use super::super::python::Expression;
use super::Emitter;
use super::function::Form;
use super::types::{Binding, Position};

/// How many aliases are looked through.
const DEPTH: usize = 8;

/// How many types in one another are compared.
pub(super) const NESTING: usize = 24;

impl<'m> Emitter<'_, 'm> {
    /// Whether each value of `part` is a value of `whole`.
    pub(super) fn is_part(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        if part == whole {
            return true;
        }
        if let (Expression::Name(own), Expression::Name(name)) = (part, whole)
            && self.alias_named(own).is_none()
            && self.alias_named(name).is_none()
        {
            return self.is_named_member(own, name)
                || self.is_part_by_fields(own, name)
                || self.is_bounded_part(part, std::slice::from_ref(whole));
        }
        // Aliases may need themselves.
        if self.nesting >= NESTING {
            return false;
        }
        self.nesting += 1;
        let is_part = self.each_is_part(part, whole);
        self.nesting -= 1;
        is_part
    }

    /// Whether a class is a part of a generic class because one of its bases is.
    fn has_base_in(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        let Expression::Subscript(head, _) = whole else { return false };
        let Some(wanted) = self.class_named(name_of(head)) else { return false };
        let (name, arguments) = match part {
            Expression::Name(name) => (&**name, &[][..]),
            Expression::Subscript(head, arguments) => (name_of(head), arguments.as_slice()),
            _ => return false,
        };
        let Some(class) = self.class_named(name).filter(|_| self.nesting < NESTING) else { return false };
        let context = self.context;
        if std::ptr::eq(class, wanted) || !context.index.ancestors(class).any(|base| std::ptr::eq(base, wanted)) {
            return false;
        }
        let mut scope = Vec::new();
        for (index, parameter) in class.type_parameters.iter().enumerate() {
            let binding = match arguments.get(index) {
                Some(argument) => Binding::Printed(argument.clone()),
                None => Binding::Any,
            };
            scope.push((parameter.name.as_str(), binding));
        }
        let outer = self.types.replace_scope(scope);
        let bases = context.index.linear_bases(class);
        let bases: Vec<_> = bases.into_iter().map(|base| self.types.print(base, Position::Returned)).collect();
        self.types.replace_scope(outer);
        self.nesting += 1;
        let found = bases.iter().any(|base| self.is_part(base, whole));
        self.nesting -= 1;
        found
    }

    /// Whether a type variable is a part of a union because its bound is.
    fn is_bounded_part(&mut self, variable: &Expression<'m>, whole: &[Expression<'m>]) -> bool {
        let Expression::Name(name) = variable else { return false };
        // The bound of a variable of a class may turn out not to hold.
        if !self.types.variables.is_of_function(name) || self.nesting >= NESTING {
            return false;
        }
        let Some(bound) = self.types.variables.bound_of(name) else { return false };
        self.nesting += 1;
        let is_part = self.is_part(&bound, &Expression::union(whole.iter().cloned()));
        self.nesting -= 1;
        is_part
    }

    fn is_part_by_fields(&mut self, part: &str, whole: &str) -> bool {
        let (part, whole) = (Expression::name(part.to_owned()), Expression::name(whole.to_owned()));
        self.are_records_part(&part, &whole)
    }

    fn are_records_part(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        if !self.is_record(part) || self.nesting >= NESTING {
            return false;
        }
        // What every dict with text for keys is.
        if let Expression::Subscript(head, values) = whole
            && let ("Mapping" | "Iterable", [key, ..]) = (name_of(head), values.as_slice())
        {
            let text = self.types.known("str");
            return self.is_part(&text, key)
                && values.get(1).is_none_or(|value| matches!(name_of(value), "object" | "Any"));
        }
        let (Some(own), Some(wanted)) = (self.entries(part), self.entries(whole)) else { return false };
        self.nesting += 1;
        let is_part = self.is_record_part(&own, &wanted);
        self.nesting -= 1;
        is_part
    }

    fn each_is_part(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        // Most types have no alias in them and need no copy.
        let whole = if self.has_alias(whole) { Cow::Owned(self.expand(whole, DEPTH)) } else { whole.members().into() };
        let part = if self.has_alias(part) { Cow::Owned(self.expand(part, DEPTH)) } else { part.members().into() };
        part.iter().all(|member| {
            whole.iter().any(|other| self.is_member(member, other) || self.has_base_in(member, other))
                || self.is_bounded_part(member, &whole)
        })
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
        expression.members().iter().any(|member| self.alias_of(member).is_some())
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
            let Some((alias, position)) = self.alias_of(member).filter(|_| depth > 0) else {
                expanded.push(member.clone());
                continue;
            };
            let Expression::Subscript(_, arguments) = member else {
                let key = (std::ptr::from_ref(alias), position);
                if let Some(known) = self.expanded.get(&key) {
                    expanded.extend(known.iter().cloned());
                    continue;
                }
                let value = self.types.alias_value(alias, position);
                let members = self.expand(&value, depth - 1);
                expanded.extend(members.iter().cloned());
                self.expanded.insert(key, members);
                continue;
            };
            let value = self.types.alias_with(alias, position, arguments);
            expanded.extend(self.expand(&value, depth - 1));
        }
        expanded
    }

    /// The alias that a member of a union stands for, where it is no record.
    fn alias_of(&self, member: &Expression<'m>) -> Option<(&'m ffi_core::signature::Alias, Position)> {
        let name = match member {
            Expression::Name(name) => name,
            Expression::Subscript(head, _) => match &**head {
                Expression::Name(name) => name,
                _ => return None,
            },
            _ => return None,
        };
        self.alias_named(name).filter(|(alias, _)| !matches!(&alias.ty, Type::Record { fields } if !fields.is_empty()))
    }

    pub(super) fn alias_named(&self, name: &str) -> Option<(&'m ffi_core::signature::Alias, Position)> {
        if let Some(Item::Alias(alias)) = self.context.index.spelled(name) {
            return Some((alias, Position::Accepted));
        }
        if let Some(alias) = self.types.lifted_names.get(name) {
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
            (Expression::Name(part), Expression::Name(whole)) => {
                self.is_named_member(part, whole) || self.is_part_by_fields(part, whole)
            }
            (Expression::Subscript(head, values), Expression::Name(whole)) if name_of(head) == "Literal" => {
                values.iter().all(|value| match value {
                    Expression::Text(_) => whole == "str",
                    Expression::Boolean(_) => whole == "bool",
                    Expression::Number(_) => whole == "int" || whole == "float",
                    _ => false,
                })
            }
            (Expression::Subscript(head, _), Expression::Name(name)) => {
                self.derives(name_of(head), name) || self.are_records_part(part, whole)
            }
            (Expression::Subscript(head, values), Expression::Subscript(other, others)) => {
                let (head, other) = (name_of(head), name_of(other));
                if head == "Literal" && other == "Literal" {
                    return values.iter().all(|value| others.contains(value));
                }
                let is_sequence = matches!(other, "Sequence" | "Iterable") && others.len() == 1;
                if matches!(head, "tuple" | "list") && is_sequence {
                    // The empty tuple has an empty list of types.
                    let each = |value: &&Expression<'m>| {
                        !matches!(value, Expression::Ellipsis)
                            && !matches!(value, Expression::Tuple(types) if types.is_empty())
                    };
                    return values.iter().filter(each).all(|value| self.is_part(value, &others[0]));
                }
                if head == "Callable" && other.starts_with("Callback") && values.first() == Some(&Expression::Ellipsis)
                {
                    return others.last().is_some_and(|result| self.is_part(&values[1], result));
                }
                // A callback may take fewer arguments than it gets.
                if head.starts_with("Callback") && other.starts_with("Callback") {
                    let (Some((result, own)), Some((wanted, given))) = (values.split_last(), others.split_last())
                    else {
                        return false;
                    };
                    return own.len() <= given.len()
                        && own.iter().zip(given).all(|(own, given)| self.is_part(given, own))
                        && self.is_part(result, wanted);
                }
                if values.len() != others.len() {
                    return self.are_records_part(part, whole);
                }
                if head == "Callable" && other == "Callable" {
                    let any = Some(&Expression::Ellipsis);
                    let same = others.first() == any || values.first() == any || values.first() == others.first();
                    return same && self.is_part(&values[1], &others[1]);
                }
                if head == other
                    && let Some(class) = self.class_named(head)
                {
                    let pairs = class.type_parameters.iter().zip(values.iter().zip(others));
                    return pairs.into_iter().all(|(parameter, (value, other))| {
                        let covariant = self.covariant || self.types.variances.is_covariant(class, &parameter.name);
                        let open = |expression: &Expression<'m>| name_of(expression) == "Any";
                        value == other || open(value) || open(other) || (covariant && self.is_part(value, other))
                    });
                }
                let covariant = match head {
                    _ if self.covariant && head == other => self.entries(part).is_none(),
                    "JsPromise" | "JsIterator" | "JsIterable" | "Iterable" | "Iterator" | "Awaitable" | "tuple"
                    | "type" => head == other,
                    "Sequence" => matches!(other, "Sequence" | "Iterable"),
                    "JsArray" => matches!(other, "Sequence" | "Iterable"),
                    "Mapping" => other == "Mapping" && values.first() == others.first(),
                    _ => false,
                };
                if covariant {
                    return values.iter().zip(others).all(|(value, other)| self.is_part(value, other));
                }
                self.are_records_part(part, whole)
            }
            (Expression::Name(_), Expression::Subscript(..)) => self.are_records_part(part, whole),
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
        Expression::Name(name) => name.strip_prefix("builtins.").unwrap_or(name).trim_start_matches('_'),
        _ => "",
    }
}
