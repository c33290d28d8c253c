//! The keywords that lowering gave to what can be called, as facts: the other side are the options parameters as the checker
//! resolves them (`tests/oracle/keywords.mjs`).
//!
//! A callable is a function or a variable that is one, `C.new`, `C.call`, `C.member` (inherited members too) or `C.static.member`.

use std::collections::{BTreeMap, BTreeSet};

use ffi_core::signature::{Class, ClassKind, Function, Item, Member, MemberKind, Module, Type};

use super::{Category, Fact};
use crate::lower::NAMESPACE_SUFFIX;

/// One fact for each callable and each distinct set of its keywords.
pub fn keywords(module: &Module) -> Vec<Fact> {
    let mut described = Described::default();
    described.items("", &module.items);
    described.classes("", &module.items);
    described.facts.into_iter().map(|(path, value)| Fact { category: Category::Keywords, path, value }).collect()
}

#[derive(Default)]
struct Described<'m> {
    /// Classes by the dotted names that references have, and what aliases stand for.
    named: BTreeMap<String, &'m Class>,
    aliases: BTreeMap<String, &'m str>,
    facts: BTreeSet<(String, String)>,
}

impl<'m> Described<'m> {
    fn record(&mut self, path: &str, function: &Function) {
        for (_, _, keywords) in function.overloads.iter().filter_map(|overload| overload.options()) {
            let mark = |required| if required { "" } else { "?" };
            let mut set: Vec<String> =
                keywords.iter().map(|one| format!("{:?}{}", one.name.js, mark(one.required))).collect();
            set.sort();
            self.facts.insert((path.to_owned(), set.join(" ")));
        }
    }

    fn value(&mut self, path: &str, ty: &Type) {
        if let Type::Function { function, construct: false } = &ty.non_nullable() {
            self.record(path, function);
        }
    }

    fn items(&mut self, prefix: &str, items: &'m [Item]) {
        for item in items {
            let name = format!("{prefix}{}", item.js_name());
            match item {
                Item::Class(class) => {
                    self.items(&format!("{name}."), &class.namespace);
                    self.named.insert(name, class);
                }
                Item::Alias(alias) => {
                    if let Type::Reference { name: target, module: None, .. } = &alias.ty {
                        self.aliases.insert(name, target);
                    }
                }
                Item::Module(module) => self.items(&format!("{name}."), &module.items),
                Item::Function(function) => self.items(&format!("{name}."), &function.namespace),
                _ => {}
            }
        }
    }

    fn classes(&mut self, prefix: &str, items: &'m [Item]) {
        for item in items {
            let name = match item {
                Item::Module(Module { specifier: Some(specifier), .. }) => format!("{specifier:?}"),
                Item::Module(Module { name, .. }) => format!("{prefix}{}", name.trim_end_matches(NAMESPACE_SUFFIX)),
                _ => format!("{prefix}{}", item.js_name()),
            };
            match item {
                Item::Class(class) => {
                    self.class(&name, class);
                    self.classes(&format!("{name}."), &class.namespace);
                }
                Item::Function(function) => {
                    self.record(&name, &function.function);
                    self.classes(&format!("{name}."), &function.namespace);
                }
                Item::Variable(variable) => self.value(&name, &variable.ty),
                Item::Module(module) => self.classes(&format!("{name}."), &module.items),
                _ => {}
            }
        }
    }

    fn class(&mut self, name: &str, class: &'m Class) {
        let line = self.with_bases(class);
        // An interface has the static side that a variable of its name has.
        let statics = if class.kind == ClassKind::Interface { &line[..1] } else { &line[..] };
        // A class whose constructor is hidden has none, whatever its base has.
        let constructor = statics.iter().find(|one| one.constructor.is_some() || one.kind == ClassKind::Abstract);
        let constructor = constructor.and_then(|one| one.constructor.as_ref());
        let call = line.iter().find_map(|one| one.call.as_ref());
        for (word, function) in [("new", constructor), ("call", call), ("call", class.static_call.as_ref())] {
            if let Some(function) = function {
                self.record(&format!("{name}.{word}"), function);
            }
        }
        self.nearest(&format!("{name}."), line.iter().flat_map(|one| &one.members));
        self.nearest(&format!("{name}.static."), statics.iter().flat_map(|one| &one.statics));
    }

    /// The first of the members of each name.
    fn nearest(&mut self, prefix: &str, members: impl Iterator<Item = &'m Member>) {
        let mut seen = BTreeSet::new();
        for member in members.filter(|one| seen.insert(&*one.name.js)) {
            self.member(prefix, member);
        }
    }

    fn member(&mut self, prefix: &str, member: &Member) {
        let js = &member.name.js;
        let path = match js.strip_prefix("Symbol.") {
            Some(symbol) => format!("{prefix}[{symbol}]"),
            None => format!("{prefix}{js:?}"),
        };
        match &member.kind {
            MemberKind::Method(function) => self.record(&path, function),
            MemberKind::Property { ty, .. } => self.value(&path, ty),
        }
    }

    /// A class and its bases in the order in which members are looked up, each once.
    fn with_bases(&self, class: &'m Class) -> Vec<&'m Class> {
        let mut found: Vec<&Class> = Vec::new();
        let mut pending = vec![class];
        while let Some(class) = pending.pop() {
            if found.iter().any(|known| std::ptr::eq(*known, class)) {
                continue;
            }
            found.push(class);
            let bases = class.extends.iter().filter_map(|base| match base {
                Type::Reference { name, .. } => self.named.get(self.aliases.get(name).copied().unwrap_or(name)),
                Type::Array { .. } => self.named.get("Array"),
                _ => None,
            });
            let before = pending.len();
            pending.extend(bases);
            pending[before..].reverse();
        }
        found
    }
}
