//! Mapped types: over objects, arrays, tuples and unions, with modifiers and renamed keys.

use super::shape::{Index, Property, PropertyKind, Shape, synthetic};
use super::{Argument, Context, Element, Evaluator, Node, Ty, TypeId};
use crate::bind::Meaning;
use crate::model::{Keyword, Modifier, TypeNode, TypeNodeKind};

impl<'a> Evaluator<'a> {
    /// A mapped type; nothing when what it goes over is not known.
    pub(super) fn mapped(&mut self, node: &'a TypeNode<'a>, context: Context) -> Option<TypeId> {
        let TypeNodeKind::Mapped { constraint, name, .. } = node.kind else {
            return None;
        };
        let Some(variable) = self.homomorphic_variable(constraint, context) else {
            return self.mapped_object(node, context);
        };
        let source = self.resolve(variable.ty);
        match self.types.get(source) {
            Ty::Unresolved => Some(TypeId::ANY),
            Ty::Never => Some(TypeId::NEVER),
            Ty::Union(members) => {
                let mut results = Vec::with_capacity(members.len());
                for &member in members {
                    let inside = self.with_arguments(context, &[Argument { ty: member, ..variable }]);
                    let one = self.types.intern(Ty::Deferred(Node(node), inside));
                    results.push(self.resolve(one));
                }
                Some(self.union(&results))
            }
            Ty::Array(_, readonly) if name.is_none() => {
                let element = self.mapped_element(node, context, TypeId::NUMBER, false);
                let readonly = modified(readonly, node);
                Some(self.types.intern(Ty::Array(element, readonly)))
            }
            Ty::Tuple(elements, readonly) if name.is_none() => {
                Some(self.mapped_tuple(node, context, variable, elements, readonly))
            }
            Ty::Intersection(members)
                if name.is_none()
                    && members.iter().all(|&one| matches!(self.types.get(one), Ty::Array(..) | Ty::Tuple(..))) =>
            {
                let mut results = Vec::with_capacity(members.len());
                for &member in members {
                    let inside = self.with_arguments(context, &[Argument { ty: member, ..variable }]);
                    results.push(self.types.intern(Ty::Deferred(Node(node), inside)));
                }
                Some(self.types.intersection(&results))
            }
            Ty::Any
            | Ty::Unknown
            | Ty::Intersection(_)
            | Ty::Named(..)
            | Ty::Array(..)
            | Ty::Tuple(..)
            | Ty::Function(..)
            | Ty::Literal(..)
            | Ty::Computed(_)
            | Ty::ValueOf(_)
            | Ty::Object
            | Ty::NotNull
            | Ty::Empty
            | Ty::GlobalThis
                if !self.is_stuck(source) && self.apparent_interface(self.types.get(source)).is_none() =>
            {
                self.mapped_object(node, context)
            }
            _ if self.is_stuck(source) => None,
            _ => Some(source),
        }
    }

    /// The type parameter `T` of `{ [P in keyof T]: ... }`.
    fn homomorphic_variable(&self, constraint: &TypeNode<'a>, context: Context) -> Option<Argument<'a>> {
        match constraint.kind {
            TypeNodeKind::Keyof(TypeNode { kind: TypeNodeKind::Reference { path: [name], arguments: [] }, .. }) => {
                self.types.argument(context.environment, name)
            }
            TypeNodeKind::Keyof(TypeNode { kind: TypeNodeKind::This, .. }) => {
                self.types.argument(context.environment, "this")
            }
            _ => None,
        }
    }

    /// What the template gives for one key, with or without the `undefined` of modifiers.
    fn mapped_element(&mut self, node: &'a TypeNode<'a>, context: Context, key: TypeId, optional: bool) -> TypeId {
        let TypeNodeKind::Mapped { parameter, value, optional: modifier, .. } = node.kind else {
            return TypeId::ANY;
        };
        let inside = self.with_key(node, parameter, key, context);
        let ty = self.evaluate_optional(value, inside);
        match modifier {
            Modifier::Add => self.types.union(&[ty, TypeId::UNDEFINED]),
            Modifier::Remove if optional => self.without_undefined(ty),
            _ => ty,
        }
    }

    fn mapped_tuple(
        &mut self,
        node: &'a TypeNode<'a>,
        context: Context,
        variable: Argument<'a>,
        elements: &'a [Element<'a>],
        readonly: bool,
    ) -> TypeId {
        let TypeNodeKind::Mapped { optional: modifier, .. } = node.kind else {
            return TypeId::ANY;
        };
        let fixed = elements.iter().position(|one| one.rest).unwrap_or(elements.len());
        let mut list = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            if index < fixed {
                let text = self.types.text(&index.to_string());
                let key = self.types.string(text);
                let mut ty = self.mapped_element(node, context, key, element.optional);
                let optional = match modifier {
                    Modifier::Keep => element.optional,
                    Modifier::Add => true,
                    Modifier::Remove => false,
                };
                if optional {
                    ty = self.without_undefined(ty);
                }
                list.push(Element { ty, optional, ..*element });
                continue;
            }
            let source = if element.variadic { element.ty } else { self.types.intern(Ty::Array(element.ty, false)) };
            let inside = self.with_arguments(context, &[Argument { ty: source, ..variable }]);
            if element.variadic {
                let ty = self.types.intern(Ty::Deferred(Node(node), inside));
                list.push(Element { ty, ..*element });
            } else {
                let ty = self.mapped_element(node, inside, TypeId::NUMBER, false);
                list.push(Element { ty, ..*element });
            }
        }
        self.tuple_of(list, modified(readonly, node))
    }

    /// The type whose modifiers a mapped type keeps: `T` in `P in keyof T`, and in `P in K` with `K extends keyof T`.
    fn modifiers_type(&mut self, constraint: &'a TypeNode<'a>, context: Context) -> Option<TypeId> {
        match constraint.kind {
            TypeNodeKind::Keyof(operand) => Some(self.evaluate(operand, context)),
            TypeNodeKind::Reference { path: [name], arguments: [] } => {
                let argument = self.types.argument(context.environment, name)?;
                let mut bound = argument.node?.0.constraint?;
                for _ in 0..8 {
                    match bound.kind {
                        // A type parameter that was forgotten: see `close_node`.
                        TypeNodeKind::Keyof(TypeNode {
                            kind: TypeNodeKind::Reference { path: [name], arguments: [] },
                            ..
                        }) if self.types.argument(context.environment, name).is_none()
                            && self.bindings.path(context.scope, &[name], Meaning::Type).is_none() =>
                        {
                            return None;
                        }
                        TypeNodeKind::Keyof(operand) => return Some(self.evaluate(operand, context)),
                        TypeNodeKind::Reference { path: [name], arguments: [] } => {
                            bound = self.types.argument(context.environment, name)?.node?.0.constraint?;
                        }
                        _ => {
                            let ty = self.evaluate(bound, context);
                            return self.keyof_operand(ty);
                        }
                    }
                }
                None
            }
            _ => None,
        }
    }

    /// The operand of a `keyof` behind aliases.
    fn keyof_operand(&mut self, ty: TypeId) -> Option<TypeId> {
        let mut ty = ty;
        for _ in 0..8 {
            match self.types.get(ty) {
                Ty::Keyof(operand) => return Some(operand),
                Ty::Named(symbol, arguments) => {
                    let (parameters, body, scope) = self.alias(symbol)?;
                    let inside = self.inside(scope, parameters, arguments);
                    ty = self.evaluate(body, inside);
                }
                _ => return None,
            }
        }
        None
    }

    /// The keys that a mapped type goes over.
    fn mapped_keys(&mut self, constraint: &'a TypeNode<'a>, context: Context) -> Option<Vec<TypeId>> {
        if let TypeNodeKind::Keyof(operand) = constraint.kind {
            let operand = self.evaluate(operand, context);
            let operand = self.resolve(operand);
            match self.types.get(operand) {
                Ty::Any | Ty::Unresolved => return Some(vec![TypeId::STRING]),
                Ty::Union(_) | Ty::Unknown | Ty::Never => {}
                _ if self.is_stuck(operand) => {}
                _ => {
                    let shape = self.shape(operand)?;
                    return Some(self.shape_keys(&shape, false));
                }
            }
        }
        let keys = self.evaluate(constraint, context);
        let keys = self.resolve(keys);
        if self.is_stuck(keys) {
            return None;
        }
        if matches!(self.types.get(keys), Ty::Any | Ty::Unresolved) {
            // Written as it is, `any` is every key; what becomes `any` is a string.
            let written = matches!(constraint.kind, TypeNodeKind::Keyword(Keyword::Any));
            let all = vec![TypeId::STRING, TypeId::NUMBER, TypeId::SYMBOL];
            return Some(if written { all } else { vec![TypeId::STRING] });
        }
        Some(self.alternatives(keys))
    }

    fn mapped_object(&mut self, node: &'a TypeNode<'a>, context: Context) -> Option<TypeId> {
        let TypeNodeKind::Mapped { parameter, constraint, name, readonly, optional, value } = node.kind else {
            return None;
        };
        let keys = self.mapped_keys(constraint, context)?;
        let source_type = self.modifiers_type(constraint, context);
        let source = source_type.and_then(|source| self.shape(source));
        let copies = self.is_plain_copy(value, parameter, context, source_type);
        let mut shape = Shape { mapped: true, ..Shape::default() };
        // Keys that are renamed to one name are one property with the union of the keys.
        let mut keys_of: Vec<TypeId> = Vec::new();
        for key in keys {
            let inside = self.with_key(node, parameter, key, context);
            let names = match name {
                None => vec![key],
                Some(name) => {
                    let name = self.evaluate(name, inside);
                    let name = self.resolve(name);
                    if self.is_stuck(name) {
                        return None;
                    }
                    self.alternatives(name)
                }
            };
            let original = match (self.name_of_key(key), &source) {
                (Some(name), Some(source)) => source.find(name).cloned(),
                _ => None,
            };
            for one in names {
                let Some(property_name) = self.name_of_key(one) else {
                    let Some(key) = self.index_key(one) else { continue };
                    let mut value = self.evaluate_optional(value, inside);
                    if optional == Modifier::Add {
                        value = self.types.union(&[value, TypeId::UNDEFINED]);
                    }
                    let inherited = match &source {
                        Some(source) => self.applicable_index(source, one).is_some_and(|index| index.readonly),
                        None => false,
                    };
                    let readonly = match readonly {
                        Modifier::Keep => inherited,
                        Modifier::Add => true,
                        Modifier::Remove => false,
                    };
                    match shape.indexes.iter_mut().find(|index| index.key == key) {
                        Some(index) => {
                            index.value = self.types.union(&[index.value, value]);
                            index.readonly |= readonly;
                        }
                        None => shape.indexes.push(Index { key, value, readonly }),
                    }
                    continue;
                };
                if let Some(at) = shape.position(property_name) {
                    let all = self.types.union(&[keys_of[at], key]);
                    keys_of[at] = all;
                    let inside = self.with_key(node, parameter, all, context);
                    shape.properties[at].kind = PropertyKind::Node(value.map(Node), None, inside);
                    continue;
                }
                let mut property = match &original {
                    Some(original) => original.clone(),
                    None => synthetic(property_name, TypeId::ANY, false),
                };
                let was_optional = original.is_some() && property.optional;
                property.name = property_name;
                property.key = matches!(self.types.get(one), Ty::EnumMember(..)).then_some(one);
                apply(&mut property, readonly, optional);
                property.from_method = name.is_none() && original.as_ref().is_some_and(Property::is_method);
                let strip = was_optional && !property.optional;
                property.kind = match property.kind {
                    kind if original.is_some() && copies && !strip => kind,
                    PropertyKind::Method(overloads) if copies => PropertyKind::Method(overloads),
                    _ => match value {
                        Some(value) if strip => PropertyKind::Defined(Node(value), inside),
                        _ => PropertyKind::Node(value.map(Node), None, inside),
                    },
                };
                keys_of.push(key);
                shape.put(property);
            }
        }
        Some(self.types.computed(shape))
    }

    /// The context of a mapped type's value with its parameter standing for a key.
    fn with_key(&mut self, node: &'a TypeNode<'a>, name: &'a str, key: TypeId, context: Context) -> Context {
        let TypeNodeKind::Mapped { constraint, .. } = node.kind else { return context };
        let types = &self.types;
        let declared = *self
            .mapped_parameters
            .entry(std::ptr::from_ref(node).addr())
            .or_insert_with(|| types.type_parameter_node(name, constraint));
        self.with_arguments(context, &[Argument { name, ty: key, node: Some(Node(declared)) }])
    }

    /// The key of an index signature that a key type makes.
    fn index_key(&mut self, key: TypeId) -> Option<TypeId> {
        match self.types.get(key) {
            Ty::String | Ty::Any => Some(TypeId::STRING),
            Ty::Number => Some(TypeId::NUMBER),
            Ty::Symbol | Ty::Template(..) | Ty::Mapping(..) => Some(key),
            // A branded string.
            Ty::Intersection(members) if members.contains(&TypeId::STRING) => Some(key),
            _ => None,
        }
    }

    /// Whether the value is `T[P]`: the property as it was.
    fn is_plain_copy(
        &mut self,
        value: Option<&'a TypeNode<'a>>,
        parameter: &str,
        context: Context,
        source: Option<TypeId>,
    ) -> bool {
        let (Some(TypeNodeKind::Indexed { object, index }), Some(source)) = (value.map(|value| value.kind), source)
        else {
            return false;
        };
        matches!(index.kind, TypeNodeKind::Reference { path: [name], arguments: [] } if *name == parameter)
            && self.evaluate(object, context) == source
    }
}

fn modified(readonly: bool, node: &TypeNode<'_>) -> bool {
    match node.kind {
        TypeNodeKind::Mapped { readonly: Modifier::Add, .. } => true,
        TypeNodeKind::Mapped { readonly: Modifier::Remove, .. } => false,
        _ => readonly,
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
