//! Where each symbol stands in the output: in which module or namespace, under which name.
//!
//! A symbol has one place; other names of it are aliases of that. Places are given level by level from the top: a name at the top
//! comes before one in a namespace, and among modules beside each other the one that declares a symbol comes first.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::bind::{Bindings, Meaning, SymbolId};
use crate::offer::{Offer, module_entries};

/// A module or namespace of the output; nothing for the top.
pub type Container = Option<SymbolId>;

/// A further name of something.
#[derive(Debug, Clone, Copy)]
pub struct Further<'a> {
    pub container: Container,
    pub name: &'a str,
    /// What it stands for; for a name that stands for nothing, the exported symbol itself.
    pub symbol: SymbolId,
}

/// The places of all symbols that are offered.
#[derive(Debug, Default)]
pub struct Layout<'a> {
    places: FxHashMap<SymbolId, (Container, &'a str)>,
    /// Modules of their own, with what a program imports them by.
    pub specifiers: FxHashMap<SymbolId, String>,
    /// All placed symbols, in order.
    pub order: Vec<SymbolId>,
    /// Further names of placed symbols.
    pub aliases: Vec<Further<'a>>,
    /// Exported names that stand for nothing that is known.
    pub missing: Vec<Further<'a>>,
    /// What a container holds: names and final symbols.
    contents: FxHashMap<Container, Vec<(&'a str, SymbolId)>>,
    names: FxHashMap<(Container, &'a str), SymbolId>,
}

/// The names of one container.
struct Level<'a> {
    container: Container,
    entries: Vec<(&'a str, SymbolId)>,
}

struct Builder<'b, 'a> {
    bindings: &'b Bindings<'a>,
    layout: Layout<'a>,
    /// Symbols whose namespace's members already stand beside them.
    opened: FxHashSet<SymbolId>,
    next: Vec<Level<'a>>,
    /// Names of what a namespace declares, from outside of it: the namespace comes first, if it is offered at all.
    deferred: Vec<Further<'a>>,
}

impl<'a> Layout<'a> {
    /// Places everything that is offered.
    pub fn of(bindings: &Bindings<'a>, offer: &Offer<'a>) -> Self {
        let mut builder = Builder {
            bindings,
            layout: Self::default(),
            opened: offer.opened.into_iter().collect(),
            next: Vec::new(),
            deferred: Vec::new(),
        };
        for module in &offer.modules {
            let symbol = bindings.module_data(module.module).symbol;
            builder.layout.specifiers.insert(symbol, module.specifier.clone());
        }
        let modules = offer.modules.iter().map(|one| (one.name, bindings.module_data(one.module).symbol));
        let entries = offer.offered.iter().copied().chain(modules).collect();
        builder.next.push(Level { container: None, entries });
        while !builder.next.is_empty() {
            let level = std::mem::take(&mut builder.next);
            level.iter().for_each(|one| builder.place_own(one));
            level.iter().for_each(|one| builder.place(one));
            if builder.next.is_empty() {
                for Further { container, name, symbol } in std::mem::take(&mut builder.deferred) {
                    builder.put_or_alias(container, name, symbol);
                }
            }
        }
        builder.layout
    }

    /// The place of a symbol that is offered.
    pub fn place(&self, symbol: SymbolId) -> Option<(Container, &'a str)> {
        self.places.get(&symbol).copied()
    }

    /// The container in which a symbol stands.
    pub fn container(&self, bindings: &Bindings<'a>, symbol: SymbolId) -> Container {
        if let Some((container, _)) = self.places.get(&symbol) {
            return *container;
        }
        let owner = bindings.table(bindings.symbol(symbol).table).owner?;
        // What a module keeps to itself stands in it where it is a module of its own in the output.
        (!bindings.is_module(owner) || self.specifiers.contains_key(&owner)).then_some(owner)
    }

    /// What stands in a container under a name: the final symbol.
    pub fn find(&self, container: Container, name: &str) -> Option<SymbolId> {
        self.names.get(&(container, name)).copied()
    }

    /// The names in a container.
    pub fn names(&self, container: Container) -> impl Iterator<Item = &'a str> {
        self.contents.get(&container).into_iter().flatten().map(|(name, _)| *name)
    }

    /// Everything that has a place or a further name and fits: dotted name, container, name, symbol.
    pub fn fitting(&self, fits: &dyn Fn(&str) -> bool) -> Vec<(Container, &'a str, SymbolId)> {
        let mut found = Vec::new();
        let mut entered = FxHashSet::default();
        let mut pending: Vec<(Container, String)> = vec![(None, String::new())];
        while let Some((container, prefix)) = pending.pop() {
            for &(name, symbol) in self.contents.get(&container).into_iter().flatten() {
                let dotted = format!("{prefix}{name}");
                if fits(&dotted) {
                    found.push((container, name, symbol));
                }
                // What has two names is looked into once.
                if self.contents.contains_key(&Some(symbol)) && entered.insert(symbol) {
                    pending.push((Some(symbol), format!("{dotted}.")));
                }
            }
        }
        found
    }

    /// Symbols with everything that stands in those among them that are containers, in order and once.
    pub fn with_contents(&self, roots: &[SymbolId]) -> Vec<SymbolId> {
        let mut found = Vec::with_capacity(roots.len());
        let mut seen = FxHashSet::default();
        let mut pending: Vec<SymbolId> = roots.iter().rev().copied().collect();
        while let Some(symbol) = pending.pop() {
            if seen.insert(symbol) {
                found.push(symbol);
                let inner = self.contents.get(&Some(symbol)).into_iter().flatten().rev();
                pending.extend(inner.map(|(_, member)| *member));
            }
        }
        found
    }
}

impl<'a> Builder<'_, 'a> {
    /// Places what a module of the output itself declares.
    fn place_own(&mut self, level: &Level<'a>) {
        let Some(container) = level.container.filter(|&container| self.bindings.is_module(container)) else { return };
        for &(name, raw) in &level.entries {
            let data = self.bindings.symbol(raw);
            if name != "default"
                && let Some(found) = self.bindings.follow(raw)
                && self.bindings.table(self.bindings.symbol(found).table).owner == Some(container)
                && data.name == name
            {
                self.put(level.container, name, found);
            }
        }
    }

    fn place(&mut self, level: &Level<'a>) {
        let (defaults, named): (Vec<_>, Vec<_>) = level.entries.iter().partition(|(name, _)| *name == "default");
        for (name, raw) in named.into_iter().chain(defaults) {
            let mut first = true;
            let mut known: Vec<SymbolId> = Vec::new();
            for meaning in [Meaning::Value, Meaning::Type, Meaning::Namespace] {
                let Some(symbol) = self.bindings.follow_as(raw, meaning) else { continue };
                if known.contains(&symbol) {
                    continue;
                }
                known.push(symbol);
                // A type of the same name from elsewhere keeps the place that it has, or gets a name when it is used.
                if first {
                    self.layout.contents.entry(level.container).or_default().push((name, symbol));
                    self.layout.names.insert((level.container, name), symbol);
                    let owner = self.bindings.table(self.bindings.symbol(symbol).table).owner;
                    let is_inside = owner.is_some_and(|owner| !self.bindings.is_module(owner));
                    match is_inside && raw != symbol {
                        true => self.deferred.push(Further { container: level.container, name, symbol }),
                        false => self.put_or_alias(level.container, name, symbol),
                    }
                }
                first = false;
            }
            if known.is_empty() {
                self.layout.missing.push(Further { container: level.container, name, symbol: raw });
            }
        }
    }

    /// Gives a symbol this place, or this further name.
    fn put_or_alias(&mut self, container: Container, name: &'a str, symbol: SymbolId) {
        let is_here = self.layout.places.get(&symbol) == Some(&(container, name));
        if !is_here && !self.put(container, name, symbol) {
            self.layout.aliases.push(Further { container, name, symbol });
        }
    }

    /// Gives a symbol a place, unless it has one.
    fn put(&mut self, container: Container, name: &'a str, symbol: SymbolId) -> bool {
        if self.layout.places.contains_key(&symbol) {
            return false;
        }
        self.layout.places.insert(symbol, (container, name));
        self.layout.order.push(symbol);
        let bindings = self.bindings;
        let entries = match bindings.module_index(symbol) {
            Some(module) => {
                let (entries, beside) = module_entries(bindings, module);
                self.opened.extend(beside);
                entries
            }
            None => {
                let Some(table) = bindings.symbol(symbol).namespace else { return true };
                if self.opened.contains(&symbol) {
                    return true;
                }
                let table = bindings.table(table);
                let mut names = table.order.clone();
                names.sort_unstable();
                names.iter().filter_map(|name| Some((*name, *table.names.get(name)?))).collect()
            }
        };
        self.next.push(Level { container: Some(symbol), entries });
        true
    }
}
