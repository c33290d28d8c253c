//! From a request to a module: which symbols are taken, and how the lowered items nest.

use std::collections::BTreeMap;
use std::rc::Rc;

use ffi_core::signature::{Item, Module, Name, SCHEMA_VERSION, Type, Variable};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::layout::{Container, Further, Layout};
use super::role::Roles;
use super::{Lowering, NAMESPACE_SUFFIX, names};
use crate::bind::{Bindings, Meaning, Missing, SymbolId};
use crate::coverage::notes::{self, Part};
use crate::coverage::{Construct, Degradation};
use crate::diagnostics::{Diagnostic, FileId, Span};
use crate::evaluate::{Storage, TypeId};
use crate::offer::Offer;
use crate::selection::{self, Wish};

/// A lowered module.
pub struct Selected {
    pub module: Module,
    pub diagnostics: Vec<Diagnostic>,
    pub degradations: Vec<Degradation>,
    /// Where the first declaration of each item stands, by the item's dotted name.
    pub origins: FxHashMap<String, Span>,
}

/// How many of the symbols asked for one thread is to have at least.
const MINIMUM_SHARE: usize = 400;
/// Into how many shares the work is cut at most. The cut does not depend on the machine: every share evaluates by itself.
const MAXIMUM_SHARES: usize = 4;

/// Lowers what is asked for: the names in `include`, or everything that is offered.
pub fn lower<'a>(
    bindings: &'a Bindings<'a>,
    storage: &'a Storage<'a>,
    roles: &'a Roles,
    offer: &Offer<'a>,
    layout: &'a Layout<'a>,
    include: &[Wish],
    config: Option<FileId>,
) -> Selected {
    let mut lowering = Lowering::new(bindings, storage, roles, layout);
    let mut diagnostics = Vec::new();
    let mut wanted: Vec<(Container, &str)> = Vec::new();
    let mut roots = Vec::new();
    for wish in include {
        let found = match selection::is_pattern(&wish.text) {
            true => layout.fitting(&|dotted| selection::fits(&wish.text, dotted)),
            false => find(layout, &wish.text).into_iter().collect(),
        };
        if found.is_empty() {
            let error = unknown(layout, &offer.name, &wish.text);
            diagnostics.push(Diagnostic { span: selection::span(config, wish.place.as_ref()), ..error });
        }
        for (container, name, symbol) in found {
            wanted.push((container, name));
            roots.push(symbol);
        }
    }
    let asked = if include.is_empty() { layout.order.clone() } else { layout.with_contents(&roots) };
    let containers: FxHashSet<SymbolId> = asked.iter().copied().collect();
    let is_taken = |one: &&Further<'a>| {
        let inside = one.container.is_some_and(|container| containers.contains(&container));
        include.is_empty() || inside || wanted.contains(&(one.container, one.name))
    };
    // Without modules no name is settled on the way, so that shares cannot disagree.
    let is_shared = offer.global && offer.modules.is_empty() && !bindings.has_module_files();
    // A part of a library is to be as in the whole library, which is lowered in shares.
    lowering.names_expansions = !is_shared || layout.order.len() / MINIMUM_SHARE <= 1;
    let shares = if is_shared { (asked.len() / MINIMUM_SHARE).min(MAXIMUM_SHARES) } else { 0 };
    let mut degradations = Vec::new();
    if shares > 1 {
        let everyone: FxHashSet<SymbolId> = asked.iter().copied().collect();
        let parts: Vec<_> = (0..shares)
            .into_par_iter()
            .map(|share| lower_share(bindings, roles, layout, &asked, &everyone, share, shares))
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
    let mut further: BTreeMap<Container, Vec<Item>> = BTreeMap::new();
    for alias in layout.aliases.iter().filter(is_taken) {
        let item = lowering.further(alias);
        further.entry(alias.container).or_default().extend(item);
        lowering.drain();
    }
    for missing in layout.missing.iter().filter(is_taken) {
        let item = lowering.nothing(missing);
        further.entry(missing.container).or_default().push(item);
    }
    for (container, item) in lowering.take_expansions() {
        further.entry(container).or_default().push(item);
    }
    let items = lowering.assemble(further);
    let module = Module {
        schema_version: SCHEMA_VERSION,
        name: offer.name.clone(),
        global: offer.global,
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
    origins: FxHashMap<String, Span>,
    diagnostics: Vec<Diagnostic>,
    degradations: Vec<Degradation>,
}

/// Lowers every n-th of the symbols asked for, on its own.
fn lower_share<'b>(
    bindings: &'b Bindings<'b>,
    roles: &'b Roles,
    layout: &'b Layout<'b>,
    asked: &[SymbolId],
    everyone: &FxHashSet<SymbolId>,
    share: usize,
    shares: usize,
) -> Share {
    let storage = Storage::default();
    let mut lowering = Lowering::new(bindings, &storage, roles, layout);
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

/// The symbol that a dotted name stands for, and where that name stands.
pub fn find<'n>(layout: &Layout<'_>, path: &'n str) -> Option<(Container, &'n str, SymbolId)> {
    let mut container = None;
    let mut parts = path.split('.').peekable();
    loop {
        let name = parts.next()?;
        let symbol = layout.find(container, name)?;
        if parts.peek().is_none() {
            return Some((container, name, symbol));
        }
        container = Some(symbol);
    }
}

fn unknown(layout: &Layout<'_>, module: &str, wanted: &str) -> Diagnostic {
    let diagnostic = match selection::is_pattern(wanted) {
        true => Diagnostic::error(format!("nothing in {module} fits `{wanted}`")),
        false => Diagnostic::error(format!("no `{wanted}` in {module}")),
    };
    let wanted = selection::plain(wanted);
    let list: Vec<String> = meant(layout, None, &wanted).iter().map(|name| format!("`{name}`")).collect();
    match list.is_empty() {
        true => diagnostic,
        false => diagnostic.note(format!("did you mean {}?", list.join(" or "))),
    }
}

/// What a dotted name in a container may mean: each of its parts as it is, or else one of the nearest names there.
fn meant(layout: &Layout<'_>, container: Container, path: &str) -> Vec<String> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let near = match layout.find(container, first) {
        Some(_) => vec![first],
        None => names::nearest(first, layout.names(container)),
    };
    let Some(rest) = rest else { return near.into_iter().map(str::to_owned).collect() };
    let inside = near.into_iter().filter_map(|name| Some((name, layout.find(container, name)?)));
    let all = inside.flat_map(|(name, symbol)| {
        let inner = meant(layout, Some(symbol), rest).into_iter();
        inner.map(move |inner| format!("{name}.{inner}"))
    });
    all.collect()
}

/// Sorts items by name. Of two with the same name the first stays; what Python would spell like another item is spelled apart.
fn sort(items: &mut Vec<Item>) {
    items.sort_by(|left, right| left.js_name().cmp(right.js_name()));
    items.dedup_by(|later, first| later.js_name() == first.js_name());
    if items.iter_mut().all(|item| name_of(item).is_none_or(|name| name.python.is_none())) {
        return;
    }
    let is_plain = |item: &mut Item| name_of(item).is_none_or(|name| name.python.is_none());
    let mut taken: FxHashSet<String> = FxHashSet::default();
    for item in items.iter_mut().filter_map(|item| is_plain(item).then_some(item)) {
        taken.insert(item.js_name().to_owned());
    }
    for item in items.iter_mut() {
        if let Some(name) = name_of(item).filter(|name| name.python.is_some()) {
            names::distinct(name, &|python| taken.contains(python));
            taken.insert(name.python().to_owned());
        }
    }
}

/// The name of an item; a namespace has no other spelling.
fn name_of(item: &mut Item) -> Option<&mut Name> {
    Some(match item {
        Item::Class(item) => &mut item.name,
        Item::Record(item) => &mut item.name,
        Item::Function(item) => &mut item.name,
        Item::Variable(item) => &mut item.name,
        Item::Alias(item) => &mut item.name,
        Item::Enum(item) => &mut item.name,
        Item::Module(_) => return None,
    })
}

type Children = BTreeMap<Container, Vec<SymbolId>>;

impl<'a> Lowering<'a> {
    /// The items that stand at the top, with the others in their namespaces.
    fn assemble(&mut self, mut further: BTreeMap<Container, Vec<Item>>) -> Vec<Item> {
        let mut children = Children::new();
        let mut pending: Vec<SymbolId> = self.items.keys().copied().collect();
        pending.extend(further.keys().flatten());
        pending.sort_unstable();
        let mut placed: FxHashSet<SymbolId> = FxHashSet::default();
        while let Some(symbol) = pending.pop() {
            if !placed.insert(symbol) {
                continue;
            }
            let container = self.container(symbol);
            children.entry(container).or_default().push(symbol);
            pending.extend(container);
        }
        let mut items = Vec::new();
        for symbol in children.remove(&None).unwrap_or_default() {
            self.nest(symbol, &mut children, &mut further, &mut items);
        }
        items.extend(further.remove(&None).unwrap_or_default());
        sort(&mut items);
        items
    }

    fn nest(
        &mut self,
        symbol: SymbolId,
        children: &mut Children,
        further: &mut BTreeMap<Container, Vec<Item>>,
        into: &mut Vec<Item>,
    ) {
        let mut items = Vec::new();
        for child in children.remove(&Some(symbol)).unwrap_or_default() {
            self.nest(child, children, further, &mut items);
        }
        items.extend(further.remove(&Some(symbol)).unwrap_or_default());
        sort(&mut items);
        let own = match self.items.remove(&symbol) {
            Some(Item::Module(mut module)) => {
                module.items.extend(items);
                Some(Item::Module(module))
            }
            Some(Item::Class(mut class)) => {
                class.namespace = items;
                Some(Item::Class(class))
            }
            Some(Item::Function(mut function)) => {
                function.namespace = items;
                Some(Item::Function(function))
            }
            Some(other) => {
                if !items.is_empty() {
                    let name = format!("{}{NAMESPACE_SUFFIX}", self.own_name(symbol));
                    into.push(Item::Module(Module { name, items, ..Module::default() }));
                }
                Some(other)
            }
            None if items.is_empty() => None,
            None => {
                let specifier = self.layout.specifiers.get(&symbol).cloned();
                let name = self.own_name(symbol).to_owned();
                Some(Item::Module(Module { name, specifier, items, ..Module::default() }))
            }
        };
        into.extend(own);
    }

    /// The dotted name of something in a container.
    fn dotted(&mut self, container: Container, name: &str) -> Rc<str> {
        match container {
            Some(container) => format!("{}.{name}", self.qualified(container)).into(),
            None => name.into(),
        }
    }

    /// The item for an exported name of which nothing is known.
    fn nothing(&mut self, missing: &Further<'a>) -> Item {
        let name = missing.name;
        if let Some(item) = self.imported(missing) {
            return item;
        }
        let (why, span) = (self.bindings.missing_export(missing.symbol), self.bindings.span(missing.symbol));
        let reason = match why {
            Missing::Untyped => None,
            Missing::Module(module) => Some((Construct::UnresolvedModule, format!("cannot resolve module `{module}`"))),
            Missing::Name => Some((Construct::UnresolvedName, format!("cannot resolve name `{name}`"))),
        };
        let dotted = self.dotted(missing.container, name);
        if let (Some((construct, reason)), Some(span)) = (reason, span) {
            self.part(Part::Item(dotted), |this| this.evaluator.degrade(span, construct, reason));
        }
        Item::Variable(Variable { name: names::name(name), ty: Type::Any, readonly: false, docs: Default::default() })
    }

    /// The item for a name that is a property of what another module assigns.
    fn imported(&mut self, imported: &Further<'a>) -> Option<Item> {
        let dotted = self.dotted(imported.container, imported.name);
        self.part(Part::Item(dotted), |this| {
            let value = this.evaluator.imported_value(imported.symbol)?;
            Some(this.value_item(names::name(imported.name), value))
        })
    }

    /// The item for a value of a type: a function, or a variable.
    fn value_item(&mut self, name: Name, value: TypeId) -> Item {
        if let Some(function) = self.callable_value(value) {
            return Item::Function(ffi_core::signature::NamedFunction { name, function, namespace: Vec::new() });
        }
        let ty = self.lower(value, super::Side::Given);
        Item::Variable(Variable { name, ty, readonly: true, docs: Default::default() })
    }

    /// A further name of something.
    fn further(&mut self, alias: &Further<'a>) -> Option<Item> {
        let dotted = self.dotted(alias.container, alias.name);
        self.part(Part::Item(dotted), |this| this.second_name(alias.name, alias.symbol))
    }

    /// The item for a further name of a symbol.
    pub(super) fn second_name(&mut self, name: &str, symbol: SymbolId) -> Option<Item> {
        let name = names::name(name);
        let is_namespace = self.role(symbol) == Some(super::role::Role::Namespace);
        let has_value = self.bindings.symbol(symbol).has(Meaning::Value) && !is_namespace;
        let ty = if has_value {
            let value = self.evaluator.value_type(symbol);
            return Some(self.value_item(name, value));
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

    /// A value as a function: what it is declared to be, or the function that `typeof` names.
    pub(super) fn callable_value(&mut self, value: TypeId) -> Option<ffi_core::signature::Function> {
        let value = self.evaluator.resolve(value);
        match self.evaluator.types.get(value) {
            crate::evaluate::Ty::ValueOf(symbol) if self.role(symbol) == Some(super::role::Role::Function) => {
                Some(self.declared_function(symbol))
            }
            _ => self.callable(value, &Default::default()),
        }
    }
}
