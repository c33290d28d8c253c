//! One snapshot for each file of `tests/graphs`: a small tree of files as text, and what is asked of it.
//!
//! The head of a file holds `inputs: ...` and may hold `project: ...` and `include: ...`; each `-- path` line begins a file of the
//! tree, whose root is `/tree`. The library is that of `tests/declarations`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sig_gen::generate::load_with;
use sig_gen::resolve::Files;
use sig_gen::{Input, Options};

const ROOT: &str = "/tree";

/// Files in memory.
#[derive(Default)]
struct Tree {
    files: BTreeMap<String, String>,
    directories: BTreeSet<String>,
}

impl Tree {
    fn add(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.to_owned());
        for directory in Path::new(path).ancestors().skip(1) {
            self.directories.insert(directory.to_string_lossy().into_owned());
        }
    }
}

impl Files for Tree {
    fn is_file(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn is_directory(&self, path: &str) -> bool {
        self.directories.contains(path)
    }

    fn list(&self, path: &str) -> Vec<String> {
        let inside = |one: &String| {
            let rest = one.strip_prefix(path)?.strip_prefix('/')?;
            (!rest.contains('/')).then(|| rest.to_owned())
        };
        let names: BTreeSet<String> = self.files.keys().chain(&self.directories).filter_map(inside).collect();
        names.into_iter().collect()
    }

    fn read(&self, path: &str) -> Option<String> {
        self.files.get(path).cloned()
    }

    fn real_path(&self, path: &str) -> String {
        path.to_owned()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graphs")
}

#[track_caller]
fn check(name: &str, text: &str) {
    let mut parts = text.split("\n-- ");
    let head = parts.next().unwrap_or_default();
    let setting = |key: &str| head.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
    let mut tree = Tree::default();
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declarations/lib/lib.mini.d.ts");
    tree.add("/lib/lib.mini.d.ts", &std::fs::read_to_string(library).expect("the library is in the repository"));
    for file in parts {
        let (path, content) = file.split_once('\n').unwrap_or((file, ""));
        tree.add(&format!("{ROOT}/{}", path.trim()), content);
    }
    let words = |key: &str| setting(key).unwrap_or_default().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let options = Options {
        inputs: words("inputs:").iter().map(|input| Input::parse(input)).collect(),
        project: setting("project:").map(PathBuf::from),
        include: words("include:").into_iter().map(Into::into).collect(),
        root: PathBuf::from(ROOT),
        lib_directory: Some(PathBuf::from("/lib")),
        ambient: Some(vec!["mini".to_owned()]),
        ..Options::default()
    };
    let loaded = load_with(&(Arc::new(tree) as Arc<dyn Files>), &options);
    let text = super::print::loaded(&loaded);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../graphs/snapshots");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_tree() {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the folder of trees is in the repository")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".txt").map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() > 15, "the trees are there");
    for name in names {
        let text = std::fs::read_to_string(folder().join(format!("{name}.txt"))).expect("a tree can be read");
        check(&name, &text);
    }
}
