//! Shapes: the properties, call signatures and index signatures that a type has, inherited ones included.

use rustc_hash::FxHashMap;
use std::rc::Rc;

use super::{Context, Evaluator, Limited, Node, Ty, TypeId};
use crate::coverage::notes::Memo;
use crate::diagnostics::{FileId, Span};
use crate::model::{DocsRange, Expression, ObjectNode, PropertyName, SignatureNode, TypeNode};

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
    /// Private and protected members, with the class that declares each: they make a class nominal.
    pub privates: Vec<(PropertyName<'a>, Node<'a, ObjectNode<'a>>)>,
    /// Whether something could not be computed, so that there may be more.
    pub open: bool,
    /// Whether a mapped type gives it: then `keyof` has no `number` for a string index.
    pub mapped: bool,
    /// Whether it is an enum's object, of whose number index `keyof` says nothing.
    pub enumeration: bool,
    /// Where each property stands, once there are many.
    pub(super) positions: FxHashMap<PropertyName<'a>, usize>,
}

/// A property.
#[derive(Debug, Clone, PartialEq)]
pub struct Property<'a> {
    /// Its name.
    pub name: PropertyName<'a>,
    /// The type that `keyof` gives for it, when the name does not say.
    pub key: Option<TypeId>,
    /// Its type, computed when it is asked for.
    pub kind: PropertyKind<'a>,
    /// `name?`.
    pub optional: bool,
    /// `readonly`.
    pub readonly: bool,
    /// Whether a mapped type made it of a method of the same name.
    pub from_method: bool,
    /// Its documentation.
    pub docs: DocsRange,
    /// The file in which the documentation stands.
    pub file: FileId,
    /// Where it is declared.
    pub span: Span,
}

impl Property<'_> {
    /// Whether it is declared as a method, here or where a mapped type has it from.
    pub fn is_method(&self) -> bool {
        self.from_method || matches!(self.kind, PropertyKind::Method(_))
    }
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
    /// A node to evaluate, without the `undefined` of its result.
    Defined(Node<'a, TypeNode<'a>>, Context),
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

/// Up to this many properties are searched one after the other.
const SEARCHED: usize = 12;

impl<'a> Shape<'a> {
    /// The property of that name.
    pub fn find(&self, name: PropertyName<'a>) -> Option<&Property<'a>> {
        self.position(name).map(|at| &self.properties[at])
    }

    pub(super) fn position(&self, name: PropertyName<'a>) -> Option<usize> {
        if self.properties.len() <= SEARCHED {
            return self.properties.iter().position(|one| one.name == name);
        }
        self.positions.get(&name).copied()
    }

    /// Adds a property, replacing one of the same name in its place.
    pub(super) fn put(&mut self, property: Property<'a>) {
        if let Some(at) = self.position(property.name) {
            self.properties[at] = property;
            return;
        }
        if self.properties.len() == SEARCHED {
            self.positions = self.properties.iter().enumerate().map(|(at, one)| (one.name, at)).collect();
        }
        if self.properties.len() >= SEARCHED {
            self.positions.insert(property.name, self.properties.len());
        }
        self.properties.push(property);
    }
}

impl<'a> Evaluator<'a> {
    /// The shape of a type; nothing for `any`, primitives without a library, and what cannot be computed. `this` in it is
    /// the type.
    pub fn shape(&mut self, ty: TypeId) -> Option<Rc<Shape<'a>>> {
        let ty = self.resolve(ty);
        self.shape_as(ty, ty)
    }

    /// The shape of a type with what `this` stands for in it.
    pub(super) fn shape_as(&mut self, ty: TypeId, this: TypeId) -> Option<Rc<Shape<'a>>> {
        let ty = self.resolve(ty);
        if let Ty::Computed(index) = self.types.get(ty) {
            return Some(self.types.shape(index));
        }
        let key = (ty, this);
        if let Some(shape) = self.shapes.get(&key) {
            self.notes.reuse(Memo::Shape(ty.0));
            return shape.clone();
        }
        if self.limited.get(&Limited::Shape(ty, this)).is_some_and(|&depth| self.depth >= depth) {
            self.limits += 1;
            return None;
        }
        // What asks for its own shape while it is computed sees an empty one.
        self.shapes.insert(key, Some(Rc::new(Shape { open: true, ..Shape::default() })));
        let limits = self.limits;
        self.notes.open();
        let shape = if self.enter() { self.compute_shape(ty, this).map(Rc::new) } else { None };
        self.notes.close(Memo::Shape(ty.0));
        self.leave();
        if self.limits == limits || self.depth == 0 {
            self.shapes.insert(key, shape.clone());
        } else {
            self.shapes.remove(&key);
            self.limited.insert(Limited::Shape(ty, this), self.depth);
        }
        shape
    }

    fn compute_shape(&mut self, ty: TypeId, this: TypeId) -> Option<Shape<'a>> {
        let head = self.types.get(ty);
        if let Some(name) = self.apparent_interface(head) {
            return self.global_shape(name, &[], this);
        }
        match head {
            Ty::Named(symbol, arguments) => self.declared_shape(symbol, arguments, this),
            Ty::Literal(object, context) => {
                let mut shape = Shape::default();
                self.add_members(object.0, context, false, &mut shape);
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
            Ty::Intersection(members) => Some(self.intersection_shape(members, this)),
            Ty::Union(members) => self.union_shape(members),
            Ty::Array(element, readonly) => self.array_shape(element, readonly, this),
            Ty::Tuple(elements, readonly) => Some(self.tuple_shape(elements, readonly, this)),
            Ty::Parameter(node) => {
                let constraint = self.constraint(node)?;
                self.shape_as(constraint, this).map(|shape| (*shape).clone())
            }
            Ty::ValueOf(symbol) => self.value_shape(symbol),
            Ty::GlobalThis => Some(self.global_object()),
            Ty::Object | Ty::NotNull | Ty::Empty => Some(Shape::default()),
            _ => None,
        }
    }
}

/// A property that no declaration writes down.
pub fn synthetic(name: PropertyName<'_>, ty: TypeId, optional: bool) -> Property<'_> {
    let file = FileId(u32::MAX);
    Property {
        name,
        key: None,
        kind: PropertyKind::Type(ty),
        optional,
        readonly: false,
        from_method: false,
        docs: DocsRange::NONE,
        file,
        span: Span { file, start: 0, end: 0 },
    }
}
