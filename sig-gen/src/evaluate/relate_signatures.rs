//! Signatures: their parameters as a list of elements, and when one may stand for another.

use super::relate::Verdict;
use super::shape::Callable;
use super::{Element, Evaluator, Node, Ty, TypeId};
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

    /// As [`Self::rest_from`]; an array of `any` is `any`.
    fn rest_or_any(&mut self, view: &View<'a>, start: usize) -> TypeId {
        let rest = self.rest_from(view, start);
        if matches!(self.types.get(rest), Ty::Array(TypeId::ANY, _)) { TypeId::ANY } else { rest }
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
        if let ([source], [target]) = (from, to) {
            return self.relate_single(*source, *target);
        }
        // Two uses of one declaration have the same signatures in the same order.
        let same = from.len() == to.len() && from.iter().zip(to).all(|(left, right)| left.0 == right.0);
        let mut verdict = Verdict::Yes;
        for (at, &target) in to.iter().enumerate() {
            let candidates = if same { &from[at..=at] } else { from };
            let mut matched = Verdict::No;
            for &source in candidates {
                matched = matched.or(self.relate_erased(source, target));
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

    fn relate_erased(&mut self, source: Callable<'a>, target: Callable<'a>) -> Verdict {
        if source == target {
            return Verdict::Yes;
        }
        let source = self.instantiate_with(source, Some(TypeId::ANY)).unwrap_or(source);
        let target = self.instantiate_with(target, Some(TypeId::ANY)).unwrap_or(target);
        let source = self.view(source);
        let target = self.view(target);
        self.relate_views(&source, &target, Mode::Plain)
    }

    /// One signature against one: what is generic in the target stands for itself.
    fn relate_single(&mut self, source: Callable<'a>, target: Callable<'a>) -> Verdict {
        let (own, wanted) = (source.0.0.type_parameters, target.0.0.type_parameters);
        let rigid: Vec<TypeId> = wanted.iter().map(|one| self.types.intern(Ty::Rigid(Node(one)))).collect();
        let target = self.instantiate_signature(target, &rigid).unwrap_or(target);
        let target = self.view(target);
        let arguments = if own.len() == wanted.len() { rigid } else { vec![TypeId::ANY; own.len()] };
        let instantiated = self.instantiate_signature(source, &arguments).unwrap_or(source);
        let view = self.view(instantiated);
        let verdict = self.relate_views(&view, &target, Mode::Plain);
        if verdict != Verdict::No || own.is_empty() || wanted.is_empty() {
            return verdict;
        }
        // Nothing may say what the source's parameters are.
        let Some(source) = self.instantiate_with(source, None) else { return verdict };
        let view = self.view(source);
        let fallback = self.relate_views(&view, &target, Mode::Plain);
        if fallback == Verdict::Yes { fallback } else { verdict }
    }

    fn relate_views(&mut self, source: &View<'a>, target: &View<'a>, mode: Mode) -> Verdict {
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
        if !target_rest && Self::required(source) > target.parameters.len() {
            return Verdict::No;
        }
        let strict = mode == Mode::Plain && target.flavour == Flavour::Function;
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
            let spread = variadic(source) || variadic(target);
            let (own, wanted) = if spread {
                (Some(self.rest_or_any(source, at)), Some(self.rest_or_any(target, at)))
            } else {
                (self.parameter_at(source, at), self.parameter_at(target, at))
            };
            let (Some(own), Some(wanted)) = (own, wanted) else { continue };
            if own != wanted {
                verdict = verdict.and(self.relate_parameters(own, wanted, strict, mode));
            }
            if verdict == Verdict::No {
                return verdict;
            }
            if spread {
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
                Some(_) => Verdict::No,
                None if wanted.asserts => verdict,
                None => Verdict::No,
            };
        }
        let mut result = Verdict::No;
        if mode == Mode::LooseCallback {
            result = self.relate(target.result, source.result);
        }
        if result != Verdict::Yes {
            result = result.or(self.relate(source.result, target.result));
        }
        verdict.and(result)
    }

    /// Whether a parameter of type `wanted` may be given where `own` is taken. Callbacks are compared as signatures, so
    /// that what they are called with counts even in methods.
    fn relate_parameters(&mut self, own: TypeId, wanted: TypeId, strict: bool, mode: Mode) -> Verdict {
        if mode == Mode::Plain
            && let (Some(left), Some(right)) = (self.callback(own), self.callback(wanted))
            && left.0.predicate.is_none()
            && right.0.predicate.is_none()
            && left.1 == right.1
        {
            let inner = if strict { Mode::StrictCallback } else { Mode::LooseCallback };
            return self.relate_views(&right.0, &left.0, inner);
        }
        let mut verdict = Verdict::No;
        if mode == Mode::Plain && !strict {
            verdict = self.relate(own, wanted);
        }
        if verdict != Verdict::Yes {
            verdict = verdict.or(self.relate(wanted, own));
        }
        verdict
    }

    /// The one call signature of a type, `null` and `undefined` aside, and whether they were there.
    fn callback(&mut self, ty: TypeId) -> Option<(View<'a>, (bool, bool))> {
        let resolved = self.resolve(ty);
        let members = self.types.members(resolved);
        let nullable = (members.contains(&TypeId::NULL), members.contains(&TypeId::UNDEFINED));
        let mut others = members.into_iter().filter(|&one| one != TypeId::NULL && one != TypeId::UNDEFINED);
        let (one, None) = (others.next()?, others.next()) else { return None };
        let one = self.resolve(one);
        if !matches!(self.types.get(one), Ty::Function(_, _, false) | Ty::Literal(..) | Ty::Computed(_) | Ty::Named(..))
            || self.is_primitive(one)
        {
            return None;
        }
        let shape = self.shape(one)?;
        if !shape.properties.is_empty() || !shape.constructs.is_empty() || !shape.indexes.is_empty() {
            return None;
        }
        let [call] = shape.calls[..] else { return None };
        let call = self.instantiate_with(call, Some(TypeId::ANY)).unwrap_or(call);
        Some((self.view(call), nullable))
    }
}

/// How parameters are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Plain,
    /// A callback in a parameter of a function.
    StrictCallback,
    /// A callback in a parameter of a method.
    LooseCallback,
}
