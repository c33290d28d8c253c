//! Evaluated types to border types.

use ffi_core::signature::{
    BufferKind, Function, Literal, Parameter, Record, RecordField, Signature, TupleElement, Type, TypeParameter,
};

use super::role::{self, Role};
use super::{Lowering, Side, names};
use crate::bind::{Meaning, SymbolId};
use crate::coverage::Construct;
use crate::coverage::notes::Part;
use crate::diagnostics::{FileId, Span};
use crate::evaluate::{Context, EnvironmentId, Evaluator, Node, Property, PropertyKind, Shape, Ty, TypeId, constant};
use crate::model::{Keyword, PropertyName, TypeNode, TypeNodeKind, TypeParameterNode};

/// How deeply anonymous types may nest.
const MAXIMUM_NESTING: usize = 24;
/// How many levels of the output may nest in one another. Python reads 200 brackets, and many readers of JSON 128 levels;
/// a signature counts as several.
const MAXIMUM_DEPTH: u32 = 60;
/// How many types one item may be made of, at most and at least, and all items of a run before they have the least.
pub(super) const MAXIMUM_PARTS: usize = 100_000;
pub(super) const LEAST_PARTS: usize = 200;
pub(super) const TOTAL_PARTS: usize = 1_200_000;
/// The same for types in options that were made before and are copied.
pub(super) const MAXIMUM_COPIES: usize = 100_000;
pub(super) const TOTAL_COPIES: usize = 400_000;
/// How many of them one object type without a name may be made of, with all that is written out inside of it.
const EXPANSION_PARTS: usize = 20_000;
/// What a signature counts as.
pub(super) const SIGNATURE_LEVELS: u32 = 4;

impl<'a> Lowering<'a> {
    /// The border type of an evaluated type.
    pub(crate) fn lower(&mut self, ty: TypeId, side: Side) -> Type {
        self.nested(1, |this| this.lower_here(ty, side)).unwrap_or(Type::Any)
    }

    /// Makes a part that is nested in another, unless that is too deep for those who read the output, or too much.
    pub(crate) fn nested<T>(&mut self, levels: u32, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth + levels > MAXIMUM_DEPTH || self.parts_left == 0 {
            self.evaluator.degrade(self.item_span, Construct::Limit, "the type is too large or nests too deeply");
            return None;
        }
        self.depth += levels;
        self.parts_left -= 1;
        let made = make(self);
        self.depth -= levels;
        Some(made)
    }

    /// Writes out a type that has no name. The outermost one says how many parts all that is inside of it may have.
    fn expand<T>(&mut self, ty: TypeId, make: impl FnOnce(&mut Self) -> T) -> T {
        let outermost = self.stack.is_empty();
        let held_back = if outermost { self.parts_left.saturating_sub(EXPANSION_PARTS) } else { 0 };
        self.parts_left -= held_back;
        self.stack.push(ty);
        let made = make(self);
        self.stack.pop();
        self.parts_left += held_back;
        made
    }

    /// Pays for a copy of something that is made of so many types; false when that is too much.
    pub(super) fn pay_copy(&mut self, parts: usize) -> bool {
        let Some(left) = self.copies_left.checked_sub(parts) else {
            self.evaluator.degrade(self.item_span, Construct::Limit, "the type is too large or nests too deeply");
            return false;
        };
        self.copies_left = left;
        true
    }

    fn lower_here(&mut self, ty: TypeId, side: Side) -> Type {
        match self.evaluator.types.get(ty) {
            Ty::Any | Ty::Unresolved | Ty::Infer(..) | Ty::GlobalThis | Ty::Marker(_) | Ty::Rigid(_) => Type::Any,
            Ty::Unknown | Ty::NotNull | Ty::Empty => Type::Unknown,
            Ty::Never => Type::Never,
            Ty::Undefined | Ty::Void => Type::Undefined,
            Ty::Null => Type::Null,
            Ty::Boolean => Type::Boolean,
            Ty::Number => Type::Number,
            Ty::BigInt => Type::BigInt,
            Ty::String => Type::String,
            Ty::Symbol | Ty::UniqueSymbol(_) => Type::Symbol,
            Ty::Object => Type::Object,
            Ty::This => Type::This,
            Ty::Text(text) => Type::Literal { value: Literal::String(text.to_owned()) },
            Ty::NumberLiteral(bits) => Type::Literal { value: Literal::Number(f64::from_bits(bits)) },
            Ty::BooleanLiteral(value) => Type::Literal { value: Literal::Boolean(value) },
            Ty::BigIntLiteral(digits) => Type::Literal { value: Literal::BigInt(digits.to_owned()) },
            Ty::EnumMember(symbol, member) => match constant::enum_value(&self.evaluator, symbol, member) {
                Some(constant::Constant::Text(text)) => Type::Literal { value: Literal::String(text) },
                Some(constant::Constant::Number(value)) => Type::Literal { value: Literal::Number(value) },
                None => self.reference(symbol, &[], side),
            },
            Ty::Union(members) => {
                let members: Vec<Type> = members.iter().map(|&member| self.lower(member, side)).collect();
                union(members)
            }
            Ty::Intersection(members) => self.intersection(ty, members, side),
            Ty::Named(symbol, arguments) => self.named(ty, symbol, arguments, side),
            Ty::Array(element, readonly) => Type::Array { element: Box::new(self.lower(element, side)), readonly },
            Ty::Tuple(elements, _) => {
                let elements = elements.iter().map(|element| TupleElement {
                    name: element.name.map(str::to_owned),
                    ty: self.lower(element.ty, side),
                    optional: element.optional,
                    rest: element.rest,
                });
                Type::Tuple { elements: elements.collect() }
            }
            Ty::Parameter(node) => Type::TypeParameter { name: node.0.name.to_owned() },
            Ty::Function(signature, context, construct) => {
                let overloads = self.signatures(signature.0, context, side);
                Type::Function { function: Box::new(Function { overloads }), construct }
            }
            Ty::Literal(..) | Ty::Computed(_) => self.anonymous(ty, side),
            Ty::Deferred(..) | Ty::Keyof(_) | Ty::Indexed(..) | Ty::Template(..) | Ty::Mapping(..) => {
                self.deferred(ty, side)
            }
            Ty::ValueOf(symbol) => self.value_of(ty, symbol, side),
        }
    }

    /// The border type of a written type: that of its evaluation, without evaluating what needs none.
    pub(crate) fn lower_node(&mut self, node: &'a TypeNode<'a>, context: Context, side: Side) -> Type {
        self.nested(1, |this| this.lower_node_here(node, context, side)).unwrap_or(Type::Any)
    }

    fn lower_node_here(&mut self, node: &'a TypeNode<'a>, context: Context, side: Side) -> Type {
        match node.kind {
            TypeNodeKind::Keyword(keyword) => keyword_type(keyword),
            TypeNodeKind::String(text) => Type::Literal { value: Literal::String(text.to_owned()) },
            TypeNodeKind::Array(element) => {
                Type::Array { element: Box::new(self.lower_node(element, context, side)), readonly: false }
            }
            TypeNodeKind::Union(members) => {
                let mut list: Vec<Type> = Vec::with_capacity(members.len());
                for member in members {
                    list.push(self.lower_node(member, context, side));
                }
                union(list)
            }
            TypeNodeKind::Function(signature) => {
                let overloads = self.signatures(signature, context, side);
                Type::Function { function: Box::new(Function { overloads }), construct: false }
            }
            TypeNodeKind::Reference { path, arguments: [] } => match self.plain_reference(path, context) {
                Some(symbol) => self.reference(symbol, &[], side),
                None => self.lower_evaluated(node, context, side),
            },
            _ => self.lower_evaluated(node, context, side),
        }
    }

    /// The type of a node that may be missing: `any` then.
    pub(crate) fn lower_optional_node(&mut self, node: Option<&'a TypeNode<'a>>, context: Context, side: Side) -> Type {
        node.map_or(Type::Any, |node| self.lower_node(node, context, side))
    }

    fn lower_evaluated(&mut self, node: &'a TypeNode<'a>, context: Context, side: Side) -> Type {
        let ty = self.evaluator.evaluate(node, context);
        self.lower_here(ty, side)
    }

    /// The symbol that a name without type arguments refers to, when a reference to it says all.
    fn plain_reference(&mut self, path: &'a [&'a str], context: Context) -> Option<SymbolId> {
        if let [name] = path
            && context.environment != EnvironmentId::EMPTY
            && self.evaluator.types.argument(context.environment, name).is_some()
        {
            return None;
        }
        let symbol = self.bindings.path(context.scope, path, Meaning::Type)?;
        let plain = match self.plain_cache.get(&symbol) {
            Some(&plain) => plain,
            None => {
                let plain = self.is_plain(symbol);
                self.plain_cache.insert(symbol, plain);
                plain
            }
        };
        plain.then_some(symbol)
    }

    fn is_plain(&mut self, symbol: SymbolId) -> bool {
        let name = self.bindings.symbol(symbol).name;
        let is_builtin = role::BUILTIN.binary_search(&name).is_ok() || name.ends_with("Iterator");
        if (is_builtin && self.bindings.is_global(symbol)) || !self.evaluator.type_parameters(symbol).0.is_empty() {
            return false;
        }
        self.evaluator.alias(symbol).is_none() || self.is_nominal(symbol)
    }

    fn lower_all(&mut self, types: &[TypeId], side: Side) -> Vec<Type> {
        types.iter().map(|&ty| self.lower(ty, side)).collect()
    }

    fn named(&mut self, ty: TypeId, symbol: SymbolId, arguments: &'a [TypeId], side: Side) -> Type {
        if self.bindings.is_global(symbol)
            && let Some(builtin) = self.builtin(ty, symbol, arguments, side)
        {
            return builtin;
        }
        if self.evaluator.alias(symbol).is_some() && !self.is_nominal(symbol) {
            let resolved = self.evaluator.resolve(ty);
            if resolved == ty {
                return self.recursion(symbol);
            }
            if self.evaluator.is_stuck(resolved)
                && self.bindings.is_global(symbol)
                && matches!(
                    self.bindings.symbol(symbol).name,
                    "Awaited" | "NonNullable" | "Exclude" | "Extract" | "NoInfer"
                )
                && let Some(&first) = arguments.first()
            {
                return self.lower(first, side);
            }
            if let Some(reference) = self.expansion(resolved, Some(ty), side) {
                return reference;
            }
            if self.stack.contains(&resolved) || self.stack.len() > MAXIMUM_NESTING {
                return self.recursion(symbol);
            }
            return self.expand(resolved, |this| this.lower(resolved, side));
        }
        self.reference(symbol, arguments, side)
    }

    fn recursion(&mut self, symbol: SymbolId) -> Type {
        if let Some(declaration) = self.bindings.symbol(symbol).declarations.first() {
            let name = self.bindings.symbol(symbol).name;
            let reason = format!("`{name}` needs itself when it is expanded");
            self.evaluator.degrade(declaration.span, Construct::RecursiveType, reason);
        }
        Type::Any
    }

    /// A use of an item; asks for the item unless it is a class of a library that is only context.
    pub(crate) fn reference(&mut self, symbol: SymbolId, arguments: &[TypeId], side: Side) -> Type {
        let module = self.module_of(symbol);
        if module.is_none() {
            self.need(symbol);
        }
        let name = self.qualified(symbol).to_string();
        Type::Reference { name, arguments: self.lower_all(arguments, side), module }
    }

    /// Where an item is to be found when it is not emitted: what a library that is only context declares, data aside, is
    /// a property of the JavaScript global object.
    pub(crate) fn module_of(&mut self, symbol: SymbolId) -> Option<String> {
        let data = self.bindings.symbol(symbol);
        let mut root = symbol;
        while let Some(owner) = self.bindings.table(self.bindings.symbol(root).table).owner {
            if self.bindings.is_module(owner) {
                return None;
            }
            root = owner;
        }
        if data.emitted || !self.bindings.is_global(root) {
            return None;
        }
        let data_item = matches!(self.role(symbol), Some(Role::Record | Role::Alias | Role::Mapping | Role::Enum));
        let taken = self.is_taken(None, data.name, Some(symbol));
        (!data_item || taken || root != symbol).then(|| "js".to_owned())
    }

    /// Whether an alias is emitted under its name, or expanded at each use because its type depends on its arguments in
    /// a way that an annotation cannot say.
    pub(crate) fn is_nominal(&mut self, symbol: SymbolId) -> bool {
        if let Some(&known) = self.nominal_cache.get(&symbol) {
            return known;
        }
        let nominal = match (self.evaluator.alias(symbol), self.role(symbol)) {
            (Some((parameters, body, _)), Some(Role::Alias)) => {
                if matches!(body.kind, TypeNodeKind::Keyword(Keyword::Intrinsic)) {
                    false
                } else {
                    parameters.is_empty() || !computes(body)
                }
            }
            _ => false,
        };
        self.nominal_cache.insert(symbol, nominal);
        nominal
    }

    fn intersection(&mut self, ty: TypeId, members: &'a [TypeId], side: Side) -> Type {
        let resolved = self.evaluator.resolve(ty);
        if resolved != ty && !matches!(self.evaluator.types.get(resolved), Ty::Intersection(_)) {
            return self.lower(resolved, side);
        }
        if self.is_data(ty) {
            return self.anonymous(ty, side);
        }
        // A branded primitive is that primitive at the border.
        for &member in members {
            let head = self.evaluator.resolve(member);
            if matches!(
                self.evaluator.types.get(head),
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
                    | Ty::Mapping(..)
            ) {
                return self.lower(head, side);
            }
        }
        // Empty object types and markers say nothing at the border.
        let mut parts: Vec<Type> = Vec::new();
        for &member in members {
            let empty = {
                let head = self.evaluator.resolve(member);
                let named = matches!(self.evaluator.types.get(head), Ty::Named(symbol, _)
                    if self.bindings.symbol(symbol).declarations.iter().all(|one| one.object().is_some_and(|node| node.extends.is_empty())));
                (named || matches!(self.evaluator.types.get(head), Ty::Literal(..)))
                    && self.evaluator.shape(head).is_some_and(|shape| *shape == Shape::default())
            };
            if empty {
                continue;
            }
            let part = self.lower(member, side);
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.retain(|part| !matches!(part, Type::Object | Type::Unknown));
        match parts.len() {
            0 => Type::Object,
            1 => parts.remove(0),
            _ if parts.contains(&Type::Any) => Type::Any,
            _ => Type::Intersection { members: parts },
        }
    }

    /// An object type without a name.
    fn anonymous(&mut self, ty: TypeId, side: Side) -> Type {
        if let Some(reference) = self.expansion(ty, None, side) {
            return reference;
        }
        let Some(shape) = self.evaluator.shape(ty) else {
            return Type::Any;
        };
        if self.stack.iter().filter(|&&one| one == ty).count() > 1 || self.stack.len() > MAXIMUM_NESTING {
            self.evaluator.degrade(self.span_of(ty, &shape), Construct::RecursiveType, "the object type needs itself");
            return Type::Any;
        }
        self.expand(ty, |this| this.anonymous_shape(&shape, side))
    }

    /// Where an object type stands, as far as that is known.
    fn span_of(&self, ty: TypeId, shape: &Shape<'a>) -> Span {
        match self.evaluator.types.get(ty) {
            Ty::Literal(object, _) => object.0.span,
            _ => shape.properties.first().map_or(Span { file: FileId(0), start: 0, end: 0 }, |one| one.span),
        }
    }

    fn anonymous_shape(&mut self, shape: &Shape<'a>, side: Side) -> Type {
        for (signatures, construct) in [(&shape.calls, false), (&shape.constructs, true)] {
            if !signatures.is_empty() {
                let mut overloads = Vec::new();
                for &(signature, context) in signatures {
                    overloads.extend(self.signatures(signature.0, context, side));
                }
                return Type::Function { function: Box::new(Function { overloads }), construct };
            }
        }
        if shape.properties.is_empty() {
            return match shape.indexes.iter().find(|index| index.key != TypeId::NUMBER).or(shape.indexes.first()) {
                Some(index) if index.key == TypeId::NUMBER => {
                    Type::Array { element: Box::new(self.lower(index.value, side)), readonly: index.readonly }
                }
                Some(index) => Type::Mapping { value: Box::new(self.lower(index.value, side)) },
                None if shape.open => Type::Any,
                None => Type::Unknown,
            };
        }
        let fields = self.fields(shape, side);
        Type::Record { fields }
    }

    /// The properties of a shape as fields of a record.
    pub(crate) fn fields(&mut self, shape: &Shape<'a>, side: Side) -> Vec<RecordField> {
        let mut fields: Vec<RecordField> = Vec::with_capacity(shape.properties.len());
        let mut spellings = names::Spellings::default();
        for property in &shape.properties {
            let PropertyName::Text(name) = property.name else {
                continue;
            };
            let ty = self.part(Part::Named(property.name), |this| {
                let ty = this.property(property, side);
                this.check_limit(property.span);
                ty
            });
            let mut name = names::name(name);
            spellings.give(&mut name);
            fields.push(RecordField {
                name,
                ty,
                optional: property.optional,
                readonly: property.readonly,
                docs: self.docs(property.file, property.docs),
            });
        }
        fields
    }

    /// The type of a property, methods as functions.
    pub(crate) fn property(&mut self, property: &Property<'a>, side: Side) -> Type {
        if let PropertyKind::Method(overloads) = &property.kind {
            let mut lowered = Vec::new();
            for &(signature, context) in overloads {
                lowered.extend(self.signatures(signature.0, context, side));
            }
            return Type::Function { function: Box::new(Function { overloads: lowered }), construct: false };
        }
        if let PropertyKind::Node(Some(node), _, context) = property.kind {
            return self.lower_node(node.0, context, side);
        }
        let ty = self.evaluator.type_of(property);
        self.lower(ty, side)
    }

    fn deferred(&mut self, ty: TypeId, side: Side) -> Type {
        let resolved = self.evaluator.resolve(ty);
        if resolved != ty {
            if let Some(reference) = self.expansion(resolved, None, side) {
                return reference;
            }
            if self.stack.contains(&resolved) || self.stack.len() > MAXIMUM_NESTING {
                let reason = "the type needs itself when it is expanded";
                if let Ty::Deferred(node, _) = self.evaluator.types.get(ty) {
                    self.evaluator.degrade(node.0.span, Construct::RecursiveType, reason);
                }
                return Type::Any;
            }
            return self.expand(resolved, |this| this.lower(resolved, side));
        }
        match self.evaluator.types.get(ty) {
            Ty::Deferred(node, context) => self.undecided(node.0, context, side),
            Ty::Keyof(_) | Ty::Template(..) | Ty::Mapping(..) => Type::String,
            _ => match self.erased(ty, side) {
                Some(lowered) => lowered,
                None => {
                    if let Some(span) = self.evaluator.place(ty) {
                        self.evaluator.degrade(span, Construct::IndexedAccess, "depends on a type parameter");
                    }
                    Type::Any
                }
            },
        }
    }

    /// A type that depends on a type parameter, with the parameter's constraint in its place.
    fn erased(&mut self, ty: TypeId, side: Side) -> Option<Type> {
        let erased = self.evaluator.erase_type(ty);
        let resolved = self.evaluator.resolve(erased);
        if resolved == ty || self.stack.contains(&resolved) || self.stack.len() >= MAXIMUM_NESTING {
            return None;
        }
        let lowered = self.expand(resolved, |this| this.lower(resolved, side));
        (!matches!(lowered, Type::Unknown | Type::Never)).then_some(lowered)
    }

    /// The nearest type for one that depends on a type parameter.
    fn undecided(&mut self, node: &'a TypeNode<'a>, context: Context, side: Side) -> Type {
        match node.kind {
            // `{ [P in keyof T]: ... }` is a `T` with other modifiers.
            TypeNodeKind::Mapped { constraint: TypeNode { kind: TypeNodeKind::Keyof(operand), .. }, .. } => {
                let operand = self.evaluator.evaluate(operand, context);
                if let Ty::Parameter(node) = self.evaluator.types.get(operand) {
                    return Type::TypeParameter { name: node.0.name.to_owned() };
                }
            }
            TypeNodeKind::Conditional { check, .. } if self.chooses_data(check, context) => {
                let reason = "conditional type is undecided: any record";
                self.evaluator.degrade(node.span, Construct::ConditionalType, reason);
                return Type::Any;
            }
            TypeNodeKind::Conditional { extends, yes, no, .. } if self.stack.len() < MAXIMUM_NESTING => {
                let reason = "conditional type is undecided: both branches";
                self.evaluator.degrade(node.span, Construct::ConditionalType, reason);
                return self.expand(TypeId::NEVER, |this| {
                    let inside = this.evaluator.undecided_branch(extends, context);
                    let left = this.evaluator.evaluate(yes, inside);
                    let left = this.lower(left, side);
                    let right = this.evaluator.evaluate(no, context);
                    let right = this.lower(right, side);
                    Type::union([left, right])
                });
            }
            _ => {}
        }
        let ty = self.evaluator.types.intern(Ty::Deferred(Node(node), context));
        if let Some(lowered) = self.erased(ty, side) {
            return lowered;
        }
        let construct = match node.kind {
            TypeNodeKind::Mapped { .. } => Construct::MappedType,
            TypeNodeKind::Indexed { .. } => Construct::IndexedAccess,
            TypeNodeKind::Conditional { .. } => Construct::ConditionalType,
            _ => Construct::TypeParameter,
        };
        self.evaluator.degrade(node.span, construct, "depends on a type parameter");
        Type::Any
    }

    /// Whether a conditional type asks about a record that a type parameter chooses: what it makes of the record is neither of its branches.
    fn chooses_data(&mut self, check: &'a TypeNode<'a>, context: Context) -> bool {
        let checked = self.evaluator.evaluate(check, context);
        let resolved = self.evaluator.resolve(checked);
        if !matches!(self.evaluator.types.get(resolved), Ty::Indexed(..)) {
            return false;
        }
        let erased = self.evaluator.erase_type(resolved);
        let erased = self.evaluator.resolve(erased);
        let alternatives = self.evaluator.types.members(erased).to_vec();
        alternatives.iter().all(|&one| self.is_data(one))
    }

    fn value_of(&mut self, ty: TypeId, symbol: SymbolId, side: Side) -> Type {
        match self.role(symbol) {
            Some(Role::Class | Role::Interface) => {
                let module = self.module_of(symbol);
                if module.is_none() {
                    self.need(symbol);
                }
                Type::ClassObject { name: self.qualified(symbol).to_string(), module }
            }
            Some(Role::Function) => self.anonymous(ty, side),
            _ => Type::Any,
        }
    }

    /// Library types with a meaning of their own at the border.
    fn builtin(&mut self, ty: TypeId, symbol: SymbolId, arguments: &'a [TypeId], side: Side) -> Option<Type> {
        let name = self.bindings.symbol(symbol).name;
        let mut argument = |index: usize| match arguments.get(index) {
            Some(&ty) => Box::new(self.lower(ty, side)),
            None => Box::new(Type::Any),
        };
        Some(match name {
            "Array" => Type::Array { element: argument(0), readonly: false },
            "ReadonlyArray" | "ArrayLike" | "ConcatArray" => Type::Array { element: argument(0), readonly: true },
            "Promise" | "PromiseLike" => Type::Promise { value: argument(0) },
            "Map" | "ReadonlyMap" => Type::Map { key: argument(0), value: argument(1) },
            "Set" | "ReadonlySet" => Type::Set { element: argument(0) },
            "Date" => Type::Date,
            "Iterable" => Type::Iterable { element: argument(0) },
            "AsyncIterable" => Type::AsyncIterable { element: argument(0) },
            "Iterator" | "IterableIterator" | "IteratorObject" | "Generator" => {
                let (element, result, sent) = (argument(0), argument(1), argument(2));
                iterator(element, *result, *sent)
            }
            "AsyncIterator" | "AsyncIterableIterator" | "AsyncIteratorObject" | "AsyncGenerator" => {
                Type::AsyncIterator { element: argument(0) }
            }
            "Boolean" => Type::Boolean,
            "Number" => Type::Number,
            "String" => Type::String,
            "BigInt" => Type::BigInt,
            "Symbol" => Type::Symbol,
            "Object" => Type::Any,
            "Function" | "CallableFunction" | "NewableFunction" => any_function(),
            _ if name.ends_with("Iterator") => return self.library_iterator(ty, side),
            _ => Type::Buffer { buffer: buffer(name)? },
        })
    }

    /// `ArrayIterator`, `HeadersIterator` and the like: an iterator by inheritance.
    fn library_iterator(&mut self, ty: TypeId, side: Side) -> Option<Type> {
        for (name, asynchronous) in [("IteratorObject", false), ("AsyncIteratorObject", true), ("Iterator", false)] {
            let Some(wanted) = self.bindings.global(name) else {
                continue;
            };
            if let Some(arguments) = self.evaluator.base_arguments(ty, wanted) {
                let element = Box::new(match arguments.first() {
                    Some(&element) => self.lower(element, side),
                    None => Type::Any,
                });
                return Some(if asynchronous {
                    Type::AsyncIterator { element }
                } else {
                    Type::Iterator { element, result: None, sent: None }
                });
            }
        }
        None
    }

    /// Type parameters of an item or signature.
    pub(crate) fn type_parameters(
        &mut self,
        parameters: &'a [TypeParameterNode<'a>],
        context: Context,
    ) -> Vec<TypeParameter> {
        let context = self.evaluator.open(context, parameters);
        let mut list = Vec::with_capacity(parameters.len());
        for node in parameters {
            self.evaluator.notes.enter(Part::TypeParameter(node.name));
            let constraint = node.constraint.map(|ty| {
                let ty = self.evaluator.evaluate(ty, context);
                self.lower(ty, Side::Taken)
            });
            let default = node.default.map(|ty| {
                let ty = self.evaluator.evaluate(ty, context);
                self.lower(ty, Side::Given)
            });
            self.evaluator.notes.leave();
            list.push(TypeParameter { name: node.name.to_owned(), constraint, default });
        }
        list
    }

    /// A base as a reference, when it is a declared class, interface or record.
    pub(crate) fn base(&mut self, ty: TypeId) -> Option<Type> {
        let mut ty = ty;
        for _ in 0..16 {
            let Ty::Named(symbol, arguments) = self.evaluator.types.get(ty) else {
                return None;
            };
            if self.evaluator.alias(symbol).is_none() {
                return Some(self.reference(symbol, arguments, Side::Given));
            }
            let next = self.evaluator.resolve(ty);
            if next == ty {
                return None;
            }
            ty = next;
        }
        None
    }

    pub(crate) fn record_from(&mut self, shape: &Shape<'a>, name: ffi_core::signature::Name) -> Record {
        Record {
            name,
            type_parameters: Vec::new(),
            extends: Vec::new(),
            fields: self.fields(shape, Side::Taken),
            docs: ffi_core::signature::Docs::default(),
        }
    }

    /// The context of a symbol's own declaration with open type parameters.
    pub(crate) fn open_symbol(&mut self, symbol: SymbolId) -> (&'a [TypeParameterNode<'a>], Context) {
        let (parameters, scope) = self.evaluator.type_parameters(symbol);
        (parameters, Evaluator::context(scope))
    }
}

/// Whether a type is computed from its type arguments: an operator outside of nested signatures.
fn computes(node: &TypeNode<'_>) -> bool {
    match node.kind {
        TypeNodeKind::Keyof(_)
        | TypeNodeKind::Indexed { .. }
        | TypeNodeKind::Mapped { .. }
        | TypeNodeKind::Conditional { .. }
        | TypeNodeKind::Intersection(_)
        | TypeNodeKind::Template { .. } => true,
        TypeNodeKind::Union(members) => members.iter().any(|one| computes(one)),
        TypeNodeKind::Array(inner) | TypeNodeKind::Readonly(inner) => computes(inner),
        TypeNodeKind::Reference { arguments, .. } => arguments.iter().any(|one| computes(one)),
        // A bare `type Id<T> = T`.
        _ => false,
    }
}

fn keyword_type(keyword: Keyword) -> Type {
    match keyword {
        Keyword::Any | Keyword::Intrinsic => Type::Any,
        Keyword::Unknown => Type::Unknown,
        Keyword::Never => Type::Never,
        Keyword::Undefined | Keyword::Void => Type::Undefined,
        Keyword::Null => Type::Null,
        Keyword::Boolean => Type::Boolean,
        Keyword::Number => Type::Number,
        Keyword::BigInt => Type::BigInt,
        Keyword::String => Type::String,
        Keyword::Symbol => Type::Symbol,
        Keyword::Object => Type::Object,
    }
}

/// A union in which `true | false` is `boolean`.
fn union(members: Vec<Type>) -> Type {
    let literal = |value: bool| Type::Literal { value: Literal::Boolean(value) };
    let has = |value: bool| members.iter().any(|one| one.members().contains(&literal(value)));
    if members.iter().any(|one| matches!(one, Type::Literal { value: Literal::Boolean(_) })) && has(true) && has(false)
    {
        let others = members.into_iter().map(|one| match one {
            Type::Literal { value: Literal::Boolean(_) } => Type::Boolean,
            other => other,
        });
        return Type::union(others);
    }
    Type::union(members)
}

fn iterator(element: Box<Type>, result: Type, sent: Type) -> Type {
    let known = |ty: Type| (!matches!(ty, Type::Any | Type::Unknown | Type::Undefined)).then(|| Box::new(ty));
    Type::Iterator { element, result: known(result), sent: known(sent) }
}

/// The signature that takes and gives anything.
pub(super) fn any_signature() -> Signature {
    let arguments = Parameter { name: "args".into(), ty: Type::Any, rest: true, ..Parameter::default() };
    Signature { parameters: vec![arguments], result: Type::Any, ..Signature::default() }
}

/// `Function`: takes and gives anything.
pub(crate) fn any_function() -> Type {
    Type::Function { function: Box::new(Function { overloads: vec![any_signature()] }), construct: false }
}

fn buffer(name: &str) -> Option<BufferKind> {
    Some(match name {
        "ArrayBuffer" => BufferKind::ArrayBuffer,
        "SharedArrayBuffer" => BufferKind::SharedArrayBuffer,
        "ArrayBufferView" => BufferKind::ArrayBufferView,
        "DataView" => BufferKind::DataView,
        "Int8Array" => BufferKind::Int8Array,
        "Uint8Array" => BufferKind::Uint8Array,
        "Uint8ClampedArray" => BufferKind::Uint8ClampedArray,
        "Int16Array" => BufferKind::Int16Array,
        "Uint16Array" => BufferKind::Uint16Array,
        "Int32Array" => BufferKind::Int32Array,
        "Uint32Array" => BufferKind::Uint32Array,
        "Float16Array" => BufferKind::Float16Array,
        "Float32Array" => BufferKind::Float32Array,
        "Float64Array" => BufferKind::Float64Array,
        "BigInt64Array" => BufferKind::BigInt64Array,
        "BigUint64Array" => BufferKind::BigUint64Array,
        _ => return None,
    })
}
