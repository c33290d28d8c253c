//! Evaluated types: interned, so that equal types are equal numbers, and lazy, so that nothing is computed before it is asked for.

use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use typed_arena::Arena;

use super::shape::{PropertyKind, Shape};
use crate::bind::{ScopeId, SymbolId};
use crate::model::{ObjectNode, ParameterNode, PropertyName, SignatureNode, TypeNode, TypeNodeKind, TypeParameterNode};

/// An evaluated type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// A set of type arguments by name: what the type parameters in scope of a node stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EnvironmentId(u32);

/// Where a node is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Context {
    /// Where names are looked up.
    pub scope: ScopeId,
    /// What type parameters stand for.
    pub environment: EnvironmentId,
}

/// One type argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Argument<'a> {
    /// The type parameter's name.
    pub name: &'a str,
    /// What it stands for; the parameter itself where it is not instantiated.
    pub ty: TypeId,
    /// Its declaration, for its constraint.
    pub node: Option<Node<'a, TypeParameterNode<'a>>>,
}

/// A node of the model, compared by place and not by content.
#[derive(Debug)]
pub struct Node<'a, T>(pub &'a T);

impl<T> Clone for Node<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Node<'_, T> {}

impl<T> PartialEq for Node<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl<T> Eq for Node<'_, T> {}

impl<T> Hash for Node<'_, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.0, state);
    }
}

/// An element of a tuple type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Element<'a> {
    /// The label.
    pub name: Option<&'a str>,
    /// The type; for a rest element the type of one.
    pub ty: TypeId,
    /// `T?`.
    pub optional: bool,
    /// `...T[]`, or `...T`.
    pub rest: bool,
    /// `...T` of a `T` that is not known yet: then the type is that after the dots.
    pub variadic: bool,
}

/// An intrinsic string type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mapping {
    Uppercase,
    Lowercase,
    Capitalize,
    Uncapitalize,
}

/// What a type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ty<'a> {
    Any,
    Unknown,
    Never,
    Undefined,
    Null,
    Void,
    Boolean,
    Number,
    BigInt,
    String,
    Symbol,
    Object,
    /// A name that cannot be found.
    Unresolved,
    /// A string literal.
    Text(&'a str),
    /// The bits of a number literal.
    NumberLiteral(u64),
    BooleanLiteral(bool),
    BigIntLiteral(&'a str),
    /// `unique symbol`: the property name that it is.
    UniqueSymbol(PropertyName<'a>),
    /// A template literal: one more text than types. Computed only when it is resolved.
    Template(&'a [&'a str], &'a [TypeId]),
    /// `Uppercase<T>` and the like. Computed only when it is resolved.
    Mapping(Mapping, TypeId),
    Union(&'a [TypeId]),
    Intersection(&'a [TypeId]),
    /// An interface, class, alias or enum with its arguments, not looked into.
    Named(SymbolId, &'a [TypeId]),
    EnumMember(SymbolId, &'a str),
    Array(TypeId, bool),
    Tuple(&'a [Element<'a>], bool),
    /// A type parameter that is not instantiated.
    Parameter(Node<'a, TypeParameterNode<'a>>),
    /// A name that `infer` binds, while its conditional type is being decided.
    Infer(&'a str, Node<'a, TypeNode<'a>>),
    This,
    /// The `{}` of `T & {}`: takes `null` and `undefined` away from what `T` becomes, and nothing else.
    NotNull,
    /// `{}` where it stands for itself.
    Empty,
    /// What stands for a type argument while the variance of its parameter is computed; the first is a subtype of the second.
    Marker(bool),
    /// A type parameter of a signature while the signature is compared: nothing but itself.
    Rigid(Node<'a, TypeParameterNode<'a>>),
    /// `keyof T`, not computed yet.
    Keyof(TypeId),
    /// `T[K]`, not computed yet.
    Indexed(TypeId, TypeId),
    /// A function type; with the last field set, a constructor type.
    Function(Node<'a, SignatureNode<'a>>, Context, bool),
    /// An object type.
    Literal(Node<'a, ObjectNode<'a>>, Context),
    /// A mapped or conditional type, not computed yet.
    Deferred(Node<'a, TypeNode<'a>>, Context),
    /// An object type that was computed: an index of [`Types::shape`].
    Computed(u32),
    /// `typeof X` for a class, function, namespace, module or enum.
    ValueOf(SymbolId),
    GlobalThis,
}

/// The interner.
pub struct Types<'a> {
    all: Vec<Ty<'a>>,
    /// What occurs in each type: see [`PARAMETER`], [`INFER`].
    marks: Vec<u8>,
    ids: FxHashMap<Ty<'a>, TypeId>,
    environments: Vec<&'a [Argument<'a>]>,
    environment_marks: Vec<u8>,
    environment_ids: FxHashMap<&'a [Argument<'a>], EnvironmentId>,
    shapes: Vec<Rc<Shape<'a>>>,
    storage: &'a Storage<'a>,
}

/// A type parameter that is not instantiated occurs in the type.
pub(super) const PARAMETER: u8 = 1;
/// A name that `infer` binds occurs in the type.
pub(super) const INFER: u8 = 2;
/// The mark of everything that is not known yet.
pub(super) const GENERIC: u8 = PARAMETER | INFER;

/// Where lists of types are kept.
#[derive(Default)]
pub struct Storage<'a> {
    types: Arena<TypeId>,
    elements: Arena<Element<'a>>,
    arguments: Arena<Argument<'a>>,
    texts: Arena<&'a str>,
    text: Arena<u8>,
    signatures: Arena<SignatureNode<'a>>,
    parameters: Arena<ParameterNode<'a>>,
    type_parameters: Arena<TypeParameterNode<'a>>,
    nodes: Arena<TypeNode<'a>>,
}

macro_rules! constants {
    ($($name:ident = $index:literal $ty:ident;)*) => {
        impl TypeId {
            $(pub const $name: Self = Self($index);)*
        }

        const CONSTANTS: &[Ty<'static>] = &[$(Ty::$ty),*];
    };
}

constants! {
    ANY = 0 Any;
    UNKNOWN = 1 Unknown;
    NEVER = 2 Never;
    UNDEFINED = 3 Undefined;
    NULL = 4 Null;
    VOID = 5 Void;
    BOOLEAN = 6 Boolean;
    NUMBER = 7 Number;
    BIGINT = 8 BigInt;
    STRING = 9 String;
    SYMBOL = 10 Symbol;
    OBJECT = 11 Object;
    UNRESOLVED = 12 Unresolved;
    THIS = 13 This;
    GLOBAL_THIS = 14 GlobalThis;
    NOT_NULL = 15 NotNull;
    EMPTY = 16 Empty;
}

impl EnvironmentId {
    /// No type parameters.
    pub const EMPTY: Self = Self(0);
}

impl<'a> Types<'a> {
    pub fn new(storage: &'a Storage<'a>) -> Self {
        let mut types = Self {
            all: Vec::with_capacity(1 << 14),
            marks: Vec::with_capacity(1 << 14),
            ids: FxHashMap::default(),
            environments: vec![&[]],
            environment_marks: vec![0],
            environment_ids: FxHashMap::default(),
            shapes: Vec::new(),
            storage,
        };
        types.ids.reserve(1 << 14);
        types.environment_ids.insert(&[], EnvironmentId::EMPTY);
        for &ty in CONSTANTS {
            types.intern(ty);
        }
        types
    }

    pub fn intern(&mut self, ty: Ty<'a>) -> TypeId {
        let next = TypeId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let id = *self.ids.entry(ty).or_insert(next);
        if id == next {
            let marks = self.marks_of(ty);
            self.all.push(ty);
            self.marks.push(marks);
        }
        id
    }

    fn marks_of(&self, ty: Ty<'a>) -> u8 {
        let all = |list: &[TypeId]| list.iter().fold(0, |marks, one| marks | self.marks[one.0 as usize]);
        match ty {
            Ty::Template(_, list) | Ty::Union(list) | Ty::Intersection(list) | Ty::Named(_, list) => all(list),
            Ty::Mapping(_, inner) | Ty::Array(inner, _) | Ty::Keyof(inner) => all(&[inner]),
            Ty::Indexed(object, index) => all(&[object, index]),
            Ty::Tuple(elements, _) => elements.iter().fold(0, |marks, one| marks | all(&[one.ty])),
            Ty::Parameter(_) | Ty::Marker(_) | Ty::Rigid(_) => PARAMETER,
            Ty::Infer(..) => INFER,
            Ty::Function(_, context, _) | Ty::Literal(_, context) | Ty::Deferred(_, context) => {
                self.environment_marks[context.environment.0 as usize]
            }
            Ty::Computed(index) => self.shape_marks(&self.shapes[index as usize]),
            _ => 0,
        }
    }

    fn shape_marks(&self, shape: &Shape<'a>) -> u8 {
        let environment = |context: &Context| self.environment_marks[context.environment.0 as usize];
        let properties = shape.properties.iter().fold(0, |marks, property| {
            marks
                | match &property.kind {
                    PropertyKind::Type(ty) => self.marks[ty.0 as usize],
                    PropertyKind::Node(_, _, context) | PropertyKind::Defined(_, context) => environment(context),
                    PropertyKind::Method(overloads) => {
                        overloads.iter().fold(0, |marks, (_, context)| marks | environment(context))
                    }
                }
        });
        let callables = shape.calls.iter().chain(&shape.constructs);
        let callables = callables.fold(0, |marks, (_, context)| marks | environment(context));
        let both = |index: &super::shape::Index| self.marks[index.key.0 as usize] | self.marks[index.value.0 as usize];
        let indexes = shape.indexes.iter().fold(0, |marks, index| marks | both(index));
        properties | callables | indexes
    }

    /// Whether a type parameter occurs in a type.
    pub(crate) fn is_generic(&self, id: TypeId) -> bool {
        self.has(id, GENERIC)
    }

    /// Whether something with one of the marks occurs in the type.
    pub(super) fn has(&self, id: TypeId, marks: u8) -> bool {
        self.marks[id.0 as usize] & marks != 0
    }

    pub fn get(&self, id: TypeId) -> Ty<'a> {
        self.all[id.0 as usize]
    }

    pub fn list(&self, types: &[TypeId]) -> &'a [TypeId] {
        if types.is_empty() { &[] } else { self.storage.types.alloc_extend(types.iter().copied()) }
    }

    pub fn elements(&self, elements: Vec<Element<'a>>) -> &'a [Element<'a>] {
        self.storage.elements.alloc_extend(elements)
    }

    pub fn text(&self, text: &str) -> &'a str {
        self.storage.text.alloc_str(text)
    }

    /// Keeps a signature that no declaration writes down.
    pub fn signature_node(&self, signature: SignatureNode<'a>) -> &'a SignatureNode<'a> {
        self.storage.signatures.alloc(signature)
    }

    /// A node that stands for what the environment has under the name.
    pub fn name_node(&self, name: &'a str, span: crate::diagnostics::Span) -> &'a TypeNode<'a> {
        let path: &'a [&'a str] = self.storage.texts.alloc_extend([name]);
        self.storage.nodes.alloc(TypeNode { span, kind: TypeNodeKind::Reference { path, arguments: &[] } })
    }

    /// A type parameter that no declaration list holds: that of a mapped type.
    pub fn type_parameter_node(&self, name: &'a str, constraint: &'a TypeNode<'a>) -> &'a TypeParameterNode<'a> {
        self.storage.type_parameters.alloc(TypeParameterNode {
            name,
            constraint: Some(constraint),
            default: None,
            variance: (false, false),
        })
    }

    /// Keeps parameters that no declaration writes down.
    pub fn parameter_nodes(&self, parameters: Vec<ParameterNode<'a>>) -> &'a [ParameterNode<'a>] {
        if parameters.is_empty() { &[] } else { self.storage.parameters.alloc_extend(parameters) }
    }

    /// Keeps names.
    pub fn names(&self, names: Vec<&'a str>) -> &'a [&'a str] {
        if names.is_empty() { &[] } else { self.storage.texts.alloc_extend(names) }
    }

    pub fn computed(&mut self, shape: Shape<'a>) -> TypeId {
        self.shapes.push(Rc::new(shape));
        self.intern(Ty::Computed(u32::try_from(self.shapes.len() - 1).unwrap_or(u32::MAX)))
    }

    pub fn shape(&self, index: u32) -> Rc<Shape<'a>> {
        Rc::clone(&self.shapes[index as usize])
    }

    pub fn environment(&self, id: EnvironmentId) -> &'a [Argument<'a>] {
        self.environments[id.0 as usize]
    }

    /// `outer` with further arguments, which hide those of the same names.
    pub fn extend(&mut self, outer: EnvironmentId, arguments: &[Argument<'a>]) -> EnvironmentId {
        if arguments.is_empty() {
            return outer;
        }
        let mut all: Vec<Argument<'a>> = self.environment(outer).to_vec();
        for argument in arguments {
            // One name keeps its place, so that equal environments are equal lists.
            match all.iter_mut().find(|one| one.name == argument.name) {
                Some(one) => *one = *argument,
                None => all.push(*argument),
            }
        }
        self.intern_environment(all)
    }

    /// The environment with these arguments and no others.
    pub(super) fn intern_environment(&mut self, all: Vec<Argument<'a>>) -> EnvironmentId {
        if let Some(&id) = self.environment_ids.get(&all[..]) {
            return id;
        }
        let marks = all.iter().fold(0, |marks, one| marks | self.marks[one.ty.0 as usize]);
        let stored: &'a [Argument<'a>] = self.storage.arguments.alloc_extend(all);
        let id = EnvironmentId(u32::try_from(self.environments.len()).unwrap_or(u32::MAX));
        self.environments.push(stored);
        self.environment_marks.push(marks);
        self.environment_ids.insert(stored, id);
        id
    }

    /// Whether something that is not known yet occurs in an argument.
    pub(super) fn environment_has(&self, id: EnvironmentId, marks: u8) -> bool {
        self.environment_marks[id.0 as usize] & marks != 0
    }

    /// What a type parameter's name stands for.
    pub fn argument(&self, environment: EnvironmentId, name: &str) -> Option<Argument<'a>> {
        self.environment(environment).iter().rev().find(|one| one.name == name).copied()
    }

    /// A union: flat, without duplicates and without what another member includes by its kind; `any` and `unknown` absorb
    /// the others, `true | false` is `boolean`.
    pub fn union(&mut self, members: &[TypeId]) -> TypeId {
        let mut flat = Flat::with_capacity(members.len());
        for &member in members {
            match self.get(member) {
                Ty::Union(inner) => inner.iter().for_each(|&one| flat.push(one)),
                Ty::Never => {}
                Ty::Any | Ty::Unresolved => return member,
                _ => flat.push(member),
            }
        }
        let mut flat = flat.list;
        if flat.contains(&TypeId::UNKNOWN) {
            return TypeId::UNKNOWN;
        }
        if flat.len() > 1 {
            let yes = self.intern(Ty::BooleanLiteral(true));
            let no = self.intern(Ty::BooleanLiteral(false));
            if flat.contains(&yes) && flat.contains(&no) {
                flat.retain(|&one| one != no && one != TypeId::BOOLEAN);
                let at = flat.iter().position(|&one| one == yes).unwrap_or(0);
                flat[at] = TypeId::BOOLEAN;
            }
            self.absorb(&mut flat);
        }
        match flat[..] {
            [] => TypeId::NEVER,
            [one] => one,
            _ => self.intern_union(&flat),
        }
    }

    fn intern_union(&mut self, flat: &[TypeId]) -> TypeId {
        let list = self.list(flat);
        self.intern(Ty::Union(list))
    }

    /// Drops literals beside the primitive that includes them, and members of an enum beside the enum.
    fn absorb(&self, flat: &mut Vec<TypeId>) {
        let has = |one: TypeId| flat.contains(&one);
        let (string, number, bigint) = (has(TypeId::STRING), has(TypeId::NUMBER), has(TypeId::BIGINT));
        let (boolean, symbol) = (has(TypeId::BOOLEAN), has(TypeId::SYMBOL));
        let enums: Vec<SymbolId> = flat
            .iter()
            .filter_map(|&one| match self.get(one) {
                Ty::Named(symbol, []) => Some(symbol),
                _ => None,
            })
            .collect();
        flat.retain(|&one| match self.get(one) {
            Ty::Text(_) | Ty::Template(..) | Ty::Mapping(..) => !string,
            Ty::NumberLiteral(_) => !number,
            Ty::BigIntLiteral(_) => !bigint,
            Ty::BooleanLiteral(_) => !boolean,
            Ty::UniqueSymbol(_) => !symbol,
            Ty::EnumMember(owner, _) => !enums.contains(&owner),
            _ => true,
        });
    }

    /// An intersection: flat, without duplicates.
    pub fn intersection(&mut self, members: &[TypeId]) -> TypeId {
        let mut flat = Flat::with_capacity(members.len());
        let mut any = None;
        for &member in members {
            match self.get(member) {
                Ty::Intersection(inner) => inner.iter().for_each(|&one| flat.push(one)),
                Ty::Never => return TypeId::NEVER,
                Ty::Any | Ty::Unresolved => any = any.or(Some(member)),
                Ty::Unknown | Ty::GlobalThis => {}
                _ => flat.push(member),
            }
        }
        if let Some(any) = any {
            return any;
        }
        match flat.list[..] {
            [] if members.contains(&TypeId::GLOBAL_THIS) => TypeId::GLOBAL_THIS,
            [] => TypeId::UNKNOWN,
            [one] => one,
            _ => {
                let list = self.list(&flat.list);
                self.intern(Ty::Intersection(list))
            }
        }
    }

    /// The members of a union, or the type itself.
    pub fn members(&self, id: TypeId) -> Vec<TypeId> {
        match self.get(id) {
            Ty::Union(members) => members.to_vec(),
            _ => vec![id],
        }
    }

    pub fn string(&mut self, text: &'a str) -> TypeId {
        self.intern(Ty::Text(text))
    }

    pub fn number(&mut self, value: f64) -> TypeId {
        // JavaScript has one zero as far as types go.
        let value = if value == 0.0 { 0.0 } else { value };
        self.intern(Ty::NumberLiteral(value.to_bits()))
    }
}

/// A list without duplicates.
struct Flat {
    list: Vec<TypeId>,
    seen: FxHashSet<TypeId>,
}

impl Flat {
    fn with_capacity(capacity: usize) -> Self {
        Self { list: Vec::with_capacity(capacity), seen: FxHashSet::default() }
    }

    fn push(&mut self, one: TypeId) {
        // Short lists are searched; long ones get a set.
        if self.list.len() < 16 {
            if !self.list.contains(&one) {
                self.list.push(one);
            }
            return;
        }
        if self.seen.is_empty() {
            self.seen.extend(self.list.iter().copied());
        }
        if self.seen.insert(one) {
            self.list.push(one);
        }
    }
}
