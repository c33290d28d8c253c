//! Inference: what the names that `infer` binds stand against. Candidates of the best priority count; those in parameters of
//! functions are intersected, others united.

use rustc_hash::FxHashSet;

use super::relate::{Identity, Verdict};
use super::types::INFER;
use super::{Evaluator, Ty, TypeId};
use crate::model::TypeNodeKind;
use crate::number;

/// How often one declaration may occur among the open pairs, as TypeScript has it.
const MAXIMUM_NESTING: usize = 2;

/// How good an inference is: a smaller number is better.
pub(super) mod priority {
    pub const NAKED: u32 = 1;
    pub const HOMOMORPHIC: u32 = 1 << 3;
    pub const MAPPED_CONSTRAINT: u32 = 1 << 5;
    pub const CONTRAVARIANT_CONDITIONAL: u32 = 1 << 6;
    pub const LITERAL_KEYOF: u32 = 1 << 8;
    pub const NONE: u32 = u32::MAX;
}

/// One name and its candidates.
#[derive(Debug)]
pub(super) struct Variable {
    ty: TypeId,
    constraint: Option<TypeId>,
    candidates: Vec<TypeId>,
    contra: Vec<TypeId>,
    priority: u32,
}

/// One inference.
#[derive(Debug)]
pub(super) struct Inference {
    variables: Vec<Variable>,
    pub(super) priority: u32,
    pub(super) contravariant: bool,
    pub(super) bivariant: bool,
    /// The best priority of an inference made since it was last reset.
    best: u32,
    visited: FxHashSet<(TypeId, TypeId, bool)>,
    /// The pairs of object types whose members are being matched.
    open: Vec<(TypeId, TypeId)>,
}

impl Default for Inference {
    fn default() -> Self {
        Self {
            variables: Vec::new(),
            priority: 0,
            contravariant: false,
            bivariant: false,
            best: priority::NONE,
            visited: FxHashSet::default(),
            open: Vec::new(),
        }
    }
}

impl Inference {
    pub(super) fn add_variable(&mut self, ty: TypeId, constraint: Option<TypeId>) {
        self.variables.push(Variable {
            ty,
            constraint,
            candidates: Vec::new(),
            contra: Vec::new(),
            priority: priority::NONE,
        });
    }

    pub(super) fn is_variable(&self, ty: TypeId) -> bool {
        self.variables.iter().any(|one| one.ty == ty)
    }

    fn add(&mut self, at: usize, source: TypeId) {
        let variable = &mut self.variables[at];
        if self.priority < variable.priority {
            variable.candidates.clear();
            variable.contra.clear();
            variable.priority = self.priority;
        }
        if self.priority == variable.priority {
            let list =
                if self.contravariant && !self.bivariant { &mut variable.contra } else { &mut variable.candidates };
            if !list.contains(&source) {
                list.push(source);
            }
        }
        self.best = self.best.min(self.priority);
    }
}

impl<'a> Evaluator<'a> {
    /// What the candidates of a variable come to.
    pub(super) fn inferred_type(&mut self, inference: &Inference, at: usize) -> Option<TypeId> {
        let variable = &inference.variables[at];
        if !variable.candidates.is_empty() {
            return Some(self.subtype_union(&variable.candidates));
        }
        if !variable.contra.is_empty() {
            let ty = self.types.intersection(&variable.contra);
            return Some(ty);
        }
        None
    }

    /// The union without members that are assignable to another one.
    fn subtype_union(&mut self, candidates: &[TypeId]) -> TypeId {
        if let [one] = candidates {
            return *one;
        }
        let mut flat = Vec::new();
        for &candidate in candidates {
            let resolved = self.resolve(candidate);
            flat.extend(self.types.members(resolved));
        }
        let union = self.union(&flat);
        let mut kept = self.types.members(union);
        if kept.len() > 64 {
            return union;
        }
        let mut at = kept.len();
        while at > 0 {
            at -= 1;
            let one = kept[at];
            let is_object = !self.is_unit(one) && !self.is_stuck(one);
            let absorbed = is_object
                && kept.iter().enumerate().any(|(other_at, &other)| {
                    other_at != at
                        && !matches!(self.types.get(other), Ty::Any)
                        && self.relate(one, other) == Verdict::Yes
                        && (other_at < at || self.relate(other, one) != Verdict::Yes)
                });
            if absorbed {
                kept.remove(at);
            }
        }
        self.types.union(&kept)
    }

    pub(super) fn infer_with(&mut self, source: TypeId, target: TypeId, priority: u32, inference: &mut Inference) {
        let saved = inference.priority;
        inference.priority |= priority;
        self.infer(source, target, inference);
        inference.priority = saved;
    }

    pub(super) fn infer_contra(&mut self, source: TypeId, target: TypeId, inference: &mut Inference) {
        inference.contravariant = !inference.contravariant;
        self.infer(source, target, inference);
        inference.contravariant = !inference.contravariant;
    }

    /// Infers from `source` to the names in `target`.
    pub(super) fn infer(&mut self, source: TypeId, target: TypeId, inference: &mut Inference) {
        if !self.types.has(target, INFER) {
            return;
        }
        if self.enter() {
            self.infer_inside(source, target, inference);
        }
        self.leave();
    }

    fn infer_inside(&mut self, source: TypeId, target: TypeId, inference: &mut Inference) {
        if let Some(at) = inference.variables.iter().position(|one| one.ty == target) {
            let source = if matches!(self.types.get(source), Ty::Deferred(..)) { self.resolve(source) } else { source };
            inference.add(at, source);
            return;
        }
        // Two uses of one alias are matched by their arguments.
        let resolved_source = self.resolve(source);
        for source in [source, self.origin(resolved_source)] {
            if let (Ty::Named(left, from), Ty::Named(right, to)) = (self.types.get(source), self.types.get(target))
                && left == right
            {
                self.infer_arguments(left, from, to, inference);
                return;
            }
        }
        let source = resolved_source;
        let target = self.resolve(target);
        if let Some(at) = inference.variables.iter().position(|one| one.ty == target) {
            inference.add(at, source);
            return;
        }
        match self.types.get(target) {
            Ty::Union(members) => self.infer_to_union(source, members, inference),
            Ty::Intersection(members) => self.infer_to_intersection(source, members, inference),
            Ty::Keyof(operand) => match self.types.get(source) {
                Ty::Keyof(own) => self.infer_contra(own, operand, inference),
                Ty::Text(_) | Ty::String | Ty::Union(_) => {
                    // An object with the keys, each of them unknown.
                    let mut shape = super::Shape::default();
                    for key in self.alternatives(source) {
                        if let Some(name) = self.name_of_key(key) {
                            shape.put(super::shape::synthetic(name, TypeId::ANY, false));
                        }
                    }
                    let object = self.types.computed(shape);
                    let saved = inference.priority;
                    inference.priority |= priority::LITERAL_KEYOF;
                    self.infer_contra(object, operand, inference);
                    inference.priority = saved;
                }
                _ => {}
            },
            Ty::Indexed(object, index) => {
                if let Ty::Indexed(own, key) = self.types.get(source) {
                    self.infer(own, object, inference);
                    self.infer(key, index, inference);
                }
            }
            Ty::Mapping(mapping, inner) => match self.types.get(source) {
                Ty::Mapping(own, from) if own == mapping => self.infer(from, inner, inference),
                Ty::Text(_) | Ty::Template(..) => {}
                _ => {}
            },
            Ty::Deferred(node, context) if matches!(node.0.kind, TypeNodeKind::Conditional { .. }) => {
                let TypeNodeKind::Conditional { extends, yes, no, .. } = node.0.kind else { return };
                let inside = self.undecided_branch(extends, context);
                let yes = self.evaluate(yes, inside);
                let no = self.evaluate(no, context);
                let saved = inference.priority;
                if inference.contravariant {
                    inference.priority |= priority::CONTRAVARIANT_CONDITIONAL;
                }
                self.infer_to_members(source, &[yes, no], inference);
                inference.priority = saved;
            }
            Ty::Template(texts, types) => {
                for one in self.alternatives(source) {
                    self.infer_to_template(one, texts, types, inference);
                }
            }
            _ => {
                if let Ty::Union(members) = self.types.get(source) {
                    for &member in members {
                        self.infer(member, target, inference);
                    }
                    return;
                }
                self.infer_to_object(source, target, inference);
            }
        }
    }

    fn infer_to_object(&mut self, source: TypeId, target: TypeId, inference: &mut Inference) {
        match self.types.get(source) {
            Ty::Any | Ty::Unresolved | Ty::Never | Ty::Unknown | Ty::Null | Ty::Undefined | Ty::Void => return,
            Ty::Parameter(node) => {
                if let Some(constraint) = self.constraint(node) {
                    self.infer(constraint, target, inference);
                }
                return;
            }
            _ => {}
        }
        if inference.visited.insert((source, target, inference.contravariant)) {
            // Both sides from declarations that need themselves with ever other arguments: nothing more is to be learned.
            let sources = inference.open.iter().map(|&(one, _)| one);
            let targets = inference.open.iter().map(|&(_, one)| one);
            if self.is_among(source, sources) && self.is_among(target, targets) {
                return;
            }
            inference.open.push((source, target));
            self.infer_structure(source, target, inference);
            inference.open.pop();
        }
    }

    /// Whether types of the same declaration are among the open ones, each made after the one before, as often as TypeScript follows them.
    fn is_among(&self, ty: TypeId, open: impl Iterator<Item = TypeId>) -> bool {
        let identity = self.identity(ty);
        if identity == Identity::None {
            return false;
        }
        let (mut count, mut last) = (0, None);
        for one in open.filter(|&one| self.identity(one) == identity) {
            if last.is_none_or(|last| one >= last) {
                count += 1;
            }
            last = Some(one);
        }
        count >= MAXIMUM_NESTING
    }

    fn infer_arguments(
        &mut self,
        symbol: crate::bind::SymbolId,
        from: &'a [TypeId],
        to: &'a [TypeId],
        inference: &mut Inference,
    ) {
        let is_alias = self.alias(symbol).is_some();
        let relevant = to.iter().any(|&one| self.types.has(one, INFER));
        let variances = if is_alias || !relevant { None } else { Some(self.variances(symbol)) };
        for (index, (&source, &target)) in from.iter().zip(to).enumerate() {
            let contra = variances
                .as_ref()
                .is_some_and(|list| list.get(index).copied() == Some(super::variance::Variance::Contravariant));
            if contra {
                self.infer_contra(source, target, inference);
            } else {
                self.infer(source, target, inference);
            }
        }
    }

    fn infer_to_union(&mut self, source: TypeId, members: &'a [TypeId], inference: &mut Inference) {
        // What is the same on both sides, or nearly, takes no part in what follows.
        let mut sources = self.alternatives(source);
        if let Ty::Boolean = self.types.get(source) {
            sources = vec![source];
        }
        let mut targets: Vec<TypeId> = members.to_vec();
        let mut used = Vec::new();
        sources.retain(|&one| {
            let base = match self.types.get(one) {
                Ty::Text(_) => TypeId::STRING,
                Ty::NumberLiteral(_) => TypeId::NUMBER,
                _ => one,
            };
            let found = targets.iter().copied().find(|&target| target == one || target == base);
            used.extend(found);
            found.is_none()
        });
        targets.retain(|one| !used.contains(one));
        let mut matched_sources = Vec::new();
        let mut matched_targets = Vec::new();
        for &source in &sources {
            for &target in &targets {
                if !inference.is_variable(target) && self.is_closely_matched(source, target) {
                    self.infer(source, target, inference);
                    matched_sources.push(source);
                    matched_targets.push(target);
                }
            }
        }
        sources.retain(|one| !matched_sources.contains(one));
        targets.retain(|one| !matched_targets.contains(one));
        if targets.is_empty() {
            return;
        }
        if sources.is_empty() {
            // Everything was matched: what remains of the target gets all of it, with less weight.
            let target = self.types.union(&targets);
            self.infer_with(source, target, priority::NAKED, inference);
            return;
        }
        let source = self.types.union(&sources);
        match targets[..] {
            [one] => self.infer(source, one, inference),
            _ => self.infer_to_members(source, &targets, inference),
        }
    }

    fn is_closely_matched(&mut self, source: TypeId, target: TypeId) -> bool {
        let origin = self.origin(source);
        match (self.types.get(source), self.types.get(target)) {
            (Ty::Named(left, _), Ty::Named(right, _)) => left == right,
            (Ty::Array(..), Ty::Array(..)) | (Ty::Tuple(..), Ty::Tuple(..)) => true,
            (_, Ty::Named(right, _)) => matches!(self.types.get(origin), Ty::Named(left, _) if left == right),
            _ => false,
        }
    }

    /// Infers to the members of a union: first to those that are more than a name, and what fits none of them to the name.
    fn infer_to_members(&mut self, source: TypeId, targets: &[TypeId], inference: &mut Inference) {
        let sources = self.types.members(source);
        let mut matched = vec![false; sources.len()];
        let mut naked = Vec::new();
        for &target in targets {
            if inference.is_variable(target) {
                naked.push(target);
                continue;
            }
            for (at, &source) in sources.iter().enumerate() {
                let saved = inference.best;
                inference.best = priority::NONE;
                self.infer(source, target, inference);
                if inference.best == inference.priority {
                    matched[at] = true;
                }
                inference.best = inference.best.min(saved);
            }
        }
        if let [one] = naked[..] {
            let unmatched: Vec<TypeId> =
                sources.iter().zip(&matched).filter(|(_, matched)| !**matched).map(|(&source, _)| source).collect();
            if !unmatched.is_empty() {
                let source = self.types.union(&unmatched);
                self.infer(source, one, inference);
                return;
            }
        }
        for one in naked {
            self.infer_with(source, one, priority::NAKED, inference);
        }
    }

    fn infer_to_intersection(&mut self, source: TypeId, members: &'a [TypeId], inference: &mut Inference) {
        let own = match self.types.get(source) {
            Ty::Intersection(own) => own.to_vec(),
            _ => vec![source],
        };
        let targets: Vec<TypeId> = members.iter().copied().filter(|one| !own.contains(one)).collect();
        let left: Vec<TypeId> = own.iter().copied().filter(|one| !members.contains(one)).collect();
        let source = if left.is_empty() || matches!(self.types.get(source), Ty::Union(_)) {
            source
        } else {
            self.types.intersection(&left)
        };
        let naked: Vec<TypeId> = targets.iter().copied().filter(|&one| inference.is_variable(one)).collect();
        for &target in &targets {
            if !inference.is_variable(target) {
                self.infer(source, target, inference);
            }
        }
        if let [one] = naked[..] {
            self.infer_with(source, one, priority::NAKED, inference);
        }
    }

    fn infer_to_template(
        &mut self,
        source: TypeId,
        texts: &'a [&'a str],
        types: &'a [TypeId],
        inference: &mut Inference,
    ) {
        let parts = self.template_parts(source, texts, types);
        if parts.is_none() && !texts.iter().all(|text| text.is_empty()) {
            return;
        }
        for (at, &target) in types.iter().enumerate() {
            let part = parts.as_ref().map_or(TypeId::NEVER, |parts| parts[at]);
            let variable = inference.variables.iter().find(|one| one.ty == target);
            let constraint = variable.and_then(|variable| variable.constraint);
            if let (Ty::Text(text), Some(constraint)) = (self.types.get(part), constraint) {
                let constraint = self.resolve(constraint);
                if let Some(preferred) = self.preferred_literal(text, constraint) {
                    self.infer(preferred, target, inference);
                    continue;
                }
            }
            self.infer(part, target, inference);
        }
    }

    /// The literal that a piece of a string is when `infer` wants a number, bigint or boolean.
    fn preferred_literal(&mut self, text: &'a str, constraint: TypeId) -> Option<TypeId> {
        let wanted = self.alternatives(constraint);
        if wanted.contains(&TypeId::STRING) || wanted.contains(&TypeId::ANY) {
            return None;
        }
        let literal = self.types.string(text);
        if wanted.contains(&literal) {
            return Some(literal);
        }
        let number = number::canonical(text).filter(|value| value.is_finite());
        for &one in &wanted {
            match self.types.get(one) {
                Ty::Number => {
                    if let Some(value) = number {
                        return Some(self.types.number(value));
                    }
                }
                Ty::NumberLiteral(bits) if number == Some(f64::from_bits(bits)) => return Some(one),
                Ty::BigInt if super::template::is_bigint(text) => {
                    return Some(self.types.intern(Ty::BigIntLiteral(text)));
                }
                Ty::BooleanLiteral(_) | Ty::Null | Ty::Undefined | Ty::BigIntLiteral(_) | Ty::EnumMember(..)
                    if self.literal_text(one).as_deref() == Some(text) =>
                {
                    return Some(one);
                }
                _ => {}
            }
        }
        None
    }
}
