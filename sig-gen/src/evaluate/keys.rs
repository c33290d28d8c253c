//! `keyof` and indexed access.

use super::shape::Shape;
use super::{Element, Evaluator, Ty, TypeId};
use crate::model::{PropertyName, TypeNodeKind};
use crate::number;

impl<'a> Evaluator<'a> {
    /// `keyof`; nothing when it depends on a type parameter.
    pub fn keyof(&mut self, operand: TypeId) -> Option<TypeId> {
        let operand = self.resolve(operand);
        match self.types.get(operand) {
            Ty::Any | Ty::Never | Ty::Unresolved => {
                return Some(self.types.union(&[TypeId::STRING, TypeId::NUMBER, TypeId::SYMBOL]));
            }
            Ty::Unknown | Ty::Null | Ty::Undefined | Ty::Void | Ty::Object | Ty::NotNull | Ty::Empty => {
                return Some(TypeId::NEVER);
            }
            Ty::Union(members) => {
                // The keys that all members have.
                let mut keys = Vec::with_capacity(members.len());
                for &member in members {
                    keys.push(self.types.intern(Ty::Keyof(member)));
                }
                let common = self.types.intersection(&keys);
                return Some(self.resolve(common));
            }
            Ty::Intersection(members) => {
                let mut keys = Vec::with_capacity(members.len());
                for &member in members {
                    let one = self.types.intern(Ty::Keyof(member));
                    keys.push(self.resolve(one));
                }
                return Some(self.union(&keys));
            }
            Ty::Deferred(node, context) => {
                // The keys of a mapped type are what it goes over, unless it renames them.
                if let TypeNodeKind::Mapped { constraint, name: None, .. } = node.0.kind {
                    let keys = self.evaluate(constraint, context);
                    return Some(self.resolve(keys));
                }
                return None;
            }
            _ if self.is_stuck(operand) => return None,
            _ => {}
        }
        let shape = self.shape(operand)?;
        let keys = self.shape_keys(&shape, true);
        Some(self.union(&keys))
    }

    /// The keys of a shape; a string index also takes numbers.
    pub(super) fn shape_keys(&mut self, shape: &Shape<'a>, numbers: bool) -> Vec<TypeId> {
        let mut keys = Vec::with_capacity(shape.properties.len() + shape.indexes.len());
        for index in &shape.indexes {
            if !(shape.enumeration && numbers) {
                keys.push(index.key);
            }
            if index.key == TypeId::STRING && numbers && !shape.mapped {
                keys.push(TypeId::NUMBER);
            }
        }
        for property in &shape.properties {
            match property.key {
                Some(key) => keys.push(key),
                None => keys.extend(self.key_type(property.name)),
            }
        }
        keys
    }

    fn key_type(&mut self, name: PropertyName<'a>) -> Option<TypeId> {
        Some(match name {
            PropertyName::Text(text) => match number::canonical(text) {
                Some(value) => self.types.number(value),
                None => self.types.string(text),
            },
            PropertyName::Computed([]) => return None,
            PropertyName::Symbol(_) | PropertyName::Computed(_) => self.types.intern(Ty::UniqueSymbol(name)),
        })
    }

    /// The name of the property that a key type names.
    pub(super) fn name_of_key(&mut self, key: TypeId) -> Option<PropertyName<'a>> {
        match self.types.get(key) {
            Ty::Text(text) => Some(PropertyName::Text(text)),
            Ty::UniqueSymbol(name) => Some(name),
            Ty::NumberLiteral(_) | Ty::EnumMember(..) => {
                let text = self.literal_text(key)?;
                Some(PropertyName::Text(self.types.text(&text)))
            }
            _ => None,
        }
    }

    /// `T[K]`, with a type for a property that is not there; nothing when it depends on a type parameter.
    pub(super) fn indexed(&mut self, object: TypeId, index: TypeId, missing: TypeId) -> Option<TypeId> {
        let object = self.resolve(object);
        let index = self.resolve(index);
        if matches!(self.types.get(object), Ty::Any | Ty::Unresolved)
            || matches!(self.types.get(index), Ty::Any | Ty::Unresolved)
        {
            return Some(TypeId::ANY);
        }
        if object == TypeId::NEVER || index == TypeId::NEVER {
            return Some(TypeId::NEVER);
        }
        if self.is_stuck(index) {
            return self.only_index(object, index);
        }
        if self.is_stuck(object) && !matches!(self.types.get(object), Ty::Union(_)) {
            return self.indexed_generic(object, index);
        }
        if let Ty::Union(members) = self.types.get(object) {
            let mut results = Vec::with_capacity(members.len());
            for &member in members {
                let one = self.types.intern(Ty::Indexed(member, index));
                let one = self.resolve(one);
                if self.is_stuck(one) {
                    return None;
                }
                results.push(one);
            }
            return Some(self.union(&results));
        }
        let keys = self.alternatives(index);
        let mut results = Vec::with_capacity(keys.len());
        for key in keys {
            let one = match self.index_one(object, key) {
                Some(one) => one,
                None if self.shape(object).is_some_and(|shape| !shape.open) => missing,
                None => TypeId::ANY,
            };
            results.push(self.resolve(one));
        }
        Some(self.union(&results))
    }

    /// The value of `Record<string, V>`, whatever string or number the key will be.
    fn only_index(&mut self, object: TypeId, index: TypeId) -> Option<TypeId> {
        if !matches!(self.types.get(object), Ty::Computed(_)) {
            return None;
        }
        let shape = self.shape(object)?;
        let [only] = shape.indexes[..] else { return None };
        if !shape.mapped || !shape.properties.is_empty() || only.key != TypeId::STRING {
            return None;
        }
        let constraint = match self.types.get(index) {
            Ty::Parameter(node) => self.constraint(node)?,
            _ => return None,
        };
        let keys = self.types.union(&[TypeId::STRING, TypeId::NUMBER]);
        (self.relate(constraint, keys) == super::relate::Verdict::Yes).then_some(only.value)
    }

    /// What is known of a property of a type that is not: that of a member of an intersection that has it, the fixed elements
    /// of a tuple.
    fn indexed_generic(&mut self, object: TypeId, index: TypeId) -> Option<TypeId> {
        if let Ty::Tuple(elements, _) = self.types.get(object)
            && let Ty::NumberLiteral(bits) = self.types.get(index)
            && let Some(at) = elements.iter().enumerate().position(|(at, _)| at as f64 == f64::from_bits(bits))
            && elements[..=at].iter().all(|one| !one.rest)
        {
            return Some(elements[at].ty);
        }
        None
    }

    /// The type behind one key; nothing when there is none.
    pub(super) fn index_one(&mut self, object: TypeId, key: TypeId) -> Option<TypeId> {
        match (self.types.get(object), self.types.get(key)) {
            (Ty::Array(element, _), Ty::Number | Ty::NumberLiteral(_)) => return Some(element),
            (Ty::Tuple(elements, _), Ty::Number) => {
                let members: Vec<TypeId> = elements.iter().map(|one| self.element_type(*one)).collect();
                return Some(self.types.union(&members));
            }
            (Ty::Tuple(elements, _), Ty::NumberLiteral(bits)) => {
                return Some(self.element_at(elements, f64::from_bits(bits)));
            }
            (Ty::Tuple(elements, _), Ty::Text(name)) => {
                if let Some(at) = number::canonical(name) {
                    return Some(self.element_at(elements, at));
                }
            }
            _ => {}
        }
        if let Some(name) = self.name_of_key(key) {
            return self.named_property(object, name);
        }
        let shape = self.shape(object)?;
        let exact = shape.indexes.iter().find(|one| one.key == key).copied();
        if let Some(index) = exact.or_else(|| self.applicable_index(&shape, key)) {
            return Some(index.value);
        }
        // A key that is only known to be a string: any property.
        if key == TypeId::STRING && !shape.properties.is_empty() {
            let types: Vec<TypeId> = shape.properties.iter().map(|one| self.read_type(one)).collect();
            return Some(self.types.union(&types));
        }
        None
    }

    /// The index signature that a key falls under.
    pub(super) fn applicable_index(&mut self, shape: &Shape<'a>, key: TypeId) -> Option<super::shape::Index> {
        let mut fallback = None;
        for &index in &shape.indexes {
            let fits = match (self.types.get(index.key), self.types.get(key)) {
                _ if index.key == key => true,
                (Ty::String, Ty::String | Ty::Text(_) | Ty::Number | Ty::NumberLiteral(_) | Ty::Template(..)) => {
                    fallback = fallback.or(Some(index));
                    false
                }
                (Ty::String, Ty::Mapping(..)) => true,
                (Ty::Number, Ty::NumberLiteral(_)) => true,
                (Ty::Number, Ty::Text(text)) => number::canonical(text).is_some(),
                (Ty::Symbol, Ty::UniqueSymbol(_)) => true,
                (Ty::Template(..) | Ty::Mapping(..), Ty::Text(_)) => self.matches_pattern(key, index.key),
                (Ty::Template(..), Ty::Template(..)) => self.relate(key, index.key) == super::relate::Verdict::Yes,
                _ => false,
            };
            if fits {
                return Some(index);
            }
        }
        fallback
    }

    /// The type of the property of that name, with the `undefined` of optionality; behind an index signature too.
    pub(super) fn named_property(&mut self, object: TypeId, name: PropertyName<'a>) -> Option<TypeId> {
        if let (Ty::Tuple(elements, _), PropertyName::Text("length")) = (self.types.get(object), name) {
            return Some(self.tuple_length(elements));
        }
        let shape = self.shape(object)?;
        if let Some(property) = shape.find(name) {
            return Some(self.read_type(property));
        }
        let key = match name {
            PropertyName::Text(text) => self.types.string(text),
            _ => self.types.intern(Ty::UniqueSymbol(name)),
        };
        if let Some(index) = self.applicable_index(&shape, key) {
            return Some(index.value);
        }
        let property = self.inherited_from_global(object, &shape, name)?;
        Some(self.read_type(&property))
    }

    /// The type of the property of that name, `undefined` included when it is optional.
    pub fn property_type(&mut self, ty: TypeId, name: &str) -> Option<TypeId> {
        let ty = self.resolve(ty);
        if matches!(self.types.get(ty), Ty::Any | Ty::Unresolved) {
            return Some(TypeId::ANY);
        }
        let name = self.types.text(name);
        if let Ty::Union(members) = self.types.get(ty) {
            let mut found = Vec::with_capacity(members.len());
            for &member in members {
                found.push(self.named_property(member, PropertyName::Text(name))?);
            }
            return Some(self.types.union(&found));
        }
        let key = self.types.string(name);
        self.index_one(ty, key)
    }

    fn element_type(&mut self, element: Element<'a>) -> TypeId {
        if element.variadic {
            return self.types.intern(Ty::Indexed(element.ty, TypeId::NUMBER));
        }
        if element.optional { self.types.union(&[element.ty, TypeId::UNDEFINED]) } else { element.ty }
    }

    fn element_at(&mut self, elements: &'a [Element<'a>], at: f64) -> TypeId {
        let rest = elements.iter().position(|one| one.rest).unwrap_or(elements.len());
        if at < 0.0 || at.fract() != 0.0 {
            return TypeId::UNDEFINED;
        }
        if let Some(found) = elements[..rest].iter().enumerate().find(|(index, _)| *index as f64 == at) {
            return self.element_type(*found.1);
        }
        if rest == elements.len() {
            return TypeId::UNDEFINED;
        }
        let members: Vec<TypeId> = elements[rest..].iter().map(|one| self.element_type(*one)).collect();
        self.types.union(&members)
    }

    pub(super) fn tuple_length(&mut self, elements: &[Element<'a>]) -> TypeId {
        if elements.iter().any(|one| one.rest) {
            return TypeId::NUMBER;
        }
        let required = elements.iter().filter(|one| !one.optional).count();
        let lengths: Vec<TypeId> = (required..=elements.len()).map(|one| self.types.number(one as f64)).collect();
        self.types.union(&lengths)
    }
}
