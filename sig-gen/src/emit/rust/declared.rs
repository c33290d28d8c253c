//! What a module declares, with the Rust path of each item and the place where JavaScript has it.

use std::rc::Rc;

use ffi_core::signature::{Class, Item, Module, Record, RecordField, Type};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

use super::RustOptions;
use super::names::{Names, camel, snake, written};

/// A declared item.
#[derive(Debug, Clone)]
pub struct Entry<'m> {
    pub item: &'m Item,
    /// The dotted JavaScript name, as references have it.
    pub dotted: String,
    /// The Rust path from the root: modules, then the name of the type or function.
    pub path: Rc<[String]>,
    /// The module that JavaScript finds it in, empty for globals.
    pub module: &'m str,
    /// The path in that module, with dots.
    pub place: String,
    /// The Rust path of what a namespace merged with it declares.
    pub inner: Option<Rc<[String]>>,
}

/// All items by their dotted JavaScript names. Lookups only.
#[derive(Debug, Default)]
pub struct Declared<'m> {
    /// The classes that are bound, when not all are.
    pub only: Option<&'m BTreeSet<String>>,
    /// Other names for items, by their dotted names.
    rename: Option<&'m BTreeMap<String, String>>,
    entries: FxHashMap<String, Entry<'m>>,
    /// The modules of their own, by what they are imported by.
    specifiers: FxHashMap<&'m str, &'m str>,
}

impl<'m> Declared<'m> {
    /// Gives every item of a module its name. `taken` are the names of the root.
    ///
    /// With `only`, other classes are no bases: what they declare is a class' own.
    pub fn new(module: &'m Module, options: &'m RustOptions, taken: &mut Names) -> Self {
        let mut declared = Self { only: options.only.as_ref(), rename: Some(&options.rename), ..Self::default() };
        let own = match (&module.specifier, module.global) {
            (Some(specifier), _) => specifier.as_str(),
            (None, true) => "",
            (None, false) => module.name.as_str(),
        };
        declared.add(&module.items, "", &[], own, "", taken);
        declared
    }

    fn add(
        &mut self,
        items: &'m [Item],
        prefix: &str,
        path: &[String],
        module: &'m str,
        place: &str,
        types: &mut Names,
    ) {
        let mut functions = Names::default();
        let mut nested = Vec::new();
        for item in items {
            let js = item.js_name();
            let dotted = if prefix.is_empty() { js.to_owned() } else { format!("{prefix}.{js}") };
            let name = match (item, self.renamed(&dotted)) {
                (Item::Function(_) | Item::Variable(_), _) => functions.take(snake(js)),
                (_, Some(renamed)) => types.take(renamed),
                (Item::Module(_), None) => types.take(snake(js)),
                (_, None) => types.take(camel(js)),
            };
            let full: Rc<[String]> = path.iter().cloned().chain([written(&name)]).collect();
            let (module, here) = match item {
                Item::Module(Module { specifier: Some(specifier), name, .. }) => {
                    self.specifiers.insert(specifier, name);
                    (specifier.as_str(), String::new())
                }
                _ if place.is_empty() => (module, js.to_owned()),
                _ => (module, format!("{place}.{js}")),
            };
            let inner = match item {
                Item::Module(inner) => Some((&inner.items, full.clone())),
                Item::Class(class) if !class.namespace.is_empty() => Some((&class.namespace, Rc::default())),
                Item::Function(function) if !function.namespace.is_empty() => {
                    Some((&function.namespace, Rc::default()))
                }
                _ => None,
            };
            let entry = Entry { item, dotted: dotted.clone(), path: full, module, place: here, inner: None };
            if let Some((items, inner)) = inner {
                nested.push((items, inner, dotted.clone()));
            }
            self.entries.insert(dotted, entry);
        }
        // Merged namespaces come after all types have their names.
        for (items, mut inner, dotted) in nested {
            let Some(entry) = self.entries.get_mut(&dotted) else { continue };
            if inner.is_empty() {
                let name = self.rename.and_then(|rename| rename.get(&dotted)).map(String::as_str);
                let name = types.take(snake(name.unwrap_or(entry.item.js_name())));
                inner = path.iter().cloned().chain([written(&name)]).collect();
            }
            entry.inner = Some(inner.clone());
            let (module, place) = (entry.module, entry.place.clone());
            let mut types = Names::default();
            // The alias of the run-time library stands in every module.
            types.take("rt");
            self.add(items, &dotted, &inner, module, &place, &mut types);
        }
    }

    fn renamed(&self, dotted: &str) -> Option<String> {
        self.rename.and_then(|rename| rename.get(dotted)).cloned()
    }

    /// Whether an item is asked for: by its name, by that of a namespace it is in, or because all are.
    pub fn is_selected(&self, dotted: &str) -> bool {
        let Some(only) = self.only else { return true };
        let ends = dotted.match_indices('.').map(|(end, _)| end).chain([dotted.len()]);
        ends.map(|end| &dotted[..end]).any(|name| only.contains(name))
    }

    /// The item of this dotted name.
    pub fn get(&self, name: &str) -> Option<&Entry<'m>> {
        self.entries.get(name)
    }

    /// The item that a reference is to, with its dotted name.
    pub fn find(&self, name: &str, module: Option<&str>) -> Option<(String, &Entry<'m>)> {
        let dotted = match module {
            None => name.to_owned(),
            Some(module) => format!("{}.{name}", self.specifiers.get(module).copied().unwrap_or(module)),
        };
        self.entries.get(&dotted).map(|entry| (dotted, entry))
    }

    fn referred(&self, ty: &Type) -> Option<&Entry<'m>> {
        match ty {
            Type::Reference { name, module, .. } => self.find(name, module.as_deref()).map(|(_, entry)| entry),
            _ => None,
        }
    }

    /// The classes that a class extends, in order, as far as they are bound as classes.
    pub fn bases(&self, class: &'m Class) -> Vec<(&Entry<'m>, &'m Class)> {
        let base = |ty: &Type| match self.referred(ty) {
            Some(entry) => match entry.item {
                Item::Class(base) if !is_callback(base) && !std::ptr::eq(base, class) => Some((entry, base)),
                _ => None,
            },
            None => None,
        };
        class.extends.iter().filter_map(base).collect()
    }

    /// The records that a class extends.
    pub fn record_bases(&self, extends: &[Type]) -> Vec<&'m Record> {
        let base = |ty: &Type| match self.referred(ty)?.item {
            Item::Record(record) => Some(record),
            _ => None,
        };
        extends.iter().filter_map(base).collect()
    }

    /// The chain of first bases, nearest first, without the class itself; it ends where it would come back.
    pub fn chain(&self, class: &'m Class) -> Vec<(&Entry<'m>, &'m Class)> {
        let mut chain: Vec<(&Entry<'m>, &'m Class)> = Vec::new();
        let mut passed: Vec<&Class> = vec![class];
        let mut last = class;
        while let Some((entry, base)) = self.bases(last).into_iter().next() {
            if passed.iter().any(|known| std::ptr::eq(*known, base)) {
                break;
            }
            passed.push(base);
            if self.is_selected(&entry.dotted) {
                chain.push((entry, base));
            }
            last = base;
        }
        chain
    }

    /// The class that a class is a struct around; `None` for the root of all objects.
    ///
    /// Classes that extend each other have no bases.
    pub fn base(&self, class: &'m Class) -> Option<&Entry<'m>> {
        let chain = self.chain(class);
        let (first, _) = chain.first()?;
        let last = chain.last().map(|(_, class)| *class)?;
        let mut passed: Vec<&Class> = Vec::new();
        let mut above = self.bases(last).first().map(|(_, base)| *base);
        while let Some(base) = above {
            if std::ptr::eq(base, class) || passed.iter().any(|known| std::ptr::eq(*known, base)) {
                return None;
            }
            passed.push(base);
            above = self.bases(base).first().map(|(_, base)| *base);
        }
        Some(first)
    }

    /// All classes above a class that are not in its chain, each once.
    pub fn others(&self, class: &'m Class) -> Vec<&'m Class> {
        let chain: Vec<&Class> = match self.base(class) {
            Some(_) => self.chain(class).into_iter().map(|(_, class)| class).collect(),
            None => Vec::new(),
        };
        let mut found: Vec<&'m Class> = Vec::new();
        let mut open: Vec<&'m Class> = self.bases(class).into_iter().map(|(_, base)| base).rev().collect();
        let mut seen: Vec<&Class> = vec![class];
        while let Some(next) = open.pop() {
            if seen.iter().any(|known| std::ptr::eq(*known, next)) {
                continue;
            }
            seen.push(next);
            if !chain.iter().any(|known| std::ptr::eq(*known, next)) {
                found.push(next);
            }
            open.extend(self.bases(next).into_iter().map(|(_, base)| base).rev());
        }
        found
    }

    /// The fields of a record, inherited ones included, each once, nearest first.
    pub fn fields(&self, record: &'m Record) -> Vec<(&'m Record, &'m RecordField)> {
        let mut found: Vec<(&'m Record, &'m RecordField)> = Vec::new();
        let mut names: FxHashMap<&str, ()> = FxHashMap::default();
        let mut seen: Vec<&Record> = Vec::new();
        let mut open = vec![record];
        while let Some(next) = open.pop() {
            if seen.iter().any(|known| std::ptr::eq(*known, next)) {
                continue;
            }
            seen.push(next);
            for field in &next.fields {
                if !field.name.symbol && names.insert(&field.name.js, ()).is_none() {
                    found.push((next, field));
                }
            }
            open.extend(self.record_bases(&next.extends).into_iter().rev());
        }
        found
    }
}

/// Whether an interface is only a function type by a name (`interface EventListener { (event: Event): void }`).
pub fn is_callback(class: &Class) -> bool {
    class.kind == ffi_core::signature::ClassKind::Interface
        && class.call.is_some()
        && class.constructor.is_none()
        && class.static_call.is_none()
        && class.members.is_empty()
        && class.statics.is_empty()
        && class.extends.is_empty()
        && class.index.is_empty()
}
