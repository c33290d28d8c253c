//! From a package name to a file: the walk through `node_modules`, `@types`, and the package's own name.

use super::manifest::Manifest;
use super::path;
use super::search::{Search, Wanted};
use super::{Mode, Resolver};

/// A specifier's package and what follows it: `@scope/name/sub/path` is `@scope/name` and `sub/path`.
pub(crate) fn split_name(specifier: &str) -> (&str, &str) {
    let start =
        if specifier.starts_with('@') { specifier.find('/').map_or(specifier.len(), |slash| slash + 1) } else { 0 };
    match specifier[start..].find('/') {
        Some(slash) => (&specifier[..start + slash], &specifier[start + slash + 1..]),
        None => (specifier, ""),
    }
}

/// The name under `@types` for a package: `@scope/name` is `scope__name`.
pub(crate) fn types_name(specifier: &str) -> String {
    match specifier.strip_prefix('@') {
        Some(scoped) if scoped.contains('/') => scoped.replacen('/', "__", 1),
        _ => specifier.to_owned(),
    }
}

impl Search<'_> {
    /// Searches every `node_modules` upward: all of them for types first, and only then all of them for anything else.
    pub(crate) fn node_modules(&mut self, wanted: Wanted, specifier: &str, directory: &str) -> Option<String> {
        for wanted in [wanted.only(Wanted::TYPES), wanted.without(Wanted::TYPES)] {
            if wanted.is_empty() {
                continue;
            }
            for directory in path::ancestors(directory) {
                if path::file_name(directory) == "node_modules" {
                    continue;
                }
                let modules = path::join(directory, "node_modules");
                if !self.is_directory(&modules) {
                    continue;
                }
                if let Some(found) = self.package_in(wanted, specifier, &modules) {
                    return Some(found);
                }
                let types = format!("{modules}/@types");
                if wanted.has(Wanted::DECLARATION)
                    && self.is_directory(&types)
                    && let Some(found) = self.package_in(Wanted::DECLARATION, &types_name(specifier), &types)
                {
                    return Some(found);
                }
            }
        }
        None
    }

    /// A package, or something in it, in one `node_modules`.
    fn package_in(&mut self, wanted: Wanted, specifier: &str, modules: &str) -> Option<String> {
        let candidate = path::normalize(&path::join(modules, specifier));
        let (name, rest) = split_name(specifier);
        let directory = path::join(modules, name);
        let root = self.manifest(&directory);
        let nested = if rest.is_empty() { None } else { self.manifest(&candidate) };
        if let Some(nested) = nested {
            let has_exports = self.has_exports && root.as_ref().is_some_and(|root| root.names_exports());
            if !has_exports {
                let file = self.module_file(wanted, &candidate);
                return file.or_else(|| self.package_directory(wanted, path::without_slash(&candidate), Some(&nested)));
            }
        }
        if let Some(root) = root.as_deref() {
            if self.has_exports && root.exports().is_some() {
                let subpath = path::join(".", rest);
                return self.exported(wanted, root, &subpath);
            }
            if let Some(mappings) = root.version_paths.as_ref().filter(|_| !rest.is_empty()) {
                let found = self.mapped(mappings, rest, &directory, |search, candidate| {
                    search.in_package(wanted, rest, candidate, Some(root))
                });
                if let Some(found) = found {
                    return found;
                }
            }
        }
        self.in_package(wanted, rest, &candidate, root.as_deref())
    }

    /// A file or directory of a package that hides nothing.
    fn in_package(&mut self, wanted: Wanted, rest: &str, candidate: &str, root: Option<&Manifest>) -> Option<String> {
        if (!rest.is_empty() || !self.is_strict)
            && !candidate.ends_with('/')
            && let Some(found) = self.module_file(wanted, candidate)
        {
            return Some(found);
        }
        let directory = path::without_slash(candidate);
        if let Some(found) = self.package_directory(wanted, directory, root) {
            return Some(found);
        }
        let needs_index = self.is_strict && rest.is_empty() && root.is_some_and(Manifest::has_null_exports);
        if needs_index { self.module_file(wanted, &path::join(directory, "index.js")) } else { None }
    }

    /// A package that imports itself by its name.
    pub(crate) fn own_name(&mut self, wanted: Wanted, specifier: &str, directory: &str) -> Option<String> {
        let scope = self.resolver.scope(directory)?;
        scope.exports()?;
        let rest = specifier.strip_prefix(scope.name()?)?;
        let subpath = format!(".{}", rest.strip_suffix('/').unwrap_or(rest));
        if !(rest.is_empty() || rest.starts_with('/')) {
            return None;
        }
        let types = self.exported(wanted.only(Wanted::TYPES), &scope, &subpath);
        types.or_else(|| self.exported(wanted.without(Wanted::TYPES), &scope, &subpath))
    }
}

impl Resolver {
    /// The entry of a package that lies in a known directory.
    pub(crate) fn package_entry(&self, package: &Manifest, mode: Mode) -> Option<String> {
        let mut search = self.search(Some(mode), false);
        if search.has_exports && package.exports().is_some() {
            return search.exported(Wanted::TYPES, package, ".");
        }
        search.package_directory(Wanted::TYPES, &package.directory, Some(package))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_and_mangled() {
        for (specifier, name, rest, types) in [
            ("a", "a", "", "a"),
            ("a/b/c", "a", "b/c", "a/b/c"),
            ("@s/a", "@s/a", "", "s__a"),
            ("@s/a/b", "@s/a", "b", "s__a/b"),
            ("@s", "@s", "", "@s"),
        ] {
            assert_eq!((split_name(specifier), types_name(specifier).as_str()), ((name, rest), types), "{specifier}");
        }
    }
}
