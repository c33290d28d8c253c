//! Whether two types are the same type: what decides between two conditional types that wait for one type parameter.

use super::relate::Verdict;
use super::shape::{Callable, Shape};
use super::{Context, Evaluator, Node, Ty, TypeId};
use crate::model::{TypeNode, TypeNodeKind};

/// How deeply identity is looked for; below, types that differ count as undecided.
const DEPTH: u32 = 12;

impl<'a> Evaluator<'a> {
    /// Two deferred conditional types relate when they ask the same and their branches relate.
    pub(super) fn relate_conditionals(
        &mut self,
        left: &'a TypeNode<'a>,
        inside: Context,
        right: &'a TypeNode<'a>,
        context: Context,
    ) -> Verdict {
        let (
            TypeNodeKind::Conditional { check, extends, yes, no },
            TypeNodeKind::Conditional { check: other_check, extends: other_extends, yes: other_yes, no: other_no },
        ) = (left.kind, right.kind)
        else {
            return Verdict::Maybe;
        };
        let pair = |evaluator: &mut Self, left: &'a TypeNode<'a>, right: &'a TypeNode<'a>| {
            (evaluator.evaluate(left, inside), evaluator.evaluate(right, context))
        };
        let checks = pair(self, check, other_check);
        let targets = pair(self, extends, other_extends);
        let same = self.identical(checks.0, checks.1, 0).and(self.identical(targets.0, targets.1, 0));
        if same != Verdict::Yes {
            return same;
        }
        let yes = pair(self, yes, other_yes);
        let no = pair(self, no, other_no);
        self.relate(yes.0, yes.1).and(self.relate(no.0, no.1))
    }

    pub(super) fn identical(&mut self, left: TypeId, right: TypeId, depth: u32) -> Verdict {
        let (left, right) = (self.resolve(left), self.resolve(right));
        if left == right {
            return Verdict::Yes;
        }
        if depth > DEPTH || !self.enter() {
            self.leave();
            return Verdict::Maybe;
        }
        let verdict = self.identical_inside(left, right, depth + 1);
        self.leave();
        verdict
    }

    fn identical_lists(&mut self, left: &[TypeId], right: &[TypeId], depth: u32) -> Verdict {
        if left.len() != right.len() {
            return Verdict::No;
        }
        left.iter().zip(right).fold(Verdict::Yes, |verdict, (&left, &right)| match verdict {
            Verdict::No => verdict,
            _ => verdict.and(self.identical(left, right, depth)),
        })
    }

    /// The same members in any order.
    fn identical_sets(&mut self, left: &[TypeId], right: &[TypeId], depth: u32) -> Verdict {
        if left.len() != right.len() {
            return Verdict::No;
        }
        let mut verdict = Verdict::Yes;
        for &one in left {
            let mut found = Verdict::No;
            for &other in right {
                found = found.or(self.identical(one, other, depth));
                if found == Verdict::Yes {
                    break;
                }
            }
            verdict = verdict.and(found);
        }
        verdict
    }

    fn identical_inside(&mut self, left: TypeId, right: TypeId, depth: u32) -> Verdict {
        match (self.types.get(left), self.types.get(right)) {
            (Ty::Parameter(_), _) | (_, Ty::Parameter(_)) => Verdict::Maybe,
            (Ty::Union(one), Ty::Union(other)) | (Ty::Intersection(one), Ty::Intersection(other)) => {
                self.identical_sets(one, other, depth)
            }
            (Ty::Named(one, from), Ty::Named(other, to)) if one == other => self.identical_lists(from, to, depth),
            (Ty::Array(one, from), Ty::Array(other, to)) if from == to => self.identical(one, other, depth),
            (Ty::Keyof(one), Ty::Keyof(other)) => self.identical(one, other, depth),
            (Ty::Indexed(one, from), Ty::Indexed(other, to)) => {
                self.identical(one, other, depth).and(self.identical(from, to, depth))
            }
            (Ty::Template(one, from), Ty::Template(other, to)) if one == other => self.identical_lists(from, to, depth),
            (Ty::Mapping(one, from), Ty::Mapping(other, to)) if one == other => self.identical(from, to, depth),
            (Ty::Tuple(one, from), Ty::Tuple(other, to)) if from == to && one.len() == other.len() => {
                let mut verdict = Verdict::Yes;
                for (left, right) in one.iter().zip(other) {
                    let same =
                        (left.optional, left.rest, left.variadic) == (right.optional, right.rest, right.variadic);
                    verdict = verdict.and(Verdict::of(same)).and(self.identical(left.ty, right.ty, depth));
                }
                verdict
            }
            (Ty::Deferred(one, inside), Ty::Deferred(other, context)) => {
                match self.relate_conditionals(one.0, inside, other.0, context) {
                    Verdict::Yes => self.relate_conditionals(other.0, context, one.0, inside),
                    verdict => verdict,
                }
            }
            (
                Ty::Literal(..) | Ty::Function(..) | Ty::Computed(_),
                Ty::Literal(..) | Ty::Function(..) | Ty::Computed(_),
            ) => match (self.shape(left), self.shape(right)) {
                (Some(left), Some(right)) => self.identical_shapes(&left, &right, depth),
                _ => Verdict::Maybe,
            },
            _ => Verdict::No,
        }
    }

    fn identical_shapes(&mut self, left: &Shape<'a>, right: &Shape<'a>, depth: u32) -> Verdict {
        if left.properties.len() != right.properties.len()
            || left.calls.len() != right.calls.len()
            || left.constructs.len() != right.constructs.len()
            || left.indexes.len() != right.indexes.len()
        {
            return Verdict::No;
        }
        let mut verdict = Verdict::Yes;
        for property in &left.properties {
            let Some(other) = right.find(property.name) else { return Verdict::No };
            if (property.optional, property.readonly) != (other.optional, other.readonly) {
                return Verdict::No;
            }
            let (one, other) = (self.read_type(property), self.read_type(other));
            verdict = verdict.and(self.identical(one, other, depth));
            if verdict == Verdict::No {
                return verdict;
            }
        }
        for index in &left.indexes {
            let Some(other) = right.indexes.iter().find(|one| one.key == index.key) else { return Verdict::No };
            verdict = verdict.and(Verdict::of(index.readonly == other.readonly));
            verdict = verdict.and(self.identical(index.value, other.value, depth));
        }
        let callables = left.calls.iter().zip(&right.calls).chain(left.constructs.iter().zip(&right.constructs));
        for (&one, &other) in callables {
            verdict = verdict.and(self.identical_signatures(one, other, depth));
        }
        verdict
    }

    fn identical_signatures(&mut self, left: Callable<'a>, right: Callable<'a>, depth: u32) -> Verdict {
        let (own, other) = (left.0.0.type_parameters, right.0.0.type_parameters);
        if own.len() != other.len() || left.0.0.flavour != right.0.0.flavour {
            return Verdict::No;
        }
        let rigid: Vec<TypeId> = own.iter().map(|one| self.types.intern(Ty::Rigid(Node(one)))).collect();
        let left = self.instantiate_signature(left, &rigid).unwrap_or(left);
        let right = self.instantiate_signature(right, &rigid).unwrap_or(right);
        let (left, right) = (self.view(left), self.view(right));
        if left.parameters.len() != right.parameters.len() {
            return Verdict::No;
        }
        let mut verdict = Verdict::Yes;
        for (one, other) in left.parameters.iter().zip(&right.parameters) {
            verdict = verdict.and(Verdict::of((one.optional, one.rest) == (other.optional, other.rest)));
            verdict = verdict.and(self.identical(one.ty, other.ty, depth));
        }
        match (&left.predicate, &right.predicate) {
            (None, None) => verdict.and(self.identical(left.result, right.result, depth)),
            (Some(one), Some(other)) if one.asserts == other.asserts => match (one.ty, other.ty) {
                (Some(one), Some(other)) => verdict.and(self.identical(one, other, depth)),
                (one, other) => verdict.and(Verdict::of(one == other)),
            },
            _ => Verdict::No,
        }
    }
}
