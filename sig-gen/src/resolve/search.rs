//! One search: the resolver's answers for one specifier under one set of conditions, and a record of the places tried.
//!
//! Here are the lowest steps, from a candidate path to a file: extensions replaced and added, directories entered.

use std::sync::Arc;

use super::manifest::Manifest;
use super::pattern::{self, Mappings};
use super::{Files, Resolver, path};

/// Which kinds of file a step may find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted(u8);

impl Wanted {
    pub(crate) const TYPESCRIPT: Self = Self(1);
    pub(crate) const JAVASCRIPT: Self = Self(2);
    pub(crate) const DECLARATION: Self = Self(4);
    pub(crate) const JSON: Self = Self(8);
    /// What has types in it.
    pub(crate) const TYPES: Self = Self(5);

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The extensions that are replaced as a whole, the longer before the shorter.
const KNOWN_EXTENSIONS: [&str; 12] =
    [".d.ts", ".d.mts", ".d.cts", ".mjs", ".mts", ".cjs", ".cts", ".ts", ".js", ".tsx", ".jsx", ".json"];

/// The state of a search.
pub(crate) struct Search<'r> {
    pub(crate) resolver: &'r Resolver,
    /// The conditions of `exports` and `imports` that hold beside `default`.
    pub(crate) conditions: &'r [String],
    /// Whether Node's rules for ES modules forbid leaving out extensions and index files.
    pub(crate) is_strict: bool,
    /// Whether `exports`, `imports` and a package's own name are looked at.
    pub(crate) has_exports: bool,
    /// How many `imports` led here, one naming the next.
    pub(crate) hops: usize,
    /// The files that were not there, when somebody wants to know.
    pub(crate) tried: Option<Vec<String>>,
}

impl Search<'_> {
    pub(crate) fn files(&self) -> &dyn Files {
        &*self.resolver.files
    }

    pub(crate) fn manifest(&self, directory: &str) -> Option<Arc<Manifest>> {
        self.resolver.manifest(path::without_slash(directory))
    }

    pub(crate) fn is_directory(&self, candidate: &str) -> bool {
        self.files().is_directory(path::without_slash(candidate))
    }

    /// The file itself, or with the first of the configured suffixes for which it exists.
    pub(crate) fn file(&mut self, candidate: &str) -> Option<String> {
        let resolver = self.resolver;
        if resolver.options.module_suffixes.is_empty() {
            return self.exact_file(candidate);
        }
        let extension = KNOWN_EXTENSIONS.iter().find(|extension| candidate.ends_with(**extension)).unwrap_or(&"");
        let stem = &candidate[..candidate.len() - extension.len()];
        let mut suffixes = resolver.options.module_suffixes.iter();
        suffixes.find_map(|suffix| self.exact_file(&format!("{stem}{suffix}{extension}")))
    }

    fn exact_file(&mut self, candidate: &str) -> Option<String> {
        if self.files().is_file(candidate) {
            return Some(candidate.to_owned());
        }
        if let Some(tried) = &mut self.tried {
            tried.push(candidate.to_owned());
        }
        None
    }

    /// A path without its file: `./x` and everything that may be meant by it. A slash at the end asks for a directory.
    pub(crate) fn file_or_directory(
        &mut self,
        wanted: Wanted,
        candidate: &str,
        reads_manifest: bool,
    ) -> Option<String> {
        if !candidate.ends_with('/')
            && let Some(found) = self.module_file(wanted, candidate)
        {
            return Some(found);
        }
        if self.is_strict {
            return None;
        }
        let candidate = path::without_slash(candidate);
        if !self.is_directory(candidate) {
            return None;
        }
        let manifest = if reads_manifest { self.manifest(candidate) } else { None };
        self.package_directory(wanted, candidate, manifest.as_deref())
    }

    /// A file whose extension stands for another one, or is left out.
    pub(crate) fn module_file(&mut self, wanted: Wanted, candidate: &str) -> Option<String> {
        let replaced = self.replaced_extension(wanted, candidate);
        if replaced.is_some() || self.is_strict {
            return replaced;
        }
        self.with_extension(wanted, candidate, "")
    }

    /// A file whose written extension stands for another one: `x.js` for `x.d.ts`.
    pub(crate) fn replaced_extension(&mut self, wanted: Wanted, candidate: &str) -> Option<String> {
        if !path::file_name(candidate).contains('.') || candidate.ends_with('/') {
            return None;
        }
        let known = KNOWN_EXTENSIONS.iter().find_map(|extension| candidate.strip_suffix(extension));
        let stem = match known.filter(|stem| !stem.is_empty()) {
            Some(stem) => stem,
            None => &candidate[..candidate.rfind('.')?],
        };
        self.with_extension(wanted, stem, &candidate[stem.len()..])
    }

    /// The candidates for a stem whose extension was `written`, in TypeScript's order.
    fn with_extension(&mut self, wanted: Wanted, stem: &str, written: &str) -> Option<String> {
        const T: Wanted = Wanted::TYPESCRIPT;
        const D: Wanted = Wanted::DECLARATION;
        const J: Wanted = Wanted::JAVASCRIPT;
        let candidates: &[(Wanted, &str)] = match written {
            ".mjs" | ".mts" | ".d.mts" => &[(T, ".mts"), (D, ".d.mts"), (J, ".mjs")],
            ".cjs" | ".cts" | ".d.cts" => &[(T, ".cts"), (D, ".d.cts"), (J, ".cjs")],
            ".json" => &[(D, ".d.json.ts"), (Wanted::JSON, ".json")],
            ".tsx" | ".jsx" => &[(T, ".tsx"), (T, ".ts"), (D, ".d.ts"), (J, ".jsx"), (J, ".js")],
            ".ts" | ".d.ts" | ".js" | "" => &[(T, ".ts"), (T, ".tsx"), (D, ".d.ts"), (J, ".js"), (J, ".jsx")],
            other => return if wanted.has(D) { self.file(&format!("{stem}.d{other}.ts")) } else { None },
        };
        let wanted = candidates.iter().filter(|(kind, _)| wanted.has(*kind));
        wanted.into_iter().find_map(|(_, extension)| self.file(&format!("{stem}{extension}")))
    }

    /// A file that a package.json names: exactly that one when it has types, else what its extension stands for.
    pub(crate) fn named_file(&mut self, wanted: Wanted, candidate: &str) -> Option<String> {
        let ends = |ends: &[&str]| ends.iter().any(|end| candidate.ends_with(end));
        let is_exact = wanted.has(Wanted::TYPESCRIPT) && ends(&[".ts", ".tsx", ".mts", ".cts"])
            || wanted.has(Wanted::DECLARATION) && ends(&[".d.ts", ".d.mts", ".d.cts"]);
        if is_exact { self.file(candidate) } else { self.replaced_extension(wanted, candidate) }
    }

    /// A directory that stands for a module: by the `types` and `main` of its package.json, or by its index file.
    pub(crate) fn package_directory(
        &mut self,
        wanted: Wanted,
        directory: &str,
        manifest: Option<&Manifest>,
    ) -> Option<String> {
        let own = manifest.filter(|manifest| manifest.directory == directory);
        let entry = own.and_then(|manifest| {
            let types = if wanted.has(Wanted::DECLARATION) { manifest.types() } else { None };
            let has_main = wanted.has(Wanted::TYPES.and(Wanted::JAVASCRIPT));
            types.or_else(|| if has_main { manifest.main() } else { None })
        });
        let index = path::join(directory, "index");
        if let Some(mappings) = manifest.and_then(|manifest| manifest.version_paths.as_ref()) {
            let file = entry.as_deref().unwrap_or(&index);
            if path::inside(directory, file).is_some() || file == directory {
                let name = path::relative(directory, file);
                // The compiler looks for nothing once the directory of the entry is missing, wherever the mapping leads.
                if pattern::select(mappings, &name).is_some() && !self.is_directory(path::directory(file)) {
                    return None;
                }
                let found = self.mapped(mappings, &name, directory, |search, candidate| {
                    search.package_file(wanted, candidate, manifest)
                });
                if let Some(found) = found {
                    return found;
                }
            }
        }
        if let Some(found) = entry.and_then(|entry| self.package_file(wanted, &entry, manifest)) {
            return Some(found);
        }
        if self.is_strict { None } else { self.module_file(wanted, &index) }
    }

    /// The file or directory that `types` or `main` names. Extensions may be missing there outside of ES modules.
    fn package_file(&mut self, wanted: Wanted, candidate: &str, manifest: Option<&Manifest>) -> Option<String> {
        if let Some(found) = self.named_file(wanted, candidate) {
            return Some(found);
        }
        let wanted = if wanted == Wanted::DECLARATION { Wanted::TYPES } else { wanted };
        let was_strict = self.is_strict;
        self.is_strict &= manifest.is_some_and(Manifest::is_module);
        let found = self.file_or_directory(wanted, candidate, false);
        self.is_strict = was_strict;
        found
    }

    /// What `paths` or `typesVersions` make of a name. `Some(None)`: a pattern matched and led nowhere, which is final.
    pub(crate) fn mapped(
        &mut self,
        mappings: &Mappings,
        name: &str,
        base: &str,
        mut load: impl FnMut(&mut Self, &str) -> Option<String>,
    ) -> Option<Option<String>> {
        let (targets, star) = pattern::select(mappings, name)?;
        let found = targets.iter().find_map(|target| {
            let place = if star.is_empty() { target.clone() } else { target.replacen('*', star, 1) };
            let candidate = path::normalize(&path::join(base, &place));
            let has_extension = KNOWN_EXTENSIONS.iter().any(|extension| target.ends_with(extension));
            let exact = if has_extension { self.file(&candidate) } else { None };
            exact.or_else(|| load(self, &candidate))
        });
        Some(found)
    }
}
