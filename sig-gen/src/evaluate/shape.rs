//! Shapes: the properties, call signatures and index signatures that a type has, inherited ones included.

use rustc_hash::FxHashMap;
use std::rc::Rc;

use super::{Context, Evaluator, Node, Ty, TypeId};
use crate::bind::{DeclarationKind, Meaning, SymbolId};
use crate::coverage::notes::Memo;
use crate::diagnostics::{FileId, Span};
use crate::model::{
    DocsRange, Expression, MemberNode, MemberNodeKind, ObjectNode, PropertyName, SignatureNode, TypeNode, TypeNodeKind,
};

/// What a type offers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape<'a> {
    /// The properties, in order of declaration, bases first.
    pub properties: Vec<Property<'a>>,
    /// Call signatures.
    pub calls: Vec<Callable<'a>>,
    /// Construct signatures.
    pub constructs: Vec<Callable<'a>>,
    /// Index signatures.
    pub indexes: Vec<Index>,
    /// Whether something could not be computed, so that there may be more.
    pub open: bool,
}

/// A property.
#[derive(Debug, Clone, PartialEq)]
pub struct Property<'a> {
    /// Its name.
    pub name: PropertyName<'a>,
    /// Its type, computed when it is asked for.
    pub kind: PropertyKind<'a>,
    /// `name?`.
    pub optional: bool,
    /// `readonly`.
    pub readonly: bool,
    /// Its documentation.
    pub docs: DocsRange,
    /// The file in which the documentation stands.
    pub file: FileId,
    /// Where it is declared.
    pub span: Span,
}

/// A call or construct signature, and where it is evaluated.
pub type Callable<'a> = (Node<'a, SignatureNode<'a>>, Context);

/// What a property's type comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum PropertyKind<'a> {
    /// A computed type.
    Type(TypeId),
    /// A node to evaluate.
    Node(Option<Node<'a, TypeNode<'a>>>, Option<Node<'a, Expression<'a>>>, Context),
    /// The overloads of a method.
    Method(Vec<Callable<'a>>),
}

/// An index signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index {
    /// The key type.
    pub key: TypeId,
    /// The value type.
    pub value: TypeId,
    /// `readonly`.
    pub readonly: bool,
}

impl<'a> Shape<'a> {
    /// The property of that name.
    pub fn get(&self, name: &str) -> Option<&Property<'a>> {
        self.properties.iter().find(|one| matches!(one.name, PropertyName::Text(text) if text == name))
    }

    /// Adds a property, replacing one of the same name in its place; overloads of one declaration space add up.
    fn put(&mut self, property: Property<'a>, positions: &mut FxHashMap<PropertyName<'a>, usize>) {
        match positions.get(&property.name) {
            Some(&at) => self.properties[at] = property,
            None => {
                positions.insert(property.name, self.properties.len());
                self.properties.push(property);
            }
        }
    }
}

impl<'a> Evaluator<'a> {
    /// The shape of a type; nothing for `any`, primitives without a library, and what cannot be computed.
    pub fn shape(&mut self, ty: TypeId) -> Option<Rc<Shape<'a>>> {
        let ty = self.resolve(ty);
        if let Some(shape) = self.shapes.get(&ty) {
            self.notes.reuse(Memo::Shape(ty.0));
            return shape.clone();
        }
        if let Ty::Computed(index) = self.types.get(ty) {
            return Some(self.types.shape(index));
        }
        // What asks for its own shape while it is computed sees an empty one.
        self.shapes.insert(ty, Some(Rc::new(Shape { open: true, ..Shape::default() })));
        self.notes.open();
        let shape = if self.enter() { self.compute_shape(ty).map(Rc::new) } else { None };
        self.notes.close(Memo::Shape(ty.0));
        self.leave();
        self.shapes.insert(ty, shape.clone());
        shape
    }

    fn compute_shape(&mut self, ty: TypeId) -> Option<Shape<'a>> {
        match self.types.get(ty) {
            Ty::Named(symbol, arguments) => self.declared_shape(symbol, arguments),
            Ty::Literal(object, context) => {
                let mut shape = Shape::default();
                self.add_members(object.0.members, context, false, &mut shape, &mut FxHashMap::default());
                Some(shape)
            }
            Ty::Function(signature, context, construct) => {
                let list = vec![(signature, context)];
                Some(if construct {
                    Shape { constructs: list, ..Shape::default() }
                } else {
                    Shape { calls: list, ..Shape::default() }
                })
            }
            Ty::Intersection(members) => self.intersection_shape(members),
            Ty::Union(members) => self.union_shape(members),
            Ty::Array(element, readonly) => {
                self.global_shape(if readonly { "ReadonlyArray" } else { "Array" }, &[element])
            }
            Ty::Tuple(elements, readonly) => {
                let members: Vec<TypeId> = elements.iter().map(|one| one.ty).collect();
                let element = self.types.union(&members);
                let mut shape =
                    self.global_shape(if readonly { "ReadonlyArray" } else { "Array" }, &[element]).unwrap_or_default();
                for (index, element) in elements.iter().enumerate().filter(|(_, element)| !element.rest) {
                    let name = PropertyName::Text(self.types.text(&index.to_string()));
                    shape.properties.push(synthetic(name, element.ty, element.optional));
                }
                Some(shape)
            }
            Ty::String | Ty::Text(_) | Ty::Template(..) => self.global_shape("String", &[]),
            Ty::Number | Ty::NumberLiteral(_) => self.global_shape("Number", &[]),
            Ty::Boolean | Ty::BooleanLiteral(_) => self.global_shape("Boolean", &[]),
            Ty::BigInt | Ty::BigIntLiteral(_) => self.global_shape("BigInt", &[]),
            Ty::Symbol => self.global_shape("Symbol", &[]),
            Ty::Parameter(node) => {
                let constraint = self.constraint(node)?;
                self.shape(constraint).map(|shape| (*shape).clone())
            }
            Ty::ValueOf(symbol) => self.value_shape(symbol),
            Ty::Object => Some(Shape::default()),
            _ => None,
        }
    }

    fn global_shape(&mut self, name: &str, arguments: &[TypeId]) -> Option<Shape<'a>> {
        let symbol = self.bindings.global(name)?;
        self.declared_shape(symbol, arguments)
    }

    /// The context inside of a declaration's body, with its parameters standing for `arguments`.
    pub fn inside(
        &mut self,
        declaration_scope: crate::bind::ScopeId,
        parameters: &'a [crate::model::TypeParameterNode<'a>],
        arguments: &[TypeId],
    ) -> Context {
        let environment = self.bind_arguments(Self::context(declaration_scope).environment, parameters, arguments);
        Context { scope: declaration_scope, environment }
    }

    fn declared_shape(&mut self, symbol: SymbolId, arguments: &[TypeId]) -> Option<Shape<'a>> {
        let bindings = self.bindings;
        let mut shape = Shape::default();
        let mut positions = FxHashMap::default();
        let mut found = false;
        let declarations = &bindings.symbol(symbol).declarations;
        for declaration in declarations {
            let Some(object) = declaration.object() else {
                continue;
            };
            found = true;
            let context = self.inside(declaration.scope, object.type_parameters, arguments);
            for base in object.extends {
                let base = self.evaluate_base(base, context);
                self.inherit(base, &mut shape, &mut positions);
            }
        }
        let mut own = Shape::default();
        let mut own_positions = FxHashMap::default();
        // Overloads of later declarations come first.
        for declaration in declarations.iter().rev() {
            let Some(object) = declaration.object() else {
                continue;
            };
            let context = self.inside(declaration.scope, object.type_parameters, arguments);
            self.add_members(object.members, context, false, &mut own, &mut own_positions);
        }
        for property in own.properties {
            shape.put(property, &mut positions);
        }
        shape.calls.splice(0..0, own.calls);
        shape.constructs.splice(0..0, own.constructs);
        shape.indexes.splice(0..0, own.indexes);
        if found {
            return Some(shape);
        }
        // An enum used as a type is a number or string.
        None
    }

    /// The type after `extends`; for a class it may name a value whose construct signature gives the type.
    pub fn evaluate_base(&mut self, node: &'a TypeNode<'a>, context: Context) -> TypeId {
        if let TypeNodeKind::Reference { path, .. } = node.kind
            && self.types.argument(context.environment, path[0]).is_none()
            && self.bindings.path(context.scope, path, Meaning::Type).is_none()
            && let Some(value) = self.bindings.path(context.scope, path, Meaning::Value)
        {
            let value = self.value_type(value);
            let construct = self.shape(value).and_then(|shape| shape.constructs.first().copied());
            return match construct {
                Some((signature, context)) => {
                    let context = self.open(context, signature.0.type_parameters);
                    let context = self.erase(context);
                    self.evaluate_optional(signature.0.result, context)
                }
                None => TypeId::UNRESOLVED,
            };
        }
        self.evaluate(node, context)
    }

    /// The construct signatures of a class: those written, or one without parameters, each giving an instance.
    fn class_constructs(&mut self, object: &'a ObjectNode<'a>, context: Context, inherits: bool) -> Vec<Callable<'a>> {
        if object.name.is_empty() {
            return Vec::new();
        }
        let written = object.members.iter().filter_map(|member| match member.kind {
            MemberNodeKind::Construct(signature) if !member.hidden => Some(*signature),
            _ => None,
        });
        let mut signatures: Vec<SignatureNode<'a>> = written.collect();
        if signatures.is_empty() && !inherits {
            signatures.push(SignatureNode {
                span: object.span,
                docs: DocsRange::NONE,
                type_parameters: &[],
                this: None,
                parameters: &[],
                result: None,
            });
        }
        let instance = self.types.instance_node(object);
        signatures
            .into_iter()
            .map(|signature| {
                let result = Some(instance);
                let signature = SignatureNode { type_parameters: object.type_parameters, result, ..signature };
                (Node(self.types.signature_node(signature)), context)
            })
            .collect()
    }

    fn inherit(&mut self, base: TypeId, shape: &mut Shape<'a>, positions: &mut FxHashMap<PropertyName<'a>, usize>) {
        match self.shape(base) {
            Some(inherited) => {
                for property in &inherited.properties {
                    shape.put(property.clone(), positions);
                }
                shape.calls.extend(inherited.calls.iter().cloned());
                shape.constructs.extend(inherited.constructs.iter().cloned());
                for index in &inherited.indexes {
                    if !shape.indexes.iter().any(|one| one.key == index.key) {
                        shape.indexes.push(*index);
                    }
                }
                shape.open |= inherited.open;
            }
            None => shape.open = true,
        }
    }

    /// Adds the members of one body; methods of one name are overloads.
    fn add_members(
        &mut self,
        members: &'a [MemberNode<'a>],
        context: Context,
        statics: bool,
        shape: &mut Shape<'a>,
        positions: &mut FxHashMap<PropertyName<'a>, usize>,
    ) {
        for member in members {
            if member.hidden {
                continue;
            }
            if member.is_static != statics {
                continue;
            }
            let name = self.property_name(member.name, context);
            let kind = match member.kind {
                MemberNodeKind::Call(signature) => {
                    shape.calls.push((Node(signature), context));
                    continue;
                }
                MemberNodeKind::Construct(signature) => {
                    shape.constructs.push((Node(signature), context));
                    continue;
                }
                MemberNodeKind::Index { key, value } => {
                    let key = self.evaluate_optional(key, context);
                    let value = self.evaluate_optional(value, context);
                    if !shape.indexes.iter().any(|one| one.key == key) {
                        shape.indexes.push(Index { key, value, readonly: member.readonly });
                    }
                    continue;
                }
                MemberNodeKind::Method(signature) => {
                    let callable = (Node(signature), context);
                    if let Some(&at) = positions.get(&name)
                        && let PropertyKind::Method(overloads) = &mut shape.properties[at].kind
                    {
                        overloads.push(callable);
                        continue;
                    }
                    PropertyKind::Method(vec![callable])
                }
                MemberNodeKind::Property(ty, value) => PropertyKind::Node(ty.map(Node), value.map(Node), context),
                MemberNodeKind::Getter(ty) => PropertyKind::Node(ty.map(Node), None, context),
                MemberNodeKind::Setter(ty) => {
                    if let Some(&at) = positions.get(&name) {
                        shape.properties[at].readonly = false;
                        continue;
                    }
                    PropertyKind::Node(ty.map(Node), None, context)
                }
            };
            let has_setter = matches!(member.kind, MemberNodeKind::Getter(_)) && positions.contains_key(&name);
            let readonly = member.readonly || (matches!(member.kind, MemberNodeKind::Getter(_)) && !has_setter);
            let property = Property {
                name,
                kind,
                optional: member.optional,
                readonly,
                docs: member.docs,
                file: member.span.file,
                span: member.span,
            };
            shape.put(property, positions);
        }
    }

    /// A computed name through the constant that it names.
    pub fn property_name(&mut self, name: PropertyName<'a>, context: Context) -> PropertyName<'a> {
        let PropertyName::Computed(path) = name else {
            return name;
        };
        let Some(symbol) = self.bindings.path(context.scope, path, Meaning::Value) else {
            if let Some((member, owner)) = path.split_last()
                && let Some(owner) = self.bindings.path(context.scope, owner, Meaning::Namespace)
                && let Some(super::constant::Constant::Text(text)) = super::constant::enum_value(self, owner, member)
            {
                return PropertyName::Text(self.types.text(&text));
            }
            return name;
        };
        let ty = self.value_type(symbol);
        let ty = self.resolve(ty);
        match self.types.get(ty) {
            Ty::Text(text) => PropertyName::Text(text),
            Ty::NumberLiteral(bits) => PropertyName::Text(self.types.text(&f64::from_bits(bits).to_string())),
            _ => name,
        }
    }

    fn intersection_shape(&mut self, members: &'a [TypeId]) -> Option<Shape<'a>> {
        let mut shape = Shape::default();
        let mut positions: FxHashMap<PropertyName<'a>, usize> = FxHashMap::default();
        for &member in members {
            let Some(part) = self.shape(member) else {
                shape.open = true;
                continue;
            };
            for property in &part.properties {
                let Some(&at) = positions.get(&property.name) else {
                    shape.put(property.clone(), &mut positions);
                    continue;
                };
                if shape.properties[at] == *property {
                    continue;
                }
                let first = shape.properties[at].clone();
                let left = self.type_of(&first);
                let right = self.type_of(property);
                let ty = self.types.intersection(&[left, right]);
                let merged = &mut shape.properties[at];
                if left != right {
                    merged.kind = PropertyKind::Type(ty);
                }
                merged.optional &= property.optional;
                merged.readonly &= property.readonly;
            }
            shape.calls.extend(part.calls.iter().cloned());
            shape.constructs.extend(part.constructs.iter().cloned());
            for index in &part.indexes {
                if !shape.indexes.contains(index) {
                    shape.indexes.push(*index);
                }
            }
            shape.open |= part.open;
        }
        Some(shape)
    }

    /// The properties that all members have.
    fn union_shape(&mut self, members: &'a [TypeId]) -> Option<Shape<'a>> {
        let mut shapes = Vec::with_capacity(members.len());
        for &member in members {
            shapes.push(self.shape(member)?);
        }
        let (first, rest) = shapes.split_first()?;
        let mut shape = Shape::default();
        for property in &first.properties {
            let PropertyName::Text(name) = property.name else {
                continue;
            };
            let others: Option<Vec<_>> = rest.iter().map(|one| one.get(name).cloned()).collect();
            let Some(others) = others else { continue };
            let mut types = vec![self.type_of(property)];
            let mut optional = property.optional;
            for other in &others {
                types.push(self.type_of(other));
                optional |= other.optional;
            }
            let ty = self.types.union(&types);
            shape.properties.push(Property { kind: PropertyKind::Type(ty), optional, ..property.clone() });
        }
        Some(shape)
    }

    /// The shape of `typeof X`.
    fn value_shape(&mut self, symbol: SymbolId) -> Option<Shape<'a>> {
        let bindings = self.bindings;
        let data = bindings.symbol(symbol);
        let mut shape = Shape::default();
        let mut positions = FxHashMap::default();
        for declaration in &data.declarations {
            match declaration.kind {
                DeclarationKind::Variable(node) => {
                    let ty = self.variable_type(node, declaration.scope);
                    self.inherit(ty, &mut shape, &mut positions);
                }
                DeclarationKind::Function(signature) => {
                    shape.calls.push((Node(signature), Self::context(declaration.scope)));
                }
                DeclarationKind::Class(object) => {
                    let outside = Self::context(declaration.scope);
                    let context = self.open(outside, object.type_parameters);
                    for base in object.extends {
                        if let TypeNodeKind::Reference { path, .. } = base.kind
                            && let Some(value) = bindings.path(context.scope, path, Meaning::Value)
                        {
                            let value = self.value_type(value);
                            self.inherit(value, &mut shape, &mut positions);
                        }
                    }
                    let mut own = Shape::default();
                    self.add_members(object.members, context, true, &mut own, &mut FxHashMap::default());
                    for property in own.properties {
                        shape.put(property, &mut positions);
                    }
                    let constructs = self.class_constructs(object, outside, !shape.constructs.is_empty());
                    if !constructs.is_empty() {
                        shape.constructs = constructs;
                    }
                }
                DeclarationKind::Enum(_, members) => {
                    for member in members {
                        let ty = self.types.intern(Ty::EnumMember(symbol, member.name));
                        shape.put(synthetic(PropertyName::Text(member.name), ty, false), &mut positions);
                    }
                }
                _ => {}
            }
        }
        let exported: Vec<(&'a str, SymbolId)> = match bindings.module_index(symbol) {
            Some(module) => bindings.exports(module),
            None => {
                let table = data.namespace;
                table.map_or(Vec::new(), |table| {
                    bindings.sorted(table).into_iter().map(|one| (bindings.symbol(one).name, one)).collect()
                })
            }
        };
        for (name, member) in exported {
            if let Some(member) = bindings.follow(member)
                && bindings.symbol(member).has(Meaning::Value)
            {
                let ty = self.value_type(member);
                shape.put(synthetic(PropertyName::Text(name), ty, false), &mut positions);
            }
        }
        Some(shape)
    }

    /// The type of a property, without the `undefined` that optionality adds.
    pub fn type_of(&mut self, property: &Property<'a>) -> TypeId {
        match &property.kind {
            PropertyKind::Type(ty) => *ty,
            PropertyKind::Node(Some(node), _, context) => self.evaluate(node.0, *context),
            PropertyKind::Node(None, Some(value), _) => self.expression_type(value.0, property.readonly),
            PropertyKind::Node(None, None, _) => TypeId::ANY,
            PropertyKind::Method(overloads) => match overloads[..] {
                [(signature, context)] => self.types.intern(Ty::Function(signature, context, false)),
                _ => self.types.computed(Shape { calls: overloads.clone(), ..Shape::default() }),
            },
        }
    }

    /// The type of the property of that name, `undefined` included when it is optional.
    pub fn property_type(&mut self, ty: TypeId, name: &str) -> Option<TypeId> {
        let shape = self.shape(ty)?;
        if let Some(property) = shape.get(name) {
            let property_type = self.type_of(property);
            return Some(if property.optional {
                self.types.union(&[property_type, TypeId::UNDEFINED])
            } else {
                property_type
            });
        }
        let is_number = name.parse::<f64>().is_ok();
        shape
            .indexes
            .iter()
            .find(|index| match self.types.get(index.key) {
                Ty::String => true,
                Ty::Number => is_number,
                _ => false,
            })
            .map(|index| index.value)
    }
}

/// A property that no declaration writes down.
pub fn synthetic(name: PropertyName<'_>, ty: TypeId, optional: bool) -> Property<'_> {
    let file = FileId(u32::MAX);
    Property {
        name,
        kind: PropertyKind::Type(ty),
        optional,
        readonly: false,
        docs: DocsRange::NONE,
        file,
        span: Span { file, start: 0, end: 0 },
    }
}
