//! The files of a run: what the inputs name, what those refer to, parsed and ready to be bound.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use typed_arena::Arena;

use crate::bind::BoundFile;
use crate::diagnostics::{Diagnostic, FileId, Span};
use crate::generate::{Input, Options};
use crate::lower::names;
use crate::model::{FileArena, FileNode, Statement, StatementKind};
use crate::parse::{self, Dialect, Parsed, Part};
use crate::source::SourceMap;
use crate::source::loader::{Loader, MissingLib};

/// Where everything that a run borrows from is kept.
#[derive(Default)]
pub struct Memory<'a> {
    texts: Arena<Arc<str>>,
    files: Arena<FileArena<'a>>,
}

/// Parsed files, in the order in which they are bound.
#[derive(Default)]
pub struct Program<'a> {
    /// The files: libraries first.
    pub files: Vec<BoundFile<'a>>,
    /// The file that a specifier in a file names.
    pub resolutions: FxHashMap<(FileId, &'a str), FileId>,
    /// The files that are inputs themselves, in order.
    pub inputs: Vec<FileId>,
    pub sources: SourceMap,
    pub diagnostics: Vec<Diagnostic>,
}

/// A file to be parsed.
struct Pending<'a> {
    file: FileId,
    text: &'a str,
    dialect: Dialect,
    emitted: bool,
}

struct Gathering<'a> {
    loader: Loader,
    memory: &'a Memory<'a>,
    program: Program<'a>,
    known: FxHashMap<PathBuf, FileId>,
    pending: Vec<Pending<'a>>,
}

/// Reads and parses everything that takes part.
pub fn gather<'a>(options: &Options, memory: &'a Memory<'a>) -> Program<'a> {
    let mut gathering = Gathering {
        loader: Loader::new(&options.root, options.lib_directory.as_deref()),
        memory,
        program: Program::default(),
        known: FxHashMap::default(),
        pending: Vec::new(),
    };
    let mut libs: Vec<&str> = Vec::new();
    let mut files: Vec<&Path> = Vec::new();
    for input in &options.inputs {
        match input {
            Input::Lib(name) => libs.push(name),
            Input::File(path) => files.push(path),
        }
    }
    libs.sort_by_key(|name| (!is_language(name), *name));
    files.sort();
    let emitted: Vec<String> = libs.iter().flat_map(|name| with_parts(name)).collect();
    let context: Vec<String> = match &options.ambient {
        Some(names) => names.clone(),
        None if libs.iter().any(|name| is_language(name)) => Vec::new(),
        None if libs.is_empty() => ["esnext", "dom"].iter().flat_map(|name| with_parts(name)).collect(),
        None => vec!["esnext".to_owned()],
    };
    // The order of the language's libraries, then the hosts', is the same whatever the order of the inputs.
    let (language, host): (Vec<_>, Vec<_>) = context
        .iter()
        .map(|name| (name, false))
        .chain(emitted.iter().map(|name| (name, true)))
        .partition(|(name, _)| is_language(name));
    for (name, is_input) in language.into_iter().chain(host) {
        gathering.lib(name, is_input, None, options.ambient.is_none() && !is_input);
    }
    for path in files {
        gathering.input(path);
    }
    gathering.finish()
}

fn is_language(name: &str) -> bool {
    name.starts_with("es")
}

/// A host's library with its parts: TypeScript splits off what needs iterators.
fn with_parts(name: &str) -> Vec<String> {
    match name {
        "dom" | "webworker" => vec![name.to_owned(), format!("{name}.iterable"), format!("{name}.asynciterable")],
        _ => vec![name.to_owned()],
    }
}

impl<'a> Gathering<'a> {
    /// Adds a library and, before it, those that it refers to.
    fn lib(&mut self, name: &str, emitted: bool, referrer: Option<Span>, may_be_missing: bool) {
        let path = match self.loader.lib(name) {
            Ok(path) => path,
            Err(missing) => {
                if !may_be_missing && !name.contains(".iterable") && !name.contains(".asynciterable") {
                    let diagnostic = missing_lib(name, &missing);
                    self.program.diagnostics.push(match referrer {
                        Some(span) => diagnostic.at(span),
                        None => diagnostic,
                    });
                }
                return;
            }
        };
        if self.known.contains_key(&path) {
            return;
        }
        let Ok(text) = self.loader.read(&path) else {
            return;
        };
        let file = self.add(&path, text);
        let text = self.text(file);
        for reference in parse::references(text).0 {
            let start = offset_in(text, reference);
            let end = start + u32::try_from(reference.len()).unwrap_or(0);
            self.lib(reference, emitted, Some(Span { file, start, end }), false);
        }
        self.pending.push(Pending { file, text, dialect: Dialect::Declarations, emitted });
    }

    fn input(&mut self, path: &Path) {
        let full = self.loader.path(path);
        if let Some(&file) = self.known.get(&full) {
            self.program.inputs.push(file);
            return;
        }
        match self.loader.read(&full) {
            Ok(text) => {
                let file = self.add(&full, text);
                self.program.inputs.push(file);
                self.queue(file, &full, true);
            }
            Err(error) => {
                let problem = match error.kind() {
                    std::io::ErrorKind::NotFound => format!("no file `{}`", path.display()),
                    _ => format!("cannot read `{}`: {error}", path.display()),
                };
                let mut diagnostic = Diagnostic::error(problem);
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let siblings = self.loader.siblings(&full);
                let nearest = names::nearest(&name, siblings.iter().map(String::as_str));
                if !nearest.is_empty() {
                    let list: Vec<String> =
                        nearest.iter().map(|name| format!("`{}`", path.with_file_name(name).display())).collect();
                    diagnostic = diagnostic.note(format!("did you mean {}?", list.join(" or ")));
                }
                self.program.diagnostics.push(diagnostic);
            }
        }
    }

    fn add(&mut self, path: &Path, text: String) -> FileId {
        let text: Arc<str> = text.into();
        let file = self.program.sources.add(path, Arc::clone(&text));
        self.memory.texts.alloc(text);
        self.known.insert(path.to_owned(), file);
        file
    }

    /// The text of a file, for as long as the memory lives.
    fn text(&self, file: FileId) -> &'a str {
        let shared = Arc::clone(&self.program.sources.files()[file.0 as usize].text);
        self.memory.texts.alloc(shared)
    }

    fn queue(&mut self, file: FileId, path: &Path, emitted: bool) {
        let dialect = Dialect::of(&path.to_string_lossy());
        let text = self.text(file);
        self.pending.push(Pending { file, text, dialect, emitted });
    }

    /// Parses what is pending, and what that refers to, until nothing is left.
    fn finish(mut self) -> Program<'a> {
        let mut visited: FxHashSet<FileId> = FxHashSet::default();
        while !self.pending.is_empty() {
            let wave = std::mem::take(&mut self.pending);
            let wave: Vec<Pending<'a>> = wave.into_iter().filter(|one| visited.insert(one.file)).collect();
            for (one, (node, diagnostics)) in wave.iter().zip(self.parse(&wave)) {
                let is_input = one.emitted;
                // What is only referred to may be broken: the names in it that are missing degrade.
                let demoted = diagnostics.into_iter().map(|one| if is_input { one } else { one.demoted() });
                self.program.diagnostics.extend(demoted);
                self.follow(&node, one.emitted);
                self.program.files.push(BoundFile { node, emitted: one.emitted });
            }
        }
        self.program
    }

    /// Parses files at the same time, the large ones in parts.
    fn parse(&self, wave: &[Pending<'a>]) -> Vec<(FileNode<'a>, Vec<Diagnostic>)> {
        let arena = || self.memory.files.alloc(FileArena::default());
        let mut work: Vec<(usize, Part<'a>, &'a mut FileArena<'a>)> = Vec::with_capacity(wave.len());
        for (index, one) in wave.iter().enumerate() {
            work.extend(parse::parts(one.file, one.text, one.dialect).into_iter().map(|part| (index, part, arena())));
        }
        let parsed: Vec<(usize, Parsed<'a>)> = work
            .into_par_iter()
            .with_max_len(1)
            .map(|(index, part, arena)| (index, parse::parse(&part, arena)))
            .collect();
        let mut by_file: Vec<Vec<Parsed<'a>>> = wave.iter().map(|_| Vec::new()).collect();
        for (index, one) in parsed {
            by_file[index].push(one);
        }
        let mut files = Vec::with_capacity(wave.len());
        for (one, mut parts) in wave.iter().zip(by_file) {
            let whole = parse::whole(one.file, one.text, one.dialect);
            if parts.len() > 1 && parts.iter().any(|part| part.failed) {
                parts = vec![parse::parse(&whole, arena())];
            }
            let diagnostics = parts.iter_mut().flat_map(|part| std::mem::take(&mut part.diagnostics)).collect();
            files.push((parse::join(&whole, parts, arena()), diagnostics));
        }
        files
    }

    /// Queues the files that a file refers to.
    fn follow(&mut self, node: &FileNode<'a>, emitted: bool) {
        let path = self.program.sources.path(node.file).to_owned();
        for &reference in &node.path_references {
            if let Some(target) = self.loader.resolve_reference(&path, reference) {
                self.open(&target, emitted);
            } else {
                let start = offset_in(node.text, reference);
                let end = start + u32::try_from(reference.len()).unwrap_or(0);
                let span = Span { file: node.file, start, end };
                self.program.diagnostics.push(Diagnostic::warning(format!("no file `{reference}`")).at(span));
            }
        }
        if !emitted || !path.to_string_lossy().contains("lib.") {
            for &reference in &node.lib_references {
                self.lib(reference, false, None, true);
            }
        }
        let mut specifiers = node.import_types.clone();
        collect_specifiers(node.statements, &mut specifiers);
        for (specifier, span) in specifiers {
            if self.program.resolutions.contains_key(&(node.file, specifier)) {
                continue;
            }
            if let Some(target) = self.loader.resolve_relative(&path, specifier) {
                if let Some(file) = self.open(&target, false) {
                    self.program.resolutions.insert((node.file, specifier), file);
                }
            } else if specifier.starts_with('.') {
                let problem = format!("cannot find module `{specifier}`");
                self.program.diagnostics.push(Diagnostic::warning(problem).at(span));
            }
        }
    }

    fn open(&mut self, path: &Path, emitted: bool) -> Option<FileId> {
        if let Some(&file) = self.known.get(path) {
            return Some(file);
        }
        let text = self.loader.read(path).ok()?;
        let file = self.add(path, text);
        self.queue(file, path, emitted);
        Some(file)
    }
}

fn missing_lib(name: &str, missing: &MissingLib) -> Diagnostic {
    match missing {
        MissingLib::NoTypeScript { searched_from } => {
            Diagnostic::error(format!("cannot find `lib:{name}`: no `typescript` package")).note(format!(
                "searched for node_modules/typescript/lib from `{}` upward; `npm install typescript` provides it",
                searched_from.display()
            ))
        }
        MissingLib::Unknown { known } => {
            let diagnostic = Diagnostic::error(format!("no library `lib:{name}`"));
            let nearest = names::nearest(name, known.iter().map(String::as_str));
            if nearest.is_empty() {
                return diagnostic;
            }
            let list: Vec<String> = nearest.iter().map(|name| format!("`lib:{name}`")).collect();
            diagnostic.note(format!("did you mean {}?", list.join(" or ")))
        }
    }
}

/// The offset at which a slice of a text stands.
fn offset_in(text: &str, slice: &str) -> u32 {
    u32::try_from((slice.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize)).unwrap_or(0)
}

/// The module specifiers in imports and exports.
fn collect_specifiers<'a>(statements: &'a [Statement<'a>], into: &mut Vec<(&'a str, Span)>) {
    for statement in statements {
        match statement.kind {
            StatementKind::Import { specifier, .. }
            | StatementKind::Export { specifier: Some(specifier), .. }
            | StatementKind::ExportAll { specifier, .. }
            | StatementKind::ImportRequire { specifier, .. } => into.push((specifier, statement.span)),
            StatementKind::ExternalModule { specifier, body } => {
                if specifier.starts_with('.') {
                    into.push((specifier, statement.span));
                }
                collect_specifiers(body, into);
            }
            StatementKind::Namespace { body, .. } | StatementKind::Global(body) => collect_specifiers(body, into),
            _ => {}
        }
    }
}
