//! The members that interfaces, classes and object types declare, and those that they inherit.

use super::shape::{Index, Property, PropertyKind, Shape};
use super::{Argument, Context, Evaluator, Node, Ty, TypeId};
use crate::bind::{Meaning, ScopeId, SymbolId};
use crate::model::{Flavour, MemberNodeKind, ObjectNode, PropertyName, TypeParameterNode};

/// How often an interface may be among its own bases.
const MAXIMUM_SELF: usize = 4;

impl<'a> Evaluator<'a> {
    /// The context inside of a declaration's body, with its parameters standing for `arguments`.
    pub fn inside(
        &mut self,
        declaration_scope: ScopeId,
        parameters: &'a [TypeParameterNode<'a>],
        arguments: &[TypeId],
    ) -> Context {
        let environment = self.bind_arguments(Self::context(declaration_scope).environment, parameters, arguments);
        Context { scope: declaration_scope, environment }
    }

    pub(super) fn declared_shape(&mut self, symbol: SymbolId, arguments: &[TypeId], this: TypeId) -> Option<Shape<'a>> {
        let bindings = self.bindings;
        let mut shape = Shape::default();
        let mut own = Shape::default();
        let mut found = false;
        let this = Argument { name: "this", ty: this, node: None };
        for declaration in &bindings.symbol(symbol).declarations {
            let Some(object) = declaration.object() else {
                continue;
            };
            found = true;
            let context = self.inside(declaration.scope, object.type_parameters, arguments);
            let context = self.with_arguments(context, &[this]);
            for base in object.extends {
                let base = self.evaluate_base(base, context);
                // One that extends itself with ever other arguments has no end, and along two bases doubles at each step.
                if self.inheriting.iter().filter(|&&one| one == symbol).count() >= MAXIMUM_SELF {
                    shape.open = true;
                    continue;
                }
                self.inheriting.push(symbol);
                self.inherit(base, this.ty, &mut shape);
                self.inheriting.pop();
            }
            self.add_members(object, context, false, &mut own);
        }
        // An enum used as a type is a number or string.
        if !found {
            return None;
        }
        for property in own.properties {
            shape.put(property);
        }
        shape.calls.splice(0..0, own.calls);
        shape.constructs.splice(0..0, own.constructs);
        shape.indexes.retain(|index| own.indexes.iter().all(|other| other.key != index.key));
        shape.indexes.splice(0..0, own.indexes);
        shape.privates.extend(own.privates);
        Some(shape)
    }

    /// Adds what a base has.
    pub(super) fn inherit(&mut self, base: TypeId, this: TypeId, shape: &mut Shape<'a>) {
        let Some(inherited) = self.shape_as(base, this) else {
            shape.open = true;
            return;
        };
        for property in &inherited.properties {
            // Of several bases the first one that has a property counts.
            if shape.position(property.name).is_none() {
                shape.put(property.clone());
            }
        }
        shape.calls.extend_from_slice(&inherited.calls);
        shape.constructs.extend_from_slice(&inherited.constructs);
        for index in &inherited.indexes {
            if !shape.indexes.iter().any(|one| one.key == index.key) {
                shape.indexes.push(*index);
            }
        }
        shape.privates.extend_from_slice(&inherited.privates);
        shape.open |= inherited.open;
    }

    /// Adds the members of one body; methods of one name are overloads.
    pub(super) fn add_members(
        &mut self,
        object: &'a ObjectNode<'a>,
        context: Context,
        statics: bool,
        shape: &mut Shape<'a>,
    ) {
        for member in object.members {
            if member.is_static != statics {
                continue;
            }
            if member.hidden {
                if !matches!(member.kind, MemberNodeKind::Construct(_)) {
                    shape.privates.push((member.name, Node(object)));
                }
                continue;
            }
            let name = self.property_name(member.name, context);
            let kind = match member.kind {
                MemberNodeKind::Call(signature) => {
                    shape.calls.push((Node(signature), context));
                    continue;
                }
                // The constructor of a class belongs to its value.
                MemberNodeKind::Construct(signature) if signature.flavour == Flavour::Method => continue,
                MemberNodeKind::Construct(signature) => {
                    shape.constructs.push((Node(signature), context));
                    continue;
                }
                MemberNodeKind::Index { key, value } => {
                    self.add_index(key, value, member.readonly, context, shape);
                    continue;
                }
                MemberNodeKind::Method(signature) => {
                    let callable = (Node(signature), context);
                    if let Some(at) = shape.position(name)
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
                    if let Some(at) = shape.position(name) {
                        shape.properties[at].readonly = false;
                        continue;
                    }
                    PropertyKind::Node(ty.map(Node), None, context)
                }
            };
            let is_getter = matches!(member.kind, MemberNodeKind::Getter(_));
            let has_setter = is_getter && shape.position(name).is_some();
            let property = Property {
                name,
                key: None,
                kind,
                optional: member.optional,
                from_method: false,
                readonly: member.readonly || (is_getter && !has_setter),
                docs: member.docs,
                file: member.span.file,
                span: member.span,
            };
            // Of merged declarations that say a property twice the first one counts; a getter after its setter does.
            match shape.position(name) {
                Some(at) if is_getter => {
                    let docs = shape.properties[at].docs;
                    shape.properties[at] =
                        Property { docs: if docs.is_none() { property.docs } else { docs }, ..property };
                }
                Some(_) => {}
                None => shape.put(property),
            }
        }
    }

    fn add_index(
        &mut self,
        key: Option<&'a crate::model::TypeNode<'a>>,
        value: Option<&'a crate::model::TypeNode<'a>>,
        readonly: bool,
        context: Context,
        shape: &mut Shape<'a>,
    ) {
        let key = self.evaluate_optional(key, context);
        let key = self.resolve(key);
        let value = self.evaluate_optional(value, context);
        for key in self.types.members(key) {
            if !shape.indexes.iter().any(|one| one.key == key) {
                shape.indexes.push(Index { key, value, readonly });
            }
        }
    }

    /// A computed name through the constant that it names.
    pub fn property_name(&mut self, name: PropertyName<'a>, context: Context) -> PropertyName<'a> {
        let PropertyName::Computed(path) = name else {
            return name;
        };
        let ty = match self.bindings.path(context.scope, path, Meaning::Value) {
            Some(symbol) => self.value_type(symbol),
            None => {
                let Some((member, owner)) = path.split_last() else { return name };
                if let Some(owner) = self.bindings.path(context.scope, owner, Meaning::Namespace)
                    && self.enum_members(owner).is_some()
                {
                    self.types.intern(Ty::EnumMember(owner, member))
                } else if let Some(owner) = self.bindings.path(context.scope, owner, Meaning::Value) {
                    let owner = self.value_type(owner);
                    match self.property_type(owner, member) {
                        Some(ty) => ty,
                        None => return name,
                    }
                } else {
                    return name;
                }
            }
        };
        let ty = self.resolve(ty);
        self.name_of_key(ty).unwrap_or(name)
    }
}
