//! Ambient declarations that no import leads to.
//!
//! TypeScript takes every package of `node_modules/@types` into a program that does not name its `types`. Here `@types/node` is taken
//! when something asks for what only it can declare: the simple cases need not read it.

use rustc_hash::FxHashSet;

use super::Gathering;
use crate::diagnostics::FileId;
use crate::model::{FileNode, Statement, StatementKind};
use crate::resolve::path;

/// The modules that scripts declare by name.
pub(super) struct Declared<'a> {
    exact: FxHashSet<&'a str>,
    patterns: Vec<(&'a str, &'a str)>,
}

impl<'a> Declared<'a> {
    pub(super) fn of<'n>(files: impl Iterator<Item = &'n FileNode<'a>>) -> Self
    where
        'a: 'n,
    {
        let mut declared = Self { exact: FxHashSet::default(), patterns: Vec::new() };
        for file in files.filter(|file| !file.is_module) {
            for statement in file.statements {
                if let StatementKind::ExternalModule { specifier, .. } = statement.kind {
                    declared.exact.insert(specifier);
                    declared.patterns.extend(specifier.split_once('*'));
                }
            }
        }
        declared
    }

    pub(super) fn has(&self, specifier: &str) -> bool {
        let fits = |(before, behind): &(&str, &str)| {
            specifier.len() >= before.len() + behind.len()
                && specifier.starts_with(before)
                && specifier.ends_with(behind)
        };
        self.exact.contains(specifier) || self.patterns.iter().any(fits)
    }
}

/// Globals by which a program shows that it is written for Node.js.
const NODE_GLOBALS: [&str; 2] = ["NodeJS.", "Buffer"];

/// Globals of a host: who declares them is a host, and lib.dom is another one.
const HOST_GLOBALS: [&str; 4] = ["Event", "EventTarget", "Request", "Response"];

impl Gathering<'_, '_> {
    /// Asks for packages of ambient declarations that seem to be meant. Whether there are any.
    pub(super) fn ambient_packages(&mut self) -> bool {
        let Some(file) = self.wants_node() else { return false };
        let from = self.known.iter().find(|(_, known)| **known == file).map(|(path, _)| path.clone());
        let from = from.unwrap_or_else(|| path::join(&self.root, "index.ts"));
        let Ok(target) = self.resolver.resolve_types(&path::to_native(&from), "node", None) else { return false };
        self.request(&path::from_native(&target.path), false);
        !self.next.is_empty()
    }

    /// A file that uses what `@types/node` declares.
    fn wants_node(&self) -> Option<FileId> {
        let declared = Declared::of(self.program.files.iter().map(|file| &file.node));
        if declared.has("fs") {
            return None;
        }
        let imports = self.unresolved.iter().filter(|one| !one.is_types && is_node_module(one.specifier));
        let by_import = imports.map(|one| one.span.file).find(|file| !self.libs.contains(file));
        // A host of its own has globals of its own, whatever their names.
        if by_import.is_some() || self.has_own_host() {
            return by_import;
        }
        let files = self.program.files.iter().filter(|file| !self.libs.contains(&file.node.file));
        let uses = |node: &FileNode<'_>| {
            NODE_GLOBALS.iter().any(|name| mentions(node.text, name) && !has_own(node.statements, name))
        };
        files.map(|file| &file.node).find(|node| uses(node)).map(|node| node.file)
    }

    /// Whether the inputs declare the globals of a host.
    fn has_own_host(&self) -> bool {
        let mut own = self.program.files.iter().filter(|file| {
            let id = file.node.file;
            self.emitted.contains(&id) && !self.libs.contains(&id)
        });
        own.any(|file| declares_host(file.node.statements, !file.node.is_module))
    }

    /// Leaves lib.dom out when the inputs declare a host themselves and nobody asked for lib.dom.
    pub(super) fn prefer_own_host(&mut self) {
        if !self.has_own_host() {
            return;
        }
        let sources = &self.program.sources;
        let is_dom = |file: FileId| {
            let name = sources.path(file).file_name().map(|name| name.to_string_lossy().into_owned());
            self.libs.contains(&file) && name.is_some_and(|name| name.starts_with("lib.dom."))
        };
        self.program.files.retain(|file| !is_dom(file.node.file));
    }
}

fn is_node_module(specifier: &str) -> bool {
    const MODULES: [&str; 28] = [
        "assert",
        "async_hooks",
        "buffer",
        "child_process",
        "cluster",
        "console",
        "constants",
        "crypto",
        "dgram",
        "dns",
        "events",
        "fs",
        "http",
        "http2",
        "https",
        "module",
        "net",
        "os",
        "path",
        "process",
        "querystring",
        "readline",
        "stream",
        "tls",
        "url",
        "util",
        "worker_threads",
        "zlib",
    ];
    let name = specifier.split('/').next().unwrap_or(specifier);
    specifier.starts_with("node:") || MODULES.contains(&name)
}

/// Whether a file declares or imports a name itself.
fn has_own(statements: &[Statement<'_>], name: &str) -> bool {
    statements.iter().any(|statement| match statement.kind {
        StatementKind::Class(node) | StatementKind::Interface(node) => node.name == name,
        StatementKind::Alias { name: own, .. } => own == name,
        StatementKind::Variables(variables) => variables.iter().any(|variable| variable.name == name),
        StatementKind::Import { bindings, .. } => bindings.iter().any(|binding| binding.local == name),
        _ => false,
    })
}

/// Whether a text has a word that begins so, outside of lines that are comments.
fn mentions(text: &str, word: &str) -> bool {
    let is_code = |at: usize| {
        let line = text[..at].rsplit('\n').next().unwrap_or_default().trim_start();
        !["*", "/*", "//"].iter().any(|start| line.starts_with(start))
    };
    let is_start = |at: usize| {
        let before = text.as_bytes().get(at.wrapping_sub(1));
        before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'$' | b'.' | b'"' | b'\''))
    };
    text.match_indices(word).any(|(at, _)| {
        let behind = text.as_bytes().get(at + word.len());
        is_start(at) && is_code(at) && (word.ends_with('.') || behind.is_none_or(|byte| !byte.is_ascii_alphanumeric()))
    })
}

fn declares_host(statements: &[Statement<'_>], is_global: bool) -> bool {
    statements.iter().any(|statement| match statement.kind {
        StatementKind::Global(body) => declares_host(body, true),
        StatementKind::Class(node) => is_global && HOST_GLOBALS.contains(&node.name),
        StatementKind::Variables(variables) => {
            is_global && variables.iter().any(|variable| HOST_GLOBALS.contains(&variable.name))
        }
        StatementKind::ExternalModule { body, .. } => {
            let globals = body.unwrap_or_default().iter();
            globals.filter(|inner| matches!(inner.kind, StatementKind::Global(_))).any(|inner| match inner.kind {
                StatementKind::Global(body) => declares_host(body, true),
                _ => false,
            })
        }
        _ => false,
    })
}
