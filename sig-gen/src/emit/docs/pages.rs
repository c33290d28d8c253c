//! Which page there is for what, and where on it each name stands.

use ffi_core::signature::{Class, Item, Module};
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::index::Index;

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
}

impl<'m> Pages<'m> {
    pub fn of(module: &'m Module, index: &Index<'m>) -> Self {
        let mut pages = Self { list: Vec::new(), places: FxHashMap::default() };
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

    /// A link from a page to an item; its name where it has no page.
    pub fn link(&self, from: &str, js: &str) -> String {
        match self.find(js) {
            Some((page, python)) => format!("[{python}]({}#{python})", relative(from, page)),
            None => js.to_owned(),
        }
    }
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
