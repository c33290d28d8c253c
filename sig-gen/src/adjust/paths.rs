//! The dotted names of everything in a module: items, and the members, fields and constants in them.

use ffi_core::signature::{Item, Module};

/// The names of all items and of what they hold, in order.
pub(crate) fn all(module: &Module) -> Vec<String> {
    let mut found = Vec::new();
    items(&module.items, "", &mut found);
    found
}

fn items(list: &[Item], prefix: &str, found: &mut Vec<String>) {
    for_each_item(list, prefix, &mut |path, item| {
        found.push(path.to_owned());
        found.extend(members(item).map(|member| format!("{path}.{member}")));
    });
}

/// Calls `each` with every item and its dotted name, those in namespaces included.
pub(crate) fn for_each_item<'i>(list: &'i [Item], prefix: &str, each: &mut dyn FnMut(&str, &'i Item)) {
    for item in list {
        let path = join(prefix, item.js_name());
        each(&path, item);
        for_each_item(inner(item), &path, each);
    }
}

/// The same to change items, innermost first.
pub(crate) fn for_each_item_mut(list: &mut [Item], prefix: &str, each: &mut dyn FnMut(&str, &mut Item)) {
    for item in list {
        let path = join(prefix, item.js_name());
        if let Some(inner) = inner_mut(item) {
            for_each_item_mut(inner, &path, each);
        }
        each(&path, item);
    }
}

pub(crate) fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
}

/// The items that stand in one.
pub(crate) fn inner(item: &Item) -> &[Item] {
    match item {
        Item::Class(class) => &class.namespace,
        Item::Function(function) => &function.namespace,
        Item::Module(module) => &module.items,
        _ => &[],
    }
}

pub(crate) fn inner_mut(item: &mut Item) -> Option<&mut Vec<Item>> {
    match item {
        Item::Class(class) => Some(&mut class.namespace),
        Item::Function(function) => Some(&mut function.namespace),
        Item::Module(module) => Some(&mut module.items),
        _ => None,
    }
}

/// The names of what an item holds beside other items.
pub(crate) fn members(item: &Item) -> Box<dyn Iterator<Item = &str> + '_> {
    match item {
        Item::Class(class) => Box::new(class.statics.iter().chain(&class.members).map(|member| &*member.name.js)),
        Item::Record(record) => Box::new(record.fields.iter().map(|field| &*field.name.js)),
        Item::Enum(declaration) => Box::new(declaration.members.iter().map(|member| &*member.name.js)),
        _ => Box::new(std::iter::empty()),
    }
}
