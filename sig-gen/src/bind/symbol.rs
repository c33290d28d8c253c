//! Symbols, and the tables and scopes in which their names are found.

use rustc_hash::FxHashMap;

use crate::diagnostics::{FileId, Span};
use crate::model::{
    DocsRange, EnumMemberNode, ModuleBinding, ObjectNode, SignatureNode, TypeNode, TypeParameterNode, VariableNode,
};

/// A symbol: everything that declarations of one name in one place merge to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SymbolId(pub u32);

/// A table of names: the globals, a module's, or a namespace's merged ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableId(pub u32);

/// A lexical scope: a table seen from a place, with what encloses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub u32);

/// What a name is looked up as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Interfaces, classes, aliases, enums.
    Type,
    /// Variables, functions, classes, enums, namespaces.
    Value,
    /// Whatever can stand before a dot.
    Namespace,
}

/// A symbol.
#[derive(Debug, Clone)]
pub struct Symbol<'a> {
    /// Its name.
    pub name: &'a str,
    /// The table that holds it.
    pub table: TableId,
    /// What declares it.
    pub declarations: Vec<Declaration<'a>>,
    /// The names that a namespace of this name declares.
    pub namespace: Option<TableId>,
    /// For an imported or re-exported name: what it stands for in the meanings that it does not declare itself.
    pub target: Option<Target<'a>>,
    /// Whether an input declares it, as against context and imports.
    pub emitted: bool,
    /// Whether it stands for a whole module.
    pub is_module: bool,
    /// Whether an export clause made it (`export { a as b }`): such a name is seen from outside only.
    pub is_clause: bool,
}

/// One declaration, with the scope in which the names in it are looked up.
#[derive(Debug, Clone, Copy)]
pub struct Declaration<'a> {
    /// The scope.
    pub scope: ScopeId,
    /// Where.
    pub span: Span,
    /// Documentation.
    pub docs: DocsRange,
    /// Whether it only describes what is written elsewhere.
    pub is_ambient: bool,
    /// Whether something of it exists at run time. A namespace of types does not.
    pub is_instantiated: bool,
    /// What.
    pub kind: DeclarationKind<'a>,
}

/// What a declaration declares.
#[derive(Debug, Clone, Copy)]
pub enum DeclarationKind<'a> {
    /// An interface.
    Interface(&'a ObjectNode<'a>),
    /// A class.
    Class(&'a ObjectNode<'a>),
    /// A type alias.
    Alias(&'a [TypeParameterNode<'a>], &'a TypeNode<'a>),
    /// A variable.
    Variable(&'a VariableNode<'a>),
    /// A function overload.
    Function(&'a SignatureNode<'a>),
    /// An enum: whether it is const, and its members.
    Enum(bool, &'a [EnumMemberNode<'a>]),
    /// A namespace; its names stand in [`Symbol::namespace`].
    Namespace,
}

/// What an imported name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// A binding of an import or export clause.
    Import {
        /// The importing file.
        file: FileId,
        /// The module.
        specifier: &'a str,
        /// The name there.
        binding: ModuleBinding<'a>,
        /// Where the statement stands.
        span: Span,
    },
    /// `import x = A.B`, `export { x }`, `export default x`.
    Path {
        /// Where the path is looked up.
        scope: ScopeId,
        /// The path.
        path: &'a [&'a str],
        /// Where the statement stands.
        span: Span,
    },
    /// `export as namespace X`: the module of that number.
    Module(usize),
}

/// A table of names.
#[derive(Debug, Default)]
pub struct Table<'a> {
    /// The names.
    pub names: FxHashMap<&'a str, SymbolId>,
    /// The names in the order of their first mention.
    pub order: Vec<&'a str>,
    /// The namespace or module symbol it belongs to.
    pub owner: Option<SymbolId>,
}

/// A scope.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// The names.
    pub table: TableId,
    /// The enclosing scope.
    pub parent: Option<ScopeId>,
}

/// A module: a file that is one, or a `declare module "x"`.
#[derive(Debug)]
pub struct ModuleData<'a> {
    /// The symbol that stands for the whole of it.
    pub symbol: SymbolId,
    /// The names that it exports itself.
    pub exports: TableId,
    /// `export * from`: in which file, and what.
    pub stars: Vec<(FileId, &'a str)>,
    /// `export =`: the path assigned, and where it is looked up.
    pub assignment: Option<(ScopeId, &'a [&'a str])>,
    /// The namespace of what is assigned: its members are exports.
    pub assigned: Option<TableId>,
    /// Whether it was declared without a body: everything in it is `any`.
    pub is_untyped: bool,
    /// Whether an input declares it.
    pub emitted: bool,
}

impl Symbol<'_> {
    /// Whether the symbol itself is something under this meaning. What an imported name stands for does not count.
    pub fn has(&self, meaning: Meaning) -> bool {
        match meaning {
            Meaning::Namespace => self.namespace.is_some() || self.declarations.iter().any(|one| one.is_enum()),
            Meaning::Type => self.declarations.iter().any(|one| one.is_type()),
            Meaning::Value => self.is_module || self.declarations.iter().any(|one| one.is_value()),
        }
    }
}

impl<'a> Declaration<'a> {
    /// The body of an interface or class.
    pub fn object(&self) -> Option<&'a ObjectNode<'a>> {
        match self.kind {
            DeclarationKind::Interface(node) | DeclarationKind::Class(node) => Some(node),
            _ => None,
        }
    }

    fn is_enum(&self) -> bool {
        matches!(self.kind, DeclarationKind::Enum(..))
    }

    fn is_type(&self) -> bool {
        matches!(
            self.kind,
            DeclarationKind::Interface(_)
                | DeclarationKind::Class(_)
                | DeclarationKind::Alias(..)
                | DeclarationKind::Enum(..)
        )
    }

    fn is_value(&self) -> bool {
        matches!(
            self.kind,
            DeclarationKind::Class(_)
                | DeclarationKind::Variable(_)
                | DeclarationKind::Function(_)
                | DeclarationKind::Enum(..)
        ) || (matches!(self.kind, DeclarationKind::Namespace) && self.is_instantiated)
    }
}
