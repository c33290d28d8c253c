//! Triple-slash references: `types` to packages and `path` to files beside.

use super::outcome::{FileKind, Reason, Resolution, Target, Unresolved};
use super::search::Wanted;
use super::{Mode, Resolver, path};

impl Resolver {
    /// The declarations for `/// <reference types="NAME" />` in `file`.
    pub fn resolve_types(&self, file: &std::path::Path, name: &str, mode: Option<Mode>) -> Resolution {
        let file = path::absolute(file);
        self.types_from(path::directory(&file), name, mode, true)
    }

    /// The same from a directory. `searches_modules`: beside the type roots, `node_modules` count.
    pub(crate) fn types_from(
        &self,
        directory: &str,
        name: &str,
        mode: Option<Mode>,
        searches_modules: bool,
    ) -> Resolution {
        let mut search = self.search(mode, true);
        let is_strict = search.is_strict;
        search.is_strict = is_strict && mode == Some(Mode::Import);
        let custom = self.options.type_roots.as_ref();
        let roots = custom.unwrap_or(&self.default_type_roots);
        let primary = roots.iter().find_map(|root| search.in_type_root(root, name, custom.is_some()));
        let found = primary.or_else(|| {
            if !searches_modules {
                return None;
            }
            if path::is_relative(name) || path::is_absolute(name) {
                let mut candidate = path::normalize(&path::join(directory, name));
                if matches!(path::file_name(name), "." | "..") && !candidate.ends_with('/') {
                    candidate.push('/');
                }
                search.file_or_directory(Wanted::DECLARATION, &candidate, true)
            } else {
                search.node_modules(Wanted::DECLARATION, name, directory)
            }
        });
        match found.filter(|found| FileKind::of(found) != FileKind::JavaScript) {
            Some(found) => {
                let is_external = found.contains("/node_modules/");
                let real = if self.options.preserve_symlinks { found } else { self.files.real_path(&found) };
                Ok(Target { kind: FileKind::of(&real), path: path::to_native(&real), is_external })
            }
            None => {
                let search = self.recorded(mode, |search| {
                    search.node_modules(Wanted::DECLARATION, name, directory);
                });
                Err(self.explain(name, directory, search))
            }
        }
    }

    /// The file for `/// <reference path="PATH" />` in `file`: that file, or with an extension when it has none.
    pub fn resolve_path(&self, file: &std::path::Path, written: &str) -> Resolution {
        const EXTENSIONS: [&str; 7] = [".ts", ".tsx", ".d.ts", ".cts", ".d.cts", ".mts", ".d.mts"];
        let file = path::absolute(file);
        let base = path::normalize(&path::join(path::directory(&file), &written.replace('\\', "/")));
        let candidates: Vec<String> = if path::file_name(&base).contains('.') {
            vec![base]
        } else {
            EXTENSIONS.iter().map(|extension| format!("{base}{extension}")).collect()
        };
        match candidates.iter().find(|candidate| self.files.is_file(candidate)) {
            Some(found) => Ok(Target {
                path: path::to_native(found),
                kind: FileKind::of(found),
                is_external: found.contains("/node_modules/"),
            }),
            None => Err(Box::new(Unresolved {
                specifier: written.to_owned(),
                reason: Reason::NoFile,
                tried: candidates.iter().map(|candidate| path::to_native(candidate)).collect(),
            })),
        }
    }
}
