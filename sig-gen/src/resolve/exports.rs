//! Conditional `exports` and `imports` of a package.json.
//!
//! TypeScript differs from Node here in one point that matters: a condition that holds but leads to no file of the wanted
//! kind is passed over, and the next one that holds is tried.

use super::json::Json;
use super::manifest::Manifest;
use super::path;
use super::pattern;
use super::search::{Search, Wanted};
use super::version;

/// How often one entry of `imports` may lead to another.
const MOST_HOPS: usize = 16;

/// Which table a target comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Exports,
    Imports,
}

/// What the key of an entry matched in the name asked for.
#[derive(Clone, Copy)]
enum Matched<'n> {
    /// The key is the name.
    Whole,
    /// The star of the key stands for this.
    Star(&'n str),
    /// The key ends in a slash and this follows.
    Rest(&'n str),
}

impl Search<'_> {
    /// What a package exports under a subpath: `.` or `./x`.
    pub(crate) fn exported(&mut self, wanted: Wanted, package: &Manifest, subpath: &str) -> Option<String> {
        if wanted.is_empty() {
            return None;
        }
        let exports = package.exports()?;
        if subpath == "." {
            let is_target = exports.entries().iter().all(|(key, _)| !key.starts_with('.'));
            let target = if is_target { Some(exports) } else { exports.get(".") };
            let target = target.filter(|target| target.is_truthy())?;
            return self.target(wanted, package, target, Matched::Whole, Table::Exports);
        }
        let is_table = exports.entries().iter().all(|(key, _)| key.starts_with('.'));
        if is_table { self.entry(wanted, package, exports, subpath, Table::Exports) } else { None }
    }

    /// What the package around a file imports under a name that starts with `#`.
    pub(crate) fn imported(&mut self, wanted: Wanted, specifier: &str, directory: &str) -> Option<String> {
        if specifier == "#" || specifier.starts_with("#/") {
            return None;
        }
        let scope = self.resolver.scope(directory)?;
        let imports = scope.imports()?;
        self.entry(wanted, &scope, imports, specifier, Table::Imports)
    }

    /// The entry of a table for a name: the exact key, or else the most specific pattern.
    fn entry(&mut self, wanted: Wanted, package: &Manifest, table: &Json, name: &str, kind: Table) -> Option<String> {
        if !name.ends_with('/')
            && !name.contains('*')
            && let Some(target) = table.get(name)
        {
            return self.target(wanted, package, target, Matched::Whole, kind);
        }
        let is_pattern = |key: &&String| key.matches('*').count() == 1 || key.ends_with('/');
        let mut keys: Vec<&String> = table.entries().iter().map(|(key, _)| key).filter(is_pattern).collect();
        keys.sort_by(|left, right| pattern::compare_keys(left, right));
        for key in keys {
            let matched = match key.split_once('*') {
                Some((prefix, "")) => name.strip_prefix(prefix).map(Matched::Star),
                Some((prefix, suffix)) => pattern::between(name, prefix, suffix).map(Matched::Star),
                None => name.strip_prefix(key.as_str()).map(Matched::Rest),
            };
            if let Some(matched) = matched {
                return self.target(wanted, package, table.get(key)?, matched, kind);
            }
        }
        None
    }

    fn target(
        &mut self,
        wanted: Wanted,
        package: &Manifest,
        target: &Json,
        matched: Matched<'_>,
        table: Table,
    ) -> Option<String> {
        match target {
            Json::String(target) => self.target_path(wanted, package, target, matched, table),
            Json::Object(conditions) => conditions.iter().find_map(|(condition, target)| {
                if self.holds(condition) { self.target(wanted, package, target, matched, table) } else { None }
            }),
            Json::Array(targets) => {
                targets.iter().find_map(|target| self.target(wanted, package, target, matched, table))
            }
            _ => None,
        }
    }

    fn holds(&self, condition: &str) -> bool {
        let is_versioned = || {
            let range = condition.strip_prefix("types@");
            range.is_some_and(|range| version::matches(range, &self.resolver.options.typescript) == Some(true))
        };
        condition == "default" || self.conditions.iter().any(|known| known == condition) || is_versioned()
    }

    fn target_path(
        &mut self,
        wanted: Wanted,
        package: &Manifest,
        target: &str,
        matched: Matched<'_>,
        table: Table,
    ) -> Option<String> {
        let (subpath, full) = match matched {
            Matched::Whole => ("", target.to_owned()),
            Matched::Star(star) => (star, target.replace('*', star)),
            Matched::Rest(rest) if rest.is_empty() || target.ends_with('/') => (rest, format!("{target}{rest}")),
            Matched::Rest(_) => return None,
        };
        if !target.starts_with("./") {
            let is_name = !target.starts_with("../") && !path::is_absolute(target);
            return if table == Table::Imports && is_name { self.imported_name(wanted, package, &full) } else { None };
        }
        let leaves = |path: &str| path.split('/').any(|part| matches!(part, "." | ".." | "node_modules"));
        if leaves(&target[2..]) || leaves(subpath) {
            return None;
        }
        let file = path::normalize(&path::join(&package.directory, &full));
        self.named_file(wanted, &file)
    }

    /// An import that names another package, or another import.
    fn imported_name(&mut self, wanted: Wanted, package: &Manifest, specifier: &str) -> Option<String> {
        if self.hops == MOST_HOPS {
            return None;
        }
        self.hops += 1;
        let found = self.specifier(wanted, specifier, &package.directory);
        self.hops -= 1;
        found.map(|found| found.path)
    }
}
