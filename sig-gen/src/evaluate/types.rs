//! Evaluated types: interned, so that equal types are equal numbers, and lazy, so that nothing is computed before it is asked for.

use rustc_hash::FxHashMap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use typed_arena::Arena;

use super::shape::Shape;
use crate::bind::{ScopeId, SymbolId};
use crate::model::{ObjectNode, SignatureNode, TypeNode, TypeNodeKind, TypeParameterNode};

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
    /// `...T[]`.
    pub rest: bool,
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
    /// A template that is no finite union: one more text than types.
    Template(&'a [&'a str], &'a [TypeId]),
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
    Infer(&'a str),
    This,
    /// A function type; with the last field set, a constructor type.
    Function(Node<'a, SignatureNode<'a>>, Context, bool),
    /// An object type.
    Literal(Node<'a, ObjectNode<'a>>, Context),
    /// `keyof`, indexed access, mapped, conditional and template types, not computed yet.
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
    ids: FxHashMap<Ty<'a>, TypeId>,
    environments: Vec<&'a [Argument<'a>]>,
    environment_ids: FxHashMap<&'a [Argument<'a>], EnvironmentId>,
    shapes: Vec<Rc<Shape<'a>>>,
    storage: &'a Storage<'a>,
}

/// Where lists of types are kept.
#[derive(Default)]
pub struct Storage<'a> {
    types: Arena<TypeId>,
    elements: Arena<Element<'a>>,
    arguments: Arena<Argument<'a>>,
    texts: Arena<&'a str>,
    text: Arena<u8>,
    signatures: Arena<SignatureNode<'a>>,
    nodes: Arena<TypeNode<'a>>,
    node_lists: Arena<&'a TypeNode<'a>>,
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
}

impl EnvironmentId {
    /// No type parameters.
    pub const EMPTY: Self = Self(0);
}

impl<'a> Types<'a> {
    pub fn new(storage: &'a Storage<'a>) -> Self {
        let mut types = Self {
            all: Vec::with_capacity(1 << 14),
            ids: FxHashMap::default(),
            environments: vec![&[]],
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
            self.all.push(ty);
        }
        id
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

    /// A reference to a class with its own type parameters as arguments.
    pub fn instance_node(&self, class: &'a ObjectNode<'a>) -> &'a TypeNode<'a> {
        let reference = |name: &'a str, arguments: &'a [&'a TypeNode<'a>]| {
            let path: &'a [&'a str] = self.storage.texts.alloc_extend([name]);
            let kind = TypeNodeKind::Reference { path, arguments };
            &*self.storage.nodes.alloc(TypeNode { span: class.span, kind })
        };
        let arguments: Vec<_> = class.type_parameters.iter().map(|one| reference(one.name, &[])).collect();
        let arguments: &'a [&'a TypeNode<'a>] =
            if arguments.is_empty() { &[] } else { self.storage.node_lists.alloc_extend(arguments) };
        reference(class.name, arguments)
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
        let mut all: Vec<Argument<'a>> = self
            .environment(outer)
            .iter()
            .filter(|one| arguments.iter().all(|argument| argument.name != one.name))
            .copied()
            .collect();
        all.extend_from_slice(arguments);
        if let Some(&id) = self.environment_ids.get(&all[..]) {
            return id;
        }
        let stored: &'a [Argument<'a>] = self.storage.arguments.alloc_extend(all);
        let id = EnvironmentId(u32::try_from(self.environments.len()).unwrap_or(u32::MAX));
        self.environments.push(stored);
        self.environment_ids.insert(stored, id);
        id
    }

    /// What a type parameter's name stands for.
    pub fn argument(&self, environment: EnvironmentId, name: &str) -> Option<Argument<'a>> {
        self.environment(environment).iter().rev().find(|one| one.name == name).copied()
    }

    /// A union: flat, without duplicates; `any` and `unknown` absorb the others, `true | false` is `boolean`.
    pub fn union(&mut self, members: &[TypeId]) -> TypeId {
        let mut flat: Vec<TypeId> = Vec::with_capacity(members.len());
        for &member in members {
            match self.get(member) {
                Ty::Union(inner) => {
                    for &one in inner {
                        push_new(&mut flat, one);
                    }
                }
                Ty::Never => {}
                Ty::Any => return TypeId::ANY,
                _ => push_new(&mut flat, member),
            }
        }
        if flat.contains(&TypeId::UNKNOWN) {
            return TypeId::UNKNOWN;
        }
        let yes = self.intern(Ty::BooleanLiteral(true));
        let no = self.intern(Ty::BooleanLiteral(false));
        if flat.contains(&yes) && flat.contains(&no) {
            flat.retain(|&one| one != no);
            let at = flat.iter().position(|&one| one == yes).unwrap_or(0);
            flat[at] = TypeId::BOOLEAN;
        }
        match flat[..] {
            [] => TypeId::NEVER,
            [one] => one,
            _ => {
                let list = self.list(&flat);
                self.intern(Ty::Union(list))
            }
        }
    }

    /// An intersection: flat, without duplicates.
    pub fn intersection(&mut self, members: &[TypeId]) -> TypeId {
        let mut flat: Vec<TypeId> = Vec::with_capacity(members.len());
        for &member in members {
            match self.get(member) {
                Ty::Intersection(inner) => {
                    for &one in inner {
                        push_new(&mut flat, one);
                    }
                }
                Ty::Never => return TypeId::NEVER,
                Ty::Any => return TypeId::ANY,
                Ty::Unknown | Ty::GlobalThis => {}
                _ => push_new(&mut flat, member),
            }
        }
        match flat[..] {
            [] if members.contains(&TypeId::GLOBAL_THIS) => TypeId::GLOBAL_THIS,
            [] => TypeId::UNKNOWN,
            [one] => one,
            _ => {
                let list = self.list(&flat);
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
        self.intern(Ty::NumberLiteral(value.to_bits()))
    }
}

fn push_new(list: &mut Vec<TypeId>, one: TypeId) {
    if !list.contains(&one) {
        list.push(one);
    }
}
