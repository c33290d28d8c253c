//! A specifier from beginning to end: mappings of the project, `#imports`, the package's own name, `node_modules`, type roots.

use super::package;
use super::path;
use super::search::{Search, Wanted};

/// What a specifier led to.
pub(crate) struct Found {
    /// The file, with symbolic links followed where it came out of `node_modules`.
    pub(crate) path: String,
    /// Whether it belongs to an installed package.
    pub(crate) is_external: bool,
}

impl Search<'_> {
    /// Resolves `specifier` as if written in a file of `directory`.
    pub(crate) fn specifier(&mut self, wanted: Wanted, specifier: &str, directory: &str) -> Option<Found> {
        let is_located = path::is_relative(specifier) || path::is_absolute(specifier);
        if let Some(path) = self.project_mapping(wanted, specifier, directory) {
            let is_external = path.contains("/node_modules/");
            return Some(self.found(path, is_external, !is_located));
        }
        if is_located {
            let written = path::join(directory, specifier);
            let is_external = written.split('/').any(|part| part == "node_modules");
            let ends_in_dots = matches!(path::file_name(&written), "." | "..");
            let mut candidate = path::normalize(&written);
            if ends_in_dots && !candidate.ends_with('/') {
                candidate.push('/');
            }
            let found = self.file_or_directory(wanted, &candidate, true)?;
            return Some(self.found(found, is_external, false));
        }
        if self.has_exports
            && specifier.starts_with('#')
            && let Some(found) = self.imported(wanted, specifier, directory)
        {
            return Some(self.found(found, false, false));
        }
        if self.has_exports
            && let Some(found) = self.own_name(wanted, specifier, directory)
        {
            return Some(self.found(found, false, false));
        }
        if specifier.contains(':') {
            return None;
        }
        let found = self.node_modules(wanted, specifier, directory);
        let found = found.or_else(|| if wanted.has(Wanted::DECLARATION) { self.type_root(specifier) } else { None })?;
        Some(self.found(found, true, true))
    }

    fn found(&self, path: String, is_external: bool, follows_links: bool) -> Found {
        let follows_links = is_external && follows_links && !self.resolver.options.preserve_symlinks;
        let path = if follows_links { self.files().real_path(&path) } else { path };
        Found { path, is_external }
    }

    /// What `paths`, `baseUrl` and `rootDirs` make of a specifier.
    fn project_mapping(&mut self, wanted: Wanted, specifier: &str, directory: &str) -> Option<String> {
        let options = &self.resolver.options;
        if let Some(paths) = &options.paths
            && !path::is_relative(specifier)
        {
            let found = self.mapped(&paths.mappings, specifier, &paths.base, |search, candidate| {
                search.file_or_directory(wanted, candidate, true)
            });
            if let Some(found) = found {
                return found;
            }
        }
        if path::is_relative(specifier) || path::is_absolute(specifier) {
            return self.root_directories(wanted, specifier, directory);
        }
        let base = options.base_url.as_ref()?;
        self.file_or_directory(wanted, &path::normalize(&path::join(base, specifier)), true)
    }

    /// Directories that are one directory: a relative specifier may lead from any of them into any other.
    fn root_directories(&mut self, wanted: Wanted, specifier: &str, directory: &str) -> Option<String> {
        let roots = &self.resolver.options.root_dirs;
        let candidate = path::normalize(&path::join(directory, specifier));
        let inside = |root: &&String| path::inside(root, &candidate).is_some();
        let own = roots.iter().filter(inside).max_by_key(|root| root.len())?;
        let suffix = path::inside(own, &candidate)?;
        let others = roots.iter().filter(|root| *root != own).map(|root| path::join(root, suffix));
        let mut candidates = std::iter::once(candidate.clone()).chain(others);
        candidates.find_map(|candidate| self.file_or_directory(wanted, &candidate, true))
    }

    /// A package of the `typeRoots` of the project.
    pub(crate) fn type_root(&mut self, name: &str) -> Option<String> {
        let roots = self.resolver.options.type_roots.as_ref()?;
        roots.iter().find_map(|root| self.in_type_root(root, name, true))
    }

    /// A package of one type root.
    pub(crate) fn in_type_root(&mut self, root: &str, name: &str, allows_file: bool) -> Option<String> {
        let is_types = path::without_slash(root).ends_with("/node_modules/@types");
        let name = if is_types { package::types_name(name) } else { name.to_owned() };
        let candidate = path::normalize(&path::join(root, &name));
        let file = if allows_file { self.module_file(Wanted::DECLARATION, &candidate) } else { None };
        file.or_else(|| {
            let manifest = self.manifest(&candidate);
            self.package_directory(Wanted::DECLARATION, path::without_slash(&candidate), manifest.as_deref())
        })
    }
}
