//! Resolving: aliases, `keyof`, indexed access, mapped types and template literals, one step at a time.

use super::shape::{Index, Property, PropertyKind, Shape, synthetic};
use super::{Argument, Context, Evaluator, MAXIMUM_DEPTH, Node, Ty, TypeId};
use crate::bind::SymbolId;
use crate::coverage::Construct;
use crate::coverage::notes::Memo;
use crate::model::{Keyword, Modifier, PropertyName, TypeNode, TypeNodeKind};

/// How many members the expansion of a template literal type may have.
const MAXIMUM_TEMPLATE: usize = 2_000;

impl<'a> Evaluator<'a> {
    /// One level deeper; false when the limit of depth or fuel is reached. Pair with [`Self::leave`].
    pub(super) fn enter(&mut self) -> bool {
        self.depth += 1;
        if self.fuel == 0 || self.depth > MAXIMUM_DEPTH {
            return false;
        }
        self.fuel -= 1;
        true
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Whether the limits stopped an evaluation of the current item.
    pub fn is_exhausted(&self) -> bool {
        self.fuel == 0
    }

    /// The type with aliases and operators computed away at its head. What depends on an uninstantiated type parameter
    /// stays as it is.
    pub fn resolve(&mut self, ty: TypeId) -> TypeId {
        match self.types.get(ty) {
            Ty::Deferred(..) | Ty::Union(_) | Ty::Intersection(_) => {}
            Ty::Named(symbol, _) if self.alias(symbol).is_some() => {}
            _ => return ty,
        }
        if let Some(&known) = self.resolved.get(&ty) {
            self.notes.reuse(Memo::Resolved(ty.0));
            return known;
        }
        self.notes.open();
        let result = self.resolve_unknown(ty);
        self.notes.close(Memo::Resolved(ty.0));
        result
    }

    fn resolve_unknown(&mut self, ty: TypeId) -> TypeId {
        match self.types.get(ty) {
            Ty::Union(members) => return self.resolve_union(ty, members),
            Ty::Intersection(members) => return self.resolve_intersection(ty, members),
            _ => {}
        }
        if !self.in_progress.insert(ty) {
            // A type that needs itself: leave it alone.
            return ty;
        }
        let result = if self.enter() { self.step(ty) } else { TypeId::UNRESOLVED };
        self.leave();
        self.in_progress.remove(&ty);
        self.resolved.insert(ty, result);
        result
    }

    fn resolve_union(&mut self, ty: TypeId, members: &'a [TypeId]) -> TypeId {
        let resolved: Vec<TypeId> = members.iter().map(|&member| self.resolve(member)).collect();
        let result = if resolved == members { ty } else { self.types.union(&resolved) };
        self.resolved.insert(ty, result);
        result
    }

    /// Resolves the members, distributes over unions of literals and drops what is absorbed.
    fn resolve_intersection(&mut self, ty: TypeId, members: &'a [TypeId]) -> TypeId {
        let resolved: Vec<TypeId> = members.iter().map(|&member| self.resolve(member)).collect();
        let union = resolved.iter().position(|&one| matches!(self.types.get(one), Ty::Union(_)));
        let result = match union {
            Some(at) if self.enter() => {
                let alternatives = self.types.members(resolved[at]);
                let mut parts = Vec::with_capacity(alternatives.len());
                for alternative in alternatives {
                    let mut one = resolved.clone();
                    one[at] = alternative;
                    let part = self.types.intersection(&one);
                    let part = self.resolve(part);
                    parts.push(part);
                }
                self.leave();
                self.types.union(&parts)
            }
            Some(_) => {
                self.leave();
                ty
            }
            None => self.reduce_intersection(&resolved),
        };
        self.resolved.insert(ty, result);
        result
    }

    fn reduce_intersection(&mut self, members: &[TypeId]) -> TypeId {
        let primitive = |ty: Ty<'a>| match ty {
            Ty::String | Ty::Text(_) | Ty::Template(..) => 1,
            Ty::Number | Ty::NumberLiteral(_) => 2,
            Ty::Boolean | Ty::BooleanLiteral(_) => 3,
            Ty::BigInt | Ty::BigIntLiteral(_) => 4,
            Ty::Symbol => 5,
            Ty::Null => 6,
            Ty::Undefined | Ty::Void => 7,
            _ => 0,
        };
        let kinds: Vec<u8> = members.iter().map(|&one| primitive(self.types.get(one))).collect();
        let mut distinct: Vec<u8> = kinds.iter().copied().filter(|&kind| kind != 0).collect();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() > 1 {
            return TypeId::NEVER;
        }
        if distinct.is_empty() {
            return self.types.intersection(members);
        }
        // A branded or widened primitive, `string & {}`, is that primitive at the border.
        let primitives: Vec<TypeId> =
            members.iter().zip(&kinds).filter(|(_, kind)| **kind != 0).map(|(&one, _)| one).collect();
        let literal = primitives.iter().copied().filter(|&one| {
            matches!(
                self.types.get(one),
                Ty::Text(_) | Ty::NumberLiteral(_) | Ty::BooleanLiteral(_) | Ty::BigIntLiteral(_)
            )
        });
        let literals: Vec<TypeId> = literal.collect();
        match literals[..] {
            [] => primitives[0],
            [one] => one,
            [first, ..] if literals.iter().all(|&one| one == first) => first,
            _ => TypeId::NEVER,
        }
    }

    fn step(&mut self, ty: TypeId) -> TypeId {
        match self.types.get(ty) {
            Ty::Named(symbol, arguments) => self.expand_alias(symbol, arguments),
            Ty::Deferred(node, context) => {
                let result = self.compute(ty, node.0, context);
                if result == ty { ty } else { self.resolve(result) }
            }
            _ => ty,
        }
    }

    fn expand_alias(&mut self, symbol: SymbolId, arguments: &'a [TypeId]) -> TypeId {
        let Some((parameters, body, scope)) = self.alias(symbol) else {
            return TypeId::UNRESOLVED;
        };
        if matches!(body.kind, TypeNodeKind::Keyword(Keyword::Intrinsic)) {
            return self.intrinsic(self.bindings.symbol(symbol).name, arguments);
        }
        let context = self.inside(scope, parameters, arguments);
        let ty = self.evaluate(body, context);
        self.resolve(ty)
    }

    fn intrinsic(&mut self, name: &str, arguments: &[TypeId]) -> TypeId {
        let Some(&argument) = arguments.first() else {
            return TypeId::ANY;
        };
        let argument = self.resolve(argument);
        let transform: fn(&str) -> String = match name {
            "Uppercase" => str::to_uppercase,
            "Lowercase" => str::to_lowercase,
            "Capitalize" => |text| change_first(text, |first| first.to_uppercase().collect()),
            "Uncapitalize" => |text| change_first(text, |first| first.to_lowercase().collect()),
            "NoInfer" => return argument,
            _ => return TypeId::ANY,
        };
        let members = self.types.members(argument);
        let mut results = Vec::with_capacity(members.len());
        for member in members {
            results.push(match self.types.get(member) {
                Ty::Text(text) => {
                    let text = self.types.text(&transform(text));
                    self.types.string(text)
                }
                _ => TypeId::STRING,
            });
        }
        self.types.union(&results)
    }

    fn compute(&mut self, ty: TypeId, node: &'a TypeNode<'a>, context: Context) -> TypeId {
        match node.kind {
            TypeNodeKind::Keyof(operand) => {
                let operand = self.evaluate(operand, context);
                self.keyof(operand).unwrap_or(ty)
            }
            TypeNodeKind::Indexed { object, index } => {
                let object = self.evaluate(object, context);
                let index = self.evaluate(index, context);
                self.indexed(object, index, node).unwrap_or(ty)
            }
            TypeNodeKind::Mapped { .. } => self.mapped(node, context).unwrap_or(ty),
            TypeNodeKind::Conditional { .. } => self.conditional(ty, node, context),
            TypeNodeKind::Template { texts, types } => self.template(texts, types, context).unwrap_or(ty),
            _ => ty,
        }
    }

    /// Whether a type is, at its head, not known before a type parameter is.
    pub fn is_stuck(&self, ty: TypeId) -> bool {
        matches!(self.types.get(ty), Ty::Parameter(_) | Ty::Deferred(..) | Ty::This | Ty::Infer(_))
    }

    /// `keyof`; nothing when it depends on a type parameter.
    pub fn keyof(&mut self, operand: TypeId) -> Option<TypeId> {
        let operand = self.resolve(operand);
        match self.types.get(operand) {
            Ty::Any | Ty::Never | Ty::Unresolved => {
                return Some(self.types.union(&[TypeId::STRING, TypeId::NUMBER, TypeId::SYMBOL]));
            }
            Ty::Unknown | Ty::Null | Ty::Undefined | Ty::Void => return Some(TypeId::NEVER),
            Ty::Union(members) => {
                // The keys that all members have.
                let mut common: Option<Vec<TypeId>> = None;
                for &member in members {
                    let keys = self.keyof(member)?;
                    let keys = self.types.members(keys);
                    common = Some(match common {
                        None => keys,
                        Some(common) => common.into_iter().filter(|key| keys.contains(key)).collect(),
                    });
                }
                return Some(self.types.union(&common.unwrap_or_default()));
            }
            _ if self.is_stuck(operand) => return None,
            _ => {}
        }
        let shape = self.shape(operand)?;
        let mut keys = Vec::with_capacity(shape.properties.len());
        for index in &shape.indexes {
            keys.push(index.key);
            if index.key == TypeId::STRING {
                keys.push(TypeId::NUMBER);
            }
        }
        for property in &shape.properties {
            match property.name {
                PropertyName::Text(name) => keys.push(self.key_type(name)),
                PropertyName::Symbol(_) | PropertyName::Computed(_) => keys.push(TypeId::SYMBOL),
            }
        }
        Some(self.types.union(&keys))
    }

    fn key_type(&mut self, name: &'a str) -> TypeId {
        self.types.string(name)
    }

    /// `T[K]`; nothing when it depends on a type parameter.
    pub fn indexed(&mut self, object: TypeId, index: TypeId, node: &'a TypeNode<'a>) -> Option<TypeId> {
        let object = self.resolve(object);
        let index = self.resolve(index);
        if matches!(self.types.get(object), Ty::Any | Ty::Unresolved) {
            return Some(TypeId::ANY);
        }
        if matches!(self.types.get(index), Ty::Any | Ty::Unresolved) {
            return Some(TypeId::ANY);
        }
        if matches!(self.types.get(object), Ty::Never) || matches!(self.types.get(index), Ty::Never) {
            return Some(TypeId::NEVER);
        }
        if self.is_stuck(index) || self.is_stuck(object) {
            return None;
        }
        if let Ty::Union(members) = self.types.get(object) {
            let mut results = Vec::with_capacity(members.len());
            for &member in members {
                results.push(self.indexed(member, index, node)?);
            }
            return Some(self.types.union(&results));
        }
        let keys = self.types.members(index);
        let mut results = Vec::with_capacity(keys.len());
        for key in keys {
            match self.index_one(object, key) {
                Some(ty) => results.push(ty),
                None => {
                    self.degrade(node.span, Construct::IndexedAccess, "indexed access finds no property");
                    return Some(TypeId::ANY);
                }
            }
        }
        Some(self.types.union(&results))
    }

    fn index_one(&mut self, object: TypeId, key: TypeId) -> Option<TypeId> {
        match (self.types.get(object), self.types.get(key)) {
            (Ty::Array(element, _), Ty::Number | Ty::NumberLiteral(_)) => Some(element),
            (Ty::Tuple(elements, _), Ty::Number) => {
                let members: Vec<TypeId> = elements.iter().map(|one| one.ty).collect();
                Some(self.types.union(&members))
            }
            (Ty::Tuple(elements, _), Ty::NumberLiteral(bits)) => {
                let at = f64::from_bits(bits);
                let found = elements.iter().enumerate().find(|(index, one)| *index as f64 == at || one.rest);
                found.map(|(_, one)| one.ty)
            }
            (Ty::Tuple(elements, _), Ty::Text("length")) if elements.iter().all(|one| !one.rest && !one.optional) => {
                Some(self.types.number(elements.len() as f64))
            }
            (_, Ty::Text(name)) => self.property_type(object, name),
            (_, Ty::NumberLiteral(bits)) => self.property_type(object, &f64::from_bits(bits).to_string()),
            (_, Ty::EnumMember(symbol, member)) => match super::constant::enum_value(self, symbol, member)? {
                super::constant::Constant::Text(text) => self.property_type(object, &text),
                super::constant::Constant::Number(value) => self.property_type(object, &value.to_string()),
            },
            _ => {
                let shape = self.shape(object)?;
                let exact = shape.indexes.iter().find(|one| one.key == key);
                let found = exact.or_else(|| shape.indexes.iter().find(|one| one.key == TypeId::STRING));
                if let Some(found) = found {
                    return Some(found.value);
                }
                // A key that is only known to be a string: any property.
                if key == TypeId::STRING && !shape.properties.is_empty() {
                    let properties = shape.properties.clone();
                    let types: Vec<TypeId> = properties.iter().map(|one| self.type_of(one)).collect();
                    return Some(self.types.union(&types));
                }
                None
            }
        }
    }

    fn mapped(&mut self, node: &'a TypeNode<'a>, context: Context) -> Option<TypeId> {
        let TypeNodeKind::Mapped { parameter, constraint, value, .. } = node.kind else {
            return None;
        };
        let source = self.mapped_source(constraint, context);
        if let Some(source) = source {
            let source = self.resolve(source);
            match self.types.get(source) {
                Ty::Any | Ty::Unresolved if is_keyof(constraint) => return Some(TypeId::ANY),
                Ty::Union(members) if is_keyof(constraint) => {
                    let Some(name) = keyof_parameter(constraint) else {
                        return self.mapped_object(node, context, Some(source));
                    };
                    let mut results = Vec::with_capacity(members.len());
                    for &member in members {
                        let argument = Argument { name, ty: member, node: None };
                        let environment = self.types.extend(context.environment, &[argument]);
                        let one = self.types.intern(Ty::Deferred(Node(node), Context { environment, ..context }));
                        results.push(self.resolve(one));
                    }
                    return Some(self.types.union(&results));
                }
                Ty::Array(element, readonly) if is_keyof(constraint) => {
                    let one = self.mapped_value(value, parameter, TypeId::NUMBER, context).unwrap_or(element);
                    return Some(self.types.intern(Ty::Array(one, readonly)));
                }
                Ty::Tuple(elements, readonly) if is_keyof(constraint) => {
                    let mut list = Vec::with_capacity(elements.len());
                    for (index, element) in elements.iter().enumerate() {
                        let key = self.types.number(index as f64);
                        let ty = self.mapped_value(value, parameter, key, context).unwrap_or(element.ty);
                        list.push(super::Element { ty, ..*element });
                    }
                    let list = self.types.elements(list);
                    return Some(self.types.intern(Ty::Tuple(list, readonly)));
                }
                Ty::String
                | Ty::Number
                | Ty::Boolean
                | Ty::BigInt
                | Ty::Symbol
                | Ty::Null
                | Ty::Undefined
                | Ty::Text(_)
                | Ty::NumberLiteral(_)
                | Ty::BooleanLiteral(_)
                    if is_keyof(constraint) =>
                {
                    return Some(source);
                }
                _ if self.is_stuck(source) && is_keyof(constraint) => return None,
                _ => {}
            }
            return self.mapped_object(node, context, Some(source));
        }
        self.mapped_object(node, context, None)
    }

    fn mapped_value(
        &mut self,
        value: Option<&'a TypeNode<'a>>,
        parameter: &'a str,
        key: TypeId,
        context: Context,
    ) -> Option<TypeId> {
        let argument = Argument { name: parameter, ty: key, node: None };
        let environment = self.types.extend(context.environment, &[argument]);
        Some(self.evaluate(value?, Context { environment, ..context }))
    }

    /// The type whose modifiers a mapped type keeps: `T` in `P in keyof T`, and in `P in K` with `K extends keyof T`.
    fn mapped_source(&mut self, constraint: &'a TypeNode<'a>, context: Context) -> Option<TypeId> {
        match constraint.kind {
            TypeNodeKind::Keyof(operand) => Some(self.evaluate(operand, context)),
            TypeNodeKind::Reference { path: [name], arguments: [] } => {
                let argument = self.types.argument(context.environment, name)?;
                match argument.node?.0.constraint?.kind {
                    TypeNodeKind::Keyof(operand) => Some(self.evaluate(operand, context)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn mapped_object(&mut self, node: &'a TypeNode<'a>, context: Context, source: Option<TypeId>) -> Option<TypeId> {
        let TypeNodeKind::Mapped { parameter, constraint, name, readonly, optional, value } = node.kind else {
            return None;
        };
        let keys = self.evaluate(constraint, context);
        let keys = self.resolve(keys);
        if self.is_stuck(keys) {
            return None;
        }
        let source = source.and_then(|source| self.shape(source));
        let mut shape = Shape::default();
        for key in self.keys(keys) {
            let argument = Argument { name: parameter, ty: key, node: None };
            let environment = self.types.extend(context.environment, &[argument]);
            let inside = Context { environment, ..context };
            let names = match name {
                None => vec![key],
                Some(name) => {
                    let name = self.evaluate(name, inside);
                    let name = self.resolve(name);
                    if self.is_stuck(name) {
                        return None;
                    }
                    self.types.members(name)
                }
            };
            let original = match (self.types.get(key), &source) {
                (Ty::Text(text), Some(source)) => source.get(text).cloned(),
                _ => None,
            };
            for one in names {
                let text = match self.types.get(one) {
                    Ty::Text(text) => text,
                    Ty::NumberLiteral(bits) => self.types.text(&f64::from_bits(bits).to_string()),
                    Ty::EnumMember(symbol, member) => match super::constant::enum_value(self, symbol, member) {
                        Some(super::constant::Constant::Text(text)) => self.types.text(&text),
                        Some(super::constant::Constant::Number(value)) => self.types.text(&value.to_string()),
                        None => member,
                    },
                    Ty::String | Ty::Number | Ty::Template(..) => {
                        let value = self.evaluate_optional(value, inside);
                        shape.indexes.push(Index { key: one, value, readonly: readonly == Modifier::Add });
                        continue;
                    }
                    _ => continue,
                };
                let mut property = match &original {
                    Some(original) => original.clone(),
                    None => synthetic(PropertyName::Text(text), TypeId::ANY, false),
                };
                property.name = PropertyName::Text(text);
                let keeps = original.is_some() && is_plain_copy(value, parameter);
                if !keeps {
                    property.kind = PropertyKind::Node(value.map(Node), None, inside);
                }
                apply(&mut property, readonly, optional);
                shape.properties.push(property);
            }
        }
        Some(self.types.computed(shape))
    }

    /// The members of a union of keys; an enum stands for its members.
    fn keys(&mut self, keys: TypeId) -> Vec<TypeId> {
        let mut list = Vec::new();
        for key in self.types.members(keys) {
            match self.types.get(key) {
                Ty::Named(symbol, _) if self.enum_members(symbol).is_some() => {
                    for (member, _) in super::constant::enum_values(self, symbol, 0) {
                        list.push(self.types.intern(Ty::EnumMember(symbol, member)));
                    }
                }
                _ => list.push(key),
            }
        }
        list
    }

    fn template(&mut self, texts: &'a [&'a str], types: &'a [&'a TypeNode<'a>], context: Context) -> Option<TypeId> {
        let first = texts.first().copied().unwrap_or("");
        let mut results = vec![String::from(first)];
        let mut finite = true;
        let mut parts = Vec::with_capacity(types.len());
        for (index, node) in types.iter().enumerate() {
            let ty = self.evaluate(node, context);
            let ty = self.resolve(ty);
            if self.is_stuck(ty) && !matches!(self.types.get(ty), Ty::Infer(_)) {
                return None;
            }
            parts.push(ty);
            let mut next = Vec::new();
            for member in self.types.members(ty) {
                let text = match self.types.get(member) {
                    Ty::Text(text) => text.to_owned(),
                    Ty::NumberLiteral(bits) => f64::from_bits(bits).to_string(),
                    Ty::BooleanLiteral(value) => value.to_string(),
                    Ty::BigIntLiteral(digits) => digits.to_owned(),
                    Ty::Null => "null".to_owned(),
                    Ty::Undefined => "undefined".to_owned(),
                    Ty::Boolean => {
                        for value in ["true", "false"] {
                            next.extend(results.iter().map(|start| format!("{start}{value}{}", texts[index + 1])));
                        }
                        continue;
                    }
                    Ty::Never => return Some(TypeId::NEVER),
                    _ => {
                        finite = false;
                        break;
                    }
                };
                next.extend(results.iter().map(|start| format!("{start}{text}{}", texts[index + 1])));
                if next.len() > MAXIMUM_TEMPLATE {
                    finite = false;
                    break;
                }
            }
            if finite {
                results = next;
            }
        }
        if !finite {
            let parts = self.types.list(&parts);
            return Some(self.types.intern(Ty::Template(texts, parts)));
        }
        let members: Vec<TypeId> = results
            .iter()
            .map(|text| {
                let text = self.types.text(text);
                self.types.string(text)
            })
            .collect();
        Some(self.types.union(&members))
    }
}

fn apply(property: &mut Property<'_>, readonly: Modifier, optional: Modifier) {
    match readonly {
        Modifier::Keep => {}
        Modifier::Add => property.readonly = true,
        Modifier::Remove => property.readonly = false,
    }
    match optional {
        Modifier::Keep => {}
        Modifier::Add => property.optional = true,
        Modifier::Remove => property.optional = false,
    }
}

fn is_keyof(constraint: &TypeNode<'_>) -> bool {
    matches!(constraint.kind, TypeNodeKind::Keyof(_))
}

/// The `T` of `keyof T`, when it is one name.
fn keyof_parameter<'a>(constraint: &TypeNode<'a>) -> Option<&'a str> {
    match constraint.kind {
        TypeNodeKind::Keyof(TypeNode { kind: TypeNodeKind::Reference { path: [name], arguments: [] }, .. }) => {
            Some(name)
        }
        _ => None,
    }
}

/// Whether the value is `T[P]`: the property as it was.
fn is_plain_copy(value: Option<&TypeNode<'_>>, parameter: &str) -> bool {
    let Some(TypeNodeKind::Indexed { object, index }) = value.map(|value| value.kind) else {
        return false;
    };
    let is_name = matches!(object.kind, TypeNodeKind::Reference { path: [_], arguments: [] });
    is_name && matches!(index.kind, TypeNodeKind::Reference { path: [name], arguments: [] } if *name == parameter)
}

fn change_first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => change(first) + characters.as_str(),
        None => String::new(),
    }
}
