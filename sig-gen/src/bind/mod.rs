//! Names: which declarations merge to one symbol, and what a name means in a place.
//!
//! [`collect`] goes once over the files and fills tables of names: one of the globals (into which all scripts and `declare global`
//! merge), one of the exports of each module and namespace, and one of what each body keeps to itself. [`augment`] then merges
//! what modules declare into each other. Imports become symbols that stand for others and are followed on demand ([`follow`],
//! [`exports`]), so that cycles between modules need no order. Nothing here looks at types.

mod augment;
mod collect;
mod exports;
mod follow;
mod heritage;
mod symbol;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

pub use follow::Missing;
pub use heritage::too_deep;
pub use symbol::{
    Declaration, DeclarationKind, Meaning, ModuleData, Scope, ScopeId, Symbol, SymbolId, Table, TableId, Target,
};

use crate::diagnostics::{FileId, Span};
use crate::model::FileNode;
use exports::Resolved;

/// A file that takes part, and whether its own declarations are to be emitted.
#[derive(Debug, Clone)]
pub struct BoundFile<'a> {
    /// The parsed file.
    pub node: FileNode<'a>,
    /// Whether it is an input.
    pub emitted: bool,
}

/// The tables of a whole run.
#[derive(Debug, Default)]
pub struct Bindings<'a> {
    symbols: Vec<Symbol<'a>>,
    tables: Vec<Table<'a>>,
    scopes: Vec<Scope>,
    modules: Vec<ModuleData<'a>>,
    /// All exports of each of `modules`, once somebody asked for them.
    resolved: Vec<OnceLock<Resolved>>,
    module_of_symbol: FxHashMap<SymbolId, usize>,
    module_of_file: FxHashMap<FileId, usize>,
    external_modules: FxHashMap<&'a str, usize>,
    /// Which file adds to which module, and the name that it uses for it.
    additions: Vec<(FileId, &'a str, usize)>,
    /// The names of external modules with a star in them, with what stands before and behind it.
    patterns: Vec<(&'a str, &'a str, usize)>,
    /// The file that a specifier in a file names.
    resolutions: FxHashMap<(FileId, &'a str), FileId>,
    texts: Vec<&'a str>,
}

/// The globals.
pub const GLOBAL_TABLE: TableId = TableId(0);
/// The scope of the globals.
pub const GLOBAL_SCOPE: ScopeId = ScopeId(0);

/// Binds all files, in their order.
pub fn bind<'a>(files: &[BoundFile<'a>], resolutions: FxHashMap<(FileId, &'a str), FileId>) -> Bindings<'a> {
    let mut bindings = Bindings { resolutions, ..Bindings::default() };
    bindings.add_table(None);
    bindings.add_scope(GLOBAL_TABLE, None);
    let mut augmentations = Vec::new();
    for file in files {
        let index = file.node.file.0 as usize;
        if bindings.texts.len() <= index {
            bindings.texts.resize(index + 1, "");
        }
        bindings.texts[index] = file.node.text;
        bindings.file(file, &mut augmentations);
    }
    bindings.augment(augmentations);
    bindings.resolve_assignments();
    bindings.resolved = bindings.modules.iter().map(|_| OnceLock::new()).collect();
    bindings
}

impl<'a> Bindings<'a> {
    fn add_table(&mut self, owner: Option<SymbolId>) -> TableId {
        self.tables.push(Table { owner, ..Table::default() });
        TableId(index(self.tables.len() - 1))
    }

    fn add_scope(&mut self, table: TableId, parent: Option<ScopeId>) -> ScopeId {
        self.scopes.push(Scope { table, parent });
        ScopeId(index(self.scopes.len() - 1))
    }

    fn add_symbol(&mut self, name: &'a str, table: TableId) -> SymbolId {
        self.symbols.push(Symbol {
            name,
            table,
            declarations: Vec::new(),
            namespace: None,
            target: None,
            emitted: false,
            is_module: false,
            is_clause: false,
        });
        SymbolId(index(self.symbols.len() - 1))
    }

    fn symbol_mut(&mut self, symbol: SymbolId) -> &mut Symbol<'a> {
        &mut self.symbols[symbol.0 as usize]
    }

    fn insert(&mut self, table: TableId, name: &'a str, symbol: SymbolId) {
        let table = &mut self.tables[table.0 as usize];
        if table.names.insert(name, symbol).is_none() {
            table.order.push(name);
        }
    }

    fn add_module(&mut self, name: &'a str, emitted: bool) -> usize {
        let symbol = self.add_symbol(name, GLOBAL_TABLE);
        let exports = self.add_table(Some(symbol));
        let data = self.symbol_mut(symbol);
        data.namespace = Some(exports);
        data.is_module = true;
        data.emitted = emitted;
        self.modules.push(ModuleData {
            symbol,
            exports,
            stars: Vec::new(),
            assignment: None,
            assigned: None,
            is_untyped: false,
            emitted,
        });
        self.module_of_symbol.insert(symbol, self.modules.len() - 1);
        self.modules.len() - 1
    }

    /// A symbol's data.
    pub fn symbol(&self, symbol: SymbolId) -> &Symbol<'a> {
        &self.symbols[symbol.0 as usize]
    }

    /// All symbols, in the order in which they were bound.
    pub fn all(&self) -> impl Iterator<Item = SymbolId> + use<> {
        (0..index(self.symbols.len())).map(SymbolId)
    }

    /// A table.
    pub fn table(&self, table: TableId) -> &Table<'a> {
        &self.tables[table.0 as usize]
    }

    /// The text of a file.
    pub fn text(&self, file: FileId) -> &'a str {
        self.texts.get(file.0 as usize).copied().unwrap_or("")
    }

    /// Finds the global of that name.
    pub fn global(&self, name: &str) -> Option<SymbolId> {
        self.tables[0].names.get(name).copied()
    }

    /// Whether the symbol is the global of its name.
    pub fn is_global(&self, symbol: SymbolId) -> bool {
        self.symbol(symbol).table == GLOBAL_TABLE
    }

    /// All globals, sorted by name.
    pub fn globals(&self) -> Vec<SymbolId> {
        self.sorted(GLOBAL_TABLE)
    }

    /// The symbols of a table, sorted by name.
    pub fn sorted(&self, table: TableId) -> Vec<SymbolId> {
        let mut symbols: Vec<SymbolId> = self.table(table).names.values().copied().collect();
        symbols.sort_by_key(|&symbol| self.symbol(symbol).name);
        symbols
    }

    /// The module of a file, when it is one.
    pub fn module_of_file(&self, file: FileId) -> Option<usize> {
        self.module_of_file.get(&file).copied()
    }

    /// The module that the symbol stands for.
    pub fn module_index(&self, symbol: SymbolId) -> Option<usize> {
        self.module_of_symbol.get(&symbol).copied()
    }

    /// Whether the symbol stands for a whole module.
    pub fn is_module(&self, symbol: SymbolId) -> bool {
        self.symbol(symbol).is_module
    }

    /// Whether a file is a module.
    pub fn has_module_files(&self) -> bool {
        !self.module_of_file.is_empty()
    }

    /// Where a symbol is first declared, or imported.
    pub fn span(&self, symbol: SymbolId) -> Option<Span> {
        let data = self.symbol(symbol);
        data.declarations.first().map(|one| one.span).or(match data.target? {
            Target::Import { span, .. } | Target::Path { span, .. } => Some(span),
            Target::Module(_) => None,
        })
    }

    /// A module's data.
    pub fn module_data(&self, module: usize) -> &ModuleData<'a> {
        &self.modules[module]
    }

    /// The modules declared by `declare module "x"`, with their names, sorted by these.
    pub fn external_modules(&self) -> Vec<(&'a str, usize)> {
        let mut modules: Vec<_> = self.external_modules.iter().map(|(&name, &module)| (name, module)).collect();
        modules.sort_unstable();
        modules
    }

    /// The module that a specifier in a file names: one that is declared under that name, a file, one that is declared under
    /// a name with a star, the one with the longest beginning first.
    pub fn module(&self, file: FileId, specifier: &str) -> Option<usize> {
        let declared = self.external_modules.get(specifier).copied();
        let by_file = || self.module_of_file(*self.resolutions.get(&(file, specifier))?);
        let by_pattern = || {
            let fits = self.patterns.iter().filter(|(before, behind, _)| {
                specifier.len() >= before.len() + behind.len()
                    && specifier.starts_with(before)
                    && specifier.ends_with(behind)
            });
            // Of those with equally long beginnings the first.
            fits.rev().max_by_key(|(before, ..)| before.len()).map(|&(_, _, module)| module)
        };
        match specifier.starts_with('.') {
            true => by_file().or(declared).or_else(by_pattern),
            false => declared.or_else(by_file).or_else(by_pattern),
        }
    }
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
