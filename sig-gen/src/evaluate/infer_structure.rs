//! Inference from the members of object types: properties, signatures, index signatures, tuples, mapped types.

use super::infer::{Inference, priority};
use super::relate_signatures::View;
use super::shape::{Callable, PropertyKind, Shape, synthetic};
use super::types::INFER;
use super::{Argument, Context, Element, Evaluator, Node, Ty, TypeId};
use crate::model::{Flavour, Modifier, TypeNode, TypeNodeKind};

impl<'a> Evaluator<'a> {
    pub(super) fn infer_structure(&mut self, source: TypeId, target: TypeId, inference: &mut Inference) {
        match (self.types.get(source), self.types.get(target)) {
            (Ty::Array(from, _), Ty::Array(to, _)) => return self.infer(from, to, inference),
            (Ty::Tuple(..), Ty::Array(to, _)) => {
                let element = self.index_one(source, TypeId::NUMBER).unwrap_or(TypeId::NEVER);
                return self.infer(element, to, inference);
            }
            (Ty::Array(from, _), Ty::Tuple(to, _)) => {
                let from = [Element { name: None, ty: from, optional: false, rest: true, variadic: false }];
                return self.infer_tuple(&from, to, inference);
            }
            (Ty::Tuple(from, _), Ty::Tuple(to, _)) => return self.infer_tuple(from, to, inference),
            (_, Ty::Deferred(node, context)) => {
                if let TypeNodeKind::Mapped { name: None, constraint, .. } = node.0.kind {
                    let keys = self.evaluate(constraint, context);
                    self.infer_to_mapped(source, node.0, context, keys, inference);
                }
                return;
            }
            _ => {}
        }
        let reference = self.as_reference(source);
        if let Ty::Named(wanted, to) = self.types.get(target)
            && let Some(from) = self.base_arguments(reference, wanted)
        {
            for (&from, &to) in from.iter().zip(to) {
                self.infer(from, to, inference);
            }
            return;
        }
        let (Some(left), Some(right)) = (self.shape(source), self.shape(target)) else {
            return;
        };
        for property in &right.properties {
            let wanted = self.type_of(property);
            if !self.types.has(wanted, INFER) && !self.mentions(property) {
                continue;
            }
            let found = match left.find(property.name) {
                Some(found) => Some(self.read_type(found)),
                None => self.inherited_from_global(source, &left, property.name).map(|one| self.read_type(&one)),
            };
            if let Some(found) = found {
                let wanted = if property.optional { self.types.union(&[wanted, TypeId::UNDEFINED]) } else { wanted };
                self.infer(found, wanted, inference);
            }
        }
        self.infer_signatures(&left.calls, &right.calls, inference);
        self.infer_signatures(&left.constructs, &right.constructs, inference);
        self.infer_indexes(&left, &right, inference);
    }

    fn mentions(&self, property: &super::Property<'a>) -> bool {
        match &property.kind {
            PropertyKind::Method(overloads) => {
                overloads.iter().any(|(_, context)| self.types.environment_has(context.environment, INFER))
            }
            _ => false,
        }
    }

    fn infer_indexes(&mut self, left: &Shape<'a>, right: &Shape<'a>, inference: &mut Inference) {
        for index in &right.indexes {
            let mut values = Vec::new();
            for property in &left.properties {
                let applies = match self.types.get(index.key) {
                    Ty::String => matches!(property.name, crate::model::PropertyName::Text(_)),
                    Ty::Number => matches!(property.name, crate::model::PropertyName::Text(text)
                        if crate::number::canonical(text).is_some()),
                    Ty::Symbol => !matches!(property.name, crate::model::PropertyName::Text(_)),
                    Ty::Infer(..) => true,
                    _ => false,
                };
                if applies {
                    let ty = self.type_of(property);
                    values.push(ty);
                }
            }
            for own in &left.indexes {
                let applies = own.key == index.key
                    || (index.key == TypeId::STRING && own.key == TypeId::NUMBER)
                    || self.types.has(index.key, INFER);
                if applies {
                    values.push(own.value);
                    self.infer(own.key, index.key, inference);
                }
            }
            if !values.is_empty() {
                let union = self.types.union(&values);
                self.infer(union, index.value, inference);
            }
        }
    }

    /// Overloads are matched from the last one backward.
    pub(super) fn infer_signatures(&mut self, from: &[Callable<'a>], to: &[Callable<'a>], inference: &mut Inference) {
        let count = from.len().min(to.len());
        for at in 0..count {
            let source = from[from.len() - count + at];
            let target = to[to.len() - count + at];
            self.infer_signature(source, target, inference);
        }
    }

    fn infer_signature(&mut self, source: Callable<'a>, target: Callable<'a>, inference: &mut Inference) {
        let source = self.instantiate_with(source, None).unwrap_or(source);
        let source = self.view(source);
        let context = self.open(target.1, target.0.0.type_parameters);
        let flavour = target.0.0.flavour;
        let target = self.view((target.0, context));
        let saved = inference.bivariant;
        inference.bivariant |= flavour == Flavour::Method;
        self.infer_parameters(&source, &target, inference);
        inference.bivariant = saved;
        match (&source.predicate, &target.predicate) {
            (Some(own), Some(wanted)) if own.asserts == wanted.asserts => {
                if let (Some(own), Some(wanted)) = (own.ty, wanted.ty) {
                    self.infer(own, wanted, inference);
                }
            }
            _ => self.infer(source.result, target.result, inference),
        }
    }

    fn infer_parameters(&mut self, source: &View<'a>, target: &View<'a>, inference: &mut Inference) {
        if let (Some(own), Some(wanted)) = (source.this, target.this) {
            self.infer_contra(own, wanted, inference);
        }
        let rest = target.parameters.iter().position(|one| one.rest);
        let fixed = rest.unwrap_or(target.parameters.len());
        let source_rest = source.parameters.iter().any(|one| one.rest);
        let count = if source_rest { fixed } else { fixed.min(source.parameters.len()) };
        for at in 0..count {
            let Some(own) = self.parameter_at(source, at) else { continue };
            let Some(wanted) = self.parameter_at(target, at) else { continue };
            self.infer_contra(own, wanted, inference);
        }
        if let Some(rest) = rest {
            let wanted = target.parameters[rest];
            let wanted = if wanted.variadic { wanted.ty } else { self.types.intern(Ty::Array(wanted.ty, false)) };
            let own = self.rest_from(source, count);
            self.infer_contra(own, wanted, inference);
        }
    }

    fn infer_tuple(&mut self, from: &[Element<'a>], to: &'a [Element<'a>], inference: &mut Inference) {
        let variable = |one: &Element<'_>| one.rest;
        let start_of = |list: &[Element<'_>]| list.iter().position(variable).unwrap_or(list.len());
        let end_of = |list: &[Element<'_>]| list.iter().rev().position(variable).unwrap_or(0);
        let (from_start, to_start) = (start_of(from), start_of(to));
        let to_rest = to.iter().any(variable);
        let from_rest = from.iter().any(variable);
        let start = from_start.min(to_start);
        let end = if to_rest {
            end_of(to).min(if from_rest { end_of(from) } else { from.len().saturating_sub(start) })
        } else {
            0
        };
        for at in 0..start {
            self.infer(from[at].ty, to[at].ty, inference);
        }
        if to_rest {
            let middle = &to[to_start.min(to.len())..to.len() - end];
            let own: Vec<Element<'a>> = from[start.min(from.len())..from.len() - end].to_vec();
            match middle {
                [one] => {
                    if one.variadic {
                        let tuple = self.tuple_of(own, false);
                        self.infer(tuple, one.ty, inference);
                    } else if !own.is_empty() {
                        let tuple = self.tuple_of(own, false);
                        let element = self.index_one(tuple, TypeId::NUMBER).unwrap_or(TypeId::NEVER);
                        self.infer(element, one.ty, inference);
                    }
                }
                [left, right] if left.variadic && right.variadic => {
                    // Two spreads: the first takes as many as its constraint says, which is not known here.
                }
                _ => {}
            }
        }
        for at in 0..end {
            self.infer(from[from.len() - end + at].ty, to[to.len() - end + at].ty, inference);
        }
    }

    /// Infers to a mapped type by what it goes over.
    fn infer_to_mapped(
        &mut self,
        source: TypeId,
        node: &'a TypeNode<'a>,
        context: Context,
        keys: TypeId,
        inference: &mut Inference,
    ) -> bool {
        let TypeNodeKind::Mapped { parameter, value, .. } = node.kind else { return false };
        match self.types.get(keys) {
            Ty::Union(members) | Ty::Intersection(members) => {
                let mut done = false;
                for &member in members {
                    done |= self.infer_to_mapped(source, node, context, member, inference);
                }
                done
            }
            Ty::Keyof(operand) => {
                if inference.is_variable(operand)
                    && let Some(inferred) = self.reverse_mapped(source, node, context, operand)
                {
                    self.infer_with(inferred, operand, priority::HOMOMORPHIC, inference);
                }
                true
            }
            _ if inference.is_variable(keys) => {
                let own = self.types.intern(Ty::Keyof(source));
                let own = self.resolve(own);
                self.infer_with(own, keys, priority::MAPPED_CONSTRAINT, inference);
                let Some(shape) = self.shape(source) else { return true };
                let mut types = Vec::with_capacity(shape.properties.len());
                for property in &shape.properties {
                    types.push(self.read_type(property));
                }
                types.extend(shape.indexes.iter().map(|one| one.value));
                let union = self.types.union(&types);
                let inside = self.with_arguments(context, &[Argument { name: parameter, ty: keys, node: None }]);
                let template = self.evaluate_optional(value, inside);
                self.infer(union, template, inference);
                true
            }
            _ => false,
        }
    }

    /// The `T` for which `{ [P in keyof T]: F<T[P]> }` is the source.
    fn reverse_mapped(
        &mut self,
        source: TypeId,
        node: &'a TypeNode<'a>,
        context: Context,
        variable: TypeId,
    ) -> Option<TypeId> {
        let TypeNodeKind::Mapped { parameter, value, optional, .. } = node.kind else { return None };
        let key = self.types.intern(Ty::Infer(parameter, Node(node)));
        let inside = self.with_arguments(context, &[Argument { name: parameter, ty: key, node: None }]);
        let template = self.evaluate_optional(value, inside);
        let property = self.types.intern(Ty::Indexed(variable, key));
        let reverse = |evaluator: &mut Self, source: TypeId| {
            let mut inference = Inference::default();
            inference.add_variable(property, None);
            evaluator.infer(source, template, &mut inference);
            evaluator.inferred_type(&inference, 0).unwrap_or(TypeId::UNKNOWN)
        };
        match self.types.get(source) {
            Ty::Array(element, readonly) => {
                let element = reverse(self, element);
                return Some(self.types.intern(Ty::Array(element, readonly)));
            }
            Ty::Tuple(elements, readonly) => {
                let mut list = elements.to_vec();
                for element in &mut list {
                    element.ty = reverse(self, element.ty);
                    if optional == Modifier::Add {
                        element.optional = false;
                    }
                }
                return Some(self.tuple_of(list, readonly));
            }
            _ => {}
        }
        let own = self.shape(source)?;
        if own.properties.is_empty() && own.indexes.is_empty() {
            return None;
        }
        let mut shape = Shape::default();
        for one in &own.properties {
            let ty = if optional == Modifier::Add { self.type_of(one) } else { self.read_type(one) };
            let ty = reverse(self, ty);
            let keeps = one.optional && optional != Modifier::Add;
            let ty = if keeps { self.without_undefined(ty) } else { ty };
            shape.put(super::Property { readonly: one.readonly, key: one.key, ..synthetic(one.name, ty, keeps) });
        }
        for index in &own.indexes {
            let value = reverse(self, index.value);
            shape.indexes.push(super::shape::Index { value, ..*index });
        }
        Some(self.types.computed(shape))
    }
}
