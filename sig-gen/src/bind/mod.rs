//! Names: which declarations merge to one symbol, and what a name means in a place.
//!
//! One pass over the files fills tables of names: one of the globals (into which all scripts and `declare global` merge), one for
//! each module, one for each namespace. Imports become symbols that stand for others and are followed on demand, so that cycles
//! between modules need no order. Nothing here looks at types.

mod exports;
mod symbol;

use rustc_hash::FxHashMap;

pub use symbol::{
    Declaration, DeclarationKind, Export, Exports, Meaning, Scope, ScopeId, Symbol, SymbolId, Table, TableId, Target,
};

use crate::diagnostics::FileId;
use crate::model::{Expression, FileNode, ModuleBinding, Statement, StatementKind};

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
    modules: Vec<Exports<'a>>,
    /// The symbol that stands for a whole module, one for each of `modules`.
    module_symbols: Vec<SymbolId>,
    module_of_symbol: FxHashMap<SymbolId, usize>,
    module_of_file: FxHashMap<FileId, usize>,
    external_modules: FxHashMap<&'a str, usize>,
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
    for file in files {
        let index = file.node.file.0 as usize;
        if bindings.texts.len() <= index {
            bindings.texts.resize(index + 1, "");
        }
        bindings.texts[index] = file.node.text;
        bindings.file(file);
    }
    bindings
}

/// Where the statements being bound stand.
#[derive(Clone, Copy)]
struct Place {
    scope: ScopeId,
    table: TableId,
    /// The module whose exports are collected, when at its top level.
    module: Option<usize>,
    file: FileId,
    emitted: bool,
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
        });
        SymbolId(index(self.symbols.len() - 1))
    }

    fn add_module(&mut self, name: &'a str, file: FileId, parent: ScopeId) -> usize {
        let symbol = self.add_symbol(name, GLOBAL_TABLE);
        let table = self.add_table(Some(symbol));
        let scope = self.add_scope(table, Some(parent));
        self.symbols[symbol.0 as usize].namespace = Some(table);
        self.modules.push(Exports { scope: Some(scope), file: Some(file), ..Exports::default() });
        self.module_symbols.push(symbol);
        self.module_of_symbol.insert(symbol, self.modules.len() - 1);
        self.modules.len() - 1
    }

    fn file(&mut self, file: &BoundFile<'a>) {
        let id = file.node.file;
        let mut place =
            Place { scope: GLOBAL_SCOPE, table: GLOBAL_TABLE, module: None, file: id, emitted: file.emitted };
        if file.node.is_module {
            let module = self.add_module("", id, GLOBAL_SCOPE);
            self.module_of_file.insert(id, module);
            place.module = Some(module);
            if let Some(scope) = self.modules[module].scope {
                place.scope = scope;
                place.table = self.scopes[scope.0 as usize].table;
            }
        }
        self.statements(file.node.statements, place);
    }

    fn statements(&mut self, statements: &'a [Statement<'a>], place: Place) {
        for statement in statements {
            self.statement(statement, place);
        }
    }

    fn declare(&mut self, name: &'a str, place: Place) -> SymbolId {
        if let Some(&symbol) = self.tables[place.table.0 as usize].names.get(name) {
            self.symbols[symbol.0 as usize].emitted |= place.emitted;
            return symbol;
        }
        let symbol = self.add_symbol(name, place.table);
        self.symbols[symbol.0 as usize].emitted = place.emitted;
        self.tables[place.table.0 as usize].names.insert(name, symbol);
        symbol
    }

    fn declaration(&mut self, name: &'a str, statement: &Statement<'a>, place: Place, kind: DeclarationKind<'a>) {
        let symbol_name = if name.is_empty() && statement.default { "default" } else { name };
        let symbol = self.declare(symbol_name, place);
        self.symbols[symbol.0 as usize].declarations.push(Declaration {
            scope: place.scope,
            span: statement.span,
            docs: statement.docs,
            kind,
        });
        self.export_local(symbol_name, statement, place);
    }

    fn export_local(&mut self, name: &'a str, statement: &Statement<'a>, place: Place) {
        if let Some(module) = place.module.filter(|_| statement.exported) {
            let public = if statement.default { "default" } else { name };
            self.modules[module].names.push((public, Export::Local(name)));
        }
    }

    fn statement(&mut self, statement: &'a Statement<'a>, place: Place) {
        match statement.kind {
            StatementKind::Interface(node) => {
                self.declaration(node.name, statement, place, DeclarationKind::Interface(node));
            }
            StatementKind::Class(node) => self.declaration(node.name, statement, place, DeclarationKind::Class(node)),
            StatementKind::Alias { name, type_parameters, ty } => {
                self.declaration(name, statement, place, DeclarationKind::Alias(type_parameters, ty));
            }
            StatementKind::Function { name, signature } => {
                self.declaration(name, statement, place, DeclarationKind::Function(signature));
            }
            StatementKind::Variables(variables) => {
                for variable in variables {
                    let one = Statement { span: variable.span, ..*statement };
                    self.declaration(variable.name, &one, place, DeclarationKind::Variable(variable));
                }
            }
            StatementKind::Enum { name, is_const, members } => {
                self.declaration(name, statement, place, DeclarationKind::Enum(is_const, members));
            }
            StatementKind::Namespace { name, body } => {
                self.declaration(name, statement, place, DeclarationKind::Namespace);
                self.namespace(name, body, place);
            }
            StatementKind::ExternalModule { specifier, body } => self.external_module(specifier, body, place),
            StatementKind::Global(body) => {
                let scope = self.add_scope(GLOBAL_TABLE, Some(place.scope));
                self.statements(body, Place { scope, table: GLOBAL_TABLE, module: None, ..place });
            }
            StatementKind::Import { specifier, bindings } => {
                for &binding in bindings {
                    self.import(binding.local, specifier, binding, place);
                }
            }
            StatementKind::ImportRequire { name, specifier } => {
                let binding = ModuleBinding { imported: "*", local: name };
                self.import(name, specifier, binding, place);
                self.export_local(name, statement, place);
            }
            StatementKind::ImportAlias { name, path } => {
                let symbol = self.declare(name, place);
                self.symbols[symbol.0 as usize].target = Some(Target::Path { scope: place.scope, path });
                self.export_local(name, statement, place);
            }
            StatementKind::Export { specifier, bindings } => self.export(specifier, bindings, place),
            StatementKind::ExportAll { specifier, name } => {
                let Some(module) = place.module else { return };
                match name {
                    None => self.modules[module].stars.push(specifier),
                    Some(name) => {
                        let binding = ModuleBinding { imported: "*", local: name };
                        let symbol = self.standing_for(name, specifier, binding, place);
                        self.modules[module].names.push((name, Export::Symbol(symbol)));
                    }
                }
            }
            StatementKind::ExportAssignment { value } => {
                let (Some(module), Expression::Path(path)) = (place.module, value) else {
                    return;
                };
                if statement.default {
                    let symbol = self.add_symbol("default", place.table);
                    self.symbols[symbol.0 as usize].target = Some(Target::Path { scope: place.scope, path });
                    self.modules[module].names.push(("default", Export::Symbol(symbol)));
                } else {
                    self.modules[module].assignment = Some(path);
                }
            }
            StatementKind::ExportAsNamespace => {}
        }
    }

    fn namespace(&mut self, name: &'a str, body: &'a [Statement<'a>], place: Place) {
        let symbol = self.declare(name, place);
        let table = match self.symbols[symbol.0 as usize].namespace {
            Some(table) => table,
            None => {
                let table = self.add_table(Some(symbol));
                self.symbols[symbol.0 as usize].namespace = Some(table);
                table
            }
        };
        let scope = self.add_scope(table, Some(place.scope));
        self.statements(body, Place { scope, table, module: None, ..place });
    }

    fn external_module(&mut self, specifier: &'a str, body: &'a [Statement<'a>], place: Place) {
        // In a module file this augments the module of that name; elsewhere it declares one.
        let augmented = self.resolutions.get(&(place.file, specifier)).and_then(|file| self.module_of_file.get(file));
        let module = match augmented.or_else(|| self.external_modules.get(specifier)).copied() {
            Some(module) => module,
            None => {
                let module = self.add_module(specifier, place.file, place.scope);
                self.external_modules.insert(specifier, module);
                module
            }
        };
        let Some(own) = self.modules[module].scope else {
            return;
        };
        let table = self.scopes[own.0 as usize].table;
        let scope = self.add_scope(table, Some(place.scope));
        let inside = Place { scope, table, module: Some(module), ..place };
        let explicit = body.iter().any(|statement| {
            matches!(statement.kind, StatementKind::Export { .. } | StatementKind::ExportAssignment { .. })
        });
        for statement in body {
            self.statement(statement, inside);
            if !explicit && !statement.exported {
                // Without an export clause, everything in an ambient module is exported.
                for name in declared_names(statement) {
                    self.modules[module].names.push((name, Export::Local(name)));
                }
            }
        }
    }

    fn import(&mut self, local: &'a str, specifier: &'a str, binding: ModuleBinding<'a>, place: Place) {
        let symbol = self.declare(local, place);
        if self.symbols[symbol.0 as usize].declarations.is_empty() {
            self.symbols[symbol.0 as usize].target = Some(Target::Import { file: place.file, specifier, binding });
        }
    }

    fn standing_for(
        &mut self,
        name: &'a str,
        specifier: &'a str,
        binding: ModuleBinding<'a>,
        place: Place,
    ) -> SymbolId {
        let symbol = self.add_symbol(name, place.table);
        self.symbols[symbol.0 as usize].target = Some(Target::Import { file: place.file, specifier, binding });
        symbol
    }

    fn export(&mut self, specifier: Option<&'a str>, bindings: &'a [ModuleBinding<'a>], place: Place) {
        for binding in bindings {
            match (place.module, specifier) {
                (Some(module), Some(specifier)) => {
                    let symbol = self.standing_for(binding.local, specifier, *binding, place);
                    self.modules[module].names.push((binding.local, Export::Symbol(symbol)));
                }
                (Some(module), None) => {
                    self.modules[module].names.push((binding.local, Export::Local(binding.imported)));
                }
                (None, None) if binding.local != binding.imported => {
                    let path = std::slice::from_ref(&binding.imported);
                    let symbol = self.declare(binding.local, place);
                    self.symbols[symbol.0 as usize].target = Some(Target::Path { scope: place.scope, path });
                }
                _ => {}
            }
        }
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

    /// Finds a name from a scope outward. Imported names are not followed.
    pub fn lookup(&self, scope: ScopeId, name: &str, meaning: Meaning) -> Option<SymbolId> {
        let mut at = Some(scope);
        while let Some(id) = at {
            let scope = self.scopes[id.0 as usize];
            if let Some(&symbol) = self.tables[scope.table.0 as usize].names.get(name)
                && self.symbol(symbol).has(meaning)
            {
                return Some(symbol);
            }
            at = scope.parent;
        }
        None
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
}

fn declared_names<'a>(statement: &Statement<'a>) -> Vec<&'a str> {
    match statement.kind {
        StatementKind::Interface(node) | StatementKind::Class(node) => vec![node.name],
        StatementKind::Alias { name, .. }
        | StatementKind::Function { name, .. }
        | StatementKind::Enum { name, .. }
        | StatementKind::Namespace { name, .. } => vec![name],
        StatementKind::Variables(variables) => variables.iter().map(|variable| variable.name).collect(),
        _ => Vec::new(),
    }
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
