//! Unions and intersections as TypeScript reduces them: literals beside their primitive, complete enums, distribution, and the
//! intersections that nothing can be in.

use rustc_hash::FxHashMap;

use super::{Context, Evaluator, Ty, TypeId};
use crate::bind::SymbolId;
use crate::model::{TypeNode, TypeNodeKind};

/// How many members a union may get by distribution; TypeScript has the same limit.
pub(super) const MAXIMUM_UNION: usize = 100_000;

/// What a type can be by its kind; a type that is of two kinds cannot exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Domain {
    String,
    Number,
    BigInt,
    Boolean,
    Symbol,
    Void,
    Null,
    /// `object`.
    Object,
    /// An object type.
    Structure,
    /// `{}`.
    Empty,
    /// Anything, for all that is known.
    Unknown,
}

/// The members of a union, as another one is distributed over it. `keyof (A | B)` distributes hundreds of literals over hundreds,
/// and of the pairs only those of equals are not empty.
struct Alternatives<'t> {
    all: &'t [TypeId],
    /// Where each literal stands.
    units: FxHashMap<TypeId, usize>,
    /// Where everything else stands.
    others: Vec<usize>,
}

impl<'t> Alternatives<'t> {
    fn new(evaluator: &Evaluator<'_>, all: &'t [TypeId]) -> Self {
        let (units, others): (Vec<usize>, Vec<usize>) = (0..all.len()).partition(|&at| evaluator.is_unit(all[at]));
        Self { all, units: units.into_iter().map(|at| (all[at], at)).collect(), others }
    }

    /// Those that may have something in common with a literal, or all, in their order.
    fn beside(&self, unit: Option<TypeId>) -> impl Iterator<Item = TypeId> + use<'t, '_> {
        let (own, others) = match unit {
            Some(unit) => (self.units.get(&unit).copied(), &self.others[..]),
            None => (None, &[][..]),
        };
        let before = others.partition_point(|&at| own.is_some_and(|own| at < own));
        let places = others[..before].iter().copied().chain(own).chain(others[before..].iter().copied());
        let whole = if unit.is_none() { self.all } else { &[] };
        whole.iter().copied().chain(places.map(|at| self.all[at]))
    }
}

impl<'a> Evaluator<'a> {
    pub(super) fn resolve_union(&mut self, members: &'a [TypeId]) -> TypeId {
        if !self.spend(members.len() / 2) {
            self.limits += 1;
            return TypeId::UNRESOLVED;
        }
        let resolved: Vec<TypeId> = members.iter().map(|&member| self.resolve(member)).collect();
        self.union(&resolved)
    }

    /// The union of resolved types.
    pub(super) fn union(&mut self, members: &[TypeId]) -> TypeId {
        let union = self.types.union(members);
        let Ty::Union(list) = self.types.get(union) else { return union };
        let (mut enums, mut templates, mut texts) = (false, false, false);
        for &one in list {
            match self.types.get(one) {
                Ty::EnumMember(..) => enums = true,
                Ty::Named(..) => enums |= list.contains(&TypeId::NUMBER) || list.contains(&TypeId::STRING),
                Ty::Template(..) | Ty::Mapping(..) => templates = true,
                Ty::Text(_) => texts = true,
                _ => {}
            }
        }
        let patterns = templates && texts;
        if !enums && !patterns {
            return union;
        }
        let mut list = list.to_vec();
        if enums {
            self.complete_enums(&mut list);
        }
        if templates && texts {
            let patterns: Vec<TypeId> = list
                .iter()
                .copied()
                .filter(|&one| matches!(self.types.get(one), Ty::Template(..) | Ty::Mapping(..)))
                .filter(|&one| !self.is_stuck(one))
                .collect();
            // Hundreds of templates often begin with the same few words, and most strings with none of them.
            let mut starts: Vec<&str> = Vec::new();
            for &pattern in &patterns {
                let start = match self.types.get(pattern) {
                    Ty::Template(texts, _) => texts.first().copied().unwrap_or(""),
                    _ => "",
                };
                if !starts.contains(&start) {
                    starts.push(start);
                }
            }
            list.retain(|&one| match self.types.get(one) {
                Ty::Text(text) => {
                    !starts.iter().any(|start| text.starts_with(start))
                        || !patterns.iter().any(|&pattern| self.matches_pattern(one, pattern))
                }
                _ => true,
            });
        }
        self.types.union(&list)
    }

    /// All members of an enum are the enum; beside `number` or `string`, a member of its kind is nothing new.
    fn complete_enums(&mut self, list: &mut Vec<TypeId>) {
        let mut counts: FxHashMap<SymbolId, usize> = FxHashMap::default();
        for &one in list.iter() {
            if let Ty::EnumMember(symbol, _) = self.types.get(one) {
                *counts.entry(symbol).or_default() += 1;
            }
        }
        for one in list.iter_mut() {
            if let Ty::EnumMember(symbol, _) = self.types.get(*one)
                && counts.get(&symbol).copied() == Some(self.enum_names(symbol).len())
            {
                *one = self.types.intern(Ty::Named(symbol, &[]));
            }
        }
        let (string, number) = (list.contains(&TypeId::STRING), list.contains(&TypeId::NUMBER));
        if string || number {
            list.retain(|&one| match self.types.get(one) {
                Ty::EnumMember(..) => !(self.is_text_member(one) && string || !self.is_text_member(one) && number),
                Ty::Named(symbol, _) if self.enum_members(symbol).is_some() => {
                    let (texts, numbers) = self.enum_kinds(symbol);
                    (texts && !string) || (numbers && !number)
                }
                _ => true,
            });
        }
    }

    /// Whether an enum has members that are strings, and members that are numbers.
    pub(super) fn enum_kinds(&self, symbol: SymbolId) -> (bool, bool) {
        let values = super::constant::enum_values(self, symbol, 0);
        let is_text =
            |value: &Option<super::constant::Constant>| matches!(value, Some(super::constant::Constant::Text(_)));
        (values.list.iter().any(|(_, value)| is_text(value)), values.list.iter().any(|(_, value)| !is_text(value)))
    }

    pub(super) fn is_text_member(&self, ty: TypeId) -> bool {
        let Ty::EnumMember(symbol, member) = self.types.get(ty) else { return false };
        matches!(super::constant::enum_value(self, symbol, member), Some(super::constant::Constant::Text(_)))
    }

    /// `A & B` as written. `string & {}` is kept, as people write it on purpose; a `{}` beside a type parameter only takes
    /// `null` and `undefined` away.
    pub(super) fn written_intersection(&mut self, members: &'a [&'a TypeNode<'a>], context: Context) -> TypeId {
        let mut types = self.evaluate_all(members, context);
        if let [left, right] = members {
            for (at, one, other) in [(0, left, right), (1, right, left)] {
                let is_parameter = matches!(other.kind, TypeNodeKind::Reference { path: [name], arguments: [] }
                    if self.types.argument(context.environment, name).is_some());
                if is_parameter && matches!(one.kind, TypeNodeKind::Object(object) if object.members.is_empty()) {
                    types[at] = TypeId::NOT_NULL;
                }
            }
        }
        match self.types.intersection(&types) {
            TypeId::NOT_NULL => TypeId::EMPTY,
            other => other,
        }
    }

    /// Resolves the members and distributes over unions.
    pub(super) fn resolve_intersection(&mut self, ty: TypeId, members: &'a [TypeId]) -> TypeId {
        let mut resolved: Vec<TypeId> = Vec::with_capacity(members.len());
        for &member in members {
            resolved.push(self.resolve(member));
        }
        if let [left, right] = resolved[..]
            && (self.is_kept_brand(left, right) || self.is_kept_brand(right, left))
        {
            return self.types.intersection(&resolved);
        }
        let mut lists = Vec::with_capacity(resolved.len());
        for &one in &resolved {
            lists.push(match self.types.get(one) {
                Ty::Union(_) => self.alternatives(one),
                Ty::Boolean if resolved.iter().any(|&other| self.domain(other) == Domain::Structure) => {
                    self.alternatives(one)
                }
                _ => vec![one],
            });
        }
        // What is too large always is: that is an answer to be remembered, and no limit that was met on the way.
        let is_too_large = |combinations: usize, list: &[TypeId]| combinations * list.len() > MAXIMUM_UNION;
        if let [first, second, ..] = &lists[..]
            && is_too_large(first.len(), second)
        {
            return ty;
        }
        let mut combinations: Vec<Vec<TypeId>> = vec![Vec::new()];
        for alternatives in lists {
            if is_too_large(combinations.len(), &alternatives) {
                return ty;
            }
            let alternatives = Alternatives::new(self, &alternatives);
            let mut next = Vec::with_capacity(combinations.len());
            for start in &combinations {
                let unit = start.iter().copied().find(|&one| self.is_unit(one));
                let mut work = 0;
                for alternative in alternatives.beside(unit) {
                    work += start.len() + 1;
                    if start.contains(&alternative) {
                        next.push(start.clone());
                        continue;
                    }
                    let mut combination = Vec::with_capacity(start.len() + 1);
                    combination.extend_from_slice(start);
                    combination.push(alternative);
                    if combination.len() == 1 || !self.is_disjoint(&combination) {
                        next.push(combination);
                    }
                }
                if !self.spend(work / 8) {
                    self.limits += 1;
                    return TypeId::UNRESOLVED;
                }
            }
            combinations = next;
        }
        let mut parts = Vec::with_capacity(combinations.len());
        for combination in &combinations {
            parts.push(self.reduce_intersection(combination));
        }
        self.union(&parts)
    }

    /// Whether `primitive & {}` was written.
    fn is_kept_brand(&self, primitive: TypeId, empty: TypeId) -> bool {
        matches!(self.types.get(primitive), Ty::String | Ty::Number | Ty::BigInt | Ty::Template(..))
            && match self.types.get(empty) {
                Ty::Empty => true,
                Ty::Literal(node, _) => node.0.members.is_empty(),
                _ => false,
            }
    }

    pub(super) fn is_empty_literal(&self, ty: TypeId) -> bool {
        match self.types.get(ty) {
            Ty::NotNull | Ty::Empty => true,
            Ty::Literal(node, _) => node.0.members.is_empty(),
            _ => false,
        }
    }

    fn domain(&self, ty: TypeId) -> Domain {
        match self.types.get(ty) {
            Ty::String | Ty::Text(_) | Ty::Template(..) | Ty::Mapping(..) => Domain::String,
            Ty::Number | Ty::NumberLiteral(_) => Domain::Number,
            Ty::BigInt | Ty::BigIntLiteral(_) => Domain::BigInt,
            Ty::Boolean | Ty::BooleanLiteral(_) => Domain::Boolean,
            Ty::Symbol | Ty::UniqueSymbol(_) => Domain::Symbol,
            Ty::Undefined | Ty::Void => Domain::Void,
            Ty::Null => Domain::Null,
            Ty::Object => Domain::Object,
            Ty::EnumMember(..) if self.is_text_member(ty) => Domain::String,
            Ty::EnumMember(..) => Domain::Number,
            Ty::Named(symbol, _) if self.enum_members(symbol).is_some() => match self.enum_kinds(symbol) {
                (true, false) => Domain::String,
                (false, true) => Domain::Number,
                _ => Domain::Unknown,
            },
            Ty::NotNull | Ty::Empty => Domain::Empty,
            Ty::Literal(node, _) if node.0.members.is_empty() => Domain::Empty,
            Ty::Deferred(node, _) if matches!(node.0.kind, TypeNodeKind::Mapped { .. }) => Domain::Structure,
            _ if self.is_stuck(ty) => Domain::Unknown,
            Ty::Named(..)
            | Ty::Array(..)
            | Ty::Tuple(..)
            | Ty::Function(..)
            | Ty::Literal(..)
            | Ty::Computed(_)
            | Ty::ValueOf(_) => Domain::Structure,
            _ => Domain::Unknown,
        }
    }

    pub(super) fn is_unit(&self, ty: TypeId) -> bool {
        matches!(
            self.types.get(ty),
            Ty::Text(_)
                | Ty::NumberLiteral(_)
                | Ty::BooleanLiteral(_)
                | Ty::BigIntLiteral(_)
                | Ty::EnumMember(..)
                | Ty::UniqueSymbol(_)
                | Ty::Undefined
                | Ty::Null
        )
    }

    /// Whether nothing can be all of these, by their kinds alone.
    fn is_disjoint(&self, members: &[TypeId]) -> bool {
        let mut kind = None;
        let mut unit = None;
        let (mut structure, mut object, mut empty) = (false, false, false);
        for &member in members {
            if self.is_unit(member) {
                if unit.is_some_and(|unit| unit != member) {
                    return true;
                }
                unit = Some(member);
            }
            match self.domain(member) {
                Domain::Unknown => {}
                Domain::Structure => structure = true,
                Domain::Object => object = true,
                Domain::Empty => empty = true,
                primitive => {
                    if kind.is_some_and(|kind| kind != primitive) {
                        return true;
                    }
                    kind = Some(primitive);
                }
            }
        }
        match kind {
            Some(Domain::Null | Domain::Void) => structure || object || empty,
            Some(_) => object,
            None => false,
        }
    }

    /// The intersection of resolved types that are no unions.
    fn reduce_intersection(&mut self, members: &[TypeId]) -> TypeId {
        if let [one] = members {
            return if *one == TypeId::NOT_NULL { TypeId::EMPTY } else { *one };
        }
        if members.contains(&TypeId::ANY) {
            return TypeId::ANY;
        }
        if self.is_disjoint(members) {
            return TypeId::NEVER;
        }
        let domains: Vec<Domain> = members.iter().map(|&one| self.domain(one)).collect();
        let definite = domains.iter().any(|one| !matches!(one, Domain::Unknown | Domain::Empty));
        let units: Vec<TypeId> = members.iter().copied().filter(|&one| self.is_unit(one)).collect();
        let specific = |domain: Domain| {
            members.iter().zip(&domains).any(|(&one, &own)| {
                own == domain && !matches!(self.types.get(one), Ty::String | Ty::Number | Ty::BigInt | Ty::Symbol)
            })
        };
        let mut kept: Vec<TypeId> = Vec::with_capacity(members.len());
        for (&one, &domain) in members.iter().zip(&domains) {
            let redundant = match self.types.get(one) {
                Ty::String => specific(Domain::String),
                Ty::Number => specific(Domain::Number),
                Ty::BigInt => specific(Domain::BigInt),
                Ty::Symbol => specific(Domain::Symbol),
                Ty::Boolean => units.iter().any(|&unit| matches!(self.types.get(unit), Ty::BooleanLiteral(_))),
                Ty::Void => members.contains(&TypeId::UNDEFINED),
                Ty::Named(..) if matches!(domain, Domain::String | Domain::Number) => !units.is_empty(),
                _ => domain == Domain::Empty && definite && self.is_empty_literal(one),
            };
            if !redundant && !kept.contains(&one) {
                kept.push(one);
            }
        }
        // A literal beside a template that it matches is the literal.
        if let Some(&text) = units.iter().find(|&&one| matches!(self.types.get(one), Ty::Text(_))) {
            let mut refused = false;
            kept.retain(|&one| match self.types.get(one) {
                Ty::Template(..) | Ty::Mapping(..) if !self.is_stuck(one) => {
                    refused |= !self.matches_pattern(text, one);
                    false
                }
                _ => true,
            });
            if refused {
                return TypeId::NEVER;
            }
        }
        if kept.len() > 1 && self.has_impossible_property(&kept) {
            return TypeId::NEVER;
        }
        match self.types.intersection(&kept) {
            TypeId::NOT_NULL => TypeId::EMPTY,
            other => other,
        }
    }

    /// Whether a property that tells types apart has no possible value: `{ kind: "a" } & { kind: "b" }`.
    fn has_impossible_property(&mut self, members: &[TypeId]) -> bool {
        let objects: Vec<TypeId> = members
            .iter()
            .copied()
            .filter(|&one| {
                matches!(self.types.get(one), Ty::Named(..) | Ty::Literal(..) | Ty::Computed(_))
                    && self.domain(one) == Domain::Structure
            })
            .collect();
        if objects.len() < 2 {
            return false;
        }
        let mut shapes = Vec::with_capacity(objects.len());
        for object in objects {
            shapes.extend(self.shape(object));
        }
        for (at, shape) in shapes.iter().enumerate() {
            for property in &shape.properties {
                for other in &shapes[at + 1..] {
                    let Some(other) = other.find(property.name) else { continue };
                    if property.optional && other.optional {
                        continue;
                    }
                    let left = self.type_of(property);
                    let right = self.type_of(other);
                    if left != right && self.is_literal_set(left) && self.is_literal_set(right) {
                        let (left, right) = (self.resolve(left), self.resolve(right));
                        let (left, right) = (self.alternatives(left), self.alternatives(right));
                        if !left.iter().any(|&one| right.iter().any(|&other| !self.is_disjoint(&[one, other]))) {
                            return true;
                        }
                    }
                }
            }
        }
        false
    }

    /// Whether a type that is only looked at from outside may tell types apart.
    fn is_literal_set(&self, ty: TypeId) -> bool {
        match self.types.get(ty) {
            Ty::Union(members) => members.iter().all(|&one| self.is_literal_set(one)),
            Ty::Boolean | Ty::String | Ty::Number => true,
            Ty::Named(symbol, _) => self.enum_members(symbol).is_some(),
            _ => self.is_unit(ty),
        }
    }
}
