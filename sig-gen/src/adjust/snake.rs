//! `--names snake`: a second spelling beside JavaScript's for functions, variables, members and keywords.
//!
//! The rule is that of the run time (`sigbind/_spelling.py`), which finds by it what a second spelling means: a name that begins with a
//! small letter is cut before each capital that begins a word. In each scope (a module, a class with its bases, the keywords of a
//! signature) what is declared as it is written comes first; of two names with the same second spelling the first in the order of their
//! letters has it, and the other one is a collision.

use std::sync::Arc;

use ffi_core::signature::{Class, Function, Item, Keyword, Member, MemberKind, Module, Name, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::coverage::Collision;
use crate::emit::python::identifier;

/// Gives the names of a module their second spellings, and says which could not have theirs.
pub(super) fn give(module: &mut Module) -> Vec<Collision> {
    let mut classes = FxHashMap::default();
    note_classes("", &module.items, &mut classes);
    let mut giver = Giver { classes, shared: FxHashMap::default(), collisions: Vec::new() };
    giver.items("", &mut module.items);
    giver.collisions.sort();
    giver.collisions.dedup();
    giver.collisions
}

/// The second spelling of a name, when it has one.
fn snake(name: &str) -> Option<String> {
    let begins_small = name.trim_start_matches('_').starts_with(|first: char| first.is_ascii_lowercase());
    if !begins_small || !name.contains(|letter: char| letter.is_ascii_uppercase()) {
        return None;
    }
    let letters: Vec<char> = name.chars().collect();
    let mut spelled = String::with_capacity(name.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        if letter.is_ascii_uppercase() && at > 0 {
            let before = letters[at - 1];
            let begins_word = before.is_ascii_uppercase() && letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
            if before.is_ascii_lowercase() || before.is_ascii_digit() || begins_word {
                spelled.push('_');
            }
        }
        spelled.push(letter.to_ascii_lowercase());
    }
    Some(identifier(&spelled).into_owned())
}

/// What is asked of a class: the names that it declares, and its bases.
#[derive(Default)]
struct Declared {
    names: Vec<String>,
    bases: Vec<String>,
}

fn note_classes(prefix: &str, items: &[Item], classes: &mut FxHashMap<String, Declared>) {
    for item in items {
        let name = format!("{prefix}{}", item.js_name());
        match item {
            Item::Class(class) => {
                note_classes(&format!("{name}."), &class.namespace, classes);
                let names = class.members.iter().chain(&class.statics).map(|one| spelled(&one.name)).collect();
                let bases = class.extends.iter().filter_map(|base| match base {
                    Type::Reference { name, module: None, .. } => Some(name.clone()),
                    _ => None,
                });
                classes.insert(name, Declared { names, bases: bases.collect() });
            }
            Item::Module(module) => note_classes(&format!("{name}."), &module.items, classes),
            Item::Function(function) => note_classes(&format!("{name}."), &function.namespace, classes),
            _ => {}
        }
    }
}

fn spelled(name: &Name) -> String {
    identifier(name.python()).into_owned()
}

/// A list as it was, and as it is now.
type Shared = (Arc<[Keyword]>, Arc<[Keyword]>);

struct Giver {
    classes: FxHashMap<String, Declared>,
    /// Lists of keywords by their address, which the list as it was keeps taken, and what they became.
    shared: FxHashMap<*const Keyword, Shared>,
    collisions: Vec<Collision>,
}

impl Giver {
    fn items(&mut self, prefix: &str, items: &mut [Item]) {
        let mut taken: FxHashSet<String> =
            items.iter().map(|item| identifier(item.python_name()).into_owned()).collect();
        let names = items.iter_mut().filter_map(|item| match item {
            Item::Function(function) => Some(&mut function.name),
            Item::Variable(variable) => Some(&mut variable.name),
            _ => None,
        });
        self.names(prefix, names.collect(), &mut taken);
        for item in items {
            let name = format!("{prefix}{}", item.js_name());
            match item {
                Item::Function(function) => {
                    self.function(&name, &mut function.function);
                    self.items(&format!("{name}."), &mut function.namespace);
                }
                Item::Class(class) => self.class(&name, class),
                Item::Module(module) => self.items(&format!("{name}."), &mut module.items),
                _ => {}
            }
        }
    }

    fn class(&mut self, name: &str, class: &mut Class) {
        let mut taken: FxHashSet<String> = FxHashSet::default();
        let mut pending = vec![name];
        let mut seen = FxHashSet::default();
        while let Some(one) = pending.pop() {
            let Some(declared) = self.classes.get(one).filter(|_| seen.insert(one)) else { continue };
            taken.extend(declared.names.iter().cloned());
            pending.extend(declared.bases.iter().map(String::as_str));
        }
        drop(pending);
        let names = class.members.iter_mut().chain(&mut class.statics).map(|member| &mut member.name);
        self.names(&format!("{name}."), names.collect(), &mut taken);
        let functions = [&mut class.constructor, &mut class.static_call, &mut class.call];
        functions.into_iter().flatten().for_each(|function| self.function(name, function));
        for Member { name: member, kind, .. } in class.members.iter_mut().chain(&mut class.statics) {
            if let MemberKind::Method(function) = kind {
                self.function(&format!("{name}.{}", member.js), function);
            }
        }
        self.items(&format!("{name}."), &mut class.namespace);
    }

    fn function(&mut self, place: &str, function: &mut Function) {
        for parameter in function.overloads.iter_mut().flat_map(|signature| &mut signature.parameters) {
            if let Some(keywords) = &mut parameter.keywords {
                *keywords = self.keywords(place, keywords);
            }
        }
    }

    fn keywords(&mut self, place: &str, keywords: &Arc<[Keyword]>) -> Arc<[Keyword]> {
        if let Some((_, now)) = self.shared.get(&keywords.as_ptr()) {
            return Arc::clone(now);
        }
        let mut changed: Vec<Keyword> = keywords.to_vec();
        let mut taken = changed.iter().map(|keyword| spelled(&keyword.name)).collect();
        let names = changed.iter_mut().map(|keyword| &mut keyword.name).collect();
        self.names(&format!("{place} keyword "), names, &mut taken);
        let now: Arc<[Keyword]> = changed.into();
        self.shared.insert(keywords.as_ptr(), (Arc::clone(keywords), Arc::clone(&now)));
        now
    }

    /// Gives the names of a scope their spellings, in the order of their letters.
    fn names(&mut self, prefix: &str, mut names: Vec<&mut Name>, taken: &mut FxHashSet<String>) {
        names.sort_by_cached_key(|name| spelled(name));
        let mut given: FxHashMap<String, String> = FxHashMap::default();
        for name in names {
            let own = spelled(name);
            let Some(second) = snake(&own).filter(|_| !name.symbol) else { continue };
            // A static member and one of instances may have the same name.
            if given.get(&second).is_some_and(|first| *first == own) {
                name.also = Some(second);
                continue;
            }
            if taken.insert(second.clone()) {
                given.insert(second.clone(), own);
                name.also = Some(second);
            } else {
                self.collisions.push(Collision { name: format!("{prefix}{}", name.js), spelling: second });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn spellings() {
        for (name, expected) in [
            ("statusText", Some("status_text")),
            ("innerHTML", Some("inner_html")),
            ("createElementNS", Some("create_element_ns")),
            ("isURLValid", Some("is_url_valid")),
            ("getUint8", Some("get_uint8")),
            ("x2Y", Some("x2_y")),
            ("_fooBar", Some("_foo_bar")),
            ("open", None),
            ("ELEMENT_NODE", None),
            ("Response", None),
            ("from_", None),
        ] {
            assert_eq!(snake(name).as_deref(), expected, "{name}");
        }
    }
}
