//! Types on demand: from nodes of the model to evaluated types.
//!
//! Evaluating a node is shallow: a reference becomes a symbol with arguments that is not looked into, an operator becomes a
//! deferred type. [`Evaluator::resolve`] computes one step at a time when a stage asks, remembers every answer, and stops at a
//! fixed amount of fuel and depth. What cannot be decided stays as it is: *unknown* is an answer, and the caller chooses what to
//! do with it.

mod conditional;
pub mod constant;
mod operators;
mod relate;
mod shape;
mod types;

use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

pub use shape::{Callable, Property, PropertyKind, Shape};
pub use types::{Argument, Context, Element, EnvironmentId, Node, Storage, Ty, TypeId, Types};

use crate::bind::{Bindings, DeclarationKind, GLOBAL_SCOPE, Meaning, Missing, ScopeId, SymbolId};
use crate::coverage::Degradation;
use crate::diagnostics::Span;
use crate::model::{Expression, Keyword, TypeNode, TypeNodeKind, TypeParameterNode, VariableNode};

/// How many steps one item may take.
const FUEL: u32 = 400_000;
/// How deeply one evaluation may nest.
const MAXIMUM_DEPTH: u32 = 150;

/// The evaluator and everything it remembers.
pub struct Evaluator<'a> {
    pub bindings: &'a Bindings<'a>,
    pub types: Types<'a>,
    resolved: FxHashMap<TypeId, TypeId>,
    in_progress: FxHashSet<TypeId>,
    shapes: FxHashMap<TypeId, Option<Rc<Shape<'a>>>>,
    relations: FxHashMap<(TypeId, TypeId), relate::Verdict>,
    /// Where the constraint of an uninstantiated type parameter is evaluated.
    parameter_contexts: FxHashMap<Node<'a, TypeParameterNode<'a>>, Context>,
    fuel: u32,
    depth: u32,
    degradations: FxHashSet<Degradation>,
}

impl<'a> Evaluator<'a> {
    pub fn new(bindings: &'a Bindings<'a>, storage: &'a Storage<'a>) -> Self {
        Self {
            bindings,
            types: Types::new(storage),
            resolved: FxHashMap::default(),
            in_progress: FxHashSet::default(),
            shapes: FxHashMap::default(),
            relations: FxHashMap::default(),
            parameter_contexts: FxHashMap::default(),
            fuel: FUEL,
            depth: 0,
            degradations: FxHashSet::default(),
        }
    }

    /// Gives the next item its own fuel.
    pub fn refuel(&mut self) {
        self.fuel = FUEL;
    }

    /// Notes that a type became a fallback.
    pub fn degrade(&mut self, span: Span, reason: impl Into<String>) {
        self.degradations.insert(Degradation { span, reason: reason.into() });
    }

    /// All fallbacks, in order of place.
    pub fn degradations(&self) -> Vec<Degradation> {
        let mut all: Vec<_> = self.degradations.iter().cloned().collect();
        all.sort();
        all
    }

    /// The context of a declaration outside of any type parameters.
    pub fn context(scope: ScopeId) -> Context {
        Context { scope, environment: EnvironmentId::EMPTY }
    }

    /// The type that a node writes down. Shallow.
    pub fn evaluate(&mut self, node: &'a TypeNode<'a>, context: Context) -> TypeId {
        match node.kind {
            TypeNodeKind::Keyword(keyword) => keyword_type(keyword),
            TypeNodeKind::String(text) => self.types.string(text),
            TypeNodeKind::Number(value) => self.types.number(value),
            TypeNodeKind::Boolean(value) => self.types.intern(Ty::BooleanLiteral(value)),
            TypeNodeKind::BigInt(digits) => self.types.intern(Ty::BigIntLiteral(digits)),
            TypeNodeKind::Reference { path, arguments } => self.reference(node, path, arguments, context),
            TypeNodeKind::Import { specifier, path, arguments, query } => {
                let found = self.imported(node.span, specifier, path);
                match found {
                    Some(symbol) if query => self.value_type(symbol),
                    Some(symbol) => {
                        let arguments = self.evaluate_all(arguments, context);
                        self.named(symbol, &arguments)
                    }
                    None => self.missing_import(node.span, specifier, path),
                }
            }
            TypeNodeKind::Query { path, .. } => self.query(node, path, context),
            TypeNodeKind::Union(members) => {
                let members = self.evaluate_all(members, context);
                self.types.union(&members)
            }
            TypeNodeKind::Intersection(members) => {
                let members = self.evaluate_all(members, context);
                self.types.intersection(&members)
            }
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
            TypeNodeKind::Function(signature) => self.types.intern(Ty::Function(Node(signature), context, false)),
            TypeNodeKind::Constructor(signature) => self.types.intern(Ty::Function(Node(signature), context, true)),
            TypeNodeKind::Object(object) => self.types.intern(Ty::Literal(Node(object), context)),
            TypeNodeKind::This => TypeId::THIS,
            TypeNodeKind::Predicate { asserts: true, .. } => TypeId::VOID,
            TypeNodeKind::Predicate { .. } => TypeId::BOOLEAN,
            TypeNodeKind::Infer { name, .. } => self.types.intern(Ty::Infer(name)),
            TypeNodeKind::Keyof(_)
            | TypeNodeKind::Indexed { .. }
            | TypeNodeKind::Mapped { .. }
            | TypeNodeKind::Conditional { .. }
            | TypeNodeKind::Template { .. } => self.types.intern(Ty::Deferred(Node(node), context)),
        }
    }

    /// The type of a node that may be missing: `any` then.
    pub fn evaluate_optional(&mut self, node: Option<&'a TypeNode<'a>>, context: Context) -> TypeId {
        node.map_or(TypeId::ANY, |node| self.evaluate(node, context))
    }

    fn evaluate_all(&mut self, nodes: &'a [&'a TypeNode<'a>], context: Context) -> Vec<TypeId> {
        nodes.iter().map(|node| self.evaluate(node, context)).collect()
    }

    fn tuple(&mut self, elements: &'a [crate::model::TupleElementNode<'a>], context: Context) -> TypeId {
        let mut list = Vec::with_capacity(elements.len());
        for element in elements {
            let ty = self.evaluate(element.ty, context);
            if !element.rest {
                list.push(Element { name: element.name, ty, optional: element.optional, rest: false });
                continue;
            }
            match self.types.get(self.peek(ty)) {
                Ty::Array(one, _) => {
                    list.push(Element { name: element.name, ty: one, optional: false, rest: true });
                }
                Ty::Tuple(inner, _) => list.extend_from_slice(inner),
                Ty::Infer(_) => list.push(Element { name: element.name, ty, optional: false, rest: true }),
                _ => {
                    let resolved = self.resolve(ty);
                    match self.types.get(resolved) {
                        Ty::Array(one, _) => {
                            list.push(Element { name: element.name, ty: one, optional: false, rest: true });
                        }
                        Ty::Tuple(inner, _) => list.extend_from_slice(inner),
                        Ty::Parameter(_) => list.push(Element { name: element.name, ty, optional: false, rest: true }),
                        _ => {
                            list.push(Element { name: element.name, ty: TypeId::ANY, optional: false, rest: true });
                        }
                    }
                }
            }
        }
        let elements = self.types.elements(list);
        self.types.intern(Ty::Tuple(elements, false))
    }

    /// What is already known of a type without computing anything.
    fn peek(&self, ty: TypeId) -> TypeId {
        self.resolved.get(&ty).copied().unwrap_or(ty)
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
    fn missing(&mut self, node: &'a TypeNode<'a>, path: &'a [&'a str], context: Context) -> TypeId {
        match self.bindings.missing(context.scope, path) {
            Missing::Untyped => return TypeId::ANY,
            Missing::Module(module) => self.degrade(node.span, format!("cannot resolve module `{module}`")),
            Missing::Name => self.degrade(node.span, format!("cannot resolve name `{}`", path.join("."))),
        }
        TypeId::UNRESOLVED
    }

    fn missing_import(&mut self, span: Span, specifier: &str, path: &[&str]) -> TypeId {
        match self.bindings.module(span.file, specifier) {
            Some(module) if self.bindings.module_data(module).is_untyped => return TypeId::ANY,
            Some(_) => self.degrade(span, format!("cannot resolve name `{}`", path.join("."))),
            None => self.degrade(span, format!("cannot resolve module `{specifier}`")),
        }
        TypeId::UNRESOLVED
    }

    fn imported(&mut self, span: Span, specifier: &str, path: &[&str]) -> Option<SymbolId> {
        let module = self.bindings.module(span.file, specifier)?;
        let mut symbol = self.bindings.module_symbol(module)?;
        for name in path {
            symbol = self.bindings.member(symbol, name)?;
        }
        Some(symbol)
    }

    /// A use of a declared type. `Array<T>` is the same type as `T[]`; missing arguments take their defaults.
    pub fn named(&mut self, symbol: SymbolId, arguments: &[TypeId]) -> TypeId {
        let bindings = self.bindings;
        if bindings.is_global(symbol) {
            match (bindings.symbol(symbol).name, arguments) {
                ("Array", [element]) => return self.types.intern(Ty::Array(*element, false)),
                ("ReadonlyArray", [element]) => {
                    return self.types.intern(Ty::Array(*element, true));
                }
                _ => {}
            }
        }
        let parameters = self.type_parameters(symbol);
        if parameters.0.is_empty() {
            return self.types.intern(Ty::Named(symbol, &[]));
        }
        let mut list = arguments.to_vec();
        if list.len() < parameters.0.len() {
            let context = Self::context(parameters.1);
            for index in list.len()..parameters.0.len() {
                let environment = self.bind_arguments(context.environment, parameters.0, &list);
                // A default that needs itself is wrong TypeScript; it only must not recurse for ever.
                let default = parameters.0[index].default.filter(|_| self.depth < MAXIMUM_DEPTH);
                self.depth += 1;
                let ty = default.map_or(TypeId::ANY, |node| self.evaluate(node, Context { environment, ..context }));
                self.depth -= 1;
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
            // Merged declarations agree on the names; one of them may carry the defaults.
            let better =
                parameters.iter().any(|one| one.default.is_some()) && !found.0.iter().any(|one| one.default.is_some());
            if found.0.is_empty() || (better && parameters.len() >= found.0.len()) {
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

    /// The constraint of a type parameter.
    pub fn constraint(&mut self, parameter: Node<'a, TypeParameterNode<'a>>) -> Option<TypeId> {
        let context = self.parameter_contexts.get(&parameter).copied().unwrap_or(Self::context(GLOBAL_SCOPE));
        parameter.0.constraint.map(|node| self.evaluate(node, context))
    }

    /// The context with every uninstantiated type parameter standing for its constraint.
    pub fn erase(&mut self, context: Context) -> Context {
        let arguments = self.types.environment(context.environment);
        let mut erased = Vec::with_capacity(arguments.len());
        let mut changed = false;
        for &argument in arguments {
            let ty = match self.types.get(argument.ty) {
                Ty::Parameter(node) => {
                    changed = true;
                    self.constraint(node).unwrap_or(TypeId::UNKNOWN)
                }
                _ => argument.ty,
            };
            erased.push(Argument { ty, ..argument });
        }
        if !changed {
            return context;
        }
        Context { environment: self.types.extend(EnvironmentId::EMPTY, &erased), ..context }
    }

    fn query(&mut self, node: &'a TypeNode<'a>, path: &'a [&'a str], context: Context) -> TypeId {
        if path == ["globalThis"] {
            return TypeId::GLOBAL_THIS;
        }
        let path = if path.len() > 1 && path[0] == "globalThis" { &path[1..] } else { path };
        if let Some(symbol) = self.bindings.path(context.scope, path, Meaning::Value) {
            return self.value_type(symbol);
        }
        // `typeof a.b`: a property of a value.
        for split in (1..path.len()).rev() {
            if let Some(symbol) = self.bindings.path(context.scope, &path[..split], Meaning::Value) {
                let mut ty = self.value_type(symbol);
                for name in &path[split..] {
                    ty = self.property_type(ty, name).unwrap_or(TypeId::UNRESOLVED);
                }
                return ty;
            }
        }
        self.missing(node, path, context)
    }

    /// The type of the value that a symbol names.
    pub fn value_type(&mut self, symbol: SymbolId) -> TypeId {
        let bindings = self.bindings;
        let data = bindings.symbol(symbol);
        let mut variable = None;
        let mut has_type = false;
        for declaration in &data.declarations {
            match declaration.kind {
                DeclarationKind::Variable(node) => variable = variable.or(Some((node, declaration.scope))),
                DeclarationKind::Interface(_) => has_type = true,
                DeclarationKind::Class(_)
                | DeclarationKind::Function(_)
                | DeclarationKind::Enum(..)
                | DeclarationKind::Namespace => {
                    return self.types.intern(Ty::ValueOf(symbol));
                }
                DeclarationKind::Alias(..) => {}
            }
        }
        match variable {
            Some(_) if has_type => self.types.intern(Ty::ValueOf(symbol)),
            Some((node, scope)) => self.variable_type(node, scope),
            None if bindings.is_module(symbol) => self.types.intern(Ty::ValueOf(symbol)),
            None => TypeId::UNRESOLVED,
        }
    }

    /// The declared type of a variable, or that of its literal value.
    pub fn variable_type(&mut self, node: &'a VariableNode<'a>, scope: ScopeId) -> TypeId {
        match (node.ty, node.value) {
            (Some(ty), _) => self.evaluate(ty, Self::context(scope)),
            (None, Some(value)) => self.expression_type(value, node.is_const),
            (None, None) => TypeId::ANY,
        }
    }

    /// The type of a literal; widened unless it is a constant.
    pub fn expression_type(&mut self, value: &'a Expression<'a>, constant: bool) -> TypeId {
        match (*value, constant) {
            (Expression::String(text), true) => self.types.string(text),
            (Expression::Number(number), true) => self.types.number(number),
            (Expression::Unary('-', Expression::Number(number)), true) => self.types.number(-number),
            (Expression::Boolean(value), true) => self.types.intern(Ty::BooleanLiteral(value)),
            (Expression::BigInt(digits), true) => self.types.intern(Ty::BigIntLiteral(digits)),
            (Expression::String(_), false) => TypeId::STRING,
            (Expression::Number(_) | Expression::Unary(..), _) => TypeId::NUMBER,
            (Expression::Boolean(_), false) => TypeId::BOOLEAN,
            (Expression::BigInt(_), false) => TypeId::BIGINT,
            _ => TypeId::ANY,
        }
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
