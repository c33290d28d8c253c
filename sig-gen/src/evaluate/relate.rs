//! Assignability, as conditional types need it: yes, no, or not to be decided before a type parameter is known.

use rustc_hash::FxHashMap;

use super::{Evaluator, Node, Ty, TypeId, constant};
use crate::bind::SymbolId;
use crate::model::TypeNode;
use crate::number;

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Yes,
    No,
    /// It depends on a type parameter, or a limit was reached.
    Maybe,
}

impl Verdict {
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Maybe, _) | (_, Self::Maybe) => Self::Maybe,
            _ => Self::Yes,
        }
    }

    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::Maybe, _) | (_, Self::Maybe) => Self::Maybe,
            _ => Self::No,
        }
    }

    pub fn of(answer: bool) -> Self {
        if answer { Self::Yes } else { Self::No }
    }
}

/// What is known about pairs of types, and the questions being answered.
#[derive(Debug, Default)]
pub(super) struct Relations {
    known: FxHashMap<(TypeId, TypeId), Verdict>,
    /// The open questions: each is assumed to be answered with yes while it is open, as TypeScript does.
    open: Vec<(TypeId, TypeId)>,
    /// The lowest open question on whose assumed answer something depends.
    lowest: usize,
}

/// How often one declaration may occur among the open questions before it counts as infinite.
const MAXIMUM_NESTING: usize = 3;

/// What a type comes from, for the purpose of telling that a comparison does not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity<'a> {
    Symbol(SymbolId),
    Node(Node<'a, TypeNode<'a>>),
    Address(usize),
    None,
}

impl<'a> Evaluator<'a> {
    /// Whether `source` is assignable to `target`.
    pub(super) fn relate(&mut self, source: TypeId, target: TypeId) -> Verdict {
        self.relate_as(source, target, false)
    }

    /// As [`Self::relate`]; with the flag set, for one member of an intersection, of which only the whole can be weak.
    pub(super) fn relate_as(&mut self, source: TypeId, target: TypeId, part: bool) -> Verdict {
        if source == target || target == TypeId::ANY || target == TypeId::UNKNOWN {
            return Verdict::Yes;
        }
        let verdict = if self.enter() { self.relate_resolved(source, target, part) } else { Verdict::Maybe };
        self.leave();
        verdict
    }

    fn relate_resolved(&mut self, source: TypeId, target: TypeId, part: bool) -> Verdict {
        let target = self.resolve(target);
        let source = self.resolve(source);
        if source == target {
            return Verdict::Yes;
        }
        let (from, to) = (self.types.get(source), self.types.get(target));
        match (from, to) {
            (_, Ty::Any | Ty::Unknown | Ty::Unresolved) | (Ty::Never, _) => return Verdict::Yes,
            (_, Ty::Never) => return if self.is_stuck(source) { Verdict::Maybe } else { Verdict::No },
            (Ty::Any | Ty::Unresolved, _) => return Verdict::Yes,
            (Ty::Marker(left), Ty::Marker(right)) => return Verdict::of(left || !right),
            (Ty::Marker(_), _) | (_, Ty::Marker(_)) => return self.relate_marker(source, target),
            (Ty::Rigid(node), _) if !matches!(to, Ty::Union(_) | Ty::Intersection(_)) => {
                let constraint = self.constraint(node).unwrap_or(TypeId::UNKNOWN);
                return self.relate(constraint, target);
            }
            (_, Ty::Rigid(_)) if !matches!(from, Ty::Union(_)) => return Verdict::No,
            (Ty::Union(members), _) => {
                let mut verdict = Verdict::Yes;
                for &member in members {
                    verdict = verdict.and(self.relate_as(member, target, part));
                    if verdict == Verdict::No {
                        break;
                    }
                }
                return verdict;
            }
            (_, Ty::Union(members)) => return self.relate_to_union(source, members, part),
            (_, Ty::Intersection(members)) => return self.relate_to_intersection(source, target, members, part),
            (Ty::Unknown, _) => return if self.is_stuck(target) { Verdict::Maybe } else { Verdict::No },
            (Ty::Boolean, Ty::BooleanLiteral(_)) => return Verdict::No,
            (Ty::Named(symbol, []), _) if self.enum_members(symbol).is_some() => {
                return self.relate_enum(source, symbol, target);
            }
            _ => {}
        }
        if self.is_stuck(source) || self.is_stuck(target) {
            return self.relate_generic(source, target);
        }
        if let Some(verdict) = self.relate_primitive(source, target) {
            return verdict;
        }
        if let Ty::Intersection(members) = from {
            let mut verdict = Verdict::No;
            for &member in members {
                verdict = verdict.or(self.relate_as(member, target, part));
                if verdict == Verdict::Yes {
                    return verdict;
                }
            }
            if members.iter().any(|&one| self.is_primitive(one)) && self.is_primitive(target) {
                return verdict;
            }
        }
        self.relate_remembered(source, target, part)
    }

    fn relate_remembered(&mut self, source: TypeId, target: TypeId, part: bool) -> Verdict {
        let key = (source, target);
        if let Some(&known) = self.relations.known.get(&key) {
            return known;
        }
        if let Some(at) = self.relations.open.iter().position(|&one| one == key) {
            self.relations.lowest = self.relations.lowest.min(at);
            return Verdict::Yes;
        }
        if self.is_nested(source, target) {
            self.relations.lowest = 0;
            return Verdict::Yes;
        }
        if !part && self.is_weak_mismatch(source, target) {
            return Verdict::No;
        }
        let at = self.relations.open.len();
        let outer = std::mem::replace(&mut self.relations.lowest, usize::MAX);
        let limits = self.limits;
        self.relations.open.push(key);
        let verdict = match (self.types.get(source), self.types.get(target)) {
            (Ty::Named(left, from), Ty::Named(right, to)) if left == right => {
                match self.relate_arguments(left, from, to) {
                    Some(verdict) => verdict,
                    None => self.relate_structure(source, target),
                }
            }
            _ => self.relate_structure(source, target),
        };
        self.relations.open.truncate(at);
        let independent = self.relations.lowest >= at;
        if (independent || verdict == Verdict::No) && self.limits == limits {
            self.relations.known.insert(key, verdict);
        }
        let own = if independent { usize::MAX } else { self.relations.lowest };
        self.relations.lowest = outer.min(own);
        verdict
    }

    /// Whether both sides come from declarations that occur often among the open questions.
    fn is_nested(&self, source: TypeId, target: TypeId) -> bool {
        if self.relations.open.len() < MAXIMUM_NESTING * 2 {
            return false;
        }
        let (left, right) = (self.identity(source), self.identity(target));
        if left == Identity::None || right == Identity::None {
            return false;
        }
        let count = self
            .relations
            .open
            .iter()
            .filter(|&&(one, other)| self.identity(one) == left && self.identity(other) == right)
            .count();
        count >= MAXIMUM_NESTING
    }

    pub(super) fn identity(&self, ty: TypeId) -> Identity<'a> {
        let origin = self.origin(ty);
        match self.types.get(origin) {
            Ty::Named(symbol, [_, ..]) => Identity::Symbol(symbol),
            Ty::Deferred(node, _) => Identity::Node(node),
            Ty::Literal(node, context) if context.environment != super::EnvironmentId::EMPTY => {
                Identity::Address(std::ptr::from_ref(node.0).addr())
            }
            Ty::Function(node, context, _) if context.environment != super::EnvironmentId::EMPTY => {
                Identity::Address(std::ptr::from_ref(node.0).addr())
            }
            _ => Identity::None,
        }
    }

    fn relate_marker(&mut self, source: TypeId, target: TypeId) -> Verdict {
        match (self.types.get(source), self.types.get(target)) {
            (_, Ty::Union(members)) if members.contains(&source) => Verdict::Yes,
            (Ty::Marker(_), Ty::Union(members)) => {
                let mut verdict = Verdict::No;
                for &member in members {
                    verdict = verdict.or(self.relate(source, member));
                }
                verdict
            }
            (Ty::Union(members), Ty::Marker(_)) => {
                let mut verdict = Verdict::Yes;
                for &member in members {
                    verdict = verdict.and(self.relate(member, target));
                }
                verdict
            }
            (Ty::Null | Ty::Undefined | Ty::Void, _) | (_, Ty::Null | Ty::Undefined | Ty::Void) => Verdict::No,
            _ => Verdict::Maybe,
        }
    }

    fn relate_to_union(&mut self, source: TypeId, members: &'a [TypeId], part: bool) -> Verdict {
        if members.contains(&source) {
            return Verdict::Yes;
        }
        if let Ty::Keyof(_) = self.types.get(source)
            && [TypeId::STRING, TypeId::NUMBER, TypeId::SYMBOL].iter().all(|one| members.contains(one))
        {
            return Verdict::Yes;
        }
        if source == TypeId::UNKNOWN {
            let all = members.contains(&TypeId::NULL) && members.contains(&TypeId::UNDEFINED);
            let empty = members.iter().any(|&one| match self.types.get(one) {
                Ty::Literal(node, _) => node.0.members.is_empty(),
                Ty::Empty => true,
                _ => false,
            });
            return Verdict::of(all && empty);
        }
        let mut verdict = Verdict::No;
        for &member in members {
            verdict = verdict.or(self.relate_as(source, member, part));
            if verdict == Verdict::Yes {
                return verdict;
            }
        }
        if verdict == Verdict::No {
            let alternatives = self.alternatives(source);
            if alternatives.len() > 1 {
                let mut all = Verdict::Yes;
                for one in alternatives {
                    all = all.and(self.relate_to_union(one, members, part));
                    if all == Verdict::No {
                        break;
                    }
                }
                return all;
            }
            return self.relate_to_discriminated(source, members);
        }
        verdict
    }

    fn relate_to_intersection(&mut self, source: TypeId, target: TypeId, members: &'a [TypeId], part: bool) -> Verdict {
        if !part && self.is_weak_mismatch(source, target) {
            return Verdict::No;
        }
        let mut verdict = Verdict::Yes;
        for &member in members {
            verdict = verdict.and(self.relate_as(source, member, true));
            if verdict == Verdict::No {
                break;
            }
        }
        verdict
    }

    fn relate_enum(&mut self, source: TypeId, symbol: SymbolId, target: TypeId) -> Verdict {
        match self.types.get(target) {
            Ty::Named(other, _) if other == symbol => Verdict::Yes,
            _ if self.is_stuck(target) => Verdict::Maybe,
            Ty::String | Ty::Number => {
                let (texts, numbers) = self.enum_kinds(symbol);
                Verdict::of(if target == TypeId::STRING { !numbers } else { !texts })
            }
            _ => {
                let members = self.alternatives(source);
                let mut verdict = Verdict::Yes;
                for member in members {
                    if member != source {
                        verdict = verdict.and(self.relate(member, target));
                    }
                }
                verdict
            }
        }
    }

    /// Types that depend on a type parameter.
    fn relate_generic(&mut self, source: TypeId, target: TypeId) -> Verdict {
        match (self.types.get(source), self.types.get(target)) {
            (Ty::Template(..) | Ty::Mapping(..), Ty::String) => Verdict::Yes,
            (Ty::Deferred(left, inside), Ty::Deferred(right, context)) => {
                self.relate_conditionals(left.0, inside, right.0, context)
            }
            (Ty::Intersection(members), _) => {
                let mut verdict = Verdict::No;
                for &member in members {
                    verdict = verdict.or(self.relate(member, target));
                }
                if verdict == Verdict::Yes { verdict } else { Verdict::Maybe }
            }
            (Ty::Tuple(..), Ty::Array(element, _)) if element == TypeId::ANY || element == TypeId::UNKNOWN => {
                Verdict::Yes
            }
            _ => Verdict::Maybe,
        }
    }

    pub(super) fn is_primitive(&self, ty: TypeId) -> bool {
        match self.types.get(ty) {
            Ty::Null | Ty::Undefined | Ty::Void => true,
            head => self.apparent_interface(head).is_some(),
        }
    }

    /// Pairs of which one is a primitive, or that are decided by their heads alone.
    fn relate_primitive(&mut self, source: TypeId, target: TypeId) -> Option<Verdict> {
        let (from, to) = (self.types.get(source), self.types.get(target));
        Some(match (from, to) {
            (Ty::Text(_) | Ty::Template(..) | Ty::Mapping(..), Ty::String)
            | (Ty::NumberLiteral(_), Ty::Number)
            | (Ty::BooleanLiteral(_), Ty::Boolean)
            | (Ty::BigIntLiteral(_), Ty::BigInt)
            | (Ty::UniqueSymbol(_), Ty::Symbol)
            | (Ty::Undefined, Ty::Void) => Verdict::Yes,
            (Ty::EnumMember(symbol, _), Ty::Named(other, _)) if symbol == other => Verdict::Yes,
            (Ty::Number, Ty::Named(symbol, _)) if self.enum_members(symbol).is_some() => {
                Verdict::of(self.enum_kinds(symbol).1)
            }
            (Ty::Number, Ty::EnumMember(..)) => Verdict::of(!self.is_text_member(target)),
            (Ty::NumberLiteral(bits), Ty::Named(symbol, _)) if self.enum_members(symbol).is_some() => {
                let values = constant::enum_values(self, symbol, 0);
                Verdict::of(values.list.iter().any(|(_, value)| {
                    value.as_ref().is_none_or(|value| *value == constant::Constant::Number(f64::from_bits(bits)))
                }))
            }
            (Ty::NumberLiteral(bits), Ty::EnumMember(symbol, member)) => {
                let value = constant::enum_value(self, symbol, member);
                Verdict::of(value == Some(constant::Constant::Number(f64::from_bits(bits))))
            }
            (Ty::EnumMember(symbol, member), Ty::String | Ty::Number | Ty::Text(_) | Ty::NumberLiteral(_)) => {
                match (constant::enum_value(self, symbol, member), to) {
                    (Some(constant::Constant::Text(_)), Ty::String)
                    | (Some(constant::Constant::Number(_)) | None, Ty::Number) => Verdict::Yes,
                    (Some(constant::Constant::Text(text)), Ty::Text(other)) => Verdict::of(text == other),
                    (Some(constant::Constant::Number(value)), Ty::NumberLiteral(bits)) => {
                        Verdict::of(number::text(value) == number::text(f64::from_bits(bits)))
                    }
                    _ => Verdict::No,
                }
            }
            (Ty::Text(_), Ty::Template(..) | Ty::Mapping(..)) => Verdict::of(self.matches_pattern(source, target)),
            (Ty::EnumMember(..), Ty::Template(..)) => match self.literal_text(source) {
                Some(text) => {
                    let text = self.types.text(&text);
                    let literal = self.types.string(text);
                    Verdict::of(self.matches_pattern(literal, target))
                }
                None => Verdict::No,
            },
            (Ty::Template(..), Ty::Template(..)) => Verdict::of(self.matches_pattern(source, target)),
            (Ty::Mapping(left, from), Ty::Mapping(right, to)) if left == right => self.relate(from, to),
            (Ty::Null | Ty::Undefined | Ty::Void, _) => Verdict::No,
            (_, Ty::NotNull | Ty::Empty) => Verdict::Yes,
            (_, Ty::Object) => Verdict::of(!self.is_primitive(source)),
            (_, Ty::GlobalThis) => Verdict::No,
            _ if self.is_primitive(target) => {
                if let Ty::Intersection(_) = from {
                    return None;
                }
                Verdict::No
            }
            _ => return None,
        })
    }
}
