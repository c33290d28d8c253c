//! The model: declarations as written, in an arena, with places.
//!
//! Everything is plain data that borrows from the source text and from the arena of its file: names are slices of the
//! text, children are references. The model knows nothing of the parser that made it and nothing of symbols or types.

use typed_arena::Arena;

use crate::diagnostics::{FileId, Span};

/// The arenas of one file. Filled by one thread; the references then travel freely.
#[derive(Default)]
pub struct FileArena<'a> {
    types: Arena<TypeNode<'a>>,
    type_lists: Arena<&'a TypeNode<'a>>,
    members: Arena<MemberNode<'a>>,
    signatures: Arena<SignatureNode<'a>>,
    parameters: Arena<ParameterNode<'a>>,
    type_parameters: Arena<TypeParameterNode<'a>>,
    tuple_elements: Arena<TupleElementNode<'a>>,
    statements: Arena<Statement<'a>>,
    variables: Arena<VariableNode<'a>>,
    expressions: Arena<Expression<'a>>,
    enum_members: Arena<EnumMemberNode<'a>>,
    bindings: Arena<ModuleBinding<'a>>,
    objects: Arena<ObjectNode<'a>>,
    names: Arena<&'a str>,
    text: Arena<u8>,
}

macro_rules! arena_methods {
    (one { $($one:ident, $one_field:ident: $one_type:ty;)* } many { $($many:ident, $many_field:ident: $many_type:ty;)* }) => {
        impl<'a> FileArena<'a> {
            $(
                /// Stores one.
                pub fn $one(&'a self, value: $one_type) -> &'a $one_type {
                    self.$one_field.alloc(value)
                }
            )*
            $(
                /// Stores a list.
                pub fn $many(&'a self, values: Vec<$many_type>) -> &'a [$many_type] {
                    if values.is_empty() { &[] } else { self.$many_field.alloc_extend(values) }
                }
            )*
        }
    };
}

arena_methods! {
    one {
        type_node, types: TypeNode<'a>;
        signature, signatures: SignatureNode<'a>;
        expression, expressions: Expression<'a>;
        object, objects: ObjectNode<'a>;
        name, names: &'a str;
    }
    many {
        type_list, type_lists: &'a TypeNode<'a>;
        members, members: MemberNode<'a>;
        parameters, parameters: ParameterNode<'a>;
        type_parameters, type_parameters: TypeParameterNode<'a>;
        tuple_elements, tuple_elements: TupleElementNode<'a>;
        statements, statements: Statement<'a>;
        variables, variables: VariableNode<'a>;
        enum_members, enum_members: EnumMemberNode<'a>;
        bindings, bindings: ModuleBinding<'a>;
        names, names: &'a str;
    }
}

impl<'a> FileArena<'a> {
    /// Stores a text that is no slice of the source, because it was written with escapes.
    pub fn text(&'a self, text: &str) -> &'a str {
        self.text.alloc_str(text)
    }
}

/// A place, and where its documentation stands: a range of bytes holding a `/** */` comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocsRange {
    /// Offset of the comment's `/`.
    pub start: u32,
    /// Offset after its last `/`; equal to `start` when there is no comment.
    pub end: u32,
}

impl DocsRange {
    /// No documentation.
    pub const NONE: Self = Self { start: 0, end: 0 };

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self.start == self.end
    }
}

/// A parsed file.
#[derive(Debug, Clone)]
pub struct FileNode<'a> {
    /// Which file.
    pub file: FileId,
    /// Its text.
    pub text: &'a str,
    /// Its statements.
    pub statements: &'a [Statement<'a>],
    /// Whether it has a top-level import or export: then its declarations are not global.
    pub is_module: bool,
    /// Whether it holds declarations only, as against a program.
    pub is_declaration: bool,
    /// The directives at its head.
    pub references: References<'a>,
    /// Specifiers of `import()` types, and where they stand.
    pub import_types: Vec<(&'a str, Span)>,
}

/// What `/// <reference ... />` directives name.
#[derive(Debug, Clone, Default)]
pub struct References<'a> {
    /// `lib="..."`.
    pub libs: Vec<&'a str>,
    /// `path="..."`.
    pub paths: Vec<&'a str>,
    /// `types="..."`, with its `resolution-mode`.
    pub types: Vec<(&'a str, Option<&'a str>)>,
}

/// A top-level statement, or one of a namespace's body.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// Where.
    pub span: Span,
    /// Its documentation.
    pub docs: DocsRange,
    /// `export`.
    pub exported: bool,
    /// `export default`.
    pub default: bool,
    /// What.
    pub kind: StatementKind<'a>,
}

/// What a statement declares.
#[derive(Debug, Clone, Copy)]
pub enum StatementKind<'a> {
    /// `interface`.
    Interface(&'a ObjectNode<'a>),
    /// `class`.
    Class(&'a ObjectNode<'a>),
    /// `type X = ...`.
    Alias { name: &'a str, type_parameters: &'a [TypeParameterNode<'a>], ty: &'a TypeNode<'a> },
    /// `function`; the name is empty for an anonymous default export.
    Function { name: &'a str, signature: &'a SignatureNode<'a> },
    /// `var`, `let`, `const`: one declaration list.
    Variables(&'a [VariableNode<'a>]),
    /// `enum`.
    Enum { name: &'a str, is_const: bool, members: &'a [EnumMemberNode<'a>] },
    /// `namespace A.B`: one statement for each level.
    Namespace { name: &'a str, body: &'a [Statement<'a>], declare: bool },
    /// `declare module "specifier"`; without a body, everything in the module is `any`.
    ExternalModule { specifier: &'a str, body: Option<&'a [Statement<'a>]> },
    /// `declare global`.
    Global(&'a [Statement<'a>]),
    /// `import ... from`; a local name for each binding.
    Import { specifier: &'a str, bindings: &'a [ModuleBinding<'a>] },
    /// `export { a as b } [from]`.
    Export { specifier: Option<&'a str>, bindings: &'a [ModuleBinding<'a>] },
    /// `export * from`, `export * as name from`.
    ExportAll { specifier: &'a str, name: Option<&'a str> },
    /// `import x = A.B`.
    ImportAlias { name: &'a str, path: &'a [&'a str] },
    /// `import x = require("y")`.
    ImportRequire { name: &'a str, specifier: &'a str },
    /// `export = x.y`, `export default x.y`. What is no path is a variable of its own.
    ExportAssignment { path: &'a [&'a str] },
    /// `export as namespace X`: the name of the module for scripts.
    ExportAsNamespace { name: &'a str },
}

/// One name of an import or export clause.
#[derive(Debug, Clone, Copy)]
pub struct ModuleBinding<'a> {
    /// The name on the side of the exporting module; `default`; `*` for the whole module.
    pub imported: &'a str,
    /// The name on this side: local for an import, public for an export.
    pub local: &'a str,
}

/// The head and body of an interface or class, and the body of an object type.
#[derive(Debug, Clone, Copy)]
pub struct ObjectNode<'a> {
    /// Where the whole declaration stands.
    pub span: Span,
    /// The name; empty for an object type.
    pub name: &'a str,
    /// Type parameters.
    pub type_parameters: &'a [TypeParameterNode<'a>],
    /// `extends`: type references.
    pub extends: &'a [&'a TypeNode<'a>],
    /// `abstract`.
    pub is_abstract: bool,
    /// The members.
    pub members: &'a [MemberNode<'a>],
}

/// A member of an interface, class or object type.
#[derive(Debug, Clone, Copy)]
pub struct MemberNode<'a> {
    /// Where.
    pub span: Span,
    /// Its documentation.
    pub docs: DocsRange,
    /// Its name; empty text for call, construct and index signatures.
    pub name: PropertyName<'a>,
    /// `name?`.
    pub optional: bool,
    /// `readonly`.
    pub readonly: bool,
    /// `static`.
    pub is_static: bool,
    /// `private`, `protected` or `#name`.
    pub hidden: bool,
    /// What.
    pub kind: MemberNodeKind<'a>,
}

/// What a member is.
#[derive(Debug, Clone, Copy)]
pub enum MemberNodeKind<'a> {
    /// A property with its type, and its initial value when it has no type.
    Property(Option<&'a TypeNode<'a>>, Option<&'a Expression<'a>>),
    /// A method overload.
    Method(&'a SignatureNode<'a>),
    /// `get`.
    Getter(Option<&'a TypeNode<'a>>),
    /// `set`.
    Setter(Option<&'a TypeNode<'a>>),
    /// A call signature.
    Call(&'a SignatureNode<'a>),
    /// A construct signature, or a class's constructor.
    Construct(&'a SignatureNode<'a>),
    /// `[key: K]: V`.
    Index { key: Option<&'a TypeNode<'a>>, value: Option<&'a TypeNode<'a>> },
}

/// The name of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PropertyName<'a> {
    /// An identifier, string or number.
    Text(&'a str),
    /// `[Symbol.iterator]`.
    Symbol(&'a str),
    /// `[name]` with the name of a constant.
    Computed(&'a [&'a str]),
}

/// What kind of declaration a signature is, which decides how its parameters relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flavour {
    /// A function, a function type, or a call or construct signature.
    #[default]
    Function,
    /// A method, or the constructor of a class: its parameters relate in both directions.
    Method,
    /// `abstract new ()`, or the constructor of an abstract class.
    Abstract,
}

/// A call or construct signature.
#[derive(Debug, Clone, Copy)]
pub struct SignatureNode<'a> {
    /// Where.
    pub span: Span,
    /// Its documentation.
    pub docs: DocsRange,
    /// What kind of declaration it is.
    pub flavour: Flavour,
    /// Type parameters.
    pub type_parameters: &'a [TypeParameterNode<'a>],
    /// The declared `this`.
    pub this: Option<&'a TypeNode<'a>>,
    /// The parameters without `this`.
    pub parameters: &'a [ParameterNode<'a>],
    /// The declared result.
    pub result: Option<&'a TypeNode<'a>>,
}

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub struct ParameterNode<'a> {
    /// The name; empty for a destructuring pattern.
    pub name: &'a str,
    /// The type.
    pub ty: Option<&'a TypeNode<'a>>,
    /// `name?` or a default value.
    pub optional: bool,
    /// `...name`.
    pub rest: bool,
}

/// A type parameter.
#[derive(Debug, Clone, Copy)]
pub struct TypeParameterNode<'a> {
    /// The name.
    pub name: &'a str,
    /// `extends`.
    pub constraint: Option<&'a TypeNode<'a>>,
    /// The default.
    pub default: Option<&'a TypeNode<'a>>,
    /// Whether `in` is written, and whether `out` is.
    pub variance: (bool, bool),
}

/// A variable.
#[derive(Debug, Clone, Copy)]
pub struct VariableNode<'a> {
    /// The name.
    pub name: &'a str,
    /// Where.
    pub span: Span,
    /// The type.
    pub ty: Option<&'a TypeNode<'a>>,
    /// The initial value.
    pub value: Option<&'a Expression<'a>>,
    /// `const`.
    pub is_const: bool,
}

/// A member of an enum.
#[derive(Debug, Clone, Copy)]
pub struct EnumMemberNode<'a> {
    /// The name.
    pub name: &'a str,
    /// Its documentation.
    pub docs: DocsRange,
    /// The value.
    pub value: Option<&'a Expression<'a>>,
}

/// As much of an expression as a declaration needs.
#[derive(Debug, Clone, Copy)]
pub enum Expression<'a> {
    /// A string.
    String(&'a str),
    /// A number.
    Number(f64),
    /// A bigint: its digits.
    BigInt(&'a str),
    /// A boolean.
    Boolean(bool),
    /// `a.b.c`.
    Path(&'a [&'a str]),
    /// A prefix operator.
    Unary(char, &'a Expression<'a>),
    /// An infix operator, spelled as in the source.
    Binary(&'static str, &'a Expression<'a>, &'a Expression<'a>),
    /// Anything else.
    Other,
}

/// A type as written.
#[derive(Debug, Clone, Copy)]
pub struct TypeNode<'a> {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: TypeNodeKind<'a>,
}

/// A type that is one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
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
    Intrinsic,
}

/// `+`, `-` or no sign before a modifier of a mapped type; absent when the modifier is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modifier {
    /// Not written: as in the mapped type's source.
    Keep,
    /// Added.
    Add,
    /// Removed.
    Remove,
}

/// What a type node is.
#[derive(Debug, Clone, Copy)]
pub enum TypeNodeKind<'a> {
    /// A keyword.
    Keyword(Keyword),
    /// A string literal.
    String(&'a str),
    /// A number literal.
    Number(f64),
    /// A boolean literal.
    Boolean(bool),
    /// A bigint literal: its digits.
    BigInt(&'a str),
    /// A template literal: one more text than types.
    Template { texts: &'a [&'a str], types: &'a [&'a TypeNode<'a>] },
    /// `A.B<C>`.
    Reference { path: &'a [&'a str], arguments: &'a [&'a TypeNode<'a>] },
    /// `typeof a.b<C>`.
    Query { path: &'a [&'a str], arguments: &'a [&'a TypeNode<'a>] },
    /// `import("specifier").A.B<C>`.
    Import { specifier: &'a str, path: &'a [&'a str], arguments: &'a [&'a TypeNode<'a>], query: bool },
    /// `A | B`.
    Union(&'a [&'a TypeNode<'a>]),
    /// `A & B`.
    Intersection(&'a [&'a TypeNode<'a>]),
    /// `T[]`.
    Array(&'a TypeNode<'a>),
    /// `[A, B]`.
    Tuple(&'a [TupleElementNode<'a>]),
    /// `readonly T[]`.
    Readonly(&'a TypeNode<'a>),
    /// `keyof T`.
    Keyof(&'a TypeNode<'a>),
    /// `unique symbol`.
    UniqueSymbol,
    /// `T[K]`.
    Indexed { object: &'a TypeNode<'a>, index: &'a TypeNode<'a> },
    /// `{ [P in K as N]: T }`.
    Mapped {
        parameter: &'a str,
        constraint: &'a TypeNode<'a>,
        name: Option<&'a TypeNode<'a>>,
        readonly: Modifier,
        optional: Modifier,
        value: Option<&'a TypeNode<'a>>,
    },
    /// `C extends E ? Y : N`.
    Conditional { check: &'a TypeNode<'a>, extends: &'a TypeNode<'a>, yes: &'a TypeNode<'a>, no: &'a TypeNode<'a> },
    /// `infer U extends C`.
    Infer { name: &'a str, constraint: Option<&'a TypeNode<'a>> },
    /// A function type.
    Function(&'a SignatureNode<'a>),
    /// A constructor type.
    Constructor(&'a SignatureNode<'a>),
    /// An object type.
    Object(&'a ObjectNode<'a>),
    /// `this`.
    This,
    /// `x is T`, `asserts x is T`, `asserts x`.
    Predicate { asserts: bool, parameter: &'a str, ty: Option<&'a TypeNode<'a>> },
}

/// An element of a tuple type.
#[derive(Debug, Clone, Copy)]
pub struct TupleElementNode<'a> {
    /// The label.
    pub name: Option<&'a str>,
    /// The type; for a rest element the type after `...`, an array or tuple.
    pub ty: &'a TypeNode<'a>,
    /// `T?`.
    pub optional: bool,
    /// `...T`.
    pub rest: bool,
}
