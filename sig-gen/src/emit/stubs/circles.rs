//! Records and aliases that lead back to themselves.
//!
//! Checkers look into a record field by field, and mypy into aliases as well. Where what they find needs the same again with other
//! arguments, pyright does not return from it and mypy refuses the alias. Mypy also follows each way through the records that an alias
//! leads to and that lead back to it, of which there are more than anybody can wait for where the records are the nodes of a syntax tree.

use ffi_core::signature::{Alias, Item, Module, Record, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::Context;
use super::super::records::flat_fields;
use super::Emitter;
use super::function::Form;

/// What is printed at the moment, where it may need itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Within<'m> {
    Record(&'m Record),
    Alias(&'m Alias),
}

impl<'m> Within<'m> {
    pub(super) fn of(context: &Context<'m>, name: &str) -> Option<Self> {
        Self::from(context.index.get(name)?.item)
    }

    fn from(item: &'m Item) -> Option<Self> {
        match item {
            Item::Record(record) => Some(Self::Record(record)),
            Item::Alias(alias) => Some(Self::Alias(alias)),
            _ => None,
        }
    }
}

impl PartialEq for Within<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::Record(one), Self::Record(other)) => std::ptr::eq(one, other),
            (Self::Alias(one), Self::Alias(other)) => std::ptr::eq(one, other),
            _ => false,
        }
    }
}

/// How the references in a type are visited.
pub(super) type Visit = dyn for<'t> Fn(&'t Type, &mut dyn FnMut(&'t str));

/// Whether the record or alias `from` leads to the one that is `to`, by the references that `visit` sees.
pub(super) fn reaches<'m>(context: &Context<'m>, from: &'m str, to: Within<'m>, visit: &Visit) -> bool {
    let mut visited: Vec<&'m str> = vec![from];
    let mut next = 0;
    while let Some(&name) = visited.get(next) {
        next += 1;
        let Some(item) = Within::of(context, name) else { continue };
        if item == to {
            return true;
        }
        for target in contents(context, item, visit) {
            if !visited.contains(&target) {
                visited.push(target);
            }
        }
    }
    false
}

/// Whether a record or alias leads to itself.
pub(super) fn needs_itself<'m>(context: &Context<'m>, name: &'m str) -> bool {
    let all: &Visit = &super::lift::visit_all;
    Within::of(context, name)
        .is_some_and(|item| contents(context, item, all).into_iter().any(|next| reaches(context, next, item, all)))
}

/// The names of what a record or alias refers to.
pub(super) fn contents<'m>(context: &Context<'m>, item: Within<'m>, visit: &Visit) -> Vec<&'m str> {
    let mut found = Vec::new();
    match item {
        Within::Record(record) => {
            flat_fields(context, record).into_iter().for_each(|field| visit(&field.ty, &mut |name| found.push(name)));
        }
        Within::Alias(alias) => visit(&alias.ty, &mut |name| found.push(name)),
    }
    found
}

/// How many records an alias may lead to that lead back to it, before they are written without it.
const MANY_WAYS: usize = 10;

/// The records that must not name aliases which lead back to them, and these aliases, with the numbers of their circles.
#[derive(Debug, Default)]
pub(super) struct Crowds {
    records: FxHashMap<*const Record, usize>,
    aliases: FxHashMap<*const Alias, usize>,
}

impl Crowds {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let mut roots = Vec::new();
        collect(&context.module.items, "", &mut roots);
        let mut crowds = Self::default();
        let circles = components(roots.iter().map(String::as_str), &mut |path, visit| needs(context, path, visit));
        for (number, circle) in circles.into_iter().enumerate() {
            let items: Vec<Within<'_>> = circle.into_iter().filter_map(|path| Within::of(context, path)).collect();
            if items.iter().filter(|item| matches!(item, Within::Record(_))).count() <= MANY_WAYS {
                continue;
            }
            for item in items {
                match item {
                    Within::Record(record) => _ = crowds.records.insert(record, number),
                    Within::Alias(alias) => _ = crowds.aliases.insert(alias, number),
                }
            }
        }
        crowds
    }

    /// Whether the alias is written out in what is printed.
    pub(super) fn hides(&self, alias: &Alias, within: Option<Within<'_>>) -> bool {
        let Some(Within::Record(record)) = within else { return false };
        let circle = self.aliases.get(&std::ptr::from_ref(alias));
        circle.is_some() && circle == self.records.get(&std::ptr::from_ref(record))
    }
}

fn needs<'p, 'm: 'p>(context: &Context<'m>, path: &str, visit: &mut dyn FnMut(&'p str)) {
    let Some(item) = Within::of(context, path) else { return };
    contents(context, item, &super::lift::visit_all).into_iter().for_each(visit);
}

/// How many records and aliases a signature may lead to before it is no longer marked as deprecated.
const MANY_NAMES: usize = 20;

impl<'m> Emitter<'_, 'm> {
    /// Whether a deprecated form leads to so many records that mypy should not print it: it prepares what it would say of such an overload,
    /// with all records written out.
    pub(super) fn is_vast(&self, form: &Form<'m>) -> bool {
        if form.deprecated.is_none() {
            return false;
        }
        let mut pending: Vec<Within<'m>> = Vec::new();
        let add_item = |item: Option<Within<'m>>, pending: &mut Vec<Within<'m>>| {
            pending.extend(item.filter(|item| !pending.contains(item)));
        };
        let index = &self.context.index;
        for annotation in form.annotations() {
            annotation.visit_names(&mut |name| match self.types.anonymous.get(name) {
                Some(anonymous) => anonymous.fields.iter().for_each(|(field, _)| {
                    super::lift::visit_all(&field.ty, &mut |name| {
                        add_item(Within::of(self.context, name), &mut pending)
                    });
                }),
                None => add_item(index.spelled(name).and_then(Within::from), &mut pending),
            });
        }
        let mut next = 0;
        while let Some(&item) = pending.get(next).filter(|_| pending.len() <= MANY_NAMES) {
            next += 1;
            for name in contents(self.context, item, &super::lift::visit_all) {
                add_item(Within::of(self.context, name), &mut pending);
            }
        }
        pending.len() > MANY_NAMES
    }
}

/// The dotted names of the aliases of a module.
fn collect(items: &[Item], path: &str, found: &mut Vec<String>) {
    for item in items {
        let inner = match item {
            Item::Alias(_) => {
                found.push(format!("{path}{}", item.js_name()));
                continue;
            }
            Item::Class(class) => &class.namespace,
            Item::Module(Module { items, .. }) => items,
            Item::Function(function) => &function.namespace,
            _ => continue,
        };
        collect(inner, &format!("{path}{}.", item.js_name()), found);
    }
}

/// Calls its second argument with the name of each item that the named one needs.
type Needs<'n, 'p> = dyn FnMut(&'p str, &mut dyn FnMut(&'p str)) + 'n;

/// What needs itself of the roots and what they need: the components of Tarjan's algorithm with more than one item, and the items that name
/// themselves.
pub(super) fn components<'p>(roots: impl Iterator<Item = &'p str>, needs: &mut Needs<'_, 'p>) -> Vec<Vec<&'p str>> {
    let mut places: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    let mut found = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut is_open: FxHashSet<&str> = FxHashSet::default();
    let mut names_itself: FxHashSet<&str> = FxHashSet::default();
    for root in roots {
        if places.contains_key(root) {
            continue;
        }
        let mut pending: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut next = Some(root);
        loop {
            if let Some(path) = next.take() {
                let mut targets = Vec::new();
                needs(path, &mut |target| targets.push(target));
                if targets.contains(&path) {
                    names_itself.insert(path);
                }
                places.insert(path, (places.len(), places.len()));
                open.push(path);
                is_open.insert(path);
                pending.push((path, targets));
            }
            let Some((path, targets)) = pending.last_mut() else { break };
            let path = *path;
            if let Some(target) = targets.pop() {
                match places.get(target) {
                    None => next = Some(target),
                    Some(&(index, _)) if is_open.contains(target) => lower(&mut places, path, index),
                    Some(_) => {}
                }
                continue;
            }
            pending.pop();
            let (index, low) = places[path];
            if let Some((before, _)) = pending.last() {
                lower(&mut places, before, low);
            }
            if index == low {
                let start = open.iter().rposition(|&known| known == path).unwrap_or(0);
                let component = open.split_off(start);
                component.iter().for_each(|known| _ = is_open.remove(known));
                if component.len() > 1 || names_itself.contains(path) {
                    found.push(component);
                }
            }
        }
    }
    found
}

fn lower<'p>(places: &mut FxHashMap<&'p str, (usize, usize)>, path: &'p str, low: usize) {
    if let Some((_, own)) = places.get_mut(path) {
        *own = low.min(*own);
    }
}
