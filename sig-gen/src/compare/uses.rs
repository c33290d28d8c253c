//! On which side of calls named types stand: given to Python, taken from it, or both. What Python only gives may become wider, what
//! it only gets may become narrower.

use ffi_core::signature::{Class, Function, Item, MemberKind, Module, Type};
use rustc_hash::FxHashMap;

/// Where a type stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Use {
    /// Python gets values of it.
    pub result: bool,
    /// Python gives values of it.
    pub argument: bool,
}

/// The uses of all named types.
pub(super) struct Uses {
    by_name: FxHashMap<String, Use>,
}

impl Uses {
    /// The uses in both versions together.
    pub fn of(old: &Module, new: &Module) -> Self {
        let mut uses = Self { by_name: FxHashMap::default() };
        for module in [old, new] {
            let mut items = FxHashMap::default();
            crate::adjust::paths::for_each_item(&module.items, "", &mut |path, item| {
                items.insert(path.to_owned(), item);
            });
            let mut walk = Walk { items: &items, uses: &mut uses.by_name, pending: Vec::new() };
            crate::adjust::paths::for_each_item(&module.items, "", &mut |_, item| walk.root(item));
            walk.finish();
        }
        uses
    }

    /// Where values of this record or alias pass. One that passes nowhere may be used by hand on either side.
    pub fn get(&self, name: &str) -> Use {
        match self.by_name.get(name) {
            Some(found) => *found,
            None => Use { result: true, argument: true },
        }
    }
}

struct Walk<'w, 'm> {
    items: &'w FxHashMap<String, &'m Item>,
    uses: &'w mut FxHashMap<String, Use>,
    /// Names whose content is still to be looked at, on this side.
    pending: Vec<(String, bool)>,
}

impl Walk<'_, '_> {
    /// What is called or read by itself.
    fn root(&mut self, item: &Item) {
        match item {
            Item::Function(function) => self.function(&function.function, true),
            Item::Variable(variable) => self.ty(&variable.ty, true),
            Item::Class(class) => self.class(class),
            _ => {}
        }
    }

    fn class(&mut self, class: &Class) {
        for function in [&class.constructor, &class.static_call, &class.call].into_iter().flatten() {
            self.function(function, true);
        }
        for member in class.statics.iter().chain(&class.members) {
            match &member.kind {
                MemberKind::Method(function) => self.function(function, true),
                MemberKind::Property { ty, set_type, readonly } => {
                    self.ty(ty, true);
                    if !readonly {
                        self.ty(set_type.as_ref().unwrap_or(ty), false);
                    }
                }
            }
        }
        for index in &class.index {
            self.ty(&index.value, true);
            if !index.readonly {
                self.ty(&index.value, false);
            }
        }
    }

    /// A function; `given` when Python gets and calls it.
    fn function(&mut self, function: &Function, given: bool) {
        for signature in &function.overloads {
            for parameter in &signature.parameters {
                self.ty(&parameter.ty, !given);
                for keyword in parameter.keywords.iter().flat_map(|list| list.iter()) {
                    self.ty(&keyword.ty, !given);
                }
            }
            self.ty(&signature.result, given);
        }
    }

    fn ty(&mut self, ty: &Type, given: bool) {
        match ty {
            Type::Reference { name, arguments, module: None } => {
                arguments.iter().for_each(|argument| self.ty(argument, given));
                if matches!(self.items.get(name), Some(Item::Record(_) | Item::Alias(_) | Item::Enum(_))) {
                    let found = self.uses.entry(name.clone()).or_default();
                    let side = if given { &mut found.result } else { &mut found.argument };
                    if !*side {
                        *side = true;
                        self.pending.push((name.clone(), given));
                    }
                }
            }
            Type::Union { members } | Type::Intersection { members } => {
                members.iter().for_each(|member| self.ty(member, given));
            }
            Type::Array { element, .. }
            | Type::Iterable { element }
            | Type::Iterator { element, .. }
            | Type::AsyncIterable { element }
            | Type::AsyncIterator { element }
            | Type::Set { element } => self.ty(element, given),
            Type::Promise { value } | Type::Mapping { value } | Type::Converted { value, .. } => self.ty(value, given),
            Type::Map { key, value } => {
                self.ty(key, given);
                self.ty(value, given);
            }
            Type::Tuple { elements } => elements.iter().for_each(|element| self.ty(&element.ty, given)),
            Type::Record { fields } => fields.iter().for_each(|field| self.ty(&field.ty, given)),
            Type::Function { function, .. } => self.function(function, given),
            _ => {}
        }
    }

    fn finish(&mut self) {
        while let Some((name, given)) = self.pending.pop() {
            match self.items.get(&name).copied() {
                Some(Item::Record(record)) => {
                    record.extends.iter().for_each(|base| self.ty(base, given));
                    record.fields.iter().for_each(|field| self.ty(&field.ty, given));
                }
                Some(Item::Alias(alias)) => self.ty(&alias.ty, given),
                _ => {}
            }
        }
    }
}
