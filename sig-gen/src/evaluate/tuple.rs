//! Tuple types: spreads, and the normal form that TypeScript gives them.

use super::reduce::MAXIMUM_UNION;
use super::{Context, Element, Evaluator, Ty, TypeId};
use crate::model::TupleElementNode;

/// How many elements a tuple may have; the same as in TypeScript.
const MAXIMUM_ELEMENTS: usize = 10_000;

impl<'a> Evaluator<'a> {
    pub(super) fn tuple(&mut self, elements: &'a [TupleElementNode<'a>], context: Context) -> TypeId {
        let mut list = Vec::with_capacity(elements.len());
        let mut spread = false;
        for element in elements {
            let ty = self.evaluate(element.ty, context);
            spread |= element.rest;
            list.push(Element {
                name: element.name,
                ty,
                optional: element.optional && !element.rest,
                rest: element.rest,
                variadic: element.rest,
            });
        }
        if spread {
            return self.tuple_of(list, false);
        }
        let elements = self.types.elements(list);
        self.types.intern(Ty::Tuple(elements, false))
    }

    /// The tuple of elements whose spreads may have become known; a union of tuples when one of them is a union.
    pub(super) fn tuple_of(&mut self, elements: Vec<Element<'a>>, readonly: bool) -> TypeId {
        let mut alternatives: Vec<Vec<Element<'a>>> = vec![Vec::with_capacity(elements.len())];
        for element in elements {
            if !element.variadic {
                alternatives.iter_mut().for_each(|one| one.push(element));
                continue;
            }
            let resolved = self.resolve(element.ty);
            let members = match self.types.get(resolved) {
                Ty::Never => return TypeId::NEVER,
                Ty::Union(members) if members.len() * alternatives.len() <= MAXIMUM_UNION => members,
                _ => std::slice::from_ref(&resolved),
            };
            let mut next = Vec::with_capacity(alternatives.len() * members.len());
            for &member in members {
                for start in &alternatives {
                    if start.len() > MAXIMUM_ELEMENTS || !self.spend(start.len()) {
                        self.limits += 1;
                        return TypeId::UNRESOLVED;
                    }
                    let mut one = start.clone();
                    self.spread_into(element, member, &mut one);
                    next.push(one);
                }
            }
            alternatives = next;
        }
        let mut tuples = Vec::with_capacity(alternatives.len());
        for alternative in alternatives {
            let normal = self.normal_elements(alternative);
            if let [one] = normal[..]
                && one.rest
                && !one.variadic
            {
                tuples.push(self.types.intern(Ty::Array(one.ty, readonly)));
                continue;
            }
            let elements = self.types.elements(normal);
            tuples.push(self.types.intern(Ty::Tuple(elements, readonly)));
        }
        self.types.union(&tuples)
    }

    fn spread_into(&mut self, element: Element<'a>, spread: TypeId, into: &mut Vec<Element<'a>>) {
        let rest = |ty| Element { name: element.name, ty, optional: false, rest: true, variadic: false };
        match self.types.get(spread) {
            Ty::Array(one, _) => into.push(rest(one)),
            Ty::Tuple(inner, _) => into.extend_from_slice(inner),
            Ty::Any | Ty::Unresolved => into.push(rest(TypeId::ANY)),
            _ if self.is_stuck(spread) => into.push(Element { ty: spread, variadic: true, ..rest(spread) }),
            _ => {
                let one = self.index_one(spread, TypeId::NUMBER).unwrap_or(TypeId::ANY);
                into.push(rest(one));
            }
        }
    }

    /// Optional elements before a required one are required; everything from the first rest element to the last is one.
    fn normal_elements(&mut self, mut elements: Vec<Element<'a>>) -> Vec<Element<'a>> {
        let is_required = |one: &Element<'_>| !one.optional && !one.rest;
        if let Some(last) = elements.iter().rposition(is_required) {
            let first_rest = elements.iter().position(|one| one.rest).unwrap_or(elements.len());
            for element in &mut elements[..last.min(first_rest)] {
                if element.optional {
                    element.optional = false;
                    let ty = self.types.union(&[element.ty, TypeId::UNDEFINED]);
                    element.ty = ty;
                }
            }
        }
        let first = elements.iter().position(|one| one.rest && !one.variadic);
        let last = elements.iter().rposition(|one| one.rest || one.optional);
        let (Some(first), Some(last)) = (first, last) else { return elements };
        if first >= last {
            return elements;
        }
        let mut types = Vec::with_capacity(last + 1 - first);
        for element in &elements[first..=last] {
            types.push(if element.variadic {
                self.types.intern(Ty::Indexed(element.ty, TypeId::NUMBER))
            } else if element.optional {
                self.types.union(&[element.ty, TypeId::UNDEFINED])
            } else {
                element.ty
            });
        }
        let ty = self.types.union(&types);
        let merged = Element { name: None, ty, optional: false, rest: true, variadic: false };
        elements.splice(first..=last, [merged]);
        elements
    }
}
