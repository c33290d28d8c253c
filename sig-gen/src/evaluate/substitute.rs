//! Replacing types by others inside of evaluated types: what instantiates a signature, and what puts constraints in place of
//! type parameters.

use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

use super::shape::{Callable, PropertyKind, Shape};
use super::types::{GENERIC, PARAMETER};
use super::{Argument, Context, Evaluator, Node, Ty, TypeId};

/// A list of replacements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct MapperId(u32);

type Pairs = Rc<[(TypeId, TypeId)]>;

/// The lists of replacements.
#[derive(Debug, Default)]
pub(super) struct Mappers {
    all: Vec<Pairs>,
    ids: FxHashMap<Pairs, MapperId>,
}

impl Mappers {
    fn intern(&mut self, pairs: Vec<(TypeId, TypeId)>) -> MapperId {
        let pairs: Pairs = pairs.into();
        if let Some(&id) = self.ids.get(&pairs) {
            return id;
        }
        let id = MapperId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(Rc::clone(&pairs));
        self.ids.insert(pairs, id);
        id
    }

    fn find(&self, mapper: MapperId, ty: TypeId) -> Option<TypeId> {
        self.all[mapper.0 as usize].iter().find(|(from, _)| *from == ty).map(|&(_, to)| to)
    }
}

impl<'a> Evaluator<'a> {
    /// The type with each first of a pair replaced by the second.
    pub(super) fn substitute(&mut self, ty: TypeId, pairs: &[(TypeId, TypeId)]) -> TypeId {
        if pairs.is_empty() || !self.types.has(ty, GENERIC) {
            return ty;
        }
        let mapper = self.mappers.intern(pairs.to_vec());
        self.replace(ty, mapper)
    }

    fn replace(&mut self, ty: TypeId, mapper: MapperId) -> TypeId {
        if let Some(found) = self.mappers.find(mapper, ty) {
            return found;
        }
        if !self.types.has(ty, GENERIC) {
            return ty;
        }
        if let Some(&known) = self.substitutions.get(&(ty, mapper)) {
            return known;
        }
        let result = if self.enter() { self.replace_inside(ty, mapper) } else { ty };
        self.leave();
        self.substitutions.insert((ty, mapper), result);
        result
    }

    fn replace_all(&mut self, list: &[TypeId], mapper: MapperId) -> Vec<TypeId> {
        list.iter().map(|&one| self.replace(one, mapper)).collect()
    }

    fn replace_inside(&mut self, ty: TypeId, mapper: MapperId) -> TypeId {
        match self.types.get(ty) {
            Ty::Union(members) => {
                let members = self.replace_all(members, mapper);
                self.types.union(&members)
            }
            Ty::Intersection(members) => {
                let members = self.replace_all(members, mapper);
                self.types.intersection(&members)
            }
            Ty::Named(symbol, arguments) => {
                let arguments = self.replace_all(arguments, mapper);
                let arguments = self.types.list(&arguments);
                self.types.intern(Ty::Named(symbol, arguments))
            }
            Ty::Template(texts, types) => {
                let types = self.replace_all(types, mapper);
                let types = self.types.list(&types);
                self.types.intern(Ty::Template(texts, types))
            }
            Ty::Mapping(mapping, inner) => {
                let inner = self.replace(inner, mapper);
                self.types.intern(Ty::Mapping(mapping, inner))
            }
            Ty::Array(element, readonly) => {
                let element = self.replace(element, mapper);
                self.types.intern(Ty::Array(element, readonly))
            }
            Ty::Keyof(inner) => {
                let inner = self.replace(inner, mapper);
                self.types.intern(Ty::Keyof(inner))
            }
            Ty::Indexed(object, index) => {
                let object = self.replace(object, mapper);
                let index = self.replace(index, mapper);
                self.types.intern(Ty::Indexed(object, index))
            }
            Ty::Tuple(elements, readonly) => {
                let mut list = elements.to_vec();
                for element in &mut list {
                    element.ty = self.replace(element.ty, mapper);
                }
                self.tuple_of(list, readonly)
            }
            Ty::Function(node, context, construct) => {
                let context = self.replace_context(context, mapper);
                self.types.intern(Ty::Function(node, context, construct))
            }
            Ty::Literal(node, context) => {
                let context = self.replace_context(context, mapper);
                self.types.intern(Ty::Literal(node, context))
            }
            Ty::Deferred(node, context) => {
                let context = self.replace_context(context, mapper);
                self.types.intern(Ty::Deferred(node, context))
            }
            Ty::Computed(index) => {
                let shape = self.types.shape(index);
                let shape = self.replace_shape(&shape, mapper);
                self.types.computed(shape)
            }
            _ => ty,
        }
    }

    fn replace_context(&mut self, context: Context, mapper: MapperId) -> Context {
        if !self.types.environment_has(context.environment, GENERIC) {
            return context;
        }
        let mut arguments: Vec<Argument<'a>> = self.types.environment(context.environment).to_vec();
        for argument in &mut arguments {
            argument.ty = self.replace(argument.ty, mapper);
        }
        Context { environment: self.types.intern_environment(arguments), ..context }
    }

    fn replace_shape(&mut self, shape: &Shape<'a>, mapper: MapperId) -> Shape<'a> {
        let mut shape = shape.clone();
        for property in &mut shape.properties {
            match &mut property.kind {
                PropertyKind::Type(ty) => *ty = self.replace(*ty, mapper),
                PropertyKind::Node(_, _, context) | PropertyKind::Defined(_, context) => {
                    *context = self.replace_context(*context, mapper);
                }
                PropertyKind::Method(overloads) => {
                    for (_, context) in overloads {
                        *context = self.replace_context(*context, mapper);
                    }
                }
            }
        }
        for (_, context) in shape.calls.iter_mut().chain(&mut shape.constructs) {
            *context = self.replace_context(*context, mapper);
        }
        for index in &mut shape.indexes {
            index.key = self.replace(index.key, mapper);
            index.value = self.replace(index.value, mapper);
        }
        shape
    }

    /// The type with every uninstantiated type parameter standing for its constraint.
    pub fn erase_type(&mut self, ty: TypeId) -> TypeId {
        if !self.types.has(ty, PARAMETER) {
            return ty;
        }
        let mut found = Vec::new();
        self.collect_parameters(ty, &mut found, &mut FxHashSet::default(), 0);
        let mut pairs = Vec::with_capacity(found.len());
        for parameter in found {
            if let Ty::Parameter(node) = self.types.get(parameter) {
                pairs.push((parameter, self.constraint(node).unwrap_or(TypeId::UNKNOWN)));
            }
        }
        // Constraints may name further parameters.
        let once = self.substitute(ty, &pairs);
        self.substitute(once, &pairs)
    }

    fn collect_parameters(&mut self, ty: TypeId, found: &mut Vec<TypeId>, seen: &mut FxHashSet<TypeId>, depth: u32) {
        if depth > 24 || !self.types.has(ty, PARAMETER) || !seen.insert(ty) {
            return;
        }
        let mut list = |evaluator: &mut Self, list: &[TypeId]| {
            list.iter().for_each(|&one| evaluator.collect_parameters(one, found, seen, depth + 1));
        };
        match self.types.get(ty) {
            Ty::Parameter(_) => push_new(found, ty),
            Ty::Union(types) | Ty::Intersection(types) | Ty::Named(_, types) | Ty::Template(_, types) => {
                list(self, types);
            }
            Ty::Mapping(_, inner) | Ty::Array(inner, _) | Ty::Keyof(inner) => list(self, &[inner]),
            Ty::Indexed(object, index) => list(self, &[object, index]),
            Ty::Tuple(elements, _) => elements.iter().for_each(|one| list(self, &[one.ty])),
            Ty::Function(_, context, _) | Ty::Literal(_, context) | Ty::Deferred(_, context) => {
                self.types.environment(context.environment).iter().for_each(|one| list(self, &[one.ty]));
            }
            _ => {}
        }
    }

    /// A generic signature with type arguments; nothing when it does not take so many.
    pub(super) fn instantiate_signature(
        &mut self,
        callable: Callable<'a>,
        arguments: &[TypeId],
    ) -> Option<Callable<'a>> {
        let (node, context) = callable;
        let parameters = node.0.type_parameters;
        let required = parameters.iter().filter(|one| one.default.is_none()).count();
        if arguments.len() < required || arguments.len() > parameters.len() || parameters.is_empty() {
            return None;
        }
        let open: Vec<TypeId> = parameters.iter().map(|one| self.types.intern(Ty::Parameter(Node(one)))).collect();
        let mut pairs: Vec<(TypeId, TypeId)> = Vec::with_capacity(parameters.len());
        let mut bound: Vec<Argument<'a>> = Vec::with_capacity(parameters.len());
        for (index, parameter) in parameters.iter().enumerate() {
            let ty = match arguments.get(index) {
                Some(&ty) => ty,
                None => {
                    let inside = self.with_arguments(context, &bound);
                    self.evaluate_optional(parameter.default, inside)
                }
            };
            pairs.push((open[index], ty));
            bound.push(Argument { name: parameter.name, ty, node: Some(Node(parameter)) });
        }
        let mut inherited: Vec<Argument<'a>> = self.types.environment(context.environment).to_vec();
        for argument in &mut inherited {
            argument.ty = self.substitute(argument.ty, &pairs);
        }
        let environment = self.types.intern_environment(inherited);
        let inside = self.with_arguments(Context { environment, ..context }, &bound);
        let signature = crate::model::SignatureNode { type_parameters: &[], ..*node.0 };
        Some((Node(self.types.signature_node(signature)), inside))
    }
}

fn push_new(list: &mut Vec<TypeId>, one: TypeId) {
    if !list.contains(&one) {
        list.push(one);
    }
}
