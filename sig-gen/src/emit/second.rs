//! Second spellings of names: a stub declares what has one twice.

use std::borrow::Cow;

use ffi_core::signature::{Class, Function, Item, Member, MemberKind, Module, Name};

/// Whether a module has second spellings at all.
pub(crate) fn has_any(items: &[Item]) -> bool {
    let of_function = |function: &Function| {
        let parameters = function.overloads.iter().flat_map(|overload| &overload.parameters);
        parameters.flat_map(|one| one.keywords.iter().flat_map(|list| list.iter())).any(|one| one.name.also.is_some())
    };
    let of_member = |member: &Member| {
        member.name.also.is_some() || matches!(&member.kind, MemberKind::Method(function) if of_function(function))
    };
    items.iter().any(|item| match item {
        Item::Function(one) => one.name.also.is_some() || of_function(&one.function) || has_any(&one.namespace),
        Item::Variable(one) => one.name.also.is_some(),
        Item::Class(class) => {
            let functions = [&class.constructor, &class.static_call, &class.call];
            functions.into_iter().flatten().any(of_function)
                || class.members.iter().chain(&class.statics).any(of_member)
                || has_any(&class.namespace)
        }
        Item::Module(module) => has_any(&module.items),
        _ => false,
    })
}

/// The module in which items and members with a second spelling stand under that, too.
pub(crate) fn declared_twice(module: &Module) -> Cow<'_, Module> {
    if !has_any(&module.items) {
        return Cow::Borrowed(module);
    }
    Cow::Owned(Module { items: items(&module.items), ..module.clone() })
}

fn items(list: &[Item]) -> Vec<Item> {
    let mut all = Vec::with_capacity(list.len());
    for item in list {
        match item {
            Item::Function(one) => {
                let mut own = one.clone();
                own.namespace = items(&one.namespace);
                let second = respelled(&own.name);
                all.push(Item::Function(own));
                all.extend(second.map(|name| {
                    Item::Function(ffi_core::signature::NamedFunction { name, namespace: Vec::new(), ..one.clone() })
                }));
            }
            Item::Variable(one) => {
                all.push(item.clone());
                let second = respelled(&one.name);
                all.extend(second.map(|name| Item::Variable(ffi_core::signature::Variable { name, ..one.clone() })));
            }
            Item::Class(class) => all.push(Item::Class(Class {
                members: members(&class.members),
                statics: members(&class.statics),
                namespace: items(&class.namespace),
                ..class.clone()
            })),
            Item::Module(module) => {
                all.push(Item::Module(Module { items: items(&module.items), ..module.clone() }));
            }
            _ => all.push(item.clone()),
        }
    }
    all
}

fn members(list: &[Member]) -> Vec<Member> {
    let twice = |member: &Member| {
        let second = respelled(&member.name).map(|name| Member { name, ..member.clone() });
        [Some(member.clone()), second]
    };
    list.iter().flat_map(twice).flatten().collect()
}

fn respelled(name: &Name) -> Option<Name> {
    name.also.as_ref().map(|also| Name { python: Some(also.clone()), also: None, ..name.clone() })
}
