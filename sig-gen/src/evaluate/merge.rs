//! The shapes of intersections and unions.

use super::shape::{Callable, Property, PropertyKind, Shape};
use super::{Argument, Context, Evaluator, Node, Ty, TypeId};
use crate::model::SignatureNode;

impl<'a> Evaluator<'a> {
    pub(super) fn intersection_shape(&mut self, members: &'a [TypeId], this: TypeId) -> Shape<'a> {
        let mut shape = Shape::default();
        let mut parts = Vec::with_capacity(members.len());
        for &member in members {
            match self.shape_as(member, this) {
                Some(part) => parts.push(part),
                None => shape.open = true,
            }
        }
        let mut mixins: Vec<bool> = parts.iter().map(|part| self.is_mixin(part)).collect();
        let constructors = parts.iter().filter(|part| !part.constructs.is_empty()).count();
        if constructors > 0
            && mixins.iter().filter(|&&one| one).count() == constructors
            && let Some(first) = mixins.iter().position(|&one| one)
        {
            mixins[first] = false;
        }
        for (at, part) in parts.iter().enumerate() {
            for property in &part.properties {
                self.merge_property(property, &mut shape);
            }
            for callable in &part.calls {
                if !shape.calls.contains(callable) {
                    shape.calls.push(*callable);
                }
            }
            if !mixins[at] {
                for &callable in &part.constructs {
                    let callable = self.with_mixins(callable, &parts, &mixins);
                    if !shape.constructs.contains(&callable) {
                        shape.constructs.push(callable);
                    }
                }
            }
            for index in &part.indexes {
                match shape.indexes.iter_mut().find(|one| one.key == index.key) {
                    Some(known) => {
                        known.value = self.types.intersection(&[known.value, index.value]);
                        known.readonly &= index.readonly;
                    }
                    None => shape.indexes.push(*index),
                }
            }
            shape.privates.extend_from_slice(&part.privates);
            shape.open |= part.open;
        }
        shape
    }

    fn merge_property(&mut self, property: &Property<'a>, shape: &mut Shape<'a>) {
        let Some(at) = shape.position(property.name) else {
            shape.put(property.clone());
            return;
        };
        if shape.properties[at] == *property {
            return;
        }
        let first = shape.properties[at].clone();
        let left = self.type_of(&first);
        let right = self.type_of(property);
        // `{}` says no more than that the other is something.
        let something = |this: &Self, ty| if this.is_empty_literal(ty) { TypeId::NOT_NULL } else { ty };
        let (left, right) = if left == right { (left, right) } else { (something(self, left), something(self, right)) };
        let merged = &mut shape.properties[at];
        if left != right {
            let ty = self.types.intersection(&[left, right]);
            merged.kind = PropertyKind::Type(ty);
        }
        merged.optional &= property.optional;
        merged.readonly &= property.readonly;
        if merged.docs.is_none() {
            merged.docs = property.docs;
            merged.file = property.file;
        }
    }

    /// Whether a type is nothing but `new (...args: any[]) => X`.
    fn is_mixin(&mut self, shape: &Shape<'a>) -> bool {
        let [(signature, context)] = shape.constructs[..] else { return false };
        let [parameter] = signature.0.parameters else { return false };
        if !shape.properties.is_empty() && shape.properties.iter().any(|one| one.name != PROTOTYPE)
            || !shape.calls.is_empty()
            || !signature.0.type_parameters.is_empty()
            || !parameter.rest
        {
            return false;
        }
        let ty = self.evaluate_optional(parameter.ty, context);
        matches!(self.types.get(ty), Ty::Array(TypeId::ANY, _) | Ty::Any)
    }

    /// A construct signature that gives what the mixins give, too.
    fn with_mixins(
        &mut self,
        callable: Callable<'a>,
        parts: &[std::rc::Rc<Shape<'a>>],
        mixins: &[bool],
    ) -> Callable<'a> {
        if !mixins.contains(&true) {
            return callable;
        }
        let (signature, context) = callable;
        let context = self.open(context, signature.0.type_parameters);
        let mut results = vec![self.evaluate_optional(signature.0.result, context)];
        for (part, _) in parts.iter().zip(mixins).filter(|(_, mixin)| **mixin) {
            let (mixin, inside) = part.constructs[0];
            results.push(self.evaluate_optional(mixin.0.result, inside));
        }
        let result = self.types.intersection(&results);
        self.with_result(callable, result)
    }

    /// A signature with another result.
    pub(super) fn with_result(&mut self, callable: Callable<'a>, result: TypeId) -> Callable<'a> {
        let (signature, context) = callable;
        let node = self.types.name_node("#result", signature.0.span);
        let signature = SignatureNode { result: Some(node), ..*signature.0 };
        let argument = Argument { name: "#result", ty: result, node: None };
        let context: Context = self.with_arguments(context, &[argument]);
        (Node(self.types.signature_node(signature)), context)
    }

    /// The properties that all members have.
    pub(super) fn union_shape(&mut self, members: &'a [TypeId]) -> Option<Shape<'a>> {
        let mut shapes = Vec::with_capacity(members.len());
        for &member in members {
            shapes.push(self.shape(member)?);
        }
        let (first, rest) = shapes.split_first()?;
        let mut shape = Shape::default();
        for property in &first.properties {
            let others: Option<Vec<_>> = rest.iter().map(|one| one.find(property.name).cloned()).collect();
            let Some(others) = others else { continue };
            let mut types = vec![self.type_of(property)];
            let (mut optional, mut readonly) = (property.optional, property.readonly);
            for other in &others {
                types.push(self.type_of(other));
                optional |= other.optional;
                readonly |= other.readonly;
            }
            let ty = self.types.union(&types);
            shape.put(Property { kind: PropertyKind::Type(ty), optional, readonly, ..property.clone() });
        }
        for index in &first.indexes {
            let others: Option<Vec<_>> =
                rest.iter().map(|one| one.indexes.iter().find(|other| other.key == index.key).copied()).collect();
            if let Some(others) = others {
                let values: Vec<TypeId> =
                    std::iter::once(index.value).chain(others.iter().map(|one| one.value)).collect();
                let value = self.types.union(&values);
                let readonly = index.readonly || others.iter().any(|one| one.readonly);
                shape.indexes.push(super::shape::Index { key: index.key, value, readonly });
            }
        }
        // A union of functions can be called as all of them when they say the same.
        if rest.iter().all(|one| one.calls == first.calls) {
            shape.calls.clone_from(&first.calls);
        }
        if rest.iter().all(|one| one.constructs == first.constructs) {
            shape.constructs.clone_from(&first.constructs);
        }
        Some(shape)
    }
}

const PROTOTYPE: crate::model::PropertyName<'static> = crate::model::PropertyName::Text("prototype");
