//! Why a specifier led nowhere. Runs only after resolution failed, and decides nothing.

use std::path::PathBuf;

use super::outcome::{Reason, Unresolved};
use super::package::split_name;
use super::search::Search;
use super::{Resolver, path};

/// The modules that Node.js has without the prefix `node:`.
const NODE_MODULES: &[&str] = &[
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "sys",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

impl Resolver {
    /// The reason for a search that found nothing.
    pub(crate) fn explain(&self, specifier: &str, directory: &str, search: Search<'_>) -> Box<Unresolved> {
        let mut tried: Vec<PathBuf> = Vec::new();
        for file in search.tried.unwrap_or_default() {
            let file = path::to_native(&file);
            if !tried.contains(&file) {
                tried.push(file);
            }
        }
        Box::new(Unresolved { specifier: specifier.to_owned(), reason: self.reason(specifier, directory), tried })
    }

    fn reason(&self, specifier: &str, directory: &str) -> Reason {
        if specifier.is_empty() || path::is_relative(specifier) || path::is_absolute(specifier) {
            return Reason::NoFile;
        }
        if specifier.starts_with('#') {
            return Reason::NotImported;
        }
        if let Some((scheme, _)) = specifier.split_once(':') {
            let is_address = specifier.contains("://") || matches!(scheme, "data" | "blob" | "file");
            return if is_address { Reason::Address } else { Reason::Builtin };
        }
        let (package, rest) = split_name(specifier);
        let places = || {
            let directories =
                path::ancestors(directory).filter(|directory| path::file_name(directory) != "node_modules");
            directories.map(|directory| path::join(directory, "node_modules"))
        };
        let installed =
            places().map(|modules| path::join(&modules, package)).find(|path| self.files.is_directory(path));
        if let Some(installed) = installed {
            let manifest = self.manifest(&installed);
            let package = package.to_owned();
            return match manifest.as_ref().and_then(|manifest| manifest.exports()) {
                Some(exports) => {
                    let subpath = if rest.is_empty() { ".".to_owned() } else { format!("./{rest}") };
                    let keys = exports.entries().iter().map(|(key, _)| key).filter(|key| key.starts_with('.'));
                    Reason::NotExported { package, subpath, exported: keys.cloned().collect() }
                }
                None => Reason::NotInPackage { package, directory: path::to_native(&installed) },
            };
        }
        if NODE_MODULES.contains(&package) {
            return Reason::Builtin;
        }
        let mut names: Vec<String> = places().flat_map(|modules| self.package_names(&modules)).collect();
        names.dedup();
        let similar = ffi_core::binding::nearest(package, names.iter().map(String::as_str)).map(str::to_owned);
        let searched =
            places().filter(|modules| self.files.is_directory(modules)).map(|modules| path::to_native(&modules));
        Reason::NoPackage { package: package.to_owned(), searched: searched.collect(), similar }
    }

    /// The packages in one `node_modules`.
    fn package_names(&self, modules: &str) -> Vec<String> {
        let mut names = Vec::new();
        for name in self.files.list(modules) {
            if name.starts_with('@') {
                let inner = self.files.list(&path::join(modules, &name));
                names.extend(inner.into_iter().map(|inner| format!("{name}/{inner}")));
            } else if !name.starts_with('.') {
                names.push(name);
            }
        }
        names
    }
}
