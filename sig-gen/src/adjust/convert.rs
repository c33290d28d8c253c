//! Converters by hand: Python functions put between a value and its type, at one symbol or wherever a named type crosses.

use ffi_core::signature::{BufferKind, Class, Conversion, Item, Type};
use rustc_hash::FxHashSet;

use super::walk::Walk;
use crate::emit::python::{annotation, is_identifier};
use crate::selection::{Override, Wish, Written};

/// What an override comes to, or what is wrong with it and where.
pub(super) fn conversion<'o>(
    one: &'o Override,
    written: Option<&Written>,
    is_own: &dyn Fn(&str) -> bool,
) -> Result<Conversion, (&'o Wish, String, String)> {
    for wish in [&one.to_js, &one.to_python].into_iter().flatten() {
        let names = |text: &str| text.split('.').all(is_identifier);
        if !wish.text.split_once(':').is_some_and(|(module, function)| names(module) && names(function)) {
            let message = format!("`{}` names no Python function", wish.text);
            return Err((wish, message, "a converter is written `module:function`".to_owned()));
        }
    }
    if let Some(wish) = &one.python_type {
        let mut unknown = None;
        let parsed = annotation::parse(&wish.text, &mut |name| {
            let head = name.split('.').next().unwrap_or(name);
            if !name.contains('.') && !is_own(head) && !annotation::is_builtin(name) {
                unknown.get_or_insert(name.to_owned());
            }
        });
        let note = "a class is written by its module and name, as in `datetime.datetime | None`".to_owned();
        if !parsed {
            return Err((wish, format!("`{}` is no type of Python", wish.text), note));
        }
        if let Some(name) = unknown {
            return Err((wish, format!("no `{name}` in Python or in this package"), note));
        }
    }
    let text = |wish: &Option<Wish>| wish.as_ref().map(|wish| wish.text.clone());
    Ok(Conversion {
        to_js: text(&one.to_js),
        to_python: text(&one.to_python),
        python: text(&one.python_type),
        origin: written.map_or_else(|| one.name.text.clone(), |written| written.origin(&one.name)),
    })
}

/// Puts a conversion before a type: not before its `null` and `undefined`, which are `None`, and in what is awaited.
pub(super) fn wrap(ty: &mut Type, by: &Conversion) {
    match ty {
        Type::Promise { value } if by.to_js.is_none() => wrap(value, by),
        Type::Union { members } => {
            let (nothing, some): (Vec<Type>, Vec<Type>) =
                std::mem::take(members).into_iter().partition(|one| matches!(one, Type::Null | Type::Undefined));
            if by.to_js.is_none() && !some.is_empty() && some.iter().all(|one| matches!(one, Type::Promise { .. })) {
                let promises = some.into_iter().map(|mut one| {
                    wrap(&mut one, by);
                    one
                });
                *ty = Type::union(promises.chain(nothing));
                return;
            }
            let converted = converted(Type::union(some), by);
            *ty = Type::union(std::iter::once(converted).chain(nothing));
        }
        Type::Undefined | Type::Null | Type::Never => {}
        _ => *ty = converted(std::mem::take(ty), by),
    }
}

fn converted(value: Type, by: &Conversion) -> Type {
    Type::Converted { value: Box::new(value), by: Box::new(by.clone()) }
}

/// The types that are kinds of their own at the border, and no items of a package.
pub(super) fn is_kind(name: &str) -> bool {
    name == "Date" || buffer(name).is_some()
}

fn buffer(name: &str) -> Option<BufferKind> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// Puts a conversion before every value of some types, and gives how many places there are. What a class extends stays, as do the results
/// of constructors, and what is converted there already.
pub(super) fn everywhere(items: &mut [Item], names: &FxHashSet<&str>, kind: Option<&str>, by: &Conversion) -> usize {
    let kind = kind.filter(|name| is_kind(name));
    let kind_buffer = kind.and_then(buffer);
    let mut places = 0;
    let mut visit = |ty: &mut Type| {
        let meant = match ty {
            Type::Reference { name, module: None, .. } => names.contains(name.as_str()),
            Type::Date => kind == Some("Date"),
            Type::Buffer { buffer } => kind_buffer == Some(*buffer),
            _ => false,
        };
        if meant {
            places += 1;
            *ty = converted(std::mem::take(ty), by);
        }
    };
    let mut walk = Walk::of_values(&mut visit);
    super::paths::for_each_item_mut(items, "", &mut |_, item| walk.item(item));
    places
}

/// Whether a name of the package is a type that values can have.
pub(super) fn is_type(item: &Item) -> bool {
    matches!(item, Item::Class(Class { .. }) | Item::Record(_) | Item::Alias(_) | Item::Enum(_))
}
