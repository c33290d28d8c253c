//! Leaving things out: items and members go, references to what is gone are `any`, bases that are gone are replaced by theirs, and what
//! only something that is gone needed goes, too.

use ffi_core::signature::{Item, Module, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use super::paths::{self, for_each_item, for_each_item_mut, join};
use super::walk::Walk;

/// Leaves out what has one of these dotted names, and then what nothing that `is_asked` for needs.
pub(super) fn leave_out(module: &mut Module, gone: &FxHashSet<String>, is_asked: &dyn Fn(&str) -> bool) {
    let bases = bases_of(module, gone);
    let mut taken = FxHashSet::default();
    remove(&mut module.items, "", gone, &mut taken);
    let is_gone = |name: &str| taken.contains(name);
    for_each_item_mut(&mut module.items, "", &mut |_, item| {
        if let Item::Class(class) = item {
            class.extends = std::mem::take(&mut class.extends)
                .into_iter()
                .flat_map(|base| remaining(base, &bases, &is_gone, 0))
                .collect();
        }
        if let Item::Record(record) = item {
            record.extends = std::mem::take(&mut record.extends)
                .into_iter()
                .flat_map(|base| remaining(base, &bases, &is_gone, 0))
                .collect();
        }
        Walk::new(&mut |ty| forget(ty, &is_gone)).item(item);
    });
    prune(module, is_asked);
}

/// What the classes and records that go extend.
fn bases_of(module: &Module, gone: &FxHashSet<String>) -> FxHashMap<String, Vec<Type>> {
    let mut bases = FxHashMap::default();
    for_each_item(&module.items, "", &mut |path, item| {
        let extends = match item {
            Item::Class(class) => &class.extends,
            Item::Record(record) => &record.extends,
            _ => return,
        };
        let above = std::iter::successors(Some(path), |path| path.rsplit_once('.').map(|(outer, _)| outer));
        if above.into_iter().any(|path| gone.contains(path)) {
            // Without the arguments of the class: what they would be is not known where it is gone.
            bases.insert(path.to_owned(), extends.clone());
        }
    });
    bases
}

/// A base, or the bases of one that is gone.
fn remaining(
    base: Type,
    bases: &FxHashMap<String, Vec<Type>>,
    is_gone: &dyn Fn(&str) -> bool,
    depth: usize,
) -> Vec<Type> {
    match &base {
        Type::Reference { name, module: None, .. } if is_gone(name) && depth < 64 => {
            let above = bases.get(name).cloned().unwrap_or_default();
            above.into_iter().flat_map(|base| remaining(base, bases, is_gone, depth + 1)).collect()
        }
        Type::Reference { name, module: None, .. } if is_gone(name) => Vec::new(),
        _ => vec![base],
    }
}

/// Removes items and members; notes the names of the items.
fn remove(items: &mut Vec<Item>, prefix: &str, gone: &FxHashSet<String>, taken: &mut FxHashSet<String>) {
    items.retain_mut(|item| {
        let path = join(prefix, item.js_name());
        if gone.contains(&path) {
            taken.insert(path.clone());
            for_each_item(paths::inner(item), &path, &mut |path, _| {
                taken.insert(path.to_owned());
            });
            return false;
        }
        let stays = |name: &str| !gone.contains(&join(&path, name));
        match item {
            Item::Class(class) => {
                class.statics.retain(|member| stays(&member.name.js));
                class.members.retain(|member| stays(&member.name.js));
            }
            Item::Record(record) => record.fields.retain(|field| stays(&field.name.js)),
            Item::Enum(declaration) => declaration.members.retain(|member| stays(&member.name.js)),
            _ => {}
        }
        if let Some(inner) = paths::inner_mut(item) {
            remove(inner, &path, gone, taken);
        }
        true
    });
}

/// A reference to what is gone is `any`; a union with it keeps its other members.
fn forget(ty: &mut Type, is_gone: &dyn Fn(&str) -> bool) {
    match ty {
        Type::Reference { name, module: None, .. } | Type::ClassObject { name, module: None } if is_gone(name) => {
            *ty = Type::Any;
        }
        Type::Union { members } if members.contains(&Type::Any) => *ty = Type::union(std::mem::take(members)),
        _ => {}
    }
}

/// Removes what nothing that is asked for needs.
fn prune(module: &mut Module, is_asked: &dyn Fn(&str) -> bool) {
    let mut needs: FxHashMap<String, Vec<String>> = FxHashMap::default();
    let mut pending = Vec::new();
    for_each_item_mut(&mut module.items, "", &mut |path, item| {
        let mut names = Vec::new();
        Walk::new(&mut |ty| {
            if let Type::Reference { name, module: None, .. } | Type::ClassObject { name, module: None } = ty {
                names.push(name.clone());
            }
        })
        .item(item);
        needs.insert(path.to_owned(), names);
        if is_asked(path) {
            pending.push(path.to_owned());
        }
    });
    let mut needed: FxHashSet<String> = FxHashSet::default();
    while let Some(path) = pending.pop() {
        if let Some((outer, _)) = path.rsplit_once('.') {
            pending.push(outer.to_owned());
        }
        if !needed.contains(&path) {
            pending.extend(needs.get(&path).into_iter().flatten().cloned());
            needed.insert(path);
        }
    }
    keep(&mut module.items, "", &needed);
}

fn keep(items: &mut Vec<Item>, prefix: &str, needed: &FxHashSet<String>) {
    items.retain_mut(|item| {
        let path = join(prefix, item.js_name());
        if let Some(inner) = paths::inner_mut(item) {
            keep(inner, &path, needed);
        }
        // What holds something that stays has been found to be needed as well.
        needed.contains(&path)
    });
}
