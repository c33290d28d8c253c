//! Intersections: of object types one record with the fields of all; of others a struct around the first that shows the rest.

use std::rc::Rc;

use ffi_core::signature::{Item, Type};

use super::convert::{Converter, Field, Made, Scope};
use super::types::{Kind, Ty};

/// A record of more fields is not made for an intersection: it would be a copy of a long list for each use.
const MOST_FIELDS: usize = 64;

impl<'m> Converter<'m> {
    /// The type of an intersection. `path` is that of the alias whose meaning it is.
    pub fn intersection(&self, members: &'m [Type], scope: &Scope<'m>, path: Option<Rc<[String]>>) -> Ty {
        if let Some(fields) = self.fields_of_all(members, scope) {
            return self.make(Made::Record(fields), path);
        }
        let mut parts: Vec<Ty> = Vec::new();
        let mut is_object = false;
        for member in members {
            let ty = self.ty(member, scope);
            match ty.present() {
                // What is erased says nothing beside what is known.
                Ty::Any | Ty::Unit => {}
                Ty::Object => is_object = true,
                ty if parts.contains(ty) => {}
                ty => parts.push(ty.clone()),
            }
        }
        // Beside text or a number an object type is a brand, which no value has.
        let is_plain =
            |ty: &&Ty| matches!(ty, Ty::Str | Ty::Number | Ty::Bool | Ty::BigInt | Ty::Declared(Kind::Scalar, _));
        if let Some(plain) = parts.iter().find(is_plain) {
            return plain.clone();
        }
        if parts.len() > 1 && parts.iter().any(|ty| matches!(ty, Ty::Mapping(_))) {
            // Keys of any name beside those that are declared have no form.
            parts.retain(|ty| !matches!(ty, Ty::Mapping(_)));
            self.count_general();
        }
        match parts.len() {
            0 if is_object => Ty::Object,
            0 => Ty::Any,
            1 => parts.remove(0),
            _ if parts.iter().all(|ty| matches!(ty, Ty::Declared(Kind::Record(_), _))) => {
                // Too many fields for a record of their own.
                self.count_general();
                parts.remove(0)
            }
            // Functions beside functions are overloads, of which a callback has the last.
            _ if parts.iter().all(|ty| matches!(ty, Ty::Callback(..) | Ty::RestCallback(..))) => {
                parts.pop().unwrap_or(Ty::Any)
            }
            _ => {
                let base = match parts.iter().position(Ty::is_handle) {
                    Some(first) => parts.remove(first),
                    None => Ty::Object,
                };
                let base = base.lenient();
                parts.retain(|ty| *ty != base);
                if parts.is_empty() { base } else { self.make(Made::Joined(base, parts), path) }
            }
        }
    }

    /// The fields of all members, when each is an object type and they are not too many.
    fn fields_of_all(&self, members: &'m [Type], scope: &Scope<'m>) -> Option<Vec<Field<'m>>> {
        let mut all: Vec<Field<'m>> = Vec::new();
        if !members.iter().all(|member| self.has_fields(member, 0)) {
            return None;
        }
        for member in members {
            for field in self.fields_of(member, scope) {
                match all.iter_mut().find(|known| known.name == field.name) {
                    Some(known) => known.optional &= field.optional,
                    None => all.push(field),
                }
            }
        }
        (!all.is_empty() && all.len() <= MOST_FIELDS).then_some(all)
    }

    /// Whether a type is an object type whose fields are known, through so many names so far.
    fn has_fields(&self, ty: &'m Type, passed: u32) -> bool {
        match ty {
            Type::Record { fields } => fields.len() <= MOST_FIELDS,
            Type::Intersection { members } => members.iter().all(|member| self.has_fields(member, passed)),
            Type::Reference { name, module, .. } if passed < 8 && !self.with.contains_key(name) => {
                match self.declared.find(name, module.as_deref()).map(|(_, entry)| entry.item) {
                    Some(Item::Record(record)) => self.declared.fields(record).len() <= MOST_FIELDS,
                    Some(Item::Alias(alias)) => self.has_fields(&alias.ty, passed + 1),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    fn fields_of(&self, ty: &'m Type, scope: &Scope<'m>) -> Vec<Field<'m>> {
        match ty {
            Type::Record { fields } => self.resolved(fields, scope),
            Type::Intersection { members } => members.iter().flat_map(|member| self.fields_of(member, scope)).collect(),
            Type::Reference { name, module, .. } => {
                match self.declared.find(name, module.as_deref()).map(|(_, entry)| entry.item) {
                    Some(Item::Record(record)) => {
                        let fields = self.declared.fields(record).into_iter();
                        let scope = |parameters| Scope { this: None, parameters: vec![parameters] };
                        fields.map(|(owner, field)| self.field(field, &scope(&owner.type_parameters))).collect()
                    }
                    Some(Item::Alias(alias)) => {
                        self.fields_of(&alias.ty, &Scope { this: None, parameters: vec![&alias.type_parameters] })
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }
}
