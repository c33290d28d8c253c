//! Assignability of object types by their members.

use rustc_hash::FxHashSet;

use super::relate::Verdict;
use super::shape::{Index, Property, Shape};
use super::{Element, Evaluator, Ty, TypeId};
use crate::bind::SymbolId;
use crate::model::PropertyName;
use crate::number;

impl<'a> Evaluator<'a> {
    pub(super) fn relate_structure(&mut self, source: TypeId, target: TypeId) -> Verdict {
        match (self.types.get(source), self.types.get(target)) {
            (Ty::Array(left, from), Ty::Array(right, to)) => {
                return if from && !to { Verdict::No } else { self.relate(left, right) };
            }
            (Ty::Tuple(elements, from), Ty::Array(element, to)) => {
                if from && !to {
                    return Verdict::No;
                }
                let mut verdict = Verdict::Yes;
                for one in elements {
                    let ty = if one.optional { self.types.union(&[one.ty, TypeId::UNDEFINED]) } else { one.ty };
                    verdict = verdict.and(self.relate(ty, element));
                }
                return verdict;
            }
            (Ty::Tuple(left, from), Ty::Tuple(right, to)) => {
                return if from && !to { Verdict::No } else { self.relate_tuples(left, right) };
            }
            (Ty::Array(element, from), Ty::Tuple(right, to)) => {
                if from && !to {
                    return Verdict::No;
                }
                let one = Element { name: None, ty: element, optional: false, rest: true, variadic: false };
                return self.relate_tuples(&[one], right);
            }
            (_, Ty::Tuple(..)) if !matches!(self.types.get(source), Ty::Intersection(_)) => return Verdict::No,
            (_, Ty::Named(symbol, _)) if self.bindings.is_global(symbol) => match self.bindings.symbol(symbol).name {
                "Function" => {
                    let shape = self.shape(source);
                    let callable = shape.is_some_and(|one| !one.calls.is_empty() || !one.constructs.is_empty());
                    if callable {
                        return Verdict::Yes;
                    }
                }
                "Object" => return Verdict::Yes,
                _ => {}
            },
            _ => {}
        }
        // A class or interface relates to its base through the base's arguments.
        let reference = self.as_reference(source);
        let wanted = self.as_reference(target);
        if let Ty::Named(wanted, to) = self.types.get(wanted)
            && matches!(self.types.get(reference), Ty::Named(own, _) if own != wanted)
            && !to.is_empty()
            && let Some(arguments) = self.base_arguments(reference, wanted)
            && let Some(verdict) = self.relate_arguments(wanted, &arguments, to)
            && verdict == Verdict::Yes
        {
            return verdict;
        }
        let (Some(left), Some(right)) = (self.shape(source), self.shape(target)) else {
            return if self.is_known_leaf(source) || self.is_known_leaf(target) { Verdict::No } else { Verdict::Maybe };
        };
        self.relate_shapes(source, &left, target, &right)
    }

    fn is_known_leaf(&self, ty: TypeId) -> bool {
        matches!(self.types.get(ty), Ty::Unknown | Ty::Null | Ty::Undefined | Ty::Void)
    }

    fn relate_shapes(&mut self, source: TypeId, left: &Shape<'a>, target: TypeId, right: &Shape<'a>) -> Verdict {
        for private in &right.privates {
            if !left.privates.contains(private) {
                return Verdict::No;
            }
        }
        let mut verdict = Verdict::Yes;
        for property in &right.properties {
            let found = match left.find(property.name) {
                Some(found) => Some(found.clone()),
                None => self.inherited_from_global(source, left, property.name),
            };
            match found {
                Some(found) => {
                    if found.optional && !property.optional {
                        return Verdict::No;
                    }
                    let have = self.read_type(&found);
                    let wanted = self.read_type(property);
                    verdict = verdict.and(self.relate(have, wanted));
                }
                None if left.privates.iter().any(|(name, _)| *name == property.name) => return Verdict::No,
                None if property.optional => {}
                None if left.open => verdict = verdict.and(Verdict::Maybe),
                None => return Verdict::No,
            }
            if verdict == Verdict::No {
                return verdict;
            }
        }
        if right.open {
            verdict = verdict.and(Verdict::Maybe);
        }
        verdict = verdict.and(self.relate_signatures(&left.calls, &right.calls, false));
        if verdict != Verdict::No {
            verdict = verdict.and(self.relate_signatures(&left.constructs, &right.constructs, true));
        }
        if verdict != Verdict::No {
            verdict = verdict.and(self.relate_indexes(source, left, right));
        }
        let _ = target;
        verdict
    }

    fn relate_indexes(&mut self, source: TypeId, left: &Shape<'a>, right: &Shape<'a>) -> Verdict {
        let has_string = right.indexes.iter().any(|one| one.key == TypeId::STRING);
        let mut verdict = Verdict::Yes;
        for index in &right.indexes {
            if has_string && index.value == TypeId::ANY {
                continue;
            }
            verdict = verdict.and(self.relate_to_index(source, left, index));
            if verdict == Verdict::No {
                break;
            }
        }
        verdict
    }

    fn relate_to_index(&mut self, source: TypeId, left: &Shape<'a>, index: &Index) -> Verdict {
        let exact = left.indexes.iter().find(|one| one.key == index.key).copied();
        if let Some(own) = exact.or_else(|| self.applicable_index(left, index.key)) {
            return self.relate(own.value, index.value);
        }
        if !self.has_inferable_index(source) {
            return Verdict::No;
        }
        let mut verdict = Verdict::Yes;
        for property in &left.properties {
            let applies = match (self.types.get(index.key), property.name) {
                (Ty::String, PropertyName::Text(_)) => true,
                (Ty::Number, PropertyName::Text(text)) => number::canonical(text).is_some(),
                (Ty::Symbol, PropertyName::Symbol(_) | PropertyName::Computed(_)) => true,
                (Ty::Template(..) | Ty::Mapping(..), PropertyName::Text(text)) => {
                    let literal = self.types.string(text);
                    self.matches_pattern(literal, index.key)
                }
                _ => false,
            };
            if applies {
                let ty = self.type_of(property);
                verdict = verdict.and(self.relate(ty, index.value));
                if verdict == Verdict::No {
                    return verdict;
                }
            }
        }
        for own in &left.indexes {
            if index.key == TypeId::STRING && own.key != TypeId::SYMBOL {
                verdict = verdict.and(self.relate(own.value, index.value));
            }
        }
        verdict
    }

    /// Whether an object type without an index signature counts as having one: object types do, interfaces and classes do not.
    fn has_inferable_index(&mut self, source: TypeId) -> bool {
        match self.types.get(source) {
            Ty::Literal(..) | Ty::Computed(_) => {
                self.shape(source).is_some_and(|shape| shape.calls.is_empty() && shape.constructs.is_empty())
            }
            Ty::Intersection(members) => members.iter().all(|&one| self.has_inferable_index(one)),
            Ty::ValueOf(symbol) => {
                !self.is_class(symbol) && self.enum_members(symbol).is_some()
                    || self.bindings.is_module(symbol)
                    || self.bindings.symbol(symbol).namespace.is_some() && !self.is_class(symbol)
            }
            _ => false,
        }
    }

    /// Whether all properties of the target are optional and the source has none of them.
    pub(super) fn is_weak_mismatch(&mut self, source: TypeId, target: TypeId) -> bool {
        if !self.is_weak(target) {
            return false;
        }
        let (Some(left), Some(right)) = (self.shape(source), self.shape(target)) else {
            return false;
        };
        if left.open || (left.properties.is_empty() && left.calls.is_empty() && left.constructs.is_empty()) {
            return false;
        }
        !right.properties.iter().any(|one| left.find(one.name).is_some())
    }

    fn is_weak(&mut self, target: TypeId) -> bool {
        match self.types.get(target) {
            Ty::Named(..) | Ty::Literal(..) | Ty::Computed(_) => {
                let Some(shape) = self.shape(target) else { return false };
                !shape.open
                    && shape.calls.is_empty()
                    && shape.constructs.is_empty()
                    && shape.indexes.is_empty()
                    && !shape.properties.is_empty()
                    && shape.properties.iter().all(|one| one.optional)
            }
            Ty::Intersection(members) => members.iter().all(|&one| self.is_weak(one)),
            _ => false,
        }
    }

    /// An object whose property is a union against a union of objects that the property tells apart.
    pub(super) fn relate_to_discriminated(&mut self, source: TypeId, members: &'a [TypeId]) -> Verdict {
        if !matches!(self.types.get(source), Ty::Named(..) | Ty::Literal(..) | Ty::Computed(_) | Ty::Intersection(_))
            || self.is_primitive(source)
        {
            return Verdict::No;
        }
        let Some(shape) = self.shape(source) else { return Verdict::No };
        for property in &shape.properties {
            let own = self.read_type(property);
            if !matches!(self.types.get(own), Ty::Union(_) | Ty::Boolean | Ty::Named(..)) {
                continue;
            }
            let own = self.resolve(own);
            let alternatives = self.alternatives(own);
            if alternatives.len() < 2 || alternatives.len() > 25 || !alternatives.iter().all(|&one| self.is_unit(one)) {
                continue;
            }
            let mut all = Verdict::Yes;
            for alternative in alternatives {
                let mut narrowed = (*shape).clone();
                narrowed.put(Property {
                    kind: super::PropertyKind::Type(alternative),
                    optional: false,
                    ..property.clone()
                });
                let narrowed = self.types.computed(narrowed);
                let mut one = Verdict::No;
                for &member in members {
                    one = one.or(self.relate(narrowed, member));
                    if one == Verdict::Yes {
                        break;
                    }
                }
                all = all.and(one);
                if all == Verdict::No {
                    break;
                }
            }
            if all == Verdict::Yes {
                return all;
            }
        }
        Verdict::No
    }

    fn relate_tuples(&mut self, left: &[Element<'a>], right: &[Element<'a>]) -> Verdict {
        let required = |list: &[Element<'_>]| list.iter().filter(|one| !one.optional && !one.rest).count();
        let (left_rest, right_rest) = (left.iter().position(|one| one.rest), right.iter().position(|one| one.rest));
        if left_rest.is_none() && left.len() < required(right) {
            return Verdict::No;
        }
        if right_rest.is_none() && (left_rest.is_some() || right.len() < left.len()) {
            return Verdict::No;
        }
        if left_rest.is_some() && required(left) < required(right) {
            return Verdict::No;
        }
        let end = match (left_rest, right_rest) {
            (_, Some(at)) => right.len() - at - 1,
            _ => 0,
        };
        let start = right_rest.unwrap_or(right.len());
        let mut verdict = Verdict::Yes;
        for (at, own) in left.iter().enumerate() {
            let from_end = left.len() - at - 1;
            let wanted = if at < start && left_rest.is_none_or(|rest| at < rest) {
                right.get(at)
            } else if from_end < end {
                right.get(right.len() - from_end - 1)
            } else {
                right_rest.and_then(|at| right.get(at))
            };
            let Some(wanted) = wanted else { continue };
            if own.optional && !wanted.optional && !wanted.rest {
                return Verdict::No;
            }
            if own.variadic || wanted.variadic {
                verdict = verdict.and(if own.ty == wanted.ty { Verdict::Yes } else { Verdict::Maybe });
                continue;
            }
            let mut have = own.ty;
            let mut want = wanted.ty;
            if own.optional && wanted.rest {
                have = self.types.union(&[have, TypeId::UNDEFINED]);
            }
            if wanted.optional {
                want = self.types.union(&[want, TypeId::UNDEFINED]);
            }
            verdict = verdict.and(self.relate(have, want));
            if verdict == Verdict::No {
                return verdict;
            }
        }
        // A rest element of the source must also fit what the target has after its start.
        if let Some(rest) = left_rest {
            for wanted in right.iter().take(start).skip(rest) {
                verdict = verdict.and(self.relate(left[rest].ty, wanted.ty));
            }
        }
        verdict
    }

    /// The arguments with which a class or interface extends `wanted`.
    pub fn base_arguments(&mut self, ty: TypeId, wanted: SymbolId) -> Option<Vec<TypeId>> {
        self.base_arguments_from(ty, wanted, &mut FxHashSet::default())
    }

    /// What does not lead to `wanted` with some arguments does not with others either.
    fn base_arguments_from(
        &mut self,
        ty: TypeId,
        wanted: SymbolId,
        seen: &mut FxHashSet<SymbolId>,
    ) -> Option<Vec<TypeId>> {
        const MAXIMUM_BASES: usize = 1_000;
        let Ty::Named(symbol, arguments) = self.types.get(ty) else {
            return None;
        };
        if symbol == wanted {
            return Some(arguments.to_vec());
        }
        if seen.len() > MAXIMUM_BASES || !seen.insert(symbol) {
            return None;
        }
        let bindings = self.bindings;
        for declaration in &bindings.symbol(symbol).declarations {
            let Some(object) = declaration.object() else {
                continue;
            };
            if object.extends.is_empty() {
                continue;
            }
            let context = self.inside(declaration.scope, object.type_parameters, arguments);
            for base in object.extends {
                let base = self.evaluate(base, context);
                let base = self.resolve(base);
                let base = self.as_reference(base);
                if let Some(found) = self.base_arguments_from(base, wanted, seen) {
                    return Some(found);
                }
            }
        }
        None
    }
}
