//! Classes as values: their constructors, and bases that are values themselves.

use super::shape::{Callable, Shape, synthetic};
use super::{Argument, Context, Evaluator, Node, Ty, TypeId};
use crate::bind::{DeclarationKind, Meaning, ScopeId, SymbolId};
use crate::model::{
    DocsRange, Flavour, MemberNodeKind, ObjectNode, ParameterNode, PropertyName, SignatureNode, TypeNode, TypeNodeKind,
    TypeParameterNode,
};

impl<'a> Evaluator<'a> {
    /// The type after `extends`; for a class it may name a value whose construct signature gives the type.
    pub fn evaluate_base(&mut self, node: &'a TypeNode<'a>, context: Context) -> TypeId {
        let TypeNodeKind::Reference { path, arguments } = node.kind else {
            return self.evaluate(node, context);
        };
        if self.types.argument(context.environment, path[0]).is_some()
            || self.bindings.path(context.scope, path, Meaning::Type).is_some()
        {
            return self.evaluate(node, context);
        }
        let Some(value) = self.base_value(path, context) else {
            return self.evaluate(node, context);
        };
        let resolved = self.resolve(value);
        if matches!(self.types.get(resolved), Ty::Any | Ty::Unresolved) {
            return TypeId::ANY;
        }
        let constructs = self.base_constructs(value, arguments, context);
        match constructs.first() {
            Some(&(signature, context)) => self.evaluate_optional(signature.0.result, context),
            None => TypeId::UNRESOLVED,
        }
    }

    fn base_value(&mut self, path: &'a [&'a str], context: Context) -> Option<TypeId> {
        if let Some(symbol) = self.bindings.path(context.scope, path, Meaning::Value) {
            return Some(self.value_type(symbol));
        }
        let (first, rest) = path.split_first()?;
        let Some(symbol) = self.bindings.path(context.scope, std::slice::from_ref(first), Meaning::Value) else {
            return self.value_path(path, context);
        };
        let mut ty = self.value_type(symbol);
        for name in rest {
            ty = self.property_type(ty, name)?;
        }
        Some(ty)
    }

    /// The construct signatures of a base value that take the type arguments, with them.
    fn base_constructs(
        &mut self,
        value: TypeId,
        arguments: &'a [&'a TypeNode<'a>],
        context: Context,
    ) -> Vec<Callable<'a>> {
        let Some(shape) = self.shape(value) else { return Vec::new() };
        let arguments = self.evaluate_all(arguments, context);
        let mut found = Vec::with_capacity(shape.constructs.len());
        for &callable in &shape.constructs {
            let parameters = callable.0.0.type_parameters;
            if parameters.is_empty() && arguments.is_empty() {
                found.push(callable);
            } else if let Some(instantiated) = self.instantiate_signature(callable, &arguments) {
                found.push(instantiated);
            }
        }
        if found.is_empty() {
            // Without the type arguments that it wants, a base is what its constraints say.
            for &callable in &shape.constructs {
                found.extend(self.instantiate_with(callable, None));
            }
        }
        found
    }

    /// A generic signature with one type for all its parameters, or with their constraints.
    pub(super) fn instantiate_with(&mut self, callable: Callable<'a>, ty: Option<TypeId>) -> Option<Callable<'a>> {
        let parameters = callable.0.0.type_parameters;
        if parameters.is_empty() {
            return Some(callable);
        }
        let arguments: Vec<TypeId> = match ty {
            Some(ty) => vec![ty; parameters.len()],
            None => {
                self.open(callable.1, parameters);
                let mut list = Vec::with_capacity(parameters.len());
                for one in parameters {
                    let constraint = self.constraint(Node(one)).unwrap_or(TypeId::UNKNOWN);
                    list.push(self.erase_type(constraint));
                }
                list
            }
        };
        self.instantiate_signature(callable, &arguments)
    }

    /// Adds the static side of a class to the shape of its value.
    pub(super) fn class_value(
        &mut self,
        symbol: SymbolId,
        object: &'a ObjectNode<'a>,
        scope: ScopeId,
        shape: &mut Shape<'a>,
    ) {
        let outside = Self::context(scope);
        // An interface of the same name may be the one that writes the type parameters.
        let parameters = self.type_parameters(symbol).0;
        let context = self.open(outside, parameters);
        let this = self.types.intern(Ty::ValueOf(symbol));
        let mut base = None;
        for node in object.extends {
            if let TypeNodeKind::Reference { path, arguments } = node.kind
                && let Some(value) = self.base_value(path, context)
            {
                let mut inherited = Shape::default();
                self.inherit(value, this, &mut inherited);
                for property in inherited.properties {
                    shape.put(property);
                }
                shape.indexes.extend(inherited.indexes);
                shape.privates.extend(inherited.privates);
                shape.open |= inherited.open;
                base = Some((value, arguments));
            }
        }
        let instance = self.instance_type(symbol, parameters, scope);
        let prototype: Vec<(TypeId, TypeId)> = match self.types.get(instance) {
            Ty::Named(_, arguments) => arguments.iter().map(|&one| (one, TypeId::ANY)).collect(),
            _ => Vec::new(),
        };
        let prototype = self.substitute(instance, &prototype);
        shape.put(synthetic(PropertyName::Text("prototype"), prototype, false));
        let mut own = Shape::default();
        let inside = self.with_arguments(context, &[Argument { name: "this", ty: this, node: None }]);
        self.add_members(object, inside, true, &mut own);
        for property in own.properties {
            shape.put(property);
        }
        shape.privates.extend(own.privates);
        shape.indexes.extend(own.indexes);
        let written: Vec<(&'a SignatureNode<'a>, bool)> = object
            .members
            .iter()
            .filter_map(|member| match member.kind {
                MemberNodeKind::Construct(signature) => Some((signature, member.hidden)),
                _ => None,
            })
            .collect();
        let flavour = if object.is_abstract { Flavour::Abstract } else { Flavour::Method };
        if !written.is_empty() {
            let visible = written.iter().filter(|(_, hidden)| !hidden);
            for &(signature, _) in visible {
                let signature = SignatureNode { flavour, type_parameters: parameters, ..*signature };
                let callable = (Node(self.types.signature_node(signature)), outside);
                shape.constructs.push(self.with_result(callable, instance));
            }
            return;
        }
        let inherited = match base {
            Some((value, arguments)) => self.base_constructs(value, arguments, context),
            None => Vec::new(),
        };
        for &callable in &inherited {
            shape.constructs.push(self.derived_construct(callable, parameters, flavour, instance, outside));
        }
        // A base without a constructor that is seen has one that is not.
        let is_closed = base.is_some_and(|(value, _)| matches!(self.types.get(value), Ty::ValueOf(_)))
            && base
                .and_then(|(value, _)| self.shape(value))
                .is_some_and(|shape| shape.constructs.is_empty() && !shape.open);
        if inherited.is_empty() && !is_closed {
            let signature = SignatureNode {
                span: object.span,
                docs: DocsRange::NONE,
                flavour,
                type_parameters: parameters,
                this: None,
                parameters: &[],
                result: None,
            };
            let callable = (Node(self.types.signature_node(signature)), outside);
            shape.constructs.push(self.with_result(callable, instance));
        }
    }

    /// A class with its own type parameters as arguments.
    fn instance_type(&mut self, symbol: SymbolId, parameters: &'a [TypeParameterNode<'a>], scope: ScopeId) -> TypeId {
        self.open(Self::context(scope), parameters);
        let arguments: Vec<TypeId> = parameters.iter().map(|one| self.types.intern(Ty::Parameter(Node(one)))).collect();
        let arguments = self.types.list(&arguments);
        self.types.intern(Ty::Named(symbol, arguments))
    }

    /// The constructor that a class has from its base. What its parameters are was evaluated in the base, so it stands in
    /// the environment under names that no type has.
    fn derived_construct(
        &mut self,
        callable: Callable<'a>,
        type_parameters: &'a [TypeParameterNode<'a>],
        flavour: Flavour,
        instance: TypeId,
        outside: Context,
    ) -> Callable<'a> {
        let (base, inside) = callable;
        let mut parameters: Vec<ParameterNode<'a>> = Vec::with_capacity(base.0.parameters.len());
        let mut bound: Vec<Argument<'a>> = Vec::with_capacity(base.0.parameters.len());
        for (index, parameter) in base.0.parameters.iter().enumerate() {
            let name = self.types.text(&format!("#{index}"));
            let ty = self.evaluate_optional(parameter.ty, inside);
            bound.push(Argument { name, ty, node: None });
            let node = self.types.name_node(name, base.0.span);
            parameters.push(ParameterNode { ty: Some(node), ..*parameter });
        }
        let signature = SignatureNode {
            flavour,
            type_parameters,
            this: None,
            parameters: self.types.parameter_nodes(parameters),
            result: None,
            ..*base.0
        };
        let context = self.with_arguments(outside, &bound);
        let callable = (Node(self.types.signature_node(signature)), context);
        self.with_result(callable, instance)
    }

    /// Whether a symbol is a class.
    pub(super) fn is_class(&self, symbol: SymbolId) -> bool {
        self.bindings.symbol(symbol).declarations.iter().any(|one| matches!(one.kind, DeclarationKind::Class(_)))
    }
}
