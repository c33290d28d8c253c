//! Types on demand: from nodes of the model to evaluated types.
//!
//! Evaluating a node is shallow: a reference becomes a symbol with arguments that is not looked into, an operator becomes a
//! deferred type. [`Evaluator::resolve`] computes one step at a time when a stage asks, remembers every answer, and stops at a
//! fixed amount of fuel and depth. What cannot be decided stays as it is: *unknown* is an answer, and the caller chooses what to
//! do with it.

mod apparent;
mod classes;
mod conditional;
pub mod constant;
mod free;
mod identity;
mod infer;
mod infer_structure;
mod keys;
mod mapped;
mod members;
mod merge;
mod reduce;
mod relate;
mod relate_signatures;
mod relate_structure;
mod resolve;
mod shape;
mod substitute;
mod template;
#[cfg(test)]
mod tests;
mod tuple;
mod types;
mod values;
mod variance;

use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

pub(crate) use relate_signatures::View;
pub use shape::{Callable, Property, PropertyKind, Shape};
pub use types::{Argument, Context, Element, EnvironmentId, Mapping, Node, Storage, Ty, TypeId, Types};

use crate::bind::{Bindings, DeclarationKind, GLOBAL_SCOPE, Meaning, Missing, ScopeId, SymbolId};
use crate::coverage::Construct;
use crate::coverage::notes::Notes;
use crate::diagnostics::Span;
use crate::model::{Keyword, SignatureNode, TypeNode, TypeNodeKind, TypeParameterNode, VariableNode};

/// How many steps one item may take.
const FUEL: u32 = 2_000_000;
/// How many steps all items of a run may take, before each has only the least.
const TOTAL_FUEL: u32 = 4_000_000;
/// How deeply nodes may be evaluated inside of one another: more than the parser lets through.
const MAXIMUM_WRITTEN: u32 = 1_500;
/// How many steps an item always has: enough for what people write.
const LEAST_FUEL: u32 = 500;
/// How deeply one evaluation may nest. Each level takes a few kilobytes of the host's stack, which has
/// [`crate::parse::STACK_SIZE`].
const MAXIMUM_DEPTH: u32 = 400;

/// A computation that a limit cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Limited {
    Resolve(TypeId),
    Shape(TypeId, TypeId),
}

/// The evaluator and everything it remembers.
pub struct Evaluator<'a> {
    pub bindings: &'a Bindings<'a>,
    pub types: Types<'a>,
    resolved: FxHashMap<TypeId, TypeId>,
    in_progress: FxHashSet<TypeId>,
    /// Shapes by type and by what `this` is in it.
    shapes: FxHashMap<(TypeId, TypeId), Option<Rc<Shape<'a>>>>,
    /// Where an indexed access that depends on a type parameter is written, the first time.
    places: FxHashMap<TypeId, Span>,
    /// Indexed accesses that are written so, without anything generic in them.
    plain_accesses: FxHashSet<TypeId>,
    /// The alias of which an object type is the expansion.
    origins: FxHashMap<TypeId, TypeId>,
    relations: relate::Relations,
    variances: FxHashMap<SymbolId, Rc<[variance::Variance]>>,
    substitutions: FxHashMap<(TypeId, substitute::MapperId), TypeId>,
    mappers: substitute::Mappers,
    /// The names that a node mentions.
    free_names: FxHashMap<usize, free::Names<'a>>,
    /// Mapped types that are all that an alias stands for.
    alias_bodies: FxHashSet<usize>,
    infer_names: FxHashMap<usize, Rc<[conditional::InferName<'a>]>>,
    /// The type parameters of mapped types.
    mapped_parameters: FxHashMap<usize, &'a TypeParameterNode<'a>>,
    /// The names of the members of an enum.
    enum_names: FxHashMap<SymbolId, Rc<[&'a str]>>,
    /// Where the constraint of an uninstantiated type parameter is evaluated.
    parameter_contexts: FxHashMap<Node<'a, TypeParameterNode<'a>>, Context>,
    fuel: u32,
    /// What the present item began with, and what is left for all that come.
    given_fuel: u32,
    total_fuel: u32,
    /// What was cut short by a limit, and at which depth: deeper down it would be cut short again.
    limited: FxHashMap<Limited, u32>,
    enums: constant::EnumCache<'a>,
    /// The type parameters whose defaults are being evaluated.
    defaults: Vec<(SymbolId, usize)>,
    /// The variables whose types are being evaluated.
    variables: Vec<&'a VariableNode<'a>>,
    /// The classes and interfaces whose bases are being added.
    inheriting: Vec<SymbolId>,
    /// How many nodes are being evaluated inside of one another.
    written: u32,
    depth: u32,
    /// How often a type that needs itself was met, and how often a limit was.
    cycles: u32,
    limits: u32,
    /// What degraded, and in which part of the output.
    pub notes: Notes<'a>,
}

impl<'a> Evaluator<'a> {
    pub fn new(bindings: &'a Bindings<'a>, storage: &'a Storage<'a>) -> Self {
        Self {
            bindings,
            types: Types::new(storage),
            resolved: FxHashMap::default(),
            in_progress: FxHashSet::default(),
            shapes: FxHashMap::default(),
            places: FxHashMap::default(),
            plain_accesses: FxHashSet::default(),
            origins: FxHashMap::default(),
            relations: relate::Relations::default(),
            variances: FxHashMap::default(),
            substitutions: FxHashMap::default(),
            mappers: substitute::Mappers::default(),
            free_names: FxHashMap::default(),
            alias_bodies: FxHashSet::default(),
            infer_names: FxHashMap::default(),
            mapped_parameters: FxHashMap::default(),
            enum_names: FxHashMap::default(),
            parameter_contexts: FxHashMap::default(),
            fuel: FUEL,
            given_fuel: FUEL,
            total_fuel: TOTAL_FUEL,
            limited: FxHashMap::default(),
            enums: constant::EnumCache::default(),
            defaults: Vec::new(),
            variables: Vec::new(),
            inheriting: Vec::new(),
            written: 0,
            depth: 0,
            cycles: 0,
            limits: 0,
            notes: Notes::default(),
        }
    }

    /// Gives the next item its own fuel, out of what is left for all.
    pub fn refuel(&mut self) {
        self.total_fuel = self.total_fuel.saturating_sub(self.given_fuel - self.fuel.min(self.given_fuel));
        self.given_fuel = self.total_fuel.clamp(LEAST_FUEL, FUEL);
        self.fuel = self.given_fuel;
    }

    /// Pays for work that is not a step of evaluation; false when nothing is left.
    pub fn spend(&mut self, amount: usize) -> bool {
        self.fuel = self.fuel.saturating_sub(u32::try_from(amount).unwrap_or(u32::MAX));
        self.fuel > 0
    }

    /// Forgets what was being computed, after a failure in the midst of it.
    pub fn reset(&mut self) {
        self.in_progress.clear();
        self.defaults.clear();
        self.variables.clear();
        self.inheriting.clear();
        self.depth = 0;
        self.written = 0;
        self.notes.reset();
    }

    /// Notes that a type became a fallback.
    pub fn degrade(&mut self, span: Span, construct: Construct, reason: impl Into<String>) {
        self.notes.add(span, construct, reason.into());
    }

    /// Where an indexed access that stays undecided is written.
    pub fn place(&self, ty: TypeId) -> Option<Span> {
        self.places.get(&ty).copied()
    }

    /// The context of a declaration outside of any type parameters.
    pub fn context(scope: ScopeId) -> Context {
        Context { scope, environment: EnvironmentId::EMPTY }
    }

    /// The type that a node writes down. Shallow.
    pub fn evaluate(&mut self, node: &'a TypeNode<'a>, context: Context) -> TypeId {
        if self.written > MAXIMUM_WRITTEN {
            // `const a: `${typeof a}``: what is written leads back to itself without a step that is remembered.
            self.limits += 1;
            self.degrade(node.span, Construct::Limit, "the type needs itself, or nests too deeply");
            return TypeId::UNRESOLVED;
        }
        self.written += 1;
        let ty = self.evaluate_here(node, context);
        self.written -= 1;
        ty
    }

    fn evaluate_here(&mut self, node: &'a TypeNode<'a>, context: Context) -> TypeId {
        match node.kind {
            TypeNodeKind::Keyword(keyword) => keyword_type(keyword),
            TypeNodeKind::String(text) => self.types.string(text),
            TypeNodeKind::Number(value) => self.types.number(value),
            TypeNodeKind::Boolean(value) => self.types.intern(Ty::BooleanLiteral(value)),
            TypeNodeKind::BigInt(digits) => self.types.intern(Ty::BigIntLiteral(digits)),
            TypeNodeKind::Reference { path, arguments } => self.reference(node, path, arguments, context),
            TypeNodeKind::Import { specifier, path, arguments, query } => {
                self.import(node, specifier, path, arguments, query, context)
            }
            TypeNodeKind::Query { path, arguments } => self.query(node, path, arguments, context),
            TypeNodeKind::Union(members) => {
                let members = self.evaluate_all(members, context);
                self.types.union(&members)
            }
            TypeNodeKind::Intersection(members) => self.written_intersection(members, context),
            TypeNodeKind::Array(element) => {
                let element = self.evaluate(element, context);
                self.types.intern(Ty::Array(element, false))
            }
            TypeNodeKind::Readonly(inner) => {
                let inner = self.evaluate(inner, context);
                match self.types.get(inner) {
                    Ty::Array(element, _) => self.types.intern(Ty::Array(element, true)),
                    Ty::Tuple(elements, _) => self.types.intern(Ty::Tuple(elements, true)),
                    _ => inner,
                }
            }
            TypeNodeKind::Tuple(elements) => self.tuple(elements, context),
            TypeNodeKind::UniqueSymbol => TypeId::SYMBOL,
            TypeNodeKind::Function(signature) => self.function_type(signature, context, false),
            TypeNodeKind::Constructor(signature) => self.function_type(signature, context, true),
            TypeNodeKind::Object(object) => {
                let context = self.close_object(object, context);
                self.types.intern(Ty::Literal(Node(object), context))
            }
            TypeNodeKind::This => self.types.argument(context.environment, "this").map_or(TypeId::THIS, |one| one.ty),
            TypeNodeKind::Predicate { asserts: true, .. } => TypeId::VOID,
            TypeNodeKind::Predicate { .. } => TypeId::BOOLEAN,
            TypeNodeKind::Infer { name, .. } => {
                self.types.argument(context.environment, name).map_or(TypeId::UNKNOWN, |one| one.ty)
            }
            TypeNodeKind::Keyof(operand) => {
                let operand = self.evaluate(operand, context);
                self.types.intern(Ty::Keyof(operand))
            }
            TypeNodeKind::Indexed { object, index } => {
                let object = self.evaluate(object, context);
                let index = self.evaluate(index, context);
                let ty = self.types.intern(Ty::Indexed(object, index));
                if self.types.has(ty, types::GENERIC) {
                    self.places.entry(ty).or_insert(node.span);
                } else if context.environment == EnvironmentId::EMPTY {
                    self.plain_accesses.insert(ty);
                }
                ty
            }
            TypeNodeKind::Template { texts, types } => {
                let types = self.evaluate_all(types, context);
                let types = self.types.list(&types);
                self.types.intern(Ty::Template(texts, types))
            }
            TypeNodeKind::Mapped { .. } | TypeNodeKind::Conditional { .. } => {
                let context = self.close_node(node, context);
                self.types.intern(Ty::Deferred(Node(node), context))
            }
        }
    }

    /// A function or constructor type.
    pub(super) fn function_type(
        &mut self,
        signature: &'a SignatureNode<'a>,
        context: Context,
        construct: bool,
    ) -> TypeId {
        let context = self.close_signature(signature, context);
        self.types.intern(Ty::Function(Node(signature), context, construct))
    }

    /// The type of a node that may be missing: `any` then.
    pub fn evaluate_optional(&mut self, node: Option<&'a TypeNode<'a>>, context: Context) -> TypeId {
        node.map_or(TypeId::ANY, |node| self.evaluate(node, context))
    }

    fn evaluate_all(&mut self, nodes: &'a [&'a TypeNode<'a>], context: Context) -> Vec<TypeId> {
        nodes.iter().map(|node| self.evaluate(node, context)).collect()
    }

    fn reference(
        &mut self,
        node: &'a TypeNode<'a>,
        path: &'a [&'a str],
        arguments: &'a [&'a TypeNode<'a>],
        context: Context,
    ) -> TypeId {
        if let [name] = path
            && context.environment != EnvironmentId::EMPTY
            && let Some(argument) = self.types.argument(context.environment, name)
        {
            return argument.ty;
        }
        let Some(symbol) = self.bindings.path(context.scope, path, Meaning::Type) else {
            if let Some((member, owner)) = path.split_last()
                && let Some(owner) = self.bindings.path(context.scope, owner, Meaning::Namespace)
                && self.enum_members(owner).is_some_and(|members| members.iter().any(|one| one.name == *member))
            {
                return self.types.intern(Ty::EnumMember(owner, member));
            }
            return self.unresolved(node, path, arguments, context);
        };
        let arguments = self.evaluate_all(arguments, context);
        self.named(symbol, &arguments)
    }

    /// Without a library the names with a meaning of their own still have it.
    fn unresolved(
        &mut self,
        node: &'a TypeNode<'a>,
        path: &'a [&'a str],
        arguments: &'a [&'a TypeNode<'a>],
        context: Context,
    ) -> TypeId {
        if let ["Array" | "ReadonlyArray", ..] = path
            && let [element] = arguments
        {
            let element = self.evaluate(element, context);
            return self.types.intern(Ty::Array(element, path[0] == "ReadonlyArray"));
        }
        self.missing(node, path, context)
    }

    /// The type of a name that means nothing: a fallback, or `any` where it comes from a module without declarations.
    fn missing(&mut self, node: &'a TypeNode<'a>, path: &[&str], context: Context) -> TypeId {
        match self.bindings.missing(context.scope, path) {
            Missing::Untyped => return TypeId::ANY,
            Missing::Module(module) => {
                let reason = format!("cannot resolve module `{module}`");
                self.degrade(node.span, Construct::UnresolvedModule, reason);
            }
            Missing::Name => {
                let reason = format!("cannot resolve name `{}`", path.join("."));
                self.degrade(node.span, Construct::UnresolvedName, reason);
            }
        }
        TypeId::UNRESOLVED
    }

    /// A use of a declared type. `Array<T>` is the same type as `T[]`; missing arguments take their defaults.
    pub fn named(&mut self, symbol: SymbolId, arguments: &[TypeId]) -> TypeId {
        let bindings = self.bindings;
        if bindings.is_global(symbol) {
            match (bindings.symbol(symbol).name, arguments) {
                ("Array", [element]) => return self.types.intern(Ty::Array(*element, false)),
                ("ReadonlyArray", [element]) => return self.types.intern(Ty::Array(*element, true)),
                _ => {}
            }
        }
        let parameters = self.type_parameters(symbol);
        if parameters.0.is_empty() {
            return self.types.intern(Ty::Named(symbol, &[]));
        }
        // To write a generic type down is a step, too.
        self.spend(parameters.0.len());
        let mut list = arguments.to_vec();
        if list.len() < parameters.0.len() {
            let context = Self::context(parameters.1);
            for index in list.len()..parameters.0.len() {
                let environment = self.bind_arguments(context.environment, parameters.0, &list);
                let parameter = &parameters.0[index];
                let missing = if parameter.default.is_some() { TypeId::ANY } else { TypeId::UNKNOWN };
                // A default that needs itself is wrong TypeScript.
                let ty = match parameter.default.or(parameter.constraint) {
                    Some(node) if !self.defaults.contains(&(symbol, index)) => {
                        self.defaults.push((symbol, index));
                        let ty = self.evaluate(node, Context { environment, ..context });
                        self.defaults.pop();
                        ty
                    }
                    _ => missing,
                };
                list.push(ty);
            }
        }
        list.truncate(parameters.0.len());
        let list = self.types.list(&list);
        self.types.intern(Ty::Named(symbol, list))
    }

    /// The type parameters of a declared type, and the scope of their declaration.
    pub fn type_parameters(&self, symbol: SymbolId) -> (&'a [TypeParameterNode<'a>], ScopeId) {
        let mut found: (&'a [TypeParameterNode<'a>], ScopeId) = (&[], GLOBAL_SCOPE);
        for declaration in &self.bindings.symbol(symbol).declarations {
            let parameters = match declaration.kind {
                DeclarationKind::Interface(node) | DeclarationKind::Class(node) => node.type_parameters,
                DeclarationKind::Alias(parameters, _) => parameters,
                _ => continue,
            };
            // Merged declarations agree on the names; one of them may write more, or carry the defaults.
            let better = parameters.len() > found.0.len()
                || (parameters.len() == found.0.len()
                    && parameters.iter().any(|one| one.default.is_some())
                    && !found.0.iter().any(|one| one.default.is_some()));
            if better {
                found = (parameters, declaration.scope);
            }
        }
        found
    }

    /// `outer` with `parameters` standing for `arguments`, as far as there are any.
    pub fn bind_arguments(
        &mut self,
        outer: EnvironmentId,
        parameters: &'a [TypeParameterNode<'a>],
        arguments: &[TypeId],
    ) -> EnvironmentId {
        let list: Vec<Argument<'a>> = parameters
            .iter()
            .zip(arguments)
            .map(|(node, &ty)| Argument { name: node.name, ty, node: Some(Node(node)) })
            .collect();
        self.types.extend(outer, &list)
    }

    /// The context inside of a declaration with type parameters that stand for themselves.
    pub fn open(&mut self, context: Context, parameters: &'a [TypeParameterNode<'a>]) -> Context {
        if parameters.is_empty() {
            return context;
        }
        let arguments: Vec<TypeId> =
            parameters.iter().map(|node| self.types.intern(Ty::Parameter(Node(node)))).collect();
        let environment = self.bind_arguments(context.environment, parameters, &arguments);
        let inside = Context { environment, ..context };
        for node in parameters {
            self.parameter_contexts.entry(Node(node)).or_insert(inside);
        }
        inside
    }

    /// The constraint of a type parameter; nothing when it is not constrained.
    pub fn constraint(&mut self, parameter: Node<'a, TypeParameterNode<'a>>) -> Option<TypeId> {
        let context = self.parameter_contexts.get(&parameter).copied().unwrap_or(Self::context(GLOBAL_SCOPE));
        parameter.0.constraint.map(|node| self.evaluate(node, context))
    }

    /// The members of an enum.
    pub fn enum_members(&self, symbol: SymbolId) -> Option<&'a [crate::model::EnumMemberNode<'a>]> {
        self.bindings.symbol(symbol).declarations.iter().find_map(|one| match one.kind {
            DeclarationKind::Enum(_, members) => Some(members),
            _ => None,
        })
    }

    /// The alias that a symbol is: type parameters, body and scope.
    pub fn alias(&self, symbol: SymbolId) -> Option<(&'a [TypeParameterNode<'a>], &'a TypeNode<'a>, ScopeId)> {
        self.bindings.symbol(symbol).declarations.iter().find_map(|one| match one.kind {
            DeclarationKind::Alias(parameters, node) => Some((parameters, node, one.scope)),
            _ => None,
        })
    }
}

fn keyword_type(keyword: Keyword) -> TypeId {
    match keyword {
        Keyword::Any | Keyword::Intrinsic => TypeId::ANY,
        Keyword::Unknown => TypeId::UNKNOWN,
        Keyword::Never => TypeId::NEVER,
        Keyword::Undefined => TypeId::UNDEFINED,
        Keyword::Null => TypeId::NULL,
        Keyword::Void => TypeId::VOID,
        Keyword::Boolean => TypeId::BOOLEAN,
        Keyword::Number => TypeId::NUMBER,
        Keyword::BigInt => TypeId::BIGINT,
        Keyword::String => TypeId::STRING,
        Keyword::Symbol => TypeId::SYMBOL,
        Keyword::Object => TypeId::OBJECT,
    }
}
