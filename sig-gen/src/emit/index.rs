//! Lookup of a module's items by their dotted names, and of their Python spellings.
//!
//! Lookups only: nothing here can be iterated, so no output depends on the order of a hash map.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use ffi_core::signature::{
    Class, ClassKind, IndexSignature, Item, Literal, Member, MemberKind, Module, Record, Type, TypeParameter,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::lineage::{Lineage, Lineages};
use super::linearize::{self, Inheritance};
use super::python::identifier;

/// An item and where it stands.
#[derive(Debug, Clone)]
pub struct Entry<'m> {
    /// The item.
    pub item: &'m Item,
    /// The Python spelling of its path, dotted through namespaces.
    pub python: String,
}

/// All items of a module, nested ones included, by dotted JavaScript name.
#[derive(Debug, Default)]
pub struct Index<'m> {
    entries: FxHashMap<Cow<'m, str>, Entry<'m>>,
    /// The items by the Python spelling of their paths.
    spelled: FxHashMap<String, &'m Item>,
    /// Computed once for each class.
    pub(super) inheritance: RefCell<FxHashMap<*const Class, Rc<Inheritance<'m>>>>,
    /// Computed once for each class.
    ancestors: RefCell<FxHashMap<*const Class, Lineage>>,
    pub(super) lineages: Lineages<'m>,
    /// Classes that another one extends.
    extended: FxHashSet<*const Class>,
    /// Instance members by class and JavaScript name.
    members: FxHashMap<(*const Class, &'m str), &'m Member>,
}

impl<'m> Index<'m> {
    /// Indexes a module.
    pub fn new(module: &'m Module) -> Self {
        let mut index = Self::default();
        index.add_all(&module.items, "", "");
        let classes = index.entries.values().filter_map(|entry| match entry.item {
            Item::Class(class) => Some(class),
            _ => None,
        });
        index.extended = classes.flat_map(|class| index.bases(class)).map(std::ptr::from_ref).collect();
        index
    }

    /// Whether another class extends this one.
    pub fn is_extended(&self, class: &Class) -> bool {
        self.extended.contains(&std::ptr::from_ref(class))
    }

    fn add_all(&mut self, items: &'m [Item], prefix: &str, python_prefix: &str) {
        for item in items {
            let js = item.js_name();
            let path = if prefix.is_empty() { Cow::Borrowed(js) } else { Cow::Owned(format!("{prefix}.{js}")) };
            let python = format!("{python_prefix}{}", python_name(item));
            let nested = match item {
                Item::Module(inner) => inner.items.as_slice(),
                Item::Class(class) => class.namespace.as_slice(),
                Item::Function(function) => function.namespace.as_slice(),
                _ => &[],
            };
            if !nested.is_empty() {
                // A function cannot hold types in Python: what is merged with it stands in a class beside it.
                let around =
                    if matches!(item, Item::Function(_)) { function_namespace(&python) } else { python.clone() };
                self.add_all(nested, &path, &format!("{around}."));
            }
            if let Item::Class(class) = item {
                for member in &class.members {
                    self.members.entry((std::ptr::from_ref(class), &member.name.js)).or_insert(member);
                }
            }
            self.spelled.insert(python.clone(), item);
            self.entries.insert(path, Entry { item, python });
        }
    }

    /// The item with this dotted JavaScript name.
    pub fn get(&self, name: &str) -> Option<&Entry<'m>> {
        self.entries.get(name)
    }

    /// The item whose path is spelled so in Python.
    pub fn spelled(&self, python: &str) -> Option<&'m Item> {
        self.spelled.get(python).copied()
    }

    /// The class with this dotted JavaScript name.
    pub fn class(&self, name: &str) -> Option<&'m Class> {
        match self.get(name)?.item {
            Item::Class(class) => Some(class),
            _ => None,
        }
    }

    /// The record with this dotted JavaScript name.
    pub fn record(&self, name: &str) -> Option<&'m Record> {
        match self.get(name)?.item {
            Item::Record(record) => Some(record),
            _ => None,
        }
    }

    /// The classes that a class extends, directly, as far as they are known.
    pub fn bases<'i>(&'i self, class: &'m Class) -> impl Iterator<Item = &'m Class> + use<'i, 'm> {
        class.extends.iter().filter_map(|base| match base {
            Type::Reference { name, module: None, .. } => self.class(name),
            _ => None,
        })
    }

    /// The classes that a class extends, directly and indirectly, nearest first.
    pub fn ancestors(&self, class: &'m Class) -> impl Iterator<Item = &'m Class> + use<'_, 'm> {
        let lineage = self.known_ancestors(class).unwrap_or_else(|| self.new_ancestors(class));
        self.lineages.iter(lineage)
    }

    fn known_ancestors(&self, class: &Class) -> Option<Lineage> {
        self.ancestors.borrow().get(&std::ptr::from_ref(class)).copied()
    }

    /// Goes up as long as there is one base, and down again with what stands there.
    fn new_ancestors(&self, class: &'m Class) -> Lineage {
        let mut path = vec![class];
        let mut passed: FxHashSet<*const Class> = FxHashSet::default();
        let mut lineage = loop {
            let top = path[path.len() - 1];
            if let Some(known) = self.known_ancestors(top) {
                break known;
            }
            let mut bases = self.bases(top);
            match (bases.next(), bases.next()) {
                (None, _) => break Lineage::default(),
                (Some(base), None) if passed.insert(std::ptr::from_ref(base)) => path.push(base),
                // A cycle, in which each class has another list.
                (Some(_), None) => {
                    path.truncate(1);
                    break self.gathered_ancestors(class);
                }
                _ => break self.gathered_ancestors(top),
            }
        };
        let mut ancestors = self.ancestors.borrow_mut();
        let mut base: Option<&'m Class> = None;
        for class in path.into_iter().rev() {
            if let Some(base) = base {
                lineage = self.lineages.prepend(base, lineage);
            }
            ancestors.insert(std::ptr::from_ref(class), lineage);
            base = Some(class);
        }
        lineage
    }

    fn gathered_ancestors(&self, class: &'m Class) -> Lineage {
        let mut found: Vec<&'m Class> = Vec::new();
        let mut known = FxHashSet::from_iter([std::ptr::from_ref(class)]);
        let mut queue: Vec<&'m Class> = self.bases(class).collect();
        let mut next = 0;
        while next < queue.len() {
            let base = queue[next];
            next += 1;
            if known.insert(std::ptr::from_ref(base)) {
                found.push(base);
                queue.extend(self.bases(base));
            }
        }
        self.lineages.list(&found)
    }

    /// An instance member that the class itself declares.
    pub fn member(&self, class: &Class, name: &str) -> Option<&'m Member> {
        self.members.get(&(std::ptr::from_ref(class), name)).copied()
    }

    /// The members of that name of all ancestors, nearest first.
    pub fn inherited_members(&self, class: &'m Class, name: &str) -> Vec<&'m Member> {
        self.ancestors(class).filter_map(|ancestor| self.member(ancestor, name)).collect()
    }

    /// The bases of a class as Python can inherit them: without those that another base already brings, in an order that has a
    /// linearization, without what would spoil every order.
    pub fn linear_bases(&self, class: &'m Class) -> Vec<&'m Type> {
        linearize::bases(self, class)
    }

    /// The type parameters that the item declares.
    pub fn type_parameters(item: &'m Item) -> &'m [TypeParameter] {
        match item {
            Item::Class(class) => &class.type_parameters,
            Item::Record(record) => &record.type_parameters,
            Item::Alias(alias) => &alias.type_parameters,
            _ => &[],
        }
    }
}

/// The name of the class that holds what a namespace merged with a function declares.
pub fn function_namespace(python: &str) -> String {
    format!("{python}_namespace")
}

/// The Python spelling of an item's own name.
pub fn python_name(item: &Item) -> Cow<'_, str> {
    identifier(item.python_name())
}

/// Whether a member is a numeric constant: what has one is a part of the platform.
fn is_constant(member: &Member) -> bool {
    match &member.kind {
        MemberKind::Property { ty, readonly, .. } => {
            *readonly && matches!(ty, Type::Literal { value: Literal::Number(_) })
        }
        MemberKind::Method(_) => false,
    }
}

/// Whether Python code may implement the class: it is only a type without constants, and so are all of its bases.
pub fn is_protocol(index: &Index<'_>, class: &Class) -> bool {
    // Bases share bases: each class is looked at once, and a circle ends.
    let mut pending = vec![class];
    let mut seen = FxHashSet::default();
    while let Some(class) = pending.pop() {
        if !seen.insert(std::ptr::from_ref(class)) {
            continue;
        }
        let is_type_only = class.kind == ClassKind::Interface
            && class.type_parameters.is_empty()
            // Protocols cannot hold aliases.
            && !class.namespace.iter().any(|item| matches!(item, Item::Alias(_)))
            && !class.members.iter().any(is_constant);
        if !is_type_only {
            return false;
        }
        for base in &class.extends {
            match base {
                Type::Reference { name, module: None, .. } if index.class(name).is_some() => {
                    pending.extend(index.class(name));
                }
                _ => return false,
            }
        }
    }
    true
}

/// Whether items can be assigned. Declarations forget `readonly` on the indices of array-likes; one whose `length` is read-only is
/// a view of something else (`NodeList`).
pub fn is_writable<'m>(index: &Index<'m>, class: &'m Class, signature: &IndexSignature) -> bool {
    let has_fixed_length = |class: &Class| {
        class.members.iter().any(|member| {
            member.name.js == "length" && matches!(member.kind, MemberKind::Property { readonly: true, .. })
        })
    };
    let array_like = matches!(signature.key, Type::Number)
        && (has_fixed_length(class) || index.ancestors(class).any(has_fixed_length));
    !signature.readonly && !array_like
}
