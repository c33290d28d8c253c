//! Counting what a module holds, and how much of it is exact.

use ffi_core::signature::{Class, Function, Item, MemberKind, Module};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Coverage, FileCoverage, Slot};
use crate::diagnostics::{FileId, Span};

/// The state of one count.
struct Count<'c> {
    coverage: &'c mut Coverage,
    /// What has a degradation in it.
    degraded: FxHashSet<(String, Slot)>,
    /// The items with a degradation anywhere.
    touched: FxHashSet<String>,
    /// Where the first declaration of each item stands.
    origins: &'c FxHashMap<String, Span>,
}

impl Coverage {
    /// Counts what a module holds. The degradations must be in place.
    pub(crate) fn count(&mut self, module: &Module, origins: &FxHashMap<String, Span>) {
        let mut degraded = FxHashSet::default();
        let mut touched = FxHashSet::default();
        for owner in self.degradations.iter().flat_map(|one| &one.owners) {
            degraded.insert((owner.symbol.clone(), owner.slot.clone()));
            touched.insert(owner.symbol.clone());
        }
        Count { coverage: self, degraded, touched, origins }.items(&module.items, "", None);
    }
}

impl Count<'_> {
    fn items(&mut self, items: &[Item], prefix: &str, file: Option<FileId>) {
        for item in items {
            let name =
                if prefix.is_empty() { item.js_name().to_owned() } else { format!("{prefix}.{}", item.js_name()) };
            let file = self.origins.get(&name).map(|span| span.file).or(file);
            self.item(item, &name, file);
        }
    }

    fn item(&mut self, item: &Item, name: &str, file: Option<FileId>) {
        let touched = self.touched.contains(name);
        self.coverage.items += 1;
        self.coverage.kinds.entry(kind(item)).or_default().add(touched);
        if let Some(file) = self.file(file) {
            file.items += 1;
        }
        match item {
            Item::Class(class) => {
                self.class(class, name, file);
                self.items(&class.namespace, name, file);
            }
            Item::Record(record) => {
                for field in &record.fields {
                    self.member(name, Slot::Member(field.name.js.clone()), file);
                }
            }
            Item::Function(function) => {
                self.tally(touched, file);
                self.function(&function.function, file);
                self.items(&function.namespace, name, file);
            }
            Item::Enum(declaration) => {
                for member in &declaration.members {
                    self.member(name, Slot::Member(member.name.js.clone()), file);
                }
            }
            Item::Module(module) => self.items(&module.items, name, file),
            Item::Variable(_) | Item::Alias(_) => self.tally(touched, file),
        }
    }

    fn class(&mut self, class: &Class, name: &str, file: Option<FileId>) {
        let functions = [
            (&class.constructor, Slot::Constructor),
            (&class.static_call, Slot::StaticCall),
            (&class.call, Slot::Call),
        ];
        for (function, slot) in functions {
            if let Some(function) = function {
                self.member(name, slot, file);
                self.function(function, file);
            }
        }
        for _ in &class.index {
            self.member(name, Slot::Index, file);
        }
        let statics = class.statics.iter().map(|one| (one, true));
        for (member, is_static) in statics.chain(class.members.iter().map(|one| (one, false))) {
            let js = member.name.js.clone();
            self.member(name, if is_static { Slot::Static(js) } else { Slot::Member(js) }, file);
            if let MemberKind::Method(function) = &member.kind {
                self.function(function, file);
            }
        }
    }

    fn function(&mut self, function: &Function, file: Option<FileId>) {
        self.coverage.signatures += function.overloads.len();
        self.coverage.overloaded += usize::from(function.overloads.len() > 1);
        if let Some(file) = self.file(file) {
            file.signatures += function.overloads.len();
        }
        for signature in &function.overloads {
            if let Some((_, _, keywords)) = signature.options() {
                self.coverage.options += 1;
                self.coverage.keywords += keywords.len();
            }
        }
    }

    fn member(&mut self, symbol: &str, slot: Slot, file: Option<FileId>) {
        let degraded = self.touched.contains(symbol) && self.degraded.contains(&(symbol.to_owned(), slot));
        self.tally(degraded, file);
    }

    fn tally(&mut self, degraded: bool, file: Option<FileId>) {
        self.coverage.members.add(degraded);
        if let Some(file) = self.file(file) {
            file.members.add(degraded);
        }
    }

    fn file(&mut self, file: Option<FileId>) -> Option<&mut FileCoverage> {
        Some(self.coverage.by_file.entry(file?).or_default())
    }
}

fn kind(item: &Item) -> &'static str {
    match item {
        Item::Class(_) => "classes",
        Item::Record(_) => "records",
        Item::Function(_) => "functions",
        Item::Variable(_) => "variables",
        Item::Alias(_) => "aliases",
        Item::Enum(_) => "enums",
        Item::Module(_) => "namespaces",
    }
}
