//! Which page there is for what, and where on it each name stands.

use std::borrow::Cow;

use ffi_core::signature::{Class, Item, Module};
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::index::Index;
use super::super::python::identifier;
use super::super::spelling::spelled;

/// One page.
pub(super) struct Page<'m> {
    /// Its path in the folder, with slashes.
    pub path: String,
    /// The Python name of what it is about; empty for the package.
    pub python: String,
    /// The JavaScript name of it.
    pub js: String,
    pub subject: Subject<'m>,
}

/// What a page is about.
pub(super) enum Subject<'m> {
    Class(&'m Class),
    /// The package, a module or a namespace.
    Items(&'m [Item]),
}

/// All pages.
pub(super) struct Pages<'m> {
    pub list: Vec<Page<'m>>,
    /// Items by dotted JavaScript name: their page, and their Python name, which is the anchor there.
    places: FxHashMap<String, (String, String)>,
    /// The members of an item that have anchors, with their Python names.
    members: FxHashMap<String, FxHashMap<&'m str, Cow<'m, str>>>,
}

impl<'m> Pages<'m> {
    pub fn of(module: &'m Module, index: &Index<'m>) -> Self {
        let mut pages = Self { list: Vec::new(), places: FxHashMap::default(), members: FxHashMap::default() };
        let mut taken = FxHashSet::default();
        taken.insert("index.md".to_owned());
        pages.list.push(Page {
            path: "index.md".to_owned(),
            python: String::new(),
            js: String::new(),
            subject: Subject::Items(&module.items),
        });
        pages.items(&module.items, "", "", "index.md", index, &mut taken);
        pages
    }

    fn items(
        &mut self,
        items: &'m [Item],
        prefix: &str,
        folder: &str,
        page: &str,
        index: &Index<'m>,
        taken: &mut FxHashSet<String>,
    ) {
        for item in items {
            let js = crate::adjust::paths::join(prefix, item.js_name());
            let Some(entry) = index.get(&js) else { continue };
            let python = entry.python.clone();
            let own = python.rsplit('.').next().unwrap_or(&python).to_owned();
            let (own_page, subject, inner): (_, _, &'m [Item]) = match item {
                Item::Class(class) => {
                    (free(&format!("{folder}{own}.md"), taken), Some(Subject::Class(class)), &class.namespace)
                }
                Item::Module(module) => {
                    let items = module.items.as_slice();
                    (free(&format!("{folder}{own}/index.md"), taken), Some(Subject::Items(items)), items)
                }
                Item::Function(function) => (page.to_owned(), None, &function.namespace),
                _ => (page.to_owned(), None, &[]),
            };
            self.places.insert(js.clone(), (own_page.clone(), python.clone()));
            let anchored = anchored(item);
            if !anchored.is_empty() {
                self.members.insert(js.clone(), anchored);
            }
            if let Some(subject) = subject {
                self.list.push(Page { path: own_page.clone(), python, js: js.clone(), subject });
            }
            if !inner.is_empty() {
                self.items(inner, &js, &format!("{folder}{own}/"), &own_page, index, taken);
            }
        }
    }

    /// The page and the Python name of an item.
    pub fn find(&self, js: &str) -> Option<(&str, &str)> {
        self.places.get(js).map(|(page, python)| (page.as_str(), python.as_str()))
    }

    /// What a link in documentation names, seen from a page: its name in Python, and its address where it has one. `A.b`, `A#b` and `A.b()` are one
    /// name; one of something beside or in what the page is about needs no prefix.
    pub fn named(&self, page: &Page<'_>, target: &str) -> (String, Option<String>) {
        let target = target.trim_end_matches("()").replace('#', ".");
        let mut scope = page.js.as_str();
        loop {
            let path = crate::adjust::paths::join(scope, &target);
            if let Some((found, python)) = self.find(&path) {
                return (python.to_owned(), Some(format!("{}#{python}", relative(&page.path, found))));
            }
            if let Some((owner, member)) = path.rsplit_once('.')
                && let Some((found, python)) = self.find(owner)
                && let Some(name) = self.members.get(owner).and_then(|names| names.get(member))
            {
                let python = format!("{python}.{name}");
                return (python.clone(), Some(format!("{}#{python}", relative(&page.path, found))));
            }
            if scope.is_empty() {
                break;
            }
            scope = scope.rsplit_once('.').map_or("", |(around, _)| around);
        }
        (target.split('.').map(|part| identifier(part)).collect::<Vec<_>>().join("."), None)
    }

    /// A link from a page to an item; its name where it has no page.
    pub fn link(&self, from: &str, js: &str) -> String {
        match self.find(js) {
            Some((page, python)) => format!("[{python}]({}#{python})", relative(from, page)),
            None => js.to_owned(),
        }
    }
}

/// The members of an item that pages have anchors for.
fn anchored(item: &Item) -> FxHashMap<&str, Cow<'_, str>> {
    let mut found = FxHashMap::default();
    match item {
        Item::Class(class) => {
            for (member, name) in spelled(&class.statics).chain(spelled(&class.members)) {
                if !member.name.symbol {
                    found.insert(member.name.js.as_str(), name);
                }
            }
        }
        Item::Record(record) => {
            // An address ends at a space.
            let is_plain =
                |name: &str| !name.contains(|character: char| character.is_whitespace() || "()<>".contains(character));
            let fields = record.fields.iter().filter(|field| !field.name.symbol && is_plain(&field.name.js));
            found.extend(fields.map(|field| (field.name.js.as_str(), Cow::Borrowed(field.name.js.as_str()))));
        }
        _ => {}
    }
    found
}

/// A path that no other page has, also where big and small letters are one.
fn free(wanted: &str, taken: &mut FxHashSet<String>) -> String {
    let mut path = wanted.to_owned();
    let mut number = 1;
    while !taken.insert(path.to_lowercase()) {
        number += 1;
        path = match wanted.strip_suffix("/index.md") {
            Some(folder) => format!("{folder}_{number}/index.md"),
            None => format!("{}_{number}.md", wanted.trim_end_matches(".md")),
        };
    }
    path
}

/// The path from one page to another.
pub(super) fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let shared = from[..from.len() - 1].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - 1 - shared);
    format!("{up}{}", to[shared..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_between_pages() {
        for (from, to, expected) in [
            ("index.md", "A.md", "A.md"),
            ("A.md", "B/C.md", "B/C.md"),
            ("B/C.md", "A.md", "../A.md"),
            ("B/C.md", "B/D.md", "D.md"),
            ("B/index.md", "C/index.md", "../C/index.md"),
            ("B/C/D.md", "B/E.md", "../E.md"),
        ] {
            assert_eq!(relative(from, to), expected, "{from} to {to}");
        }
    }
}
