//! Changes of declarations: what came and went, and what became of what stayed.

use std::rc::Rc;

use ffi_core::signature::{Class, ClassKind, Enum, Item, Member, MemberKind, Record, RecordField, Type};
use rustc_hash::FxHashMap;

use super::Changes;
use super::relate::Relation;
use crate::adjust::paths::{inner, join};
use crate::emit::annotation::plain;

/// Compares the items of a module or namespace.
pub(super) fn modules(changes: &mut Changes<'_>, prefix: &str, old: &[Item], new: &[Item]) {
    let after: FxHashMap<&str, &Item> = new.iter().map(|item| (item.js_name(), item)).collect();
    let before: FxHashMap<&str, &Item> = old.iter().map(|item| (item.js_name(), item)).collect();
    for item in old {
        let path = join(prefix, item.js_name());
        match after.get(item.js_name()) {
            None => changes.breaking(&path, "removed", format!("the {} was removed", kind(item))),
            Some(new) => items(changes, &path, item, new),
        }
    }
    for item in new.iter().filter(|item| !before.contains_key(item.js_name())) {
        changes.compatible(&join(prefix, item.js_name()), "added", format!("the {} was added", kind(item)));
    }
}

fn kind(item: &Item) -> &'static str {
    match item {
        Item::Class(class) if class.kind == ClassKind::Interface => "interface",
        Item::Class(_) => "class",
        Item::Record(_) => "record",
        Item::Function(_) => "function",
        Item::Variable(_) => "variable",
        Item::Alias(_) => "alias",
        Item::Enum(_) => "enum",
        Item::Module(_) => "module",
    }
}

fn items(changes: &mut Changes<'_>, path: &str, old: &Item, new: &Item) {
    match (old, new) {
        (Item::Class(old), Item::Class(new)) => classes(changes, path, old, new),
        (Item::Record(old), Item::Record(new)) => records(changes, path, old, new),
        (Item::Function(old), Item::Function(new)) => changes.function(path, &old.function, &new.function),
        (Item::Variable(old), Item::Variable(new)) => changes.result(path, "type", &old.ty, &new.ty),
        (Item::Alias(old), Item::Alias(new)) => named(changes, path, &old.ty, &new.ty),
        (Item::Enum(old), Item::Enum(new)) => enums(changes, path, old, new),
        (Item::Module(_), Item::Module(_)) => {}
        _ => {
            let message = format!("the {} became a {}", kind(old), kind(new));
            changes.breaking(path, "kind-changed", message);
        }
    }
    if old.python_name() != new.python_name() {
        let message = format!("it is spelled `{}` and no longer `{}`", new.python_name(), old.python_name());
        changes.breaking(path, "renamed", message);
    }
    modules(changes, path, inner(old), inner(new));
}

/// A type that has a name: what a change of it means depends on where it is used.
fn named(changes: &mut Changes<'_>, path: &str, old: &Type, new: &Type) {
    let used = changes.uses.get(path);
    let (before, after) = (plain(old), plain(new));
    let relation = changes.sides.relation(old, new);
    let (code, word, breaking) = match relation {
        Relation::Same => return,
        Relation::Wider => ("alias-widened", "was widened", used.result),
        Relation::Narrower => ("alias-narrowed", "was narrowed", used.argument),
        Relation::Other => ("alias-changed", "changed", true),
    };
    let message = format!("the type {word} from `{before}` to `{after}`");
    match breaking {
        true => changes.breaking(path, code, message),
        false => changes.compatible(path, code, message),
    }
}

fn classes(changes: &mut Changes<'_>, path: &str, old: &Class, new: &Class) {
    let base = |ty: &Type| plain(ty);
    let (before, after): (Vec<String>, Vec<String>) =
        (old.extends.iter().map(base).collect(), new.extends.iter().map(base).collect());
    for lost in before.iter().filter(|base| !after.contains(base)) {
        // One that a new base has is still there.
        let is_inherited = new.extends.iter().any(|one| inherits(changes, one, lost, 64));
        if !is_inherited {
            changes.breaking(path, "base-removed", format!("it no longer extends `{lost}`"));
        }
    }
    for gained in after.iter().filter(|base| !before.contains(base)) {
        changes.compatible(path, "base-added", format!("it extends `{gained}`"));
    }
    if old.type_parameters.len() != new.type_parameters.len() {
        changes.breaking(path, "type-parameters-changed", "its type parameters changed");
    }
    let callable = [
        ("constructor", "can be constructed", &old.constructor, &new.constructor),
        ("static-call", "can be called without `new`", &old.static_call, &new.static_call),
        ("call", "can be called", &old.call, &new.call),
    ];
    for (name, can, old, new) in callable {
        match (old, new) {
            (Some(old), Some(new)) => changes.function(&format!("{path}.{name}"), old, new),
            (Some(_), None) => changes.breaking(path, "call-removed", format!("it no longer {can}")),
            (None, Some(_)) => changes.compatible(path, "call-added", format!("it {can}")),
            (None, None) => {}
        }
    }
    if old.index.len() > new.index.len() {
        changes.breaking(path, "index-removed", "an index signature was removed");
    }
    for (old, new) in old.index.iter().zip(&new.index) {
        changes.result(&format!("{path}[]"), "type", &old.value, &new.value);
    }
    for (old, new, is_static) in [(&old.statics, &new.statics, true), (&old.members, &new.members, false)] {
        members(changes, path, old, new, is_static);
    }
}

/// Whether a base is, or extends, another.
fn inherits(changes: &Changes<'_>, base: &Type, wanted: &str, depth: u32) -> bool {
    if plain(base) == wanted {
        return true;
    }
    let Type::Reference { name, module: None, .. } = base else { return false };
    match (changes.sides.new.get(name), depth.checked_sub(1)) {
        (Some(Item::Class(class)), Some(depth)) => {
            class.extends.iter().any(|base| inherits(changes, base, wanted, depth))
        }
        _ => false,
    }
}

/// A member that an ancestor declares.
fn inherited<'m>(
    items: &FxHashMap<String, &'m Item>,
    path: &str,
    name: &str,
    is_static: bool,
    depth: u32,
) -> Option<&'m Member> {
    let depth = depth.checked_sub(1)?;
    let Some(Item::Class(class)) = items.get(path).copied() else { return None };
    let own = if is_static { &class.statics } else { &class.members };
    own.iter().find(|member| member.name.js == name).or_else(|| {
        class.extends.iter().find_map(|base| match base {
            Type::Reference { name: base, module: None, .. } => inherited(items, base, name, is_static, depth),
            _ => None,
        })
    })
}

fn members(changes: &mut Changes<'_>, path: &str, old: &[Member], new: &[Member], is_static: bool) {
    for before in old {
        let name = format!("{path}.{}", before.name.js);
        let after = new.iter().find(|after| after.name.js == before.name.js);
        match after.or_else(|| inherited(&Rc::clone(&changes.sides.new), path, &before.name.js, is_static, 64)) {
            None => changes.breaking(&name, "member-removed", "the member was removed"),
            Some(after) => member(changes, &name, before, after),
        }
    }
    for after in new.iter().filter(|after| old.iter().all(|before| before.name.js != after.name.js)) {
        if inherited(&Rc::clone(&changes.sides.old), path, &after.name.js, is_static, 64).is_none() {
            changes.compatible(&format!("{path}.{}", after.name.js), "member-added", "the member was added");
        }
    }
}

fn member(changes: &mut Changes<'_>, path: &str, old: &Member, new: &Member) {
    if old.name.python() != new.name.python() {
        let message = format!("it is spelled `{}` and no longer `{}`", new.name.python(), old.name.python());
        changes.breaking(path, "renamed", message);
    }
    match (old.optional, new.optional) {
        (false, true) => changes.breaking(path, "member-optional", "it may be absent now"),
        (true, false) => changes.compatible(path, "member-required", "it is always there now"),
        _ => {}
    }
    match (&old.kind, &new.kind) {
        (MemberKind::Method(old), MemberKind::Method(new)) => changes.function(path, old, new),
        (
            MemberKind::Property { ty: old, set_type: old_set, readonly: was_readonly },
            MemberKind::Property { ty: new, set_type: new_set, readonly },
        ) => {
            match (was_readonly, readonly) {
                (false, true) => changes.breaking(path, "read-only", "it became read-only"),
                (true, false) => changes.compatible(path, "writable", "it became writable"),
                _ => {}
            }
            changes.result(path, "type", old, new);
            if !was_readonly && !readonly {
                let (before, after) = (old_set.as_ref().unwrap_or(old), new_set.as_ref().unwrap_or(new));
                changes.taken(path, "property", "what can be assigned", before, after);
            }
        }
        (MemberKind::Method(_), _) => changes.breaking(path, "kind-changed", "the method became a property"),
        (_, MemberKind::Method(_)) => changes.breaking(path, "kind-changed", "the property became a method"),
    }
}

fn records(changes: &mut Changes<'_>, path: &str, old: &Record, new: &Record) {
    let (before, after) = (fields(&changes.sides.old, old, 64), fields(&changes.sides.new, new, 64));
    let used = changes.uses.get(path);
    for field in &before {
        let name = format!("{path}.{}", field.name.js);
        let Some(new) = after.iter().find(|one| one.name.js == field.name.js) else {
            changes.breaking(&name, "field-removed", "the field was removed");
            continue;
        };
        match (field.optional, new.optional) {
            (true, false) if used.argument => changes.breaking(&name, "field-required", "the field became required"),
            (true, false) => changes.compatible(&name, "field-required", "the field is always there now"),
            (false, true) if used.result => changes.breaking(&name, "field-optional", "the field may be absent now"),
            (false, true) => changes.compatible(&name, "field-optional", "the field became optional"),
            _ => {}
        }
        named_field(changes, &name, used, &field.ty, &new.ty);
    }
    for field in after.iter().filter(|field| before.iter().all(|one| one.name.js != field.name.js)) {
        let name = format!("{path}.{}", field.name.js);
        match !field.optional && used.argument {
            true => changes.breaking(&name, "field-added", "the required field was added"),
            false => changes.compatible(&name, "field-added", "the field was added"),
        }
    }
}

fn named_field(changes: &mut Changes<'_>, path: &str, used: super::uses::Use, old: &Type, new: &Type) {
    let (before, after) = (plain(old), plain(new));
    let (code, word, breaking) = match changes.sides.relation(old, new) {
        Relation::Same => return,
        Relation::Wider => ("field-widened", "was widened", used.result),
        Relation::Narrower => ("field-narrowed", "was narrowed", used.argument),
        Relation::Other => ("field-changed", "changed", true),
    };
    let message = format!("the type {word} from `{before}` to `{after}`");
    match breaking {
        true => changes.breaking(path, code, message),
        false => changes.compatible(path, code, message),
    }
}

/// The fields of a record, inherited ones included.
fn fields(items: &FxHashMap<String, &Item>, record: &Record, depth: u32) -> Vec<RecordField> {
    let mut found = record.fields.clone();
    let Some(depth) = depth.checked_sub(1) else { return found };
    for base in &record.extends {
        let Type::Reference { name, module: None, .. } = base else { continue };
        let Some(Item::Record(base)) = items.get(name).copied() else { continue };
        for field in fields(items, base, depth) {
            if found.iter().all(|one| one.name.js != field.name.js) {
                found.push(field);
            }
        }
    }
    found
}

fn enums(changes: &mut Changes<'_>, path: &str, old: &Enum, new: &Enum) {
    for before in &old.members {
        let name = format!("{path}.{}", before.name.js);
        match new.members.iter().find(|after| after.name.js == before.name.js) {
            None => changes.breaking(&name, "member-removed", "the member was removed"),
            Some(after) if after.value != before.value => {
                changes.breaking(&name, "value-changed", "its value changed");
            }
            Some(_) => {}
        }
    }
    for after in new.members.iter().filter(|after| old.members.iter().all(|one| one.name.js != after.name.js)) {
        changes.compatible(&format!("{path}.{}", after.name.js), "member-added", "the member was added");
    }
}
