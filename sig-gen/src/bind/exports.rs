//! Following imported names to what they stand for, and the exports of a module.

use rustc_hash::FxHashSet;

use super::{Bindings, Export, Meaning, ScopeId, SymbolId, Target};
use crate::diagnostics::FileId;

/// How many imports and re-exports a name may pass through.
const MAXIMUM_HOPS: u32 = 64;

impl<'a> Bindings<'a> {
    /// The symbol that a possibly imported symbol stands for in the end.
    pub fn follow(&self, symbol: SymbolId) -> Option<SymbolId> {
        self.follow_within(symbol, MAXIMUM_HOPS)
    }

    fn follow_within(&self, symbol: SymbolId, hops: u32) -> Option<SymbolId> {
        let Some(target) = self.symbol(symbol).target else {
            return Some(symbol);
        };
        let hops = hops.checked_sub(1)?;
        match target {
            Target::Path { scope, path } => self.path_within(scope, path, Meaning::Namespace, hops),
            Target::Import { file, specifier, binding } => {
                let module = self.module(file, specifier)?;
                match binding.imported {
                    "*" => self.whole(module, hops),
                    name => self.export_within(module, name, hops).or_else(|| {
                        // `import x from` a module that has only `export =`.
                        (name == "default").then(|| self.whole(module, hops)).flatten()
                    }),
                }
            }
        }
    }

    /// What `import * as x` and `import x = require()` give: the assigned symbol, or the module.
    fn whole(&self, module: usize, hops: u32) -> Option<SymbolId> {
        match (self.modules[module].assignment, self.modules[module].scope) {
            (Some(path), Some(scope)) => self.path_within(scope, path, Meaning::Value, hops),
            _ => Some(self.module_symbols[module]),
        }
    }

    /// The module that a specifier in a file names.
    pub fn module(&self, file: FileId, specifier: &str) -> Option<usize> {
        let by_file = self.resolutions.get(&(file, specifier)).and_then(|file| self.module_of_file.get(file));
        by_file.or_else(|| self.external_modules.get(specifier)).copied()
    }

    /// The module of a file, when it is one.
    pub fn module_of_file(&self, file: FileId) -> Option<usize> {
        self.module_of_file.get(&file).copied()
    }

    /// The symbol of a whole module.
    pub fn module_symbol(&self, module: usize) -> Option<SymbolId> {
        self.whole(module, MAXIMUM_HOPS)
    }

    /// The module that the symbol stands for.
    pub fn module_index(&self, symbol: SymbolId) -> Option<usize> {
        self.module_of_symbol.get(&symbol).copied()
    }

    /// Whether the symbol stands for a whole module.
    pub fn is_module(&self, symbol: SymbolId) -> bool {
        self.module_of_symbol.contains_key(&symbol)
    }

    /// The modules declared by `declare module "x"`, sorted by name.
    pub fn external_modules(&self) -> Vec<usize> {
        let mut modules: Vec<_> = self.external_modules.iter().collect();
        modules.sort();
        modules.into_iter().map(|(_, &module)| module).collect()
    }

    fn export_within(&self, module: usize, name: &str, hops: u32) -> Option<SymbolId> {
        let hops = hops.checked_sub(1)?;
        let exports = &self.modules[module];
        if let Some((_, export)) = exports.names.iter().find(|(public, _)| *public == name) {
            let symbol = match *export {
                Export::Symbol(symbol) => symbol,
                Export::Local(local) => self.local(module, local)?,
            };
            return self.follow_within(symbol, hops);
        }
        if let Some(path) = exports.assignment {
            let assigned = self.path_within(exports.scope?, path, Meaning::Value, hops)?;
            return self.member_within(assigned, name, hops);
        }
        if name == "default" {
            return None;
        }
        let file = exports.file?;
        exports.stars.iter().find_map(|specifier| self.export_within(self.module(file, specifier)?, name, hops))
    }

    fn local(&self, module: usize, name: &str) -> Option<SymbolId> {
        let scope = self.modules[module].scope?;
        [Meaning::Type, Meaning::Value, Meaning::Namespace]
            .into_iter()
            .find_map(|meaning| self.lookup(scope, name, meaning))
    }

    /// All exports of a module: public name and final symbol, in order of first mention.
    pub fn exports(&self, module: usize) -> Vec<(&'a str, SymbolId)> {
        let mut found = Vec::new();
        self.collect_exports(module, true, &mut FxHashSet::default(), &mut FxHashSet::default(), &mut found);
        found
    }

    fn collect_exports(
        &self,
        module: usize,
        with_default: bool,
        visited: &mut FxHashSet<usize>,
        taken: &mut FxHashSet<&'a str>,
        found: &mut Vec<(&'a str, SymbolId)>,
    ) {
        if !visited.insert(module) {
            return;
        }
        let exports = &self.modules[module];
        for &(name, _) in &exports.names {
            if (name != "default" || with_default)
                && taken.insert(name)
                && let Some(symbol) = self.export_within(module, name, MAXIMUM_HOPS)
            {
                found.push((name, symbol));
            }
        }
        if let (Some(path), Some(scope)) = (exports.assignment, exports.scope)
            && let Some(symbol) = self.path_within(scope, path, Meaning::Value, MAXIMUM_HOPS)
        {
            let own = self.symbol(symbol);
            if own.declarations.iter().any(|one| !matches!(one.kind, super::DeclarationKind::Namespace)) {
                let name = path.last().copied().unwrap_or("default");
                if taken.insert(name) {
                    found.push((name, symbol));
                }
            } else if let Some(table) = own.namespace {
                for member in self.sorted(table) {
                    if taken.insert(self.symbol(member).name) {
                        found.extend(self.follow(member).map(|target| (self.symbol(member).name, target)));
                    }
                }
            }
        }
        let Some(file) = exports.file else { return };
        for specifier in &exports.stars {
            if let Some(inner) = self.module(file, specifier) {
                self.collect_exports(inner, false, visited, taken, found);
            }
        }
    }

    /// A member of a namespace or module.
    pub fn member(&self, symbol: SymbolId, name: &str) -> Option<SymbolId> {
        self.member_within(symbol, name, MAXIMUM_HOPS)
    }

    fn member_within(&self, symbol: SymbolId, name: &str, hops: u32) -> Option<SymbolId> {
        let symbol = self.follow_within(symbol, hops)?;
        if let Some(&module) = self.module_of_symbol.get(&symbol) {
            return self.export_within(module, name, hops);
        }
        let table = self.symbol(symbol).namespace?;
        let member = *self.table(table).names.get(name)?;
        self.follow_within(member, hops)
    }

    /// What a dotted path means in a scope, imports followed.
    pub fn path(&self, scope: ScopeId, path: &[&str], meaning: Meaning) -> Option<SymbolId> {
        self.path_within(scope, path, meaning, MAXIMUM_HOPS)
    }

    fn path_within(&self, scope: ScopeId, path: &[&str], meaning: Meaning, hops: u32) -> Option<SymbolId> {
        let hops = hops.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        if rest.is_empty() {
            let others = [Meaning::Type, Meaning::Value, Meaning::Namespace];
            let symbol = std::iter::once(meaning)
                .chain(others.into_iter().filter(|_| meaning == Meaning::Namespace))
                .find_map(|meaning| self.lookup(scope, first, meaning))?;
            return self.follow_within(symbol, hops);
        }
        let mut symbol = self.lookup(scope, first, Meaning::Namespace)?;
        symbol = self.follow_within(symbol, hops)?;
        for name in rest {
            symbol = self.member_within(symbol, name, hops)?;
        }
        Some(symbol)
    }
}
