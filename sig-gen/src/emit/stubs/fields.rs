//! The fields of printed records, and when one record serves for another.

use std::rc::Rc;

use ffi_core::signature::{Alias, Item, Record, RecordField, Type, TypeParameter};

use super::super::python::Expression;
use super::super::records::flat_fields;
use super::Emitter;
use super::subtype::name_of;
use super::types::Binding;

/// A field as a `TypedDict` has it.
#[derive(Debug, Clone)]
pub(super) struct Entry<'m> {
    key: &'m str,
    ty: Expression<'m>,
    required: bool,
    readonly: bool,
}

/// A record without a name of its own: its type variables and fields.
#[derive(Debug, Clone)]
pub(super) struct Anonymous<'m> {
    pub(super) variables: Vec<Expression<'m>>,
    pub(super) fields: Vec<(&'m RecordField, Expression<'m>)>,
}

impl<'m> Emitter<'_, 'm> {
    /// The fields of a printed record; nothing for other types.
    pub(super) fn entries(&mut self, expression: &Expression<'m>) -> Option<Rc<Vec<Entry<'m>>>> {
        let (name, arguments) = match expression {
            Expression::Name(name) => (&**name, &[][..]),
            Expression::Subscript(head, arguments) => match &**head {
                Expression::Name(name) => (&**name, arguments.as_slice()),
                _ => return None,
            },
            _ => return None,
        };
        if arguments.is_empty()
            && let Some(known) = self.entries.get(name)
        {
            return known.clone();
        }
        let entries = match self.types.anonymous.get(name).cloned() {
            Some(anonymous) => Some(self.entries_of_anonymous(&anonymous, arguments)),
            None => match self.context.index.spelled(name) {
                Some(Item::Record(record)) => self.entries_of_record(record, arguments),
                Some(Item::Alias(alias)) => self.entries_of_alias(alias, arguments),
                _ => None,
            },
        };
        let entries = entries.map(Rc::new);
        if arguments.is_empty() {
            self.entries.insert(name.to_owned(), entries.clone());
        }
        entries
    }

    /// Whether the printed type is a record.
    pub(super) fn is_record(&self, expression: &Expression<'m>) -> bool {
        let name = match expression {
            Expression::Name(name) => name,
            Expression::Subscript(head, _) => match &**head {
                Expression::Name(name) => name,
                _ => return false,
            },
            _ => return false,
        };
        self.types.anonymous.contains_key(&**name)
            || match self.context.index.spelled(name) {
                Some(Item::Record(_)) => true,
                Some(Item::Alias(alias)) => matches!(&alias.ty, Type::Record { fields } if !fields.is_empty()),
                _ => false,
            }
    }

    fn entries_of_anonymous(&mut self, anonymous: &Anonymous<'m>, arguments: &[Expression<'m>]) -> Vec<Entry<'m>> {
        let given = |name: &str| {
            let place = anonymous.variables.iter().position(|variable| variable.is_name(name))?;
            arguments.get(place).cloned()
        };
        anonymous.fields.iter().map(|(field, ty)| entry(field, substituted(ty, &given))).collect()
    }

    fn entries_of_record(&mut self, record: &'m Record, arguments: &[Expression<'m>]) -> Option<Vec<Entry<'m>>> {
        let is_generic = |base: &Type| matches!(base, Type::Reference { arguments, .. } if !arguments.is_empty());
        if record.type_parameters.len() != arguments.len() || record.extends.iter().any(is_generic) {
            return None;
        }
        let fields = flat_fields(self.context, record);
        let parameters = record.type_parameters.iter().zip(arguments);
        Some(self.entries_of_fields(fields, parameters.collect()))
    }

    fn entries_of_alias(&mut self, alias: &'m Alias, arguments: &[Expression<'m>]) -> Option<Vec<Entry<'m>>> {
        let Type::Record { fields } = &alias.ty else { return None };
        let used = alias.type_parameters.iter().filter(|parameter| super::mentions(&alias.ty, &parameter.name));
        let parameters: Vec<_> = used.zip(arguments).collect();
        (!fields.is_empty() && parameters.len() == arguments.len())
            .then(|| self.entries_of_fields(fields.iter().collect(), parameters))
    }

    fn entries_of_fields(
        &mut self,
        fields: Vec<&'m RecordField>,
        parameters: Vec<(&'m TypeParameter, &Expression<'m>)>,
    ) -> Vec<Entry<'m>> {
        let scope = parameters.into_iter().map(|(own, given)| (own.name.as_str(), Binding::Printed(given.clone())));
        let outer = self.types.replace_scope(scope.collect());
        let typed = self.types.fields(fields);
        self.types.replace_scope(outer);
        typed.into_iter().map(|(field, ty)| entry(field, ty)).collect()
    }

    /// Whether each dict of one record serves for another. Fields that can be assigned must have the same type.
    pub(super) fn is_record_part(&mut self, part: &[Entry<'m>], whole: &[Entry<'m>]) -> bool {
        whole.iter().all(|wanted| {
            let Some(own) = part.iter().find(|own| own.key == wanted.key) else { return false };
            if wanted.readonly {
                (own.required || !wanted.required) && self.is_part(&own.ty, &wanted.ty)
            } else {
                own.required == wanted.required
                    && !own.readonly
                    && self.is_part(&own.ty, &wanted.ty)
                    && self.is_part(&wanted.ty, &own.ty)
            }
        })
    }

    /// Whether some dict may serve for both records: what one requires is in the other and fits there.
    pub(super) fn records_may_share(&mut self, one: &[Entry<'m>], other: &[Entry<'m>]) -> bool {
        let mut fits = |entry: &Entry<'m>, others: &[Entry<'m>]| {
            let other = others.iter().find(|other| other.key == entry.key);
            !entry.required || other.is_some_and(|other| self.may_share(&entry.ty, &other.ty))
        };
        one.iter().all(|entry| fits(entry, other)) && other.iter().all(|entry| fits(entry, one))
    }
}

/// A field without the marks around its type.
fn entry<'m>(field: &'m RecordField, ty: Expression<'m>) -> Entry<'m> {
    let mut ty = ty;
    while let Expression::Subscript(head, mut arguments) = ty {
        if !matches!(name_of(&head), "Required" | "ReadOnly") || arguments.len() != 1 {
            ty = Expression::Subscript(head, arguments);
            break;
        }
        ty = arguments.remove(0);
    }
    Entry { key: &field.name.js, ty, required: !field.optional, readonly: field.readonly }
}

/// The expression with other types in place of some names.
fn substituted<'m>(expression: &Expression<'m>, given: &dyn Fn(&str) -> Option<Expression<'m>>) -> Expression<'m> {
    let each = |items: &[Expression<'m>]| items.iter().map(|item| substituted(item, given)).collect::<Vec<_>>();
    match expression {
        Expression::Name(name) => given(name).unwrap_or_else(|| expression.clone()),
        Expression::Subscript(head, arguments) => Expression::Subscript(head.clone(), each(arguments)),
        Expression::List(items) => Expression::List(each(items)),
        Expression::Tuple(items) => Expression::Tuple(each(items)),
        Expression::Union(members) => Expression::union(each(members)),
        other => other.clone(),
    }
}
