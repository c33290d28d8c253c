//! Assignability with inference, as conditional types need it: yes, no, or not to be decided here.

use super::{Callable, Context, Evaluator, Shape, Ty, TypeId};
use crate::model::PropertyName;

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Yes,
    No,
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

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::Maybe, _) | (_, Self::Maybe) => Self::Maybe,
            _ => Self::No,
        }
    }

    fn of(answer: bool) -> Self {
        if answer { Self::Yes } else { Self::No }
    }
}

/// What `infer` names were matched with.
#[derive(Debug, Default)]
pub struct Inferences<'a> {
    candidates: Vec<(&'a str, Vec<TypeId>)>,
}

impl<'a> Inferences<'a> {
    fn add(&mut self, name: &'a str, ty: TypeId) {
        match self.candidates.iter_mut().find(|(known, _)| *known == name) {
            Some((_, list)) => list.push(ty),
            None => self.candidates.push((name, vec![ty])),
        }
    }

    pub fn take(&mut self, name: &str) -> Option<Vec<TypeId>> {
        let at = self.candidates.iter().position(|(known, _)| *known == name)?;
        Some(self.candidates.swap_remove(at).1)
    }
}

impl<'a> Evaluator<'a> {
    /// Whether `source` is assignable to `target`; `infer` names in `target` collect what they stand against.
    pub(super) fn relate(&mut self, source: TypeId, target: TypeId, inferences: &mut Inferences<'a>) -> Verdict {
        if source == target {
            return Verdict::Yes;
        }
        if !self.enter() {
            self.leave();
            return Verdict::Maybe;
        }
        let verdict = self.relate_inside(source, target, inferences);
        self.leave();
        verdict
    }

    fn relate_inside(&mut self, source: TypeId, target: TypeId, inferences: &mut Inferences<'a>) -> Verdict {
        // References to one generic declaration are matched by their arguments before they are looked into.
        if let (Ty::Named(left, from), Ty::Named(right, to)) = (self.types.get(source), self.types.get(target))
            && left == right
        {
            return self.relate_all(from, to, inferences);
        }
        let target = self.resolve(target);
        let source = self.resolve(source);
        if source == target {
            return Verdict::Yes;
        }
        let (from, to) = (self.types.get(source), self.types.get(target));
        match (from, to) {
            (_, Ty::Infer(name)) => {
                inferences.add(name, source);
                return Verdict::Yes;
            }
            (_, Ty::Any | Ty::Unknown | Ty::Unresolved) | (Ty::Never, _) => return Verdict::Yes,
            (Ty::Any | Ty::Unresolved, _) => {
                self.infer_any(target, inferences);
                return Verdict::Maybe;
            }
            (Ty::Union(members), _) => {
                return members
                    .iter()
                    .fold(Verdict::Yes, |verdict, &one| verdict.and(self.relate(one, target, inferences)));
            }
            (_, Ty::Union(members)) => return self.relate_to_union(source, members, inferences),
            (_, Ty::Intersection(members)) => {
                return members
                    .iter()
                    .fold(Verdict::Yes, |verdict, &one| verdict.and(self.relate(source, one, inferences)));
            }
            (_, Ty::Parameter(_) | Ty::Deferred(..) | Ty::This)
            | (Ty::Parameter(_) | Ty::Deferred(..) | Ty::This, _) => {
                return Verdict::Maybe;
            }
            (_, Ty::Never) => return Verdict::No,
            _ => {}
        }
        let key = (source, target);
        if let Some(&known) = self.relations.get(&key)
            && !self.mentions_infer(target)
        {
            return known;
        }
        // While the answer is computed, a recursive question is answered with yes, as TypeScript does.
        self.relations.insert(key, Verdict::Yes);
        let verdict = self.relate_heads(source, from, target, to, inferences);
        self.relations.insert(key, verdict);
        verdict
    }

    fn mentions_infer(&self, target: TypeId) -> bool {
        match self.types.get(target) {
            Ty::Infer(_) | Ty::Function(..) | Ty::Literal(..) | Ty::Deferred(..) | Ty::Template(..) => true,
            Ty::Named(_, arguments) => arguments.iter().any(|&one| self.mentions_infer(one)),
            Ty::Union(members) | Ty::Intersection(members) => members.iter().any(|&one| self.mentions_infer(one)),
            Ty::Array(element, _) => self.mentions_infer(element),
            Ty::Tuple(elements, _) => elements.iter().any(|one| self.mentions_infer(one.ty)),
            _ => false,
        }
    }

    fn infer_any(&mut self, target: TypeId, inferences: &mut Inferences<'a>) {
        match self.types.get(target) {
            Ty::Infer(name) => inferences.add(name, TypeId::ANY),
            Ty::Named(_, arguments) => arguments.iter().for_each(|&one| self.infer_any(one, inferences)),
            Ty::Array(element, _) => self.infer_any(element, inferences),
            Ty::Tuple(elements, _) => elements.iter().for_each(|one| self.infer_any(one.ty, inferences)),
            _ => {}
        }
    }

    fn relate_all(&mut self, from: &[TypeId], to: &[TypeId], inferences: &mut Inferences<'a>) -> Verdict {
        from.iter()
            .zip(to)
            .fold(Verdict::Yes, |verdict, (&source, &target)| verdict.and(self.relate(source, target, inferences)))
    }

    fn relate_to_union(&mut self, source: TypeId, members: &'a [TypeId], inferences: &mut Inferences<'a>) -> Verdict {
        if members.contains(&source) {
            return Verdict::Yes;
        }
        // What no other member takes goes to a naked `infer`.
        let (naked, others): (Vec<TypeId>, Vec<TypeId>) =
            members.iter().partition(|&&one| matches!(self.types.get(one), Ty::Infer(_)));
        let mut verdict = Verdict::No;
        for member in others {
            verdict = verdict.or(self.relate(source, member, inferences));
            if verdict == Verdict::Yes {
                return verdict;
            }
        }
        for member in naked {
            verdict = verdict.or(self.relate(source, member, inferences));
        }
        verdict
    }

    fn relate_heads(
        &mut self,
        source: TypeId,
        from: Ty<'a>,
        target: TypeId,
        to: Ty<'a>,
        inferences: &mut Inferences<'a>,
    ) -> Verdict {
        match (from, to) {
            (Ty::Text(_) | Ty::Template(..), Ty::String)
            | (Ty::NumberLiteral(_), Ty::Number)
            | (Ty::BooleanLiteral(_), Ty::Boolean)
            | (Ty::BigIntLiteral(_), Ty::BigInt)
            | (Ty::Undefined, Ty::Void) => Verdict::Yes,
            (Ty::EnumMember(symbol, _), Ty::Named(other, _)) if symbol == other => Verdict::Yes,
            (Ty::EnumMember(symbol, member), Ty::String | Ty::Number | Ty::Text(_) | Ty::NumberLiteral(_)) => {
                match (super::constant::enum_value(self, symbol, member), to) {
                    (Some(super::constant::Constant::Text(_)), Ty::String)
                    | (Some(super::constant::Constant::Number(_)), Ty::Number) => Verdict::Yes,
                    (None, _) => Verdict::Maybe,
                    _ => Verdict::No,
                }
            }
            (Ty::Named(symbol, _), Ty::String | Ty::Number) if self.enum_members(symbol).is_some() => Verdict::Maybe,
            (Ty::Text(text), Ty::Template(texts, types)) => self.match_template(text, texts, types, inferences),
            (Ty::String, Ty::Template(..)) => Verdict::No,
            (_, Ty::Object) => Verdict::of(!is_primitive(from)),
            (Ty::Array(left, _), Ty::Array(right, _)) => self.relate(left, right, inferences),
            (Ty::Tuple(elements, _), Ty::Array(element, _)) => {
                elements.iter().fold(Verdict::Yes, |verdict, one| verdict.and(self.relate(one.ty, element, inferences)))
            }
            (Ty::Tuple(left, _), Ty::Tuple(right, _)) => self.relate_tuples(left, right, inferences),
            (Ty::Array(element, _), Ty::Tuple([one], _)) if one.rest => match self.types.get(one.ty) {
                Ty::Infer(name) => {
                    inferences.add(name, source);
                    Verdict::Yes
                }
                _ => self.relate(element, one.ty, inferences),
            },
            (Ty::Array(..), Ty::Tuple(..)) => Verdict::No,
            (_, Ty::Array(..) | Ty::Tuple(..)) if is_primitive(from) => Verdict::No,
            _ if is_primitive(to) => Verdict::No,
            (Ty::Null | Ty::Undefined | Ty::Void, _) => Verdict::No,
            (Ty::Unknown, _) => Verdict::No,
            _ => self.relate_shapes(source, target, inferences),
        }
    }

    fn relate_tuples(
        &mut self,
        left: &'a [super::Element<'a>],
        right: &'a [super::Element<'a>],
        inferences: &mut Inferences<'a>,
    ) -> Verdict {
        let mut verdict = Verdict::Yes;
        let rest_at = right.iter().position(|one| one.rest);
        let after = rest_at.map_or(0, |at| right.len() - at - 1);
        let fixed = rest_at.unwrap_or(right.len());
        if left.len() < right.iter().filter(|one| !one.optional && !one.rest).count()
            || (rest_at.is_none() && left.len() > right.len())
        {
            return Verdict::No;
        }
        for index in 0..fixed.min(left.len()) {
            verdict = verdict.and(self.relate(left[index].ty, right[index].ty, inferences));
        }
        if let Some(at) = rest_at {
            let end = left.len() - after;
            let middle = &left[at.min(end)..end];
            match self.types.get(right[at].ty) {
                Ty::Infer(name) => {
                    let list = self.types.elements(middle.to_vec());
                    let tuple = self.types.intern(Ty::Tuple(list, false));
                    inferences.add(name, tuple);
                }
                _ => {
                    for one in middle {
                        verdict = verdict.and(self.relate(one.ty, right[at].ty, inferences));
                    }
                }
            }
            for (one, other) in left[end..].iter().zip(&right[at + 1..]) {
                verdict = verdict.and(self.relate(one.ty, other.ty, inferences));
            }
        }
        verdict
    }

    fn match_template(
        &mut self,
        text: &'a str,
        texts: &'a [&'a str],
        types: &'a [TypeId],
        inferences: &mut Inferences<'a>,
    ) -> Verdict {
        let Some(mut rest) = text.strip_prefix(texts[0]) else {
            return Verdict::No;
        };
        for (index, &ty) in types.iter().enumerate() {
            let end = texts[index + 1];
            let last = index + 1 == types.len();
            let at = if last {
                if !rest.ends_with(end) {
                    return Verdict::No;
                }
                rest.len() - end.len()
            } else if end.is_empty() {
                rest.chars().next().map_or(0, char::len_utf8)
            } else {
                match rest.find(end) {
                    Some(at) => at,
                    None => return Verdict::No,
                }
            };
            let part = &rest[..at];
            let accepted = match self.types.get(ty) {
                Ty::Infer(name) => {
                    let literal = self.types.string(part);
                    inferences.add(name, literal);
                    true
                }
                Ty::String | Ty::Any => true,
                Ty::Number => part.parse::<f64>().is_ok(),
                Ty::BigInt => part.parse::<i64>().is_ok(),
                _ => {
                    let literal = self.types.string(part);
                    self.relate(literal, ty, inferences) != Verdict::No
                }
            };
            if !accepted {
                return Verdict::No;
            }
            rest = &rest[(at + end.len()).min(rest.len())..];
        }
        Verdict::Yes
    }

    fn relate_shapes(&mut self, source: TypeId, target: TypeId, inferences: &mut Inferences<'a>) -> Verdict {
        // A class or interface relates to its base through the base's arguments.
        if let (Ty::Named(..), Ty::Named(wanted, to)) = (self.types.get(source), self.types.get(target))
            && let Some(arguments) = self.base_arguments(source, wanted, 0)
        {
            return self.relate_all(&arguments, to, inferences);
        }
        if let Ty::Named(symbol, _) = self.types.get(target)
            && self.bindings.is_global(symbol)
        {
            match self.bindings.symbol(symbol).name {
                "Function" | "CallableFunction" => {
                    let shape = self.shape(source);
                    return Verdict::of(shape.is_some_and(|one| !one.calls.is_empty() || !one.constructs.is_empty()));
                }
                "Object" => return Verdict::Yes,
                _ => {}
            }
        }
        let (Some(left), Some(right)) = (self.shape(source), self.shape(target)) else {
            return Verdict::Maybe;
        };
        let mut verdict = Verdict::Yes;
        for property in &right.properties {
            let found = match property.name {
                PropertyName::Text(name) => left.get(name).cloned(),
                name => left.properties.iter().find(|one| one.name == name).cloned(),
            };
            let wanted = self.type_of(property);
            match found {
                Some(found) => {
                    if found.optional && !property.optional {
                        return Verdict::No;
                    }
                    let have = self.type_of(&found);
                    verdict = verdict.and(self.relate(have, wanted, inferences));
                }
                None if property.optional => {}
                None => {
                    let PropertyName::Text(name) = property.name else {
                        return Verdict::No;
                    };
                    match self.property_type(source, name) {
                        Some(have) => verdict = verdict.and(self.relate(have, wanted, inferences)),
                        None if left.open => verdict = verdict.and(Verdict::Maybe),
                        None => return Verdict::No,
                    }
                }
            }
            if verdict == Verdict::No {
                return verdict;
            }
        }
        verdict = verdict.and(self.relate_signatures(&left.calls, &right.calls, inferences));
        verdict = verdict.and(self.relate_signatures(&left.constructs, &right.constructs, inferences));
        verdict.and(self.relate_indexes(&left, &right, inferences))
    }

    fn relate_indexes(&mut self, left: &Shape<'a>, right: &Shape<'a>, inferences: &mut Inferences<'a>) -> Verdict {
        let mut verdict = Verdict::Yes;
        for index in &right.indexes {
            let found = left.indexes.iter().find(|one| one.key == index.key || one.key == TypeId::STRING);
            match found {
                Some(found) => verdict = verdict.and(self.relate(found.value, index.value, inferences)),
                None => {
                    for property in &left.properties {
                        let ty = self.type_of(property);
                        verdict = verdict.and(self.relate(ty, index.value, inferences));
                    }
                }
            }
        }
        verdict
    }

    /// Overloads are matched from the last, as TypeScript infers.
    fn relate_signatures(
        &mut self,
        from: &[Callable<'a>],
        to: &[Callable<'a>],
        inferences: &mut Inferences<'a>,
    ) -> Verdict {
        let Some(&target) = to.last() else {
            return Verdict::Yes;
        };
        let Some(&source) = from.last() else {
            return Verdict::No;
        };
        self.relate_signature(source, target, inferences)
    }

    fn relate_signature(
        &mut self,
        source: Callable<'a>,
        target: Callable<'a>,
        inferences: &mut Inferences<'a>,
    ) -> Verdict {
        let context = self.open(source.1, source.0.0.type_parameters);
        let context = self.erase(context);
        let wanted = self.open(target.1, target.0.0.type_parameters);
        let mut verdict = Verdict::Yes;
        let (from, to) = (source.0.0, target.0.0);
        for (index, parameter) in to.parameters.iter().enumerate() {
            let ty = self.evaluate_optional(parameter.ty, wanted);
            if parameter.rest {
                verdict = verdict.and(self.relate_rest(from, index, context, ty, inferences));
                break;
            }
            let Some(own) = from.parameters.get(index).or_else(|| from.parameters.last().filter(|one| one.rest)) else {
                continue;
            };
            let mut have = self.evaluate_optional(own.ty, context);
            if own.rest
                && let Ty::Array(element, _) = self.types.get(have)
            {
                have = element;
            }
            // Parameters relate the other way round; for inference only the pairing counts.
            let forward = self.relate(have, ty, inferences);
            if forward == Verdict::No && !self.mentions_infer(ty) {
                verdict = verdict.and(self.relate(ty, have, &mut Inferences::default()));
            }
        }
        let required = from.parameters.iter().filter(|one| !one.optional && !one.rest).count();
        if required > to.parameters.len() && !to.parameters.iter().any(|one| one.rest) {
            return Verdict::No;
        }
        let have = self.evaluate_optional(from.result, context);
        let result = self.evaluate_optional(to.result, wanted);
        if result == TypeId::VOID {
            return verdict;
        }
        verdict.and(self.relate(have, result, inferences))
    }

    /// `(...args: infer P)`: a tuple of the remaining parameters.
    fn relate_rest(
        &mut self,
        from: &'a crate::model::SignatureNode<'a>,
        start: usize,
        context: Context,
        target: TypeId,
        inferences: &mut Inferences<'a>,
    ) -> Verdict {
        let mut elements = Vec::new();
        for parameter in from.parameters.iter().skip(start) {
            let mut ty = self.evaluate_optional(parameter.ty, context);
            if parameter.rest
                && let Ty::Array(element, _) = self.types.get(ty)
            {
                ty = element;
            }
            elements.push(super::Element {
                name: Some(parameter.name).filter(|name| !name.is_empty()),
                ty,
                optional: parameter.optional,
                rest: parameter.rest,
            });
        }
        let list = self.types.elements(elements);
        let tuple = self.types.intern(Ty::Tuple(list, false));
        match self.types.get(target) {
            Ty::Any | Ty::Array(TypeId::ANY | TypeId::NEVER | TypeId::UNKNOWN, _) => Verdict::Yes,
            _ => self.relate(tuple, target, inferences),
        }
    }

    /// The arguments with which a class or interface extends `wanted`.
    pub fn base_arguments(&mut self, ty: TypeId, wanted: crate::bind::SymbolId, depth: u32) -> Option<Vec<TypeId>> {
        let Ty::Named(symbol, arguments) = self.types.get(ty) else {
            return None;
        };
        if symbol == wanted {
            return Some(arguments.to_vec());
        }
        if depth > 32 {
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
                if let Some(found) = self.base_arguments(base, wanted, depth + 1) {
                    return Some(found);
                }
            }
        }
        None
    }
}

fn is_primitive(ty: Ty<'_>) -> bool {
    matches!(
        ty,
        Ty::String
            | Ty::Number
            | Ty::Boolean
            | Ty::BigInt
            | Ty::Symbol
            | Ty::Text(_)
            | Ty::NumberLiteral(_)
            | Ty::BooleanLiteral(_)
            | Ty::BigIntLiteral(_)
            | Ty::Template(..)
            | Ty::Null
            | Ty::Undefined
            | Ty::Void
            | Ty::EnumMember(..)
    )
}
