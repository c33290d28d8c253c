//! The types of values: `typeof x`, variables, imported modules, literals.

use super::shape::{Property, PropertyKind, Shape, synthetic};
use super::{Argument, Context, Evaluator, Ty, TypeId};
use crate::bind::{DeclarationKind, Meaning, ScopeId, SymbolId};
use crate::coverage::Construct;
use crate::model::{Expression, PropertyName, TypeNode, TypeNodeKind, VariableNode};

impl<'a> Evaluator<'a> {
    /// `import("specifier").A.B<C>` and `typeof import("specifier")`.
    pub(super) fn import(
        &mut self,
        node: &'a TypeNode<'a>,
        specifier: &'a str,
        path: &'a [&'a str],
        arguments: &'a [&'a TypeNode<'a>],
        query: bool,
        context: Context,
    ) -> TypeId {
        let bindings = self.bindings;
        let module = bindings.module(node.span.file, specifier).and_then(|module| bindings.module_symbol(module));
        let Some(module) = module else {
            let known = bindings.module(node.span.file, specifier);
            if known.is_some_and(|module| bindings.module_data(module).is_untyped) {
                return TypeId::ANY;
            }
            let reason = format!("cannot resolve module `{specifier}`");
            self.degrade(node.span, Construct::UnresolvedModule, reason);
            return TypeId::UNRESOLVED;
        };
        let mut symbol = Some(module);
        for (index, name) in path.iter().enumerate() {
            let next = symbol.and_then(|symbol| bindings.member(symbol, name));
            if next.is_none()
                && let Some(owner) = symbol
                && index + 1 == path.len()
                && self.enum_members(owner).is_some_and(|members| members.iter().any(|one| one.name == *name))
            {
                return self.types.intern(Ty::EnumMember(owner, name));
            }
            if next.is_none() && query {
                let mut ty = symbol.map_or(TypeId::UNRESOLVED, |symbol| self.value_type(symbol));
                for name in &path[index..] {
                    ty = self.property_type(ty, name).unwrap_or(TypeId::UNRESOLVED);
                }
                return self.instantiated(ty, arguments, context);
            }
            symbol = next;
        }
        match symbol {
            Some(symbol) if query => {
                let ty = self.value_type(symbol);
                self.instantiated(ty, arguments, context)
            }
            Some(symbol) => {
                let arguments = self.evaluate_all(arguments, context);
                self.named(symbol, &arguments)
            }
            None => {
                let reason = format!("cannot resolve import `{specifier}`");
                self.degrade(node.span, Construct::UnresolvedModule, reason);
                TypeId::UNRESOLVED
            }
        }
    }

    /// `typeof a.b<C>`.
    pub(super) fn query(
        &mut self,
        node: &'a TypeNode<'a>,
        path: &'a [&'a str],
        arguments: &'a [&'a TypeNode<'a>],
        context: Context,
    ) -> TypeId {
        if path == ["globalThis"] {
            return TypeId::GLOBAL_THIS;
        }
        let ty = match path {
            ["this", rest @ ..] => {
                let this = self.types.argument(context.environment, "this").map_or(TypeId::THIS, |one| one.ty);
                Some(self.property_path(this, rest))
            }
            ["globalThis", rest @ ..] => self.value_path(rest, context),
            _ => self.value_path(path, context),
        };
        match ty {
            Some(ty) => self.instantiated(ty, arguments, context),
            None => self.missing(node, path, context),
        }
    }

    pub(super) fn value_path(&mut self, path: &[&'a str], context: Context) -> Option<TypeId> {
        // `typeof parameter` in a signature: the environment has it under a name that no type can have.
        for split in (1..=path.len()).rev() {
            if let Some(symbol) = self.bindings.path(context.scope, &path[..split], Meaning::Value) {
                let ty = self.value_type(symbol);
                return Some(self.property_path(ty, &path[split..]));
            }
            // `typeof Enum.Member`, and a member of a namespace that is only a value.
            if split > 1
                && let Some(owner) = self.bindings.path(context.scope, &path[..split - 1], Meaning::Value)
            {
                let ty = self.value_type(owner);
                return Some(self.property_path(ty, &path[split - 1..]));
            }
        }
        let (first, rest) = path.split_first()?;
        let imported = self.bindings.assigned_property_in(context.scope, first)?;
        let ty = self.assigned_value(imported)?;
        Some(self.property_path(ty, rest))
    }

    /// The type of an imported name that is a property of what its module assigns.
    pub fn imported_value(&mut self, symbol: SymbolId) -> Option<TypeId> {
        let imported = self.bindings.assigned_property(symbol)?;
        self.assigned_value(imported)
    }

    fn assigned_value(&mut self, (owner, name): (SymbolId, &str)) -> Option<TypeId> {
        let value = self.value_type(owner);
        self.property_type(value, name)
    }

    fn property_path(&mut self, ty: TypeId, path: &[&'a str]) -> TypeId {
        path.iter().fold(ty, |ty, name| self.property_type(ty, name).unwrap_or(TypeId::UNRESOLVED))
    }

    /// An instantiation expression: the signatures of a value that take the type arguments, with them.
    fn instantiated(&mut self, ty: TypeId, arguments: &'a [&'a TypeNode<'a>], context: Context) -> TypeId {
        if arguments.is_empty() {
            return ty;
        }
        let arguments = self.evaluate_all(arguments, context);
        let Some(shape) = self.shape(ty) else { return ty };
        let mut shape = (*shape).clone();
        for list in [&mut shape.calls, &mut shape.constructs] {
            let taken: Vec<_> = std::mem::take(list);
            for callable in taken {
                if let Some(instantiated) = self.instantiate_signature(callable, &arguments) {
                    list.push(instantiated);
                }
            }
        }
        self.types.computed(shape)
    }

    /// The type of the value that a symbol names.
    pub fn value_type(&mut self, symbol: SymbolId) -> TypeId {
        let bindings = self.bindings;
        let data = bindings.symbol(symbol);
        let mut variable = None;
        for declaration in &data.declarations {
            match declaration.kind {
                DeclarationKind::Variable(node) => variable = variable.or(Some((node, declaration.scope))),
                DeclarationKind::Class(_)
                | DeclarationKind::Function(_)
                | DeclarationKind::Enum(..)
                | DeclarationKind::Namespace => {
                    return self.types.intern(Ty::ValueOf(symbol));
                }
                DeclarationKind::Interface(_) | DeclarationKind::Alias(..) => {}
            }
        }
        let has_type = data.declarations.iter().any(|one| matches!(one.kind, DeclarationKind::Interface(_)));
        match variable {
            Some(_) if has_type => self.types.intern(Ty::ValueOf(symbol)),
            Some((node, scope)) => self.variable_type(node, scope),
            None if bindings.is_module(symbol) => self.types.intern(Ty::ValueOf(symbol)),
            None => TypeId::UNRESOLVED,
        }
    }

    /// The declared type of a variable, or that of its literal value. One that is needed for itself is `any`, as TypeScript has it.
    pub fn variable_type(&mut self, node: &'a VariableNode<'a>, scope: ScopeId) -> TypeId {
        if self.variables.iter().any(|&one| std::ptr::eq(one, node)) {
            return TypeId::ANY;
        }
        self.variables.push(node);
        let ty = self.variable_type_inside(node, scope);
        self.variables.pop();
        ty
    }

    fn variable_type_inside(&mut self, node: &'a VariableNode<'a>, scope: ScopeId) -> TypeId {
        match (node.ty, node.value) {
            (Some(TypeNode { kind: TypeNodeKind::UniqueSymbol, .. }), _) => {
                let path = self.types.names(vec![node.name]);
                self.types.intern(Ty::UniqueSymbol(PropertyName::Computed(path)))
            }
            (Some(ty), _) => self.evaluate(ty, Self::context(scope)),
            (None, Some(value)) => self.value_expression(value, node.is_const, Self::context(scope)),
            (None, None) => TypeId::ANY,
        }
    }

    /// The type of a value, with names looked up.
    pub(super) fn value_expression(&mut self, value: &'a Expression<'a>, constant: bool, context: Context) -> TypeId {
        if let Expression::Path(path) = value {
            return self.value_path(path, context).unwrap_or(TypeId::ANY);
        }
        self.expression_type(value, constant)
    }

    /// The type of a literal; widened unless it is a constant.
    pub fn expression_type(&mut self, value: &'a Expression<'a>, constant: bool) -> TypeId {
        match (*value, constant) {
            (Expression::String(text), true) => self.types.string(text),
            (Expression::Number(number), true) => self.types.number(number),
            (Expression::Unary('-', Expression::Number(number)), true) => self.types.number(-number),
            (Expression::Boolean(value), true) => self.types.intern(Ty::BooleanLiteral(value)),
            (Expression::BigInt(digits), true) => self.types.intern(Ty::BigIntLiteral(digits)),
            (Expression::Unary('-', Expression::BigInt(digits)), true) => {
                let digits = self.types.text(&format!("-{digits}"));
                self.types.intern(Ty::BigIntLiteral(digits))
            }
            (Expression::String(_), false) => TypeId::STRING,
            (Expression::BigInt(_) | Expression::Unary(_, Expression::BigInt(_)), _) => TypeId::BIGINT,
            (Expression::Number(_) | Expression::Unary(..), _) => TypeId::NUMBER,
            (Expression::Boolean(_), false) => TypeId::BOOLEAN,
            (Expression::Binary("+", left, right), _) => {
                let left = self.expression_type(left, false);
                let right = self.expression_type(right, false);
                if left == TypeId::STRING || right == TypeId::STRING { TypeId::STRING } else { TypeId::NUMBER }
            }
            (Expression::Binary(..), _) => TypeId::NUMBER,
            _ => TypeId::ANY,
        }
    }

    /// The shape of `typeof X`.
    pub(super) fn value_shape(&mut self, symbol: SymbolId) -> Option<Shape<'a>> {
        let bindings = self.bindings;
        let data = bindings.symbol(symbol);
        let mut shape = Shape::default();
        for declaration in &data.declarations {
            match declaration.kind {
                DeclarationKind::Variable(node) => {
                    let ty = self.variable_type(node, declaration.scope);
                    self.inherit(ty, ty, &mut shape);
                }
                DeclarationKind::Function(signature) => {
                    shape.calls.push((super::Node(signature), Self::context(declaration.scope)));
                }
                DeclarationKind::Class(object) => {
                    self.class_value(symbol, object, declaration.scope, &mut shape);
                }
                DeclarationKind::Enum(_, members) => {
                    if self.enum_kinds(symbol).1 && shape.indexes.is_empty() {
                        let value = TypeId::STRING;
                        shape.indexes.push(super::shape::Index { key: TypeId::NUMBER, value, readonly: true });
                        shape.enumeration = true;
                    }
                    for member in members {
                        let ty = self.types.intern(Ty::EnumMember(symbol, member.name));
                        let property = Property {
                            readonly: true,
                            docs: member.docs,
                            file: declaration.span.file,
                            ..synthetic(PropertyName::Text(member.name), ty, false)
                        };
                        shape.put(property);
                    }
                }
                _ => {}
            }
        }
        let exported: Vec<(&'a str, SymbolId)> = match bindings.module_index(symbol) {
            Some(module) => bindings.exports(module),
            None => data.namespace.map_or(Vec::new(), |table| {
                bindings.sorted(table).into_iter().map(|one| (bindings.symbol(one).name, one)).collect()
            }),
        };
        for (name, member) in exported {
            if let Some(member) = bindings.follow(member)
                && (bindings.symbol(member).has(Meaning::Value) || bindings.is_module(member))
            {
                let ty = self.value_type(member);
                shape.put(synthetic(PropertyName::Text(name), ty, false));
            }
        }
        Some(shape)
    }

    /// The shape of `typeof globalThis`: every global value.
    pub(super) fn global_object(&mut self) -> Shape<'a> {
        let bindings = self.bindings;
        let mut shape = Shape::default();
        for symbol in bindings.globals() {
            let Some(found) = bindings.follow_as(symbol, Meaning::Value) else { continue };
            let name = PropertyName::Text(bindings.symbol(symbol).name);
            let ty = self.value_type(found);
            shape.put(synthetic(name, ty, false));
        }
        shape
    }

    /// The type of a property, without the `undefined` that optionality adds.
    pub fn type_of(&mut self, property: &Property<'a>) -> TypeId {
        match &property.kind {
            PropertyKind::Type(ty) => *ty,
            PropertyKind::Node(Some(node), _, context) => {
                if matches!(node.0.kind, TypeNodeKind::UniqueSymbol) {
                    return self.unique_symbol(property.name);
                }
                self.evaluate(node.0, *context)
            }
            PropertyKind::Node(None, Some(value), context) => {
                self.value_expression(value.0, property.readonly, *context)
            }
            PropertyKind::Node(None, None, _) => TypeId::ANY,
            PropertyKind::Defined(node, context) => {
                let ty = self.evaluate(node.0, *context);
                self.without_undefined(ty)
            }
            PropertyKind::Method(overloads) => match overloads[..] {
                [(signature, context)] => self.function_type(signature.0, context, false),
                _ => self.types.computed(Shape { calls: overloads.clone(), ..Shape::default() }),
            },
        }
    }

    /// The type of a property, with the `undefined` that optionality adds.
    pub(super) fn read_type(&mut self, property: &Property<'a>) -> TypeId {
        let ty = self.type_of(property);
        if property.optional { self.types.union(&[ty, TypeId::UNDEFINED]) } else { ty }
    }

    fn unique_symbol(&mut self, name: PropertyName<'a>) -> TypeId {
        let name = match name {
            PropertyName::Text(text) => PropertyName::Symbol(text),
            other => other,
        };
        self.types.intern(Ty::UniqueSymbol(name))
    }

    /// A type without `undefined` among its members.
    pub(crate) fn without_undefined(&mut self, ty: TypeId) -> TypeId {
        let resolved = self.resolve(ty);
        match self.types.get(resolved) {
            Ty::Union(members) if members.contains(&TypeId::UNDEFINED) => {
                let kept: Vec<TypeId> = members.iter().copied().filter(|&one| one != TypeId::UNDEFINED).collect();
                self.types.union(&kept)
            }
            Ty::Undefined => TypeId::NEVER,
            _ => ty,
        }
    }

    /// The environment of a signature with what its type parameters stand for.
    pub(super) fn with_arguments(&mut self, context: Context, arguments: &[Argument<'a>]) -> Context {
        Context { environment: self.types.extend(context.environment, arguments), ..context }
    }
}
