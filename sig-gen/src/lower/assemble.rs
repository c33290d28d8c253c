//! From a request to a module: which symbols are taken, and how the lowered items nest.

use std::collections::BTreeMap;

use ffi_core::signature::{Item, Module, SCHEMA_VERSION, Type, Variable};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::role::Roles;
use super::{Lowering, names};
use crate::bind::{Bindings, Meaning, SymbolId};
use crate::coverage::notes::{self, Part};
use crate::coverage::{Construct, Degradation};
use crate::diagnostics::{Diagnostic, FileId};
use crate::evaluate::Storage;

/// What to emit.
pub struct Request<'r, 'a> {
    /// The module's name.
    pub name: String,
    /// Whether its items are globals.
    pub global: bool,
    /// The names on offer: public name and symbol.
    pub offered: Vec<(&'a str, SymbolId)>,
    /// The names to take; empty for all.
    pub include: &'r [String],
}

/// A lowered module.
pub struct Selected {
    pub module: Module,
    pub diagnostics: Vec<Diagnostic>,
    pub degradations: Vec<Degradation>,
    /// The file of the first declaration of each item, by the item's dotted name.
    pub origins: FxHashMap<String, FileId>,
}

/// How many of the symbols asked for one thread is to have at least.
const MINIMUM_SHARE: usize = 400;
/// Into how many shares the work is cut at most. The cut does not depend on the machine: every share evaluates by itself.
const MAXIMUM_SHARES: usize = 4;

/// Lowers what is requested.
pub fn lower<'a>(
    bindings: &'a Bindings<'a>,
    storage: &'a Storage<'a>,
    roles: &'a Roles,
    request: &Request<'_, 'a>,
) -> Selected {
    let mut lowering = Lowering::new(bindings, storage, roles);
    let mut diagnostics = Vec::new();
    let mut again: Vec<(&'a str, SymbolId)> = Vec::new();
    if !request.global {
        for &(name, symbol) in &request.offered {
            match lowering.public_names.get(&symbol) {
                Some(first) if *first != name => again.push((name, symbol)),
                Some(_) => {}
                None => {
                    lowering.public_names.insert(symbol, name);
                    lowering.taken_names.insert(name, symbol);
                }
            }
        }
    }
    let mut roots = Vec::new();
    if request.include.is_empty() {
        roots.extend(request.offered.iter().map(|&(_, symbol)| symbol));
    } else {
        for wanted in request.include {
            match find(bindings, request, wanted) {
                Some(symbol) => roots.push(symbol),
                None => diagnostics.push(unknown(bindings, request, wanted)),
            }
        }
        again.retain(|(_, symbol)| roots.contains(symbol));
    }
    let asked = with_contents(bindings, &roots);
    let shares = if request.global { (asked.len() / MINIMUM_SHARE).min(MAXIMUM_SHARES) } else { 0 };
    let mut degradations = Vec::new();
    if shares > 1 {
        let everyone: FxHashSet<SymbolId> = asked.iter().copied().collect();
        let parts: Vec<_> = (0..shares)
            .into_par_iter()
            .map(|share| lower_share(bindings, roles, &asked, &everyone, share, shares))
            .collect();
        for share in parts {
            lowering.items.extend(share.items);
            lowering.origins.extend(share.origins);
            diagnostics.extend(share.diagnostics);
            degradations.push(share.degradations);
        }
        lowering.needed = everyone;
    } else {
        asked.into_iter().for_each(|symbol| lowering.need(symbol));
    }
    lowering.drain();
    let further: Vec<Item> = again.into_iter().filter_map(|(name, symbol)| lowering.further(name, symbol)).collect();
    lowering.drain();
    let mut items = lowering.assemble();
    items.extend(further);
    sort(&mut items);
    items.dedup_by(|later, first| later.js_name() == first.js_name());
    let module = Module {
        schema_version: SCHEMA_VERSION,
        name: request.name.clone(),
        global: request.global,
        items,
        ..Module::default()
    };
    degradations.push(lowering.evaluator.notes.degradations());
    diagnostics.append(&mut lowering.diagnostics);
    let degradations = notes::merge(degradations);
    Selected { module, diagnostics, degradations, origins: lowering.origins }
}

/// What one share of the work gives.
struct Share {
    items: FxHashMap<SymbolId, Item>,
    origins: FxHashMap<String, FileId>,
    diagnostics: Vec<Diagnostic>,
    degradations: Vec<Degradation>,
}

/// Lowers every n-th of the symbols asked for, on its own.
fn lower_share<'b>(
    bindings: &'b Bindings<'b>,
    roles: &'b Roles,
    asked: &[SymbolId],
    everyone: &FxHashSet<SymbolId>,
    share: usize,
    shares: usize,
) -> Share {
    let storage = Storage::default();
    let mut lowering = Lowering::new(bindings, &storage, roles);
    lowering.needed.clone_from(everyone);
    lowering.queue = asked.iter().copied().skip(share).step_by(shares).collect();
    lowering.drain();
    Share {
        items: std::mem::take(&mut lowering.items),
        origins: std::mem::take(&mut lowering.origins),
        diagnostics: std::mem::take(&mut lowering.diagnostics),
        degradations: lowering.evaluator.notes.degradations(),
    }
}

/// Symbols with everything that the namespaces among them contain, in order and once.
fn with_contents(bindings: &Bindings<'_>, roots: &[SymbolId]) -> Vec<SymbolId> {
    let mut found = Vec::with_capacity(roots.len());
    let mut seen = FxHashSet::default();
    let mut pending: Vec<SymbolId> = roots.iter().rev().copied().collect();
    while let Some(symbol) = pending.pop() {
        if !seen.insert(symbol) {
            continue;
        }
        found.push(symbol);
        if let Some(table) = bindings.symbol(symbol).namespace.filter(|_| !bindings.is_module(symbol)) {
            let members = bindings.sorted(table).into_iter().rev();
            pending.extend(members.filter(|&member| bindings.symbol(member).target.is_none()));
        }
    }
    found
}

fn find<'a>(bindings: &Bindings<'a>, request: &Request<'_, 'a>, wanted: &str) -> Option<SymbolId> {
    let mut parts = wanted.split('.');
    let first = parts.next()?;
    let mut symbol = request.offered.iter().find(|(name, _)| *name == first)?.1;
    for part in parts {
        symbol = bindings.member(symbol, part)?;
    }
    Some(symbol)
}

fn unknown<'a>(bindings: &Bindings<'a>, request: &Request<'_, 'a>, wanted: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(format!("no `{wanted}` in {}", request.name));
    // Inside of a namespace that exists, its members are what may have been meant.
    let inside = wanted.rsplit_once('.').and_then(|(path, name)| {
        let table = bindings.symbol(find(bindings, request, path)?).namespace?;
        let known = bindings.table(table).names.keys().copied();
        let nearest = names::nearest(name, known);
        Some(nearest.into_iter().map(|name| format!("`{path}.{name}`")).collect::<Vec<_>>())
    });
    let list = inside.unwrap_or_else(|| {
        let nearest = names::nearest(wanted, request.offered.iter().map(|&(name, _)| name));
        nearest.into_iter().map(|name| format!("`{name}`")).collect()
    });
    match list.is_empty() {
        true => diagnostic,
        false => diagnostic.note(format!("did you mean {}?", list.join(" or "))),
    }
}

fn sort(items: &mut [Item]) {
    items.sort_by(|left, right| left.js_name().cmp(right.js_name()));
}

impl<'a> Lowering<'a> {
    /// The items that stand at the top, with the others in their namespaces.
    fn assemble(&mut self) -> Vec<Item> {
        let mut children: BTreeMap<Option<SymbolId>, Vec<SymbolId>> = BTreeMap::new();
        let mut pending: Vec<SymbolId> = self.items.keys().copied().collect();
        pending.sort_unstable();
        let mut placed: FxHashSet<SymbolId> = FxHashSet::default();
        while let Some(symbol) = pending.pop() {
            if !placed.insert(symbol) {
                continue;
            }
            let owner = self.bindings.table(self.bindings.symbol(symbol).table).owner;
            let owner = owner.filter(|&owner| !self.bindings.is_module(owner));
            children.entry(owner).or_default().push(symbol);
            pending.extend(owner);
        }
        let tops = children.remove(&None).unwrap_or_default();
        let mut items: Vec<Item> = tops.into_iter().filter_map(|symbol| self.nest(symbol, &mut children)).collect();
        sort(&mut items);
        items
    }

    fn nest(&mut self, symbol: SymbolId, children: &mut BTreeMap<Option<SymbolId>, Vec<SymbolId>>) -> Option<Item> {
        let inner = children.remove(&Some(symbol)).unwrap_or_default();
        let mut items: Vec<Item> = inner.into_iter().filter_map(|child| self.nest(child, children)).collect();
        sort(&mut items);
        let own = self.items.remove(&symbol);
        Some(match own {
            Some(Item::Module(mut module)) => {
                module.items.extend(items);
                Item::Module(module)
            }
            Some(Item::Class(mut class)) => {
                class.namespace = items;
                Item::Class(class)
            }
            Some(Item::Function(mut function)) => {
                function.namespace = items;
                Item::Function(function)
            }
            Some(other) => {
                if !items.is_empty()
                    && let Some(declaration) = self.bindings.symbol(symbol).declarations.first()
                {
                    let (name, span) = (self.qualified(symbol), declaration.span);
                    self.part(Part::Item(name), |this| {
                        let reason = "the namespace merged with it has no place";
                        this.evaluator.degrade(span, Construct::MergedNamespace, reason);
                    });
                }
                other
            }
            None if items.is_empty() => return None,
            None => {
                let name = self.bindings.symbol(symbol).name.to_owned();
                Item::Module(Module { name, items, ..Module::default() })
            }
        })
    }

    /// A further name at the top of the module.
    fn further(&mut self, name: &'a str, symbol: SymbolId) -> Option<Item> {
        self.part(Part::Item(name.into()), |this| this.second_name(name, symbol))
    }

    /// The item for a further name of a symbol.
    pub(super) fn second_name(&mut self, name: &str, symbol: SymbolId) -> Option<Item> {
        let name = names::name(name);
        let ty = if self.bindings.symbol(symbol).has(Meaning::Value) {
            let value = self.evaluator.value_type(symbol);
            if let Some(function) = self.callable_value(value) {
                return Some(Item::Function(ffi_core::signature::NamedFunction {
                    name,
                    function,
                    namespace: Vec::new(),
                }));
            }
            let ty = self.lower(value, super::Side::Given);
            return Some(Item::Variable(Variable { name, ty, readonly: true, docs: Default::default() }));
        } else {
            Type::Reference { name: self.qualified(symbol).to_string(), arguments: Vec::new(), module: None }
        };
        Some(Item::Alias(ffi_core::signature::Alias {
            name,
            type_parameters: Vec::new(),
            ty,
            docs: Default::default(),
        }))
    }

    fn callable_value(&mut self, value: crate::evaluate::TypeId) -> Option<ffi_core::signature::Function> {
        match self.evaluator.types.get(value) {
            crate::evaluate::Ty::ValueOf(symbol) if self.role(symbol) == Some(super::role::Role::Function) => {
                Some(self.declared_function(symbol))
            }
            _ => self.callable(value, &Default::default()),
        }
    }
}
