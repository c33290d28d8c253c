//! Comparison with TypeScript's own checker: the property set of every options parameter of the real libraries.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use ffi_core::signature::{Class, Function, Item, MemberKind, Name, Type};

use super::libraries::{node_modules, repository, whole};

type Sets = BTreeMap<String, BTreeSet<Vec<String>>>;

/// What the checker says.
fn checker() -> Sets {
    let output = Command::new("node")
        .arg(repository().join("tests/oracle/options.mjs"))
        .arg(node_modules().join("typescript"))
        .args(["dom", "dom.iterable", "dom.asynciterable", "es2022"])
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sets: BTreeMap<String, Vec<Vec<String>>> =
        serde_json::from_slice(&output.stdout).expect("the oracle prints JSON");
    sets.into_iter().map(|(name, sets)| (name, sets.into_iter().map(sorted).collect())).collect()
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

#[derive(Default)]
struct Ours<'m> {
    classes: BTreeMap<String, &'m Class>,
    sets: Sets,
}

impl<'m> Ours<'m> {
    fn record(&mut self, name: String, function: &Function) {
        let sets: BTreeSet<Vec<String>> = function
            .overloads
            .iter()
            .filter_map(|overload| overload.options())
            .map(|(_, _, keywords)| {
                let names = keywords.iter().map(|keyword| {
                    let optional = if keyword.required { "" } else { "?" };
                    format!("{}{optional}", keyword.name.js)
                });
                sorted(names.collect())
            })
            .collect();
        if !sets.is_empty() {
            self.sets.insert(name, sets);
        }
    }

    fn items(&mut self, prefix: &str, items: &'m [Item]) {
        for item in items {
            let name = format!("{prefix}{}", item.js_name());
            match item {
                Item::Class(class) => {
                    self.items(&format!("{name}."), &class.namespace);
                    self.classes.insert(name, class);
                }
                Item::Function(function) => {
                    self.record(name.clone(), &function.function);
                    self.items(&format!("{name}."), &function.namespace);
                }
                Item::Module(module) => self.items(&format!("{name}."), &module.items),
                _ => {}
            }
        }
    }

    /// The methods of an instance, inherited ones included.
    fn methods(&self, class: &str) -> BTreeMap<&'m Name, &'m Function> {
        let mut methods = BTreeMap::new();
        let Some(class) = self.classes.get(class) else { return methods };
        for base in class.extends.iter().rev() {
            let name = match base {
                Type::Reference { name, .. } => name.as_str(),
                Type::Array { .. } => "Array",
                _ => continue,
            };
            methods.extend(self.methods(name));
        }
        for member in &class.members {
            methods.remove(&member.name);
            if let MemberKind::Method(function) = &member.kind {
                methods.insert(&member.name, function);
            }
        }
        methods
    }

    fn finish(mut self) -> Sets {
        let classes: Vec<(String, &Class)> = self.classes.iter().map(|(name, class)| (name.clone(), *class)).collect();
        for (name, class) in classes {
            for (word, function) in [("constructor", &class.constructor), ("call", &class.static_call)] {
                if let Some(function) = function {
                    self.record(format!("{name}.{word}"), function);
                }
            }
            for (method, function) in self.methods(&name) {
                self.record(format!("{name}.{}", method.js), function);
            }
            for member in &class.statics {
                if let MemberKind::Method(function) = &member.kind {
                    self.record(format!("{name}.static.{}", member.name.js), function);
                }
            }
        }
        self.sets
    }
}

#[test]
fn keywords_are_the_resolved_properties() {
    let expected = checker();
    let loaded = whole();
    let mut ours = Ours::default();
    ours.items("", &loaded.module.items);
    let found = ours.finish();
    let different: Vec<_> = expected
        .keys()
        .chain(found.keys())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter(|&name| expected.get(name) != found.get(name))
        .map(|name| (name, expected.get(name), found.get(name)))
        .collect();
    assert!(expected.len() > 2_500, "the oracle saw the libraries: {}", expected.len());
    assert!(different.is_empty(), "{} of {} differ: {different:#?}", different.len(), expected.len());
}
