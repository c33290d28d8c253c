//! What a name means: from a name in a place, and from an imported name, to the symbol that declares it.
//!
//! A name may be a type from one place and a value from another, so it is always followed under one meaning.

use super::{Bindings, GLOBAL_SCOPE, Meaning, ScopeId, SymbolId, Target};

/// How many imports and re-exports a name may pass through.
pub(super) const MAXIMUM_HOPS: u32 = 64;

/// The order in which a name without a wanted meaning is tried.
const MEANINGS: [Meaning; 3] = [Meaning::Value, Meaning::Type, Meaning::Namespace];

/// Why a name means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing<'a> {
    /// There is no such name.
    Name,
    /// It comes from a module that cannot be found.
    Module(&'a str),
    /// It comes from a module of which only the name is declared: it is `any`.
    Untyped,
}

impl<'a> Bindings<'a> {
    /// The symbol that a possibly imported symbol stands for in the end: as a value if it is one, else as a type or namespace.
    pub fn follow(&self, symbol: SymbolId) -> Option<SymbolId> {
        MEANINGS.into_iter().find_map(|meaning| self.follow_within(symbol, meaning, MAXIMUM_HOPS))
    }

    /// The symbol that a possibly imported symbol stands for under a meaning.
    pub fn follow_as(&self, symbol: SymbolId, meaning: Meaning) -> Option<SymbolId> {
        self.follow_within(symbol, meaning, MAXIMUM_HOPS)
    }

    pub(super) fn follow_within(&self, symbol: SymbolId, meaning: Meaning, hops: u32) -> Option<SymbolId> {
        let data = self.symbol(symbol);
        if data.has(meaning) {
            return Some(symbol);
        }
        let hops = hops.checked_sub(1)?;
        match data.target? {
            Target::Path { scope, path: [name], .. } => self.nearest_within(scope, name, meaning, hops),
            Target::Path { scope, path, .. } => self.path_within(scope, path, meaning, hops),
            Target::Module(module) => self.whole(module, meaning, hops),
            Target::Import { file, specifier, binding, .. } => {
                let module = self.module(file, specifier)?;
                match binding.imported {
                    "*" => self.whole(module, meaning, hops),
                    "default" => match self.raw_export(module, "default", hops) {
                        Some(export) => self.follow_within(export, meaning, hops),
                        // The default import of a module without one is the whole of it.
                        None => self.whole(module, meaning, hops),
                    },
                    name => self.follow_within(self.raw_export(module, name, hops)?, meaning, hops),
                }
            }
        }
    }

    /// What `import * as x` and `import x = require()` give: what is assigned, or the module.
    fn whole(&self, module: usize, meaning: Meaning, hops: u32) -> Option<SymbolId> {
        let data = &self.modules[module];
        match data.assignment {
            Some((scope, path)) => self.path_within(scope, path, meaning, hops),
            None if data.is_untyped => None,
            None => Some(data.symbol).filter(|_| meaning != Meaning::Type),
        }
    }

    /// The symbol of a whole module: what it assigns, or itself.
    pub fn module_symbol(&self, module: usize) -> Option<SymbolId> {
        MEANINGS.into_iter().find_map(|meaning| self.whole(module, meaning, MAXIMUM_HOPS))
    }

    /// A member of a namespace or module.
    pub fn member(&self, symbol: SymbolId, name: &str) -> Option<SymbolId> {
        MEANINGS.into_iter().find_map(|meaning| self.member_as(symbol, name, meaning))
    }

    /// A member of a namespace or module under a meaning.
    pub fn member_as(&self, symbol: SymbolId, name: &str, meaning: Meaning) -> Option<SymbolId> {
        self.member_within(symbol, name, meaning, MAXIMUM_HOPS)
    }

    fn member_within(&self, symbol: SymbolId, name: &str, meaning: Meaning, hops: u32) -> Option<SymbolId> {
        let symbol = self.follow_within(symbol, Meaning::Namespace, hops)?;
        let raw = match self.module_index(symbol) {
            Some(module) => self.raw_export(module, name, hops)?,
            None => *self.table(self.symbol(symbol).namespace?).names.get(name)?,
        };
        self.follow_within(raw, meaning, hops)
    }

    /// What a dotted path means in a scope, imports followed.
    pub fn path(&self, scope: ScopeId, path: &[&str], meaning: Meaning) -> Option<SymbolId> {
        self.path_within(scope, path, meaning, MAXIMUM_HOPS)
    }

    pub(super) fn path_within(&self, scope: ScopeId, path: &[&str], meaning: Meaning, hops: u32) -> Option<SymbolId> {
        let hops = hops.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        if *first == "globalThis" && !rest.is_empty() {
            return self.path_within(GLOBAL_SCOPE, rest, meaning, hops);
        }
        let (last, owners) = match rest.split_last() {
            None => return self.name_within(scope, first, meaning, hops),
            Some(split) => split,
        };
        let mut symbol = self.name_within(scope, first, Meaning::Namespace, hops)?;
        for name in owners {
            symbol = self.member_within(symbol, name, Meaning::Namespace, hops)?;
        }
        self.member_within(symbol, last, meaning, hops)
    }

    /// What the nearest thing of a name means: a clause that names it takes that one with all it means, and nothing further out.
    fn nearest_within(&self, scope: ScopeId, name: &str, meaning: Meaning, hops: u32) -> Option<SymbolId> {
        self.follow_within(self.nearest(scope, name)?, meaning, hops)
    }

    /// What a name means, from a scope outward.
    fn name_within(&self, scope: ScopeId, name: &str, meaning: Meaning, hops: u32) -> Option<SymbolId> {
        if name == "globalThis" {
            return None;
        }
        let mut at = Some(scope);
        while let Some(id) = at {
            let scope = self.scopes[id.0 as usize];
            if let Some(&symbol) = self.tables[scope.table.0 as usize].names.get(name)
                && let data = self.symbol(symbol)
                && (!data.is_clause || !data.declarations.is_empty())
            {
                if let Some(found) = self.follow_within(symbol, meaning, hops) {
                    return Some(found);
                }
                // A name from a module that is not there hides those further out.
                if data.target.is_some() && self.missing_target(symbol, &[name], hops) != Missing::Name {
                    return None;
                }
            }
            at = scope.parent;
        }
        None
    }

    /// What an imported name stands for that a module has only as a property of the value it assigns, as in
    /// `import { add } from "lodash"`: that value, and the property.
    pub fn assigned_property(&self, symbol: SymbolId) -> Option<(SymbolId, &'a str)> {
        let mut symbol = symbol;
        for hops in (0..MAXIMUM_HOPS).rev() {
            match self.symbol(symbol).target? {
                Target::Path { scope, path: [name], .. } => symbol = self.nearest(scope, name)?,
                Target::Path { .. } | Target::Module(_) => return None,
                Target::Import { file, specifier, binding, .. } => {
                    let module = self.module(file, specifier)?;
                    match self.raw_export(module, binding.imported, hops) {
                        Some(next) => symbol = next,
                        None if matches!(binding.imported, "*" | "default") => return None,
                        None => {
                            self.modules[module].assignment?;
                            return Some((self.whole(module, Meaning::Value, hops)?, binding.imported));
                        }
                    }
                }
            }
        }
        None
    }

    /// The same for a name in a scope.
    pub fn assigned_property_in(&self, scope: ScopeId, name: &str) -> Option<(SymbolId, &'a str)> {
        self.assigned_property(self.nearest(scope, name)?)
    }

    /// The nearest thing of a name, whatever it means.
    fn nearest(&self, scope: ScopeId, name: &str) -> Option<SymbolId> {
        let mut at = Some(scope);
        while let Some(id) = at {
            let scope = self.scopes[id.0 as usize];
            if let Some(&symbol) = self.tables[scope.table.0 as usize].names.get(name)
                && let data = self.symbol(symbol)
                && (!data.is_clause || !data.declarations.is_empty())
                && (data.target.is_some() || !data.declarations.is_empty() || data.namespace.is_some())
            {
                return Some(symbol);
            }
            at = scope.parent;
        }
        None
    }

    /// Why a path means nothing in a scope.
    pub fn missing(&self, scope: ScopeId, path: &[&str]) -> Missing<'a> {
        self.missing_within(scope, path, MAXIMUM_HOPS)
    }

    /// Why an exported name stands for nothing.
    pub fn missing_export(&self, symbol: SymbolId) -> Missing<'a> {
        self.missing_target(symbol, &[], MAXIMUM_HOPS)
    }

    fn missing_within(&self, scope: ScopeId, path: &[&str], hops: u32) -> Missing<'a> {
        let Some(first) = path.first() else { return Missing::Name };
        let mut at = Some(scope);
        while let Some(id) = at {
            let scope = self.scopes[id.0 as usize];
            match self.tables[scope.table.0 as usize].names.get(first) {
                Some(&symbol) if self.symbol(symbol).target.is_some() && !self.symbol(symbol).is_clause => {
                    return self.missing_target(symbol, path, hops);
                }
                _ => at = scope.parent,
            }
        }
        Missing::Name
    }

    /// Why an imported or re-exported name, the first of a path, stands for nothing.
    fn missing_target(&self, symbol: SymbolId, path: &[&str], hops: u32) -> Missing<'a> {
        let mut symbol = symbol;
        let mut rest = path.get(1..).unwrap_or_default();
        for hops in (0..hops).rev() {
            let (file, specifier, binding) = match self.symbol(symbol).target {
                Some(Target::Import { file, specifier, binding, .. }) => (file, specifier, binding),
                Some(Target::Path { scope, path, .. }) => return self.missing_within(scope, path, hops),
                Some(Target::Module(_)) | None => return Missing::Name,
            };
            let Some(module) = self.module(file, specifier) else { return Missing::Module(specifier) };
            if self.modules[module].is_untyped {
                return Missing::Untyped;
            }
            let name = match (binding.imported, rest) {
                ("*", [first, others @ ..]) => {
                    rest = others;
                    first
                }
                ("*", []) => return Missing::Name,
                (name, _) => name,
            };
            match self.raw_export(module, name, hops) {
                Some(next) => symbol = next,
                None => return self.missing_star(module),
            }
        }
        Missing::Name
    }

    /// A name that a module does not have may come from a module behind `export *` that cannot be found.
    fn missing_star(&self, module: usize) -> Missing<'a> {
        let unknown = self.modules[module].stars.iter().find(|(file, star)| self.module(*file, star).is_none());
        unknown.map_or(Missing::Name, |(_, star)| Missing::Module(star))
    }
}
