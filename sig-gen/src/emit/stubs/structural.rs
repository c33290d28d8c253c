//! What serves in place of a declared type because it has the same members, as everything does in TypeScript.

use ffi_core::signature::{Class, ClassKind, Item, Member, MemberKind, Record, Type};

use super::super::index::python_name;
use super::super::python::Expression;
use super::super::records::flat_fields;
use super::types::{Position, Types};

/// So many classes are named; where more fit, every JavaScript object does.
const NAMED: usize = 4;

impl<'m> Types<'_, 'm> {
    /// An accepted type with what fits in its place: instances of classes for a record, a mapping for an interface of open keys.
    pub(super) fn or_alike(&mut self, reference: Expression<'m>, name: &'m str, item: &'m Item) -> Expression<'m> {
        match item {
            Item::Record(record) => {
                let classes = self.classes_like(name, record);
                if classes.is_empty() {
                    return reference;
                }
                let mut members = vec![reference];
                if classes.len() > NAMED {
                    members.push(self.known("JsProxy"));
                } else {
                    members.extend(classes.into_iter().map(|class| self.of_anything(class)));
                }
                self.union(members)
            }
            Item::Class(class) => match open_values(class) {
                Some(values) => {
                    // The values may need the interface itself.
                    let no_self = std::mem::replace(&mut self.no_self, true);
                    let values: Vec<_> = values.into_iter().map(|ty| self.print(ty, Position::Accepted)).collect();
                    self.no_self = no_self;
                    let entry = vec![self.known("str"), self.union(values)];
                    let mapping = self.generic("Mapping", entry);
                    self.union(vec![reference, mapping])
                }
                None => reference,
            },
            _ => reference,
        }
    }

    /// A class with `Any` for each of its parameters: what they are says nothing here.
    fn of_anything(&mut self, class: &'m str) -> Expression<'m> {
        let mut reference = self.reference(class, &[], Position::Returned);
        if let Expression::Subscript(_, arguments) = &mut reference {
            let any = self.known("Any");
            arguments.iter_mut().for_each(|argument| *argument = any.clone());
        }
        reference
    }

    /// The classes of the module whose instances have all that a record requires, without those that inherit it from another one.
    fn classes_like(&mut self, name: &'m str, record: &'m Record) -> Vec<&'m str> {
        if let Some(known) = self.structural.get(name) {
            return known.clone();
        }
        let context = self.context;
        let required: Vec<&str> = flat_fields(context, record)
            .into_iter()
            .filter(|field| !field.optional)
            .map(|field| field.name.js.as_str())
            .collect();
        let mut found: Vec<(&'m str, &'m Class)> = Vec::new();
        if !required.is_empty() {
            for item in &context.module.items {
                let Item::Class(class) = item else { continue };
                let has = |name: &&str| {
                    let property = |member: &Member| matches!(member.kind, MemberKind::Property { .. });
                    let own = context.index.member(class, name);
                    own.or_else(|| context.index.inherited_members(class, name).first().copied()).is_some_and(property)
                };
                if class.kind != ClassKind::Interface && python_name(item) == item.js_name() && required.iter().all(has)
                {
                    found.push((item.js_name(), class));
                }
            }
        }
        let roots: Vec<&'m str> = found
            .iter()
            .filter(|(_, class)| {
                let inherits = |other: &Class| context.index.ancestors(class).any(|base| std::ptr::eq(base, other));
                !found.iter().any(|(_, other)| inherits(other))
            })
            .map(|(name, _)| *name)
            .collect();
        self.structural.insert(name, roots.clone());
        roots
    }
}

/// The types of the values of an interface that is only data with open keys.
fn open_values(class: &Class) -> Option<Vec<&Type>> {
    let open = class.index.iter().find(|signature| matches!(signature.key, Type::String))?;
    let is_data = class.kind == ClassKind::Interface
        && class.type_parameters.is_empty()
        && class.extends.is_empty()
        && class.call.is_none();
    let mut values = vec![&open.value];
    for member in &class.members {
        let MemberKind::Property { ty, .. } = &member.kind else { return None };
        if !member.optional {
            return None;
        }
        values.push(ty);
    }
    is_data.then_some(values)
}
