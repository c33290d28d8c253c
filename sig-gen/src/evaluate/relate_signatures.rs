//! Signatures: their parameters as a list of elements, and when one may stand for another.

use super::relate::Verdict;
use super::shape::Callable;
use super::{Element, Evaluator, Ty, TypeId};
use crate::model::{Flavour, TypeNode, TypeNodeKind};

/// A signature with its types evaluated.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub parameters: Vec<Element<'a>>,
    pub this: Option<TypeId>,
    pub result: TypeId,
    pub predicate: Option<Predicate>,
    pub flavour: Flavour,
}

/// `x is T`, `asserts x is T`.
#[derive(Debug)]
pub(crate) struct Predicate {
    pub asserts: bool,
    pub ty: Option<TypeId>,
}

impl<'a> Evaluator<'a> {
    /// A signature's types. Its own type parameters must stand for something in its context.
    pub(crate) fn view(&mut self, callable: Callable<'a>) -> View<'a> {
        let (signature, context) = callable;
        let mut parameters = Vec::with_capacity(signature.0.parameters.len());
        for parameter in signature.0.parameters {
            let ty = self.evaluate_optional(parameter.ty, context);
            let name = Some(parameter.name).filter(|name| !name.is_empty());
            let element = Element { name, ty, optional: parameter.optional, rest: parameter.rest, variadic: false };
            if !parameter.rest {
                parameters.push(element);
                continue;
            }
            let resolved = self.resolve(ty);
            match self.types.get(resolved) {
                Ty::Array(one, _) => parameters.push(Element { ty: one, ..element }),
                Ty::Tuple(inner, _) => parameters.extend_from_slice(inner),
                Ty::Any | Ty::Unresolved => parameters.push(Element { ty: TypeId::ANY, ..element }),
                _ => parameters.push(Element { ty: resolved, variadic: true, ..element }),
            }
        }
        let predicate = match signature.0.result {
            Some(TypeNode { kind: TypeNodeKind::Predicate { asserts, ty, .. }, .. }) => {
                let ty = ty.map(|ty| self.evaluate(ty, context));
                Some(Predicate { asserts: *asserts, ty })
            }
            _ => None,
        };
        View {
            parameters,
            this: signature.0.this.map(|this| self.evaluate(this, context)),
            result: self.evaluate_optional(signature.0.result, context),
            predicate,
            flavour: signature.0.flavour,
        }
    }

    /// The type of a parameter, with the `undefined` of optionality.
    pub(super) fn parameter_at(&mut self, view: &View<'a>, at: usize) -> Option<TypeId> {
        let rest = view.parameters.iter().position(|one| one.rest);
        match rest {
            Some(rest) if at >= rest => {
                let one = view.parameters[rest];
                Some(if one.variadic { self.types.intern(Ty::Indexed(one.ty, TypeId::NUMBER)) } else { one.ty })
            }
            _ => {
                let one = view.parameters.get(at)?;
                Some(if one.optional { self.types.union(&[one.ty, TypeId::UNDEFINED]) } else { one.ty })
            }
        }
    }

    /// The parameters from a position on, as an array or tuple.
    pub(super) fn rest_from(&mut self, view: &View<'a>, start: usize) -> TypeId {
        let rest = view.parameters.iter().position(|one| one.rest).unwrap_or(usize::MAX);
        let elements: Vec<Element<'a>> = view.parameters[start.min(rest).min(view.parameters.len())..].to_vec();
        match elements[..] {
            [one] if one.variadic => one.ty,
            _ => self.tuple_of(elements, false),
        }
    }

    fn required(view: &View<'_>) -> usize {
        view.parameters.iter().rposition(|one| !one.optional && !one.rest).map_or(0, |at| at + 1)
    }

    /// Each target signature must be matched by some source signature.
    pub(super) fn relate_signatures(&mut self, from: &[Callable<'a>], to: &[Callable<'a>], construct: bool) -> Verdict {
        if to.is_empty() || from == to {
            return Verdict::Yes;
        }
        if from.is_empty() {
            return Verdict::No;
        }
        if construct {
            let is_abstract = |list: &[Callable<'_>]| list[0].0.0.flavour == Flavour::Abstract;
            if is_abstract(from) && !is_abstract(to) {
                return Verdict::No;
            }
        }
        let mut verdict = Verdict::Yes;
        for &target in to {
            let mut matched = Verdict::No;
            for &source in from {
                matched = matched.or(self.relate_signature(source, target));
                if matched == Verdict::Yes {
                    break;
                }
            }
            verdict = verdict.and(matched);
            if verdict == Verdict::No {
                break;
            }
        }
        verdict
    }

    fn relate_signature(&mut self, source: Callable<'a>, target: Callable<'a>) -> Verdict {
        if source == target {
            return Verdict::Yes;
        }
        let source = self.instantiate_with(source, Some(TypeId::ANY)).unwrap_or(source);
        let target = self.instantiate_with(target, Some(TypeId::ANY)).unwrap_or(target);
        let source = self.view(source);
        let target = self.view(target);
        // `(...args: any[]) => any` takes all functions.
        if let [one] = target.parameters[..]
            && one.rest
            && one.ty == TypeId::ANY
            && target.this.is_none()
            && matches!(self.types.get(target.result), Ty::Any | Ty::Unknown)
        {
            return Verdict::Yes;
        }
        let target_rest = target.parameters.iter().any(|one| one.rest);
        let source_rest = source.parameters.iter().any(|one| one.rest);
        if !target_rest && Self::required(&source) > target.parameters.len() {
            return Verdict::No;
        }
        let strict = target.flavour != Flavour::Method;
        let mut verdict = Verdict::Yes;
        if let (Some(own), Some(wanted)) = (source.this, target.this)
            && own != TypeId::VOID
        {
            let mut one = if strict { Verdict::No } else { self.relate(own, wanted) };
            one = one.or(self.relate(wanted, own));
            verdict = verdict.and(one);
        }
        let count = match (source_rest, target_rest) {
            (true, true) => source.parameters.len().max(target.parameters.len()),
            (true, false) => target.parameters.len(),
            (false, _) => source.parameters.len(),
        };
        for at in 0..count {
            let variadic = |view: &View<'a>| view.parameters.get(at).is_some_and(|one| one.variadic);
            let (own, wanted) = if variadic(&source) || variadic(&target) {
                (Some(self.rest_from(&source, at)), Some(self.rest_from(&target, at)))
            } else {
                (self.parameter_at(&source, at), self.parameter_at(&target, at))
            };
            let (Some(own), Some(wanted)) = (own, wanted) else { continue };
            let mut one = self.relate_parameters(own, wanted, strict);
            if !strict && one != Verdict::Yes {
                one = one.or(self.relate(own, wanted));
            }
            verdict = verdict.and(one);
            if verdict == Verdict::No {
                return verdict;
            }
            if variadic(&source) || variadic(&target) {
                break;
            }
        }
        if target.result == TypeId::VOID || target.result == TypeId::ANY {
            return verdict;
        }
        if let Some(wanted) = &target.predicate {
            return match &source.predicate {
                Some(own) if own.asserts == wanted.asserts => match (own.ty, wanted.ty) {
                    (Some(own), Some(wanted)) => verdict.and(self.relate(own, wanted)),
                    (own, wanted) => verdict.and(Verdict::of(own.is_some() == wanted.is_some())),
                },
                _ => Verdict::No,
            };
        }
        verdict.and(self.relate(source.result, target.result))
    }

    /// Whether a parameter of type `wanted` may be given where `own` is taken.
    fn relate_parameters(&mut self, own: TypeId, wanted: TypeId, _strict: bool) -> Verdict {
        self.relate(wanted, own)
    }
}
