//! Many files at once: the files below a directory, and the patterns that pick among them.
//!
//! Two kinds of pattern meet here. A glob of the command line is the usual one (`**`, `{a,b}`, `[a-z]`). The `include` and
//! `exclude` of a tsconfig.json know `*`, `?` and `**` only, look into no hidden folder and into no `node_modules`, and a
//! folder means everything in it.

use super::{Files, path};

/// Folders that no wildcard enters.
const PACKAGE_FOLDERS: [&str; 3] = ["node_modules", "bower_components", "jspm_packages"];

/// The files below `directory`, sorted. Of hidden and package folders only those that `enters` names are entered; a folder
/// that symbolic links lead to again is entered once.
pub(crate) fn files_below(files: &dyn Files, directory: &str, enters: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut folders = vec![path::without_slash(directory).to_owned()];
    while let Some(folder) = folders.pop() {
        if !seen.insert(files.real_path(&folder)) {
            continue;
        }
        for name in files.list(&folder) {
            let item = path::join(&folder, &name);
            if files.is_file(&item) {
                found.push(item);
            } else if files.is_directory(&item) && (is_open(&name) || enters(&name)) {
                folders.push(item);
            }
        }
    }
    found.sort_unstable();
    found
}

fn is_open(name: &str) -> bool {
    !name.starts_with('.') && !PACKAGE_FOLDERS.contains(&name)
}

/// Whether a text of the command line is a pattern and not a path.
pub(crate) fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '{', '['])
}

/// The files that a glob of the command line picks; relative ones start at `root`.
pub(crate) fn glob(files: &dyn Files, root: &str, pattern: &str) -> Vec<String> {
    let pattern = path::normalize(&path::join(root, &pattern.replace('\\', "/")));
    let literal: Vec<&str> = pattern.split('/').take_while(|part| !is_glob(part)).collect();
    let directory = literal.join("/");
    let directory = if directory.is_empty() { "/" } else { &directory };
    let enters = |name: &str| pattern.split('/').any(|part| part == name);
    let mut found = files_below(files, directory, enters);
    found.retain(|file| fast_glob::glob_match(&pattern, file));
    found
}

/// A pattern of `include` or `exclude`, absolute.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    parts: Vec<String>,
    is_exclude: bool,
}

impl Pattern {
    /// A pattern of `include`. One that ends in a plain name means everything below.
    pub(crate) fn include(absolute: &str) -> Self {
        let mut parts: Vec<String> = path::without_slash(absolute).split('/').map(str::to_owned).collect();
        if parts.last().is_some_and(|last| !last.contains(['*', '?', '.'])) {
            parts.extend(["**".to_owned(), "*".to_owned()]);
        }
        Self { parts, is_exclude: false }
    }

    /// A pattern of `exclude`. It covers everything below what it matches.
    pub(crate) fn exclude(absolute: &str) -> Self {
        Self { parts: path::without_slash(absolute).split('/').map(str::to_owned).collect(), is_exclude: true }
    }

    /// The directory before the first wildcard.
    pub(crate) fn directory(&self) -> String {
        let literal = self.parts.iter().take_while(|part| !part.contains(['*', '?'])).count();
        let end = literal.min(self.parts.len() - 1);
        let directory = self.parts[..end].join("/");
        if directory.is_empty() { "/".to_owned() } else { directory }
    }

    /// Whether the pattern writes this name out.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.parts.iter().any(|part| part == name)
    }

    /// Whether the pattern asks for `.json` files.
    pub(crate) fn is_json(&self) -> bool {
        self.parts.last().is_some_and(|last| last.ends_with(".json"))
    }

    pub(crate) fn matches(&self, file: &str) -> bool {
        let names: Vec<&str> = path::without_slash(file).split('/').collect();
        // For each prefix of the pattern, the prefixes of the path that it can stand for.
        let mut reached = vec![false; names.len() + 1];
        reached[0] = true;
        for part in &self.parts {
            let mut next = vec![false; names.len() + 1];
            if part == "**" {
                let mut is_open = false;
                for at in 0..=names.len() {
                    is_open = reached[at] || is_open && at > 0 && (self.is_exclude || self::is_open(names[at - 1]));
                    next[at] = is_open;
                }
            } else {
                for at in 0..names.len() {
                    next[at + 1] = reached[at] && self.part_matches(part, names[at]);
                }
            }
            reached = next;
        }
        if self.is_exclude { reached.iter().skip(1).any(|reached| *reached) } else { reached[names.len()] }
    }

    fn part_matches(&self, part: &str, name: &str) -> bool {
        if !part.contains(['*', '?']) {
            return part == name;
        }
        if !self.is_exclude {
            let hides = part.starts_with(['*', '?']) && name.starts_with('.');
            if hides || PACKAGE_FOLDERS.contains(&name) {
                return false;
            }
        }
        wildcard(part.as_bytes(), name.as_bytes())
    }
}

/// Whether a name fits a part with `*` and `?`.
fn wildcard(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut star, mut retry) = (0, None, 0);
    let mut next = 0;
    while next < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some(at);
                retry = next;
                at += 1;
            }
            Some(letter) if *letter == b'?' || *letter == name[next] => {
                at += 1;
                next += 1;
            }
            _ => {
                let Some(star) = star else { return false };
                at = star + 1;
                retry += 1;
                next = retry;
            }
        }
    }
    pattern[at..].iter().all(|letter| *letter == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_a_project() {
        for (pattern, file, expected) in [
            ("/p/src", "/p/src/a/b.ts", true),
            ("/p/src", "/p/other/b.ts", false),
            ("/p/**/*", "/p/a.ts", true),
            ("/p/**/*", "/p/a/b/c.ts", true),
            ("/p/**/*", "/p/.a/b.ts", false),
            ("/p/**/*", "/p/node_modules/b.ts", false),
            ("/p/node_modules/a/**/*", "/p/node_modules/a/b.ts", true),
            ("/p/*", "/p/a.ts", true),
            ("/p/*", "/p/a/b.ts", false),
            ("/p/*", "/p/.a.ts", false),
            ("/p/a?.ts", "/p/ab.ts", true),
            ("/p/a?.ts", "/p/a.ts", false),
            ("/p/**/t/*.d.ts", "/p/x/t/y/t/a.d.ts", true),
            ("/p/index.d.ts", "/p/index.d.ts", true),
        ] {
            assert_eq!(Pattern::include(pattern).matches(file), expected, "{pattern} {file}");
        }
        for (pattern, file, expected) in [
            ("/p/dist", "/p/dist/a.ts", true),
            ("/p/dist", "/p/dist2/a.ts", false),
            ("/p/**/*.spec.ts", "/p/a/b.spec.ts", true),
            ("/p/**/.*", "/p/a/.b/c.ts", true),
            ("/p/**/node_modules", "/p/a/node_modules/c.ts", true),
        ] {
            assert_eq!(Pattern::exclude(pattern).matches(file), expected, "{pattern} {file}");
        }
    }

    #[test]
    fn wildcards_do_not_backtrack_forever() {
        let pattern = "*a".repeat(50);
        assert!(!wildcard(pattern.as_bytes(), "a".repeat(49).as_bytes()));
        assert!(wildcard(pattern.as_bytes(), "a".repeat(2000).as_bytes()));
    }
}
