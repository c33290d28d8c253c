//! Template literal types and the intrinsic string types: building them, and matching strings against them.

use super::reduce::MAXIMUM_UNION;
use super::relate::Verdict;
use super::{Evaluator, Mapping, Ty, TypeId, constant};
use crate::number;

/// The longest string that is computed: templates of templates double it each time.
const MAXIMUM_TEXT: usize = 64 << 10;

impl<'a> Evaluator<'a> {
    /// A template in normal form: literals joined, templates in templates flattened, unions multiplied out.
    pub(super) fn resolve_template(&mut self, texts: &'a [&'a str], types: &'a [TypeId]) -> TypeId {
        let first = texts.first().copied().unwrap_or("");
        let mut results: Vec<(Vec<String>, Vec<TypeId>)> = vec![(vec![first.to_owned()], Vec::new())];
        for (index, &part) in types.iter().enumerate() {
            let part = self.resolve(part);
            let alternatives = self.alternatives(part);
            if alternatives.is_empty() {
                return TypeId::NEVER;
            }
            if results.len() * alternatives.len() > MAXIMUM_UNION {
                self.limits += 1;
                return TypeId::STRING;
            }
            let after = texts.get(index + 1).copied().unwrap_or("");
            let mut next = Vec::with_capacity(results.len() * alternatives.len());
            let last = alternatives.len() - 1;
            for (index, alternative) in alternatives.into_iter().enumerate() {
                for result in &mut results {
                    // Most templates have one alternative in each place: nothing is copied for the last one.
                    let (mut texts, mut types) =
                        if index == last { std::mem::take(result) } else { (result.0.clone(), result.1.clone()) };
                    if !self.append(alternative, &mut texts, &mut types) {
                        return TypeId::STRING;
                    }
                    if let Some(last) = texts.last_mut() {
                        last.push_str(after);
                    }
                    let length: usize = texts.iter().map(String::len).sum();
                    if length + types.len() > MAXIMUM_TEXT || !self.spend(8 + types.len() + length / 64) {
                        self.limits += 1;
                        return TypeId::STRING;
                    }
                    next.push((texts, types));
                }
            }
            results = next;
        }
        let mut members = Vec::with_capacity(results.len());
        for (texts, types) in results {
            members.push(self.template_of(&texts, &types));
        }
        self.union(&members)
    }

    /// Appends a part; false when it makes the template a plain string.
    fn append(&mut self, part: TypeId, texts: &mut Vec<String>, types: &mut Vec<TypeId>) -> bool {
        if let Some(text) = self.literal_text(part) {
            if let Some(last) = texts.last_mut() {
                last.push_str(&text);
            }
            return true;
        }
        match self.types.get(part) {
            Ty::Template(inner, parts) => {
                if let (Some(last), Some(first)) = (texts.last_mut(), inner.first()) {
                    last.push_str(first);
                }
                texts.extend(inner.iter().skip(1).map(|&text| text.to_owned()));
                types.extend_from_slice(parts);
                true
            }
            Ty::Any | Ty::String | Ty::Number | Ty::BigInt | Ty::Mapping(..) | Ty::Intersection(_) => {
                types.push(part);
                texts.push(String::new());
                true
            }
            _ if self.is_stuck(part) => {
                types.push(part);
                texts.push(String::new());
                true
            }
            _ => false,
        }
    }

    /// What a literal is inside of a template.
    pub(super) fn literal_text(&self, ty: TypeId) -> Option<String> {
        Some(match self.types.get(ty) {
            Ty::Text(text) => text.to_owned(),
            Ty::NumberLiteral(bits) => number::text(f64::from_bits(bits)),
            Ty::BooleanLiteral(value) => value.to_string(),
            Ty::BigIntLiteral(digits) => digits.to_owned(),
            Ty::Null => "null".to_owned(),
            Ty::Undefined => "undefined".to_owned(),
            Ty::EnumMember(symbol, member) => match constant::enum_value(self, symbol, member)? {
                constant::Constant::Text(text) => text,
                constant::Constant::Number(value) => number::text(value),
            },
            _ => return None,
        })
    }

    fn template_of(&mut self, texts: &[String], types: &[TypeId]) -> TypeId {
        if types.is_empty() {
            let text = self.types.text(texts.first().map_or("", String::as_str));
            return self.types.string(text);
        }
        if texts.iter().all(String::is_empty) {
            if types.iter().all(|&one| one == TypeId::STRING) {
                return TypeId::STRING;
            }
            if let [one] = types
                && matches!(self.types.get(*one), Ty::Mapping(..))
            {
                return *one;
            }
        }
        let texts: Vec<&'a str> = texts.iter().map(|text| self.types.text(text)).collect();
        let texts = self.types.names(texts);
        let types = self.types.list(types);
        self.types.intern(Ty::Template(texts, types))
    }

    /// `Uppercase<T>` and the like.
    pub(super) fn resolve_mapping(&mut self, mapping: Mapping, inner: TypeId) -> TypeId {
        let inner = self.resolve(inner);
        let mut results = Vec::new();
        for one in self.alternatives(inner) {
            let mapped = self.map_one(mapping, one);
            results.push(mapped);
        }
        self.union(&results)
    }

    fn map_one(&mut self, mapping: Mapping, ty: TypeId) -> TypeId {
        match self.types.get(ty) {
            Ty::Text(text) => {
                let text = self.types.text(&apply(mapping, text));
                self.types.string(text)
            }
            Ty::EnumMember(..) => match self.literal_text(ty) {
                Some(text) => {
                    let text = self.types.text(&apply(mapping, &text));
                    self.types.string(text)
                }
                None => ty,
            },
            Ty::Template(texts, types) => {
                let whole = matches!(mapping, Mapping::Uppercase | Mapping::Lowercase);
                let mut texts: Vec<&'a str> = texts.to_vec();
                let mut types = types.to_vec();
                if whole {
                    for text in &mut texts {
                        *text = self.types.text(&apply(mapping, text));
                    }
                    for one in &mut types {
                        *one = self.map_one(mapping, *one);
                    }
                } else if texts[0].is_empty() {
                    types[0] = self.map_one(mapping, types[0]);
                } else {
                    texts[0] = self.types.text(&apply(mapping, texts[0]));
                }
                let texts = self.types.names(texts);
                let types = self.types.list(&types);
                self.resolve_template(texts, types)
            }
            Ty::Mapping(other, _) if other == mapping => ty,
            Ty::Any | Ty::String | Ty::Mapping(..) => self.types.intern(Ty::Mapping(mapping, ty)),
            Ty::Number | Ty::BigInt => {
                let texts = self.types.names(vec!["", ""]);
                let types = self.types.list(&[ty]);
                let template = self.types.intern(Ty::Template(texts, types));
                self.types.intern(Ty::Mapping(mapping, template))
            }
            _ if self.is_stuck(ty) => self.types.intern(Ty::Mapping(mapping, ty)),
            _ => ty,
        }
    }

    /// Whether a literal is one of the strings of a template or mapping.
    pub(super) fn matches_pattern(&mut self, literal: TypeId, pattern: TypeId) -> bool {
        match self.types.get(pattern) {
            Ty::Template(texts, types) => match self.template_parts(literal, texts, types) {
                Some(parts) => parts.iter().zip(types).all(|(&part, &ty)| self.fits_placeholder(part, ty)),
                None => false,
            },
            Ty::Mapping(mapping, inner) => self.fits_mapping(literal, mapping, inner),
            _ => false,
        }
    }

    fn fits_mapping(&mut self, literal: TypeId, mapping: Mapping, inner: TypeId) -> bool {
        let Ty::Text(text) = self.types.get(literal) else { return false };
        if apply(mapping, text) != text {
            return false;
        }
        match self.types.get(inner) {
            Ty::String | Ty::Any => true,
            Ty::Mapping(other, inner) => self.fits_mapping(literal, other, inner),
            Ty::Template(..) => self.matches_pattern(literal, inner),
            _ => false,
        }
    }

    /// Whether what stands against a placeholder of a template is one of its strings.
    pub(super) fn fits_placeholder(&mut self, part: TypeId, placeholder: TypeId) -> bool {
        let placeholder = self.resolve(placeholder);
        match self.types.get(placeholder) {
            Ty::String | Ty::Any => return true,
            Ty::Union(members) => return members.iter().any(|&one| self.fits_placeholder(part, one)),
            Ty::Intersection(members) => {
                return members
                    .iter()
                    .all(|&one| matches!(self.types.get(one), Ty::Literal(..)) || self.fits_placeholder(part, one));
            }
            _ => {}
        }
        match (self.types.get(part), self.types.get(placeholder)) {
            (Ty::Text(text), Ty::Number) => parse_number(text).is_some(),
            (Ty::Text(text), Ty::BigInt) => is_bigint(text),
            (Ty::Text(text), Ty::Boolean) => matches!(text, "true" | "false"),
            (Ty::Text(text), Ty::BooleanLiteral(_) | Ty::Null | Ty::Undefined) => {
                self.literal_text(placeholder).as_deref() == Some(text)
            }
            (Ty::Text(_), Ty::Template(..) | Ty::Mapping(..)) => self.matches_pattern(part, placeholder),
            (Ty::Template(["", ""], [one]), _) => self.relate(*one, placeholder) == Verdict::Yes,
            _ => self.relate(part, placeholder) == Verdict::Yes,
        }
    }

    /// What stands against each placeholder of a template, when the fixed texts fit.
    pub(super) fn template_parts(
        &mut self,
        source: TypeId,
        texts: &'a [&'a str],
        types: &'a [TypeId],
    ) -> Option<Vec<TypeId>> {
        match self.types.get(source) {
            Ty::Text(text) => self.split(&[text], &[], texts),
            Ty::Template(own, parts) if own == texts => {
                let mut found = Vec::with_capacity(parts.len());
                for (&part, &target) in parts.iter().zip(types) {
                    let fits = self.types.has(target, super::types::INFER) || self.fits_placeholder(part, target);
                    found.push(if fits { part } else { self.template_of(&[String::new(), String::new()], &[part]) });
                }
                Some(found)
            }
            Ty::Template(own, parts) => self.split(own, parts, texts),
            _ => None,
        }
    }

    /// Splits a string or template by the fixed texts of another template, each placeholder taking as little as it can.
    fn split(&mut self, source: &[&'a str], parts: &[TypeId], target: &[&'a str]) -> Option<Vec<TypeId>> {
        let last = source.len() - 1;
        let (start, end) = (*target.first()?, *target.last()?);
        if (last == 0 && source[0].len() < start.len() + end.len())
            || !source[0].starts_with(start)
            || !source[last].ends_with(end)
        {
            return None;
        }
        let remaining = &source[last][..source[last].len() - end.len()];
        let text_of = |index: usize| if index < last { source[index] } else { remaining };
        let mut found = Vec::with_capacity(target.len());
        let (mut segment, mut position) = (0, start.len());
        let mut cut = |evaluator: &mut Self, segment: &mut usize, position: &mut usize, s: usize, p: usize| {
            let ty = if s == *segment {
                evaluator.types.string(&text_of(s)[*position..p])
            } else {
                let mut texts = vec![source[*segment][*position..].to_owned()];
                texts.extend(source[*segment + 1..s].iter().map(|&one| one.to_owned()));
                texts.push(text_of(s)[..p].to_owned());
                evaluator.template_of(&texts, &parts[*segment..s])
            };
            found.push(ty);
            (*segment, *position) = (s, p);
        };
        for delimiter in &target[1..target.len() - 1] {
            if delimiter.is_empty() {
                let text = text_of(segment);
                match text[position..].chars().next() {
                    Some(character) => {
                        let next = position + character.len_utf8();
                        let at = segment;
                        cut(self, &mut segment, &mut position, at, next);
                    }
                    None if segment < last => {
                        let at = segment + 1;
                        cut(self, &mut segment, &mut position, at, 0);
                    }
                    None => return None,
                }
                continue;
            }
            let (mut s, mut p) = (segment, position);
            loop {
                if let Some(at) = text_of(s)[p..].find(delimiter) {
                    p += at;
                    break;
                }
                s += 1;
                if s > last {
                    return None;
                }
                p = 0;
            }
            cut(self, &mut segment, &mut position, s, p);
            position += delimiter.len();
        }
        let end = remaining.len();
        cut(self, &mut segment, &mut position, last, end);
        Some(found)
    }
}

/// The number that a string is for JavaScript.
pub(super) fn parse_number(text: &str) -> Option<f64> {
    if text.is_empty() {
        return None;
    }
    let trimmed = text.trim();
    let digits = |radix: u32, prefix: [&str; 2]| {
        let rest = prefix.iter().find_map(|prefix| trimmed.strip_prefix(prefix))?;
        u64::from_str_radix(rest, radix).ok()
    };
    if trimmed.is_empty() {
        return Some(0.0);
    }
    if let Some(value) =
        digits(16, ["0x", "0X"]).or_else(|| digits(8, ["0o", "0O"])).or_else(|| digits(2, ["0b", "0B"]))
    {
        return Some(value as f64);
    }
    if !trimmed.starts_with(|one: char| one.is_ascii_digit() || matches!(one, '+' | '-' | '.')) {
        return None;
    }
    trimmed.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// Whether a string is the canonical text of a bigint.
pub(super) fn is_bigint(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|one| one.is_ascii_digit())
}

fn apply(mapping: Mapping, text: &str) -> String {
    let change_first = |change: &dyn Fn(char) -> String| {
        let mut characters = text.chars();
        characters.next().map_or_else(String::new, |first| change(first) + characters.as_str())
    };
    match mapping {
        Mapping::Uppercase => text.to_uppercase(),
        Mapping::Lowercase => text.to_lowercase(),
        Mapping::Capitalize => change_first(&|first| first.to_uppercase().collect()),
        Mapping::Uncapitalize => change_first(&|first| first.to_lowercase().collect()),
    }
}
