//! Aliases that stand at the top of the stub though a namespace declares them.
//!
//! In Python a namespace is a class. Type checkers take an alias with type variables in a class for an attribute of its instances, and
//! follow one that needs itself, or that the class around it needs, only where it is no attribute. The class keeps a name for each.

use ffi_core::signature::{Alias, Class, Function, Item, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::Context;
use super::super::index::python_name;
use super::circles;

/// Where an alias stands.
#[derive(Debug, Clone)]
pub(super) struct Lifted {
    /// Its name at the top of the module.
    pub(super) name: String,
    /// Whether it stands there even without type variables.
    pub(super) always: bool,
}

/// The nested aliases of a module that may have to stand at its top.
pub(super) fn lifted<'m>(context: &Context<'m>) -> FxHashMap<*const Alias, Lifted> {
    let mut nested = Vec::new();
    collect(&context.module.items, "", "", &mut nested);
    let cyclic = cyclic(context, nested.iter().map(|entry| entry.path.as_str()));
    let entry = |Nested { alias, name, path }: &Nested<'m>| {
        let always = cyclic.contains(path.as_str());
        let lifted = Lifted { name: name.clone(), always };
        (always || !alias.type_parameters.is_empty()).then(|| (std::ptr::from_ref(*alias), lifted))
    };
    nested.iter().filter_map(entry).collect()
}

/// An alias in a namespace.
struct Nested<'m> {
    alias: &'m Alias,
    /// What it is called at the top of the module.
    name: String,
    /// Its dotted JavaScript name.
    path: String,
}

fn collect<'m>(items: &'m [Item], path: &str, python: &str, found: &mut Vec<Nested<'m>>) {
    for item in items {
        let inner = match item {
            Item::Alias(alias) if !path.is_empty() => {
                let name = format!("_{python}{}", python_name(item));
                found.push(Nested { alias, name, path: format!("{path}{}", item.js_name()) });
                continue;
            }
            Item::Class(class) => &class.namespace,
            Item::Module(module) => &module.items,
            Item::Function(function) => &function.namespace,
            _ => continue,
        };
        if !inner.is_empty() {
            collect(inner, &format!("{path}{}.", item.js_name()), &format!("{python}{}_", python_name(item)), found);
        }
    }
}

/// What a checker needs of an item before it can say what it is.
fn needs<'p, 'm: 'p>(context: &Context<'m>, path: &'p str, visit: &mut dyn FnMut(&'p str)) {
    let Some(entry) = context.index.get(path) else { return };
    match entry.item {
        Item::Alias(alias) => {
            visit_all(&alias.ty, visit);
            let around = path.rsplit_once('.').map(|(around, _)| around);
            around.filter(|around| context.index.class(around).is_some()).into_iter().for_each(visit);
        }
        Item::Record(record) => {
            record.fields.iter().for_each(|field| visit_all(&field.ty, visit));
            record.extends.iter().for_each(|base| visit_all(base, visit));
        }
        Item::Class(Class { type_parameters, extends, .. }) => {
            extends.iter().for_each(|base| visit_all(base, visit));
            let said = type_parameters.iter().flat_map(|parameter| [&parameter.constraint, &parameter.default]);
            said.flatten().for_each(|ty| visit_all(ty, visit));
        }
        _ => {}
    }
}

/// Those of the named items, and of what they need, that need themselves.
fn cyclic<'p, 'm: 'p>(context: &'p Context<'m>, roots: impl Iterator<Item = &'p str>) -> FxHashSet<&'p str> {
    let circles = circles::components(roots, &mut |path, visit| needs(context, path, visit));
    circles.into_iter().flatten().collect()
}

/// Calls `visit` with the name of each item that a type refers to, in function types too.
pub(super) fn visit_all<'t>(ty: &'t Type, visit: &mut dyn FnMut(&'t str)) {
    super::visit_references(ty, visit);
    super::visit_functions(ty, &mut |function| visit_function(function, visit));
}

/// The same for what a function takes and gives.
pub(super) fn visit_function<'t>(function: &'t Function, visit: &mut dyn FnMut(&'t str)) {
    for signature in &function.overloads {
        signature.parameters.iter().for_each(|parameter| visit_all(&parameter.ty, visit));
        visit_all(&signature.result, visit);
    }
}
