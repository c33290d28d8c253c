//! In which direction the arguments of a generic interface or class relate, found out by trying both with two types of which
//! one is a subtype of the other.

use std::rc::Rc;

use super::relate::Verdict;
use super::{Evaluator, Node, Ty, TypeId};
use crate::bind::SymbolId;

/// How a type relates to another with a different argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variance {
    Covariant,
    Contravariant,
    Bivariant,
    Invariant,
    /// Not to be said in general: the members decide.
    Structural,
}

impl<'a> Evaluator<'a> {
    /// The variances of a symbol's type parameters; none while they are computed.
    pub(super) fn variances(&mut self, symbol: SymbolId) -> Rc<[Variance]> {
        if let Some(known) = self.variances.get(&symbol) {
            return Rc::clone(known);
        }
        self.variances.insert(symbol, Rc::from([]));
        let (parameters, scope) = self.type_parameters(symbol);
        self.open(Self::context(scope), parameters);
        let open: Vec<TypeId> = parameters.iter().map(|one| self.types.intern(Ty::Parameter(Node(one)))).collect();
        let (sub, sup) = (self.types.intern(Ty::Marker(true)), self.types.intern(Ty::Marker(false)));
        let limits = self.limits;
        let mut variances = Vec::with_capacity(open.len());
        for index in 0..open.len() {
            match parameters[index].variance {
                (true, true) => {
                    variances.push(Variance::Invariant);
                    continue;
                }
                (true, false) => {
                    variances.push(Variance::Contravariant);
                    continue;
                }
                (false, true) => {
                    variances.push(Variance::Covariant);
                    continue;
                }
                (false, false) => {}
            }
            let with = |evaluator: &mut Self, marker: TypeId| {
                let mut arguments = open.clone();
                arguments[index] = marker;
                let arguments = evaluator.types.list(&arguments);
                evaluator.types.intern(Ty::Named(symbol, arguments))
            };
            let (lower, upper) = (with(self, sub), with(self, sup));
            let forward = self.relate_structure(lower, upper);
            let backward = self.relate_structure(upper, lower);
            variances.push(match (forward, backward) {
                (Verdict::Yes, Verdict::Yes) => Variance::Bivariant,
                (Verdict::Yes, Verdict::No) => Variance::Covariant,
                (Verdict::No, Verdict::Yes) => Variance::Contravariant,
                (Verdict::No, Verdict::No) => Variance::Invariant,
                _ => Variance::Structural,
            });
        }
        if self.limits != limits {
            variances.fill(Variance::Structural);
        }
        let variances: Rc<[Variance]> = variances.into();
        self.variances.insert(symbol, Rc::clone(&variances));
        variances
    }

    /// Whether two uses of one declaration relate by their arguments; nothing when the members must decide.
    pub(super) fn relate_arguments(&mut self, symbol: SymbolId, from: &[TypeId], to: &[TypeId]) -> Option<Verdict> {
        let variances = self.variances(symbol);
        if variances.is_empty() {
            // The declaration needs itself: assume that it fits, as TypeScript does.
            return Some(Verdict::Yes);
        }
        let mut verdict = Verdict::Yes;
        for ((&source, &target), variance) in from.iter().zip(to).zip(variances.iter()) {
            if source == target {
                continue;
            }
            let one = match variance {
                Variance::Covariant => self.relate(source, target),
                Variance::Contravariant => self.relate(target, source),
                Variance::Bivariant => Verdict::Yes,
                Variance::Invariant => self.relate(source, target).and(self.relate(target, source)),
                Variance::Structural => return None,
            };
            verdict = verdict.and(one);
        }
        Some(verdict)
    }
}
