//! What a module exports: its own names, then those behind `export *`, or the members of what it assigns.
//!
//! As in the compiler, a module's own names hide those behind its stars, of two stars with the same name the first counts, and a
//! star brings no default. The list is computed once for each module that is asked for.

use rustc_hash::FxHashSet;

use super::follow::MAXIMUM_HOPS;
use super::{Bindings, Meaning, SymbolId, TableId, index};

/// All exports of a module. Holds no names itself, so that what holds it may be borrowed for shorter.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// For each export in order of first mention: the table that has it, and its number there.
    list: Vec<(TableId, u32)>,
    /// Indices into `list`, in order of the names.
    sorted: Vec<u32>,
}

impl<'a> Bindings<'a> {
    /// The exports of a module as the module has them, possibly standing for others: public name and symbol, in order of first
    /// mention.
    pub fn raw_exports(&self, module: usize) -> Vec<(&'a str, SymbolId)> {
        self.resolved(module).list.iter().filter_map(|&entry| self.entry(entry)).collect()
    }

    /// All exports of a module: public name and final symbol, in order of first mention.
    pub fn exports(&self, module: usize) -> Vec<(&'a str, SymbolId)> {
        let list = self.raw_exports(module).into_iter();
        list.filter_map(|(name, symbol)| Some((name, self.follow(symbol)?))).collect()
    }

    fn entry(&self, (table, number): (TableId, u32)) -> Option<(&'a str, SymbolId)> {
        let table = self.table(table);
        let name = *table.order.get(number as usize)?;
        Some((name, *table.names.get(name)?))
    }

    fn entry_name(&self, (table, number): (TableId, u32)) -> &'a str {
        self.table(table).order.get(number as usize).copied().unwrap_or_default()
    }

    fn resolved(&self, module: usize) -> &Resolved {
        self.resolved[module].get_or_init(|| {
            let list = self.gather_exports(module);
            let mut sorted: Vec<u32> = (0..index(list.len())).collect();
            sorted.sort_by_key(|&at| self.entry_name(list[at as usize]));
            Resolved { list, sorted }
        })
    }

    fn gather_exports(&self, module: usize) -> Vec<(TableId, u32)> {
        let mut list = Vec::new();
        let mut names = FxHashSet::default();
        let mut visited = FxHashSet::default();
        // Stars may nest as deeply as there are modules.
        let mut pending = vec![(module, true)];
        while let Some((module, with_default)) = pending.pop() {
            if !visited.insert(module) {
                continue;
            }
            let data = &self.modules[module];
            for table in [Some(data.exports), data.assigned].into_iter().flatten() {
                for (number, &name) in self.table(table).order.iter().enumerate() {
                    if (name != "default" || with_default) && names.insert(name) {
                        list.push((table, index(number)));
                    }
                }
            }
            let inner = data.stars.iter().filter_map(|(file, specifier)| self.module(*file, specifier));
            let inner: Vec<usize> = inner.collect();
            pending.extend(inner.into_iter().rev().map(|module| (module, false)));
        }
        list
    }

    /// Looks up the namespaces of what modules assign, which needs all files to be bound.
    pub(super) fn resolve_assignments(&mut self) {
        for module in 0..self.modules.len() {
            self.modules[module].assigned = self.assigned_table(module, MAXIMUM_HOPS);
        }
    }

    /// The namespace of what a module assigns.
    fn assigned_table(&self, module: usize, hops: u32) -> Option<TableId> {
        let (scope, path) = self.modules[module].assignment?;
        let symbol = self.path_within(scope, path, Meaning::Namespace, hops)?;
        let inner = self.module_index(symbol).map(|module| self.modules[module].exports);
        inner.or(self.symbol(symbol).namespace)
    }

    /// The export of a module under a name, as the module has it.
    pub(super) fn raw_export(&self, module: usize, name: &str, hops: u32) -> Option<SymbolId> {
        let data = &self.modules[module];
        if let Some(&symbol) = self.table(data.exports).names.get(name) {
            return Some(symbol);
        }
        if data.stars.is_empty() && data.assignment.is_none() {
            return None;
        }
        // While files are still being bound nothing may be remembered.
        match self.resolved.is_empty() {
            true => self.search_export(module, name, &mut Vec::new(), hops),
            false => {
                let Resolved { list, sorted } = self.resolved(module);
                let at = sorted.binary_search_by_key(&name, |&at| self.entry_name(list[at as usize])).ok()?;
                Some(self.entry(list[sorted[at] as usize])?.1)
            }
        }
    }

    /// The same without remembering anything.
    pub(super) fn search_export(
        &self,
        module: usize,
        name: &str,
        visited: &mut Vec<usize>,
        hops: u32,
    ) -> Option<SymbolId> {
        if visited.contains(&module) {
            return None;
        }
        visited.push(module);
        let data = &self.modules[module];
        if let Some(&symbol) = self.table(data.exports).names.get(name) {
            return Some(symbol);
        }
        if let Some(table) = self.assigned_table(module, hops)
            && let Some(&symbol) = self.table(table).names.get(name)
        {
            return Some(symbol);
        }
        if name == "default" {
            return None;
        }
        let mut stars = data.stars.iter().filter_map(|(file, specifier)| self.module(*file, specifier));
        stars.find_map(|inner| self.search_export(inner, name, visited, hops))
    }
}
