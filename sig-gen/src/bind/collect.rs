//! Statements to tables: one pass over a file.
//!
//! A body (of a file that is a module, of a namespace, of `declare module`) has two tables, as in the compiler: of what is seen
//! from outside, which all bodies of a namespace share, and of what the body keeps to itself. In a declaration file a body
//! without any export clause or assignment exports everything that it declares, imports aside.

use super::{
    Bindings, BoundFile, Declaration, DeclarationKind, GLOBAL_SCOPE, GLOBAL_TABLE, Meaning, ScopeId, SymbolId, TableId,
    Target,
};
use crate::diagnostics::FileId;
use crate::model::{ModuleBinding, Statement, StatementKind};

/// Where the statements being bound stand.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Where names are looked up.
    pub scope: ScopeId,
    /// What the body keeps to itself.
    pub locals: TableId,
    /// What is seen from outside.
    pub exports: TableId,
    /// In `declare global`: the names of the block, which are the nearest ones in it.
    pub block: Option<TableId>,
    /// Whether declarations are exported without saying so.
    pub is_implicit: bool,
    /// The module whose top level this is.
    pub module: Option<usize>,
    /// The module that the body adds to: names that it re-exports from elsewhere are added to there.
    pub augments: Option<usize>,
    pub file: FileId,
    pub emitted: bool,
    pub is_declaration: bool,
}

/// A `declare module "x"` in a module: it is bound when all modules are known.
pub(super) struct Augmentation<'a> {
    pub specifier: &'a str,
    pub body: Option<&'a [Statement<'a>]>,
    pub place: Place,
}

impl<'a> Bindings<'a> {
    pub(super) fn file(&mut self, file: &BoundFile<'a>, augmentations: &mut Vec<Augmentation<'a>>) {
        let node = &file.node;
        let mut place = Place {
            scope: GLOBAL_SCOPE,
            locals: GLOBAL_TABLE,
            exports: GLOBAL_TABLE,
            block: None,
            is_implicit: true,
            module: None,
            augments: None,
            file: node.file,
            emitted: file.emitted,
            is_declaration: node.is_declaration,
        };
        if node.is_module {
            let module = self.add_module("", file.emitted);
            self.module_of_file.insert(node.file, module);
            let exports = self.modules[module].exports;
            let owner = self.modules[module].symbol;
            let is_implicit = node.is_declaration && !has_export_statement(node.statements);
            place = self.enter(exports, owner, Place { is_implicit, module: Some(module), ..place });
        }
        for statement in node.statements {
            self.statement(statement, place, augmentations);
        }
    }

    /// The place inside of a body whose exports are those of a table.
    pub(super) fn enter(&mut self, exports: TableId, owner: SymbolId, outer: Place) -> Place {
        let around = self.add_scope(exports, Some(outer.scope));
        let locals = self.add_table(Some(owner));
        let scope = self.add_scope(locals, Some(around));
        Place { scope, locals, exports, block: None, ..outer }
    }

    /// The symbol of a name that a place declares.
    fn declare(&mut self, name: &'a str, table: TableId, meaning: Meaning, place: Place) -> SymbolId {
        let known = self.table(table).names.get(name).copied();
        if table == place.exports
            && let Some(module) = place.augments
            && known.is_none_or(|known| self.symbol(known).target.is_some())
            && let Some(symbol) = self.augmented(module, name, meaning)
        {
            self.symbol_mut(symbol).emitted |= place.emitted;
            return symbol;
        }
        let symbol = known.unwrap_or_else(|| {
            let symbol = self.add_symbol(name, table);
            self.insert(table, name, symbol);
            symbol
        });
        let data = self.symbol_mut(symbol);
        // Who adds to a global of somebody else does not make it an own one.
        data.emitted |= place.emitted && (table != GLOBAL_TABLE || data.declarations.is_empty());
        if let Some(block) = place.block {
            self.insert(block, name, symbol);
        }
        symbol
    }

    fn table_for(statement: &Statement<'a>, place: Place) -> TableId {
        if statement.exported || place.is_implicit { place.exports } else { place.locals }
    }

    /// The symbol of a default export: its name inside is its own, or none.
    fn declare_default(&mut self, name: &'a str, place: Place) -> SymbolId {
        let own = if name.is_empty() { "default" } else { name };
        let known = self.table(place.exports).names.get("default").copied();
        let symbol = known.or_else(|| self.table(place.locals).names.get(own).copied()).unwrap_or_else(|| {
            let symbol = self.add_symbol(own, place.exports);
            self.insert(place.exports, "default", symbol);
            symbol
        });
        self.insert(place.exports, "default", symbol);
        if own != "default" {
            self.insert(place.locals, own, symbol);
        }
        self.symbol_mut(symbol).emitted |= place.emitted;
        symbol
    }

    fn declaration(&mut self, name: &'a str, statement: &Statement<'a>, place: Place, kind: DeclarationKind<'a>) {
        let meaning = match kind {
            DeclarationKind::Variable(_) | DeclarationKind::Function(_) => Meaning::Value,
            DeclarationKind::Namespace => Meaning::Namespace,
            _ => Meaning::Type,
        };
        let symbol = match statement.default {
            true => self.declare_default(name, place),
            false => self.declare(name, Self::table_for(statement, place), meaning, place),
        };
        let (scope, span, docs) = (place.scope, statement.span, statement.docs);
        self.symbol_mut(symbol).declarations.push(Declaration { scope, span, docs, kind });
    }

    pub(super) fn statement(
        &mut self,
        statement: &'a Statement<'a>,
        place: Place,
        augmentations: &mut Vec<Augmentation<'a>>,
    ) {
        let span = statement.span;
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
            StatementKind::Namespace { name, body, declare } => {
                let place = Place { is_declaration: place.is_declaration || declare, ..place };
                self.declaration(name, statement, place, DeclarationKind::Namespace);
                self.namespace(name, body, Self::table_for(statement, place), place, augmentations);
            }
            StatementKind::ExternalModule { specifier, body } => {
                let augmentation = Augmentation { specifier, body, place };
                match place.module {
                    Some(_) => augmentations.push(augmentation),
                    None => self.external_module(augmentation, augmentations),
                }
            }
            StatementKind::Global(body) => {
                let block = self.add_table(None);
                let scope = self.add_scope(block, Some(place.scope));
                let (locals, exports, block) = (GLOBAL_TABLE, GLOBAL_TABLE, Some(block));
                let inside =
                    Place { scope, locals, exports, block, is_implicit: true, module: None, augments: None, ..place };
                for statement in body {
                    self.statement(statement, inside, augmentations);
                }
            }
            StatementKind::Import { specifier, bindings } => {
                for &binding in bindings {
                    let target = Target::Import { file: place.file, specifier, binding, span };
                    self.import(binding.local, place.locals, target, place);
                }
            }
            StatementKind::ImportRequire { name, specifier } => {
                let binding = ModuleBinding { imported: "*", local: name };
                let target = Target::Import { file: place.file, specifier, binding, span };
                let table = if statement.exported { place.exports } else { place.locals };
                self.import(name, table, target, place);
            }
            StatementKind::ImportAlias { name, path } => {
                let target = Target::Path { scope: place.scope, path, span };
                let table = if statement.exported { place.exports } else { place.locals };
                self.import(name, table, target, place);
            }
            StatementKind::Export { specifier, bindings } => {
                for binding in bindings {
                    let target = match specifier {
                        Some(specifier) => Target::Import { file: place.file, specifier, binding: *binding, span },
                        None => {
                            let path = std::slice::from_ref(&binding.imported);
                            Target::Path { scope: place.scope, path, span }
                        }
                    };
                    self.export(binding.local, target, place);
                }
            }
            StatementKind::ExportAll { specifier, name: Some(name) } => {
                let binding = ModuleBinding { imported: "*", local: name };
                self.export(name, Target::Import { file: place.file, specifier, binding, span }, place);
            }
            StatementKind::ExportAll { specifier, name: None } => {
                if let Some(module) = place.module {
                    self.modules[module].stars.push((place.file, specifier));
                }
            }
            StatementKind::ExportAssignment { path } if statement.default => {
                self.export("default", Target::Path { scope: place.scope, path, span }, place);
            }
            StatementKind::ExportAssignment { path } => {
                if let Some(module) = place.module {
                    self.modules[module].assignment = Some((place.scope, path));
                }
            }
            StatementKind::ExportAsNamespace { name } => {
                if let Some(module) = place.module
                    && self.global(name).is_none()
                {
                    let symbol = self.add_symbol(name, GLOBAL_TABLE);
                    self.symbol_mut(symbol).target = Some(Target::Module(module));
                    self.insert(GLOBAL_TABLE, name, symbol);
                }
            }
        }
    }

    fn namespace(
        &mut self,
        name: &'a str,
        body: &'a [Statement<'a>],
        table: TableId,
        place: Place,
        augmentations: &mut Vec<Augmentation<'a>>,
    ) {
        let symbol = self.declare(name, table, Meaning::Namespace, place);
        let exports = self.namespace_table(symbol);
        let is_implicit =
            !has_export_statement(body) && (place.is_declaration || !body.iter().any(|statement| statement.exported));
        let outer = Place { is_implicit, module: None, augments: None, ..place };
        let inside = self.enter(exports, symbol, outer);
        for statement in body {
            self.statement(statement, inside, augmentations);
        }
    }

    /// The table of what a namespace of this symbol exports.
    pub(super) fn namespace_table(&mut self, symbol: SymbolId) -> TableId {
        match self.symbol(symbol).namespace {
            Some(table) => table,
            None => {
                let table = self.add_table(Some(symbol));
                self.symbol_mut(symbol).namespace = Some(table);
                table
            }
        }
    }

    /// `declare module "x"` that declares a module of that name.
    pub(super) fn external_module(&mut self, declared: Augmentation<'a>, augmentations: &mut Vec<Augmentation<'a>>) {
        let Augmentation { specifier, body, place } = declared;
        let module = match self.external_modules.get(specifier) {
            Some(&module) => module,
            None => {
                let module = self.add_module(specifier, place.emitted);
                self.external_modules.insert(specifier, module);
                if let Some((before, behind)) = specifier.split_once('*') {
                    self.patterns.push((before, behind, module));
                }
                module
            }
        };
        let data = &mut self.modules[module];
        data.emitted |= place.emitted;
        data.is_untyped |= body.is_none();
        let (exports, owner) = (data.exports, data.symbol);
        self.module_body(body.unwrap_or_default(), module, exports, owner, None, place, augmentations);
    }

    #[allow(clippy::too_many_arguments, reason = "a body with everything that says where it stands")]
    pub(super) fn module_body(
        &mut self,
        body: &'a [Statement<'a>],
        module: usize,
        exports: TableId,
        owner: SymbolId,
        augments: Option<usize>,
        place: Place,
        augmentations: &mut Vec<Augmentation<'a>>,
    ) {
        let is_implicit = !has_export_statement(body);
        let inside = self.enter(exports, owner, Place { is_implicit, module: Some(module), augments, ..place });
        for statement in body {
            self.statement(statement, inside, augmentations);
        }
    }

    /// An imported name. Declarations of the same name merge with it in the meanings that they have.
    fn import(&mut self, name: &'a str, table: TableId, target: Target<'a>, place: Place) {
        let known = self.table(table).names.get(name).copied();
        let symbol = known.unwrap_or_else(|| {
            let symbol = self.add_symbol(name, table);
            self.insert(table, name, symbol);
            symbol
        });
        if let Some(block) = place.block {
            self.insert(block, name, symbol);
        }
        let data = self.symbol_mut(symbol);
        data.emitted |= place.emitted;
        data.target = data.target.or(Some(target));
    }

    /// A name that an export clause makes.
    fn export(&mut self, name: &'a str, target: Target<'a>, place: Place) {
        let known = self.table(place.exports).names.get(name).copied();
        let symbol = known.unwrap_or_else(|| {
            let symbol = self.add_symbol(name, place.exports);
            self.insert(place.exports, name, symbol);
            symbol
        });
        let data = self.symbol_mut(symbol);
        data.emitted |= place.emitted;
        if data.target.is_none() {
            data.target = Some(target);
            data.is_clause = true;
        }
    }
}

/// Whether a body says itself what it exports.
fn has_export_statement(body: &[Statement<'_>]) -> bool {
    body.iter().any(|statement| match statement.kind {
        StatementKind::Export { .. } | StatementKind::ExportAll { .. } | StatementKind::ExportAssignment { .. } => true,
        StatementKind::Variables(_) => statement.default,
        _ => false,
    })
}
