//! The files of a run: what the inputs name, what those refer to, parsed and ready to be bound.
//!
//! Files are taken in waves: those of a wave are read, parsed and searched for references at the same time; what they refer to and
//! is new makes the next wave. Ids are given in the order of discovery, so that nothing depends on which thread was faster.

mod ambient;
mod references;
mod unresolved;
mod wave;

use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use typed_arena::Arena;

use crate::bind::BoundFile;
use crate::diagnostics::{Diagnostic, FileId, Span};
use crate::generate::{Input, Options};
use crate::lower::names;
use crate::model::FileArena;
use crate::parse;
use crate::resolve::{Disk, Entry, Files, Origin, Resolver, path, resolve_inputs_with};
use crate::source::SourceMap;
use crate::source::library::{Libraries, MissingLib};
use unresolved::Unresolved;

/// Where everything that a run borrows from is kept.
#[derive(Default)]
pub struct Memory<'a> {
    texts: Arena<Arc<str>>,
    files: Arena<FileArena<'a>>,
}

/// An input file whose exports are wanted.
#[derive(Debug, Clone)]
pub struct ProgramEntry {
    pub file: FileId,
    /// What a program imports it by, when it was named so.
    pub module: Option<String>,
    pub origin: Origin,
    /// Its path, seen from the root where it lies inside.
    pub path: String,
}

/// Parsed files, in the order in which they are bound.
#[derive(Default)]
pub struct Program<'a> {
    /// The files: libraries first.
    pub files: Vec<BoundFile<'a>>,
    /// The file that a specifier in a file names.
    pub resolutions: FxHashMap<(FileId, &'a str), FileId>,
    /// The inputs that are files, in order.
    pub entries: Vec<ProgramEntry>,
    /// The inputs that are libraries.
    pub libs: Vec<String>,
    pub sources: SourceMap,
    pub diagnostics: Vec<Diagnostic>,
}

/// A file to be read and parsed.
struct Request {
    path: String,
    emitted: bool,
    is_lib: bool,
}

struct Gathering<'o, 'a> {
    files: Arc<dyn Files>,
    resolver: Arc<Resolver>,
    libraries: Libraries,
    memory: &'a Memory<'a>,
    program: Program<'a>,
    /// The directory from which paths are shown, and how it is written itself.
    root: String,
    options: &'o Options,
    known: FxHashMap<String, FileId>,
    requested: FxHashSet<String>,
    next: Vec<Request>,
    /// Directories of the packages that are inputs.
    packages: Vec<String>,
    emitted: FxHashSet<FileId>,
    libs: FxHashSet<FileId>,
    /// Where each specifier leads, until all files have an id.
    targets: Vec<(FileId, &'a str, String)>,
    unresolved: Vec<Unresolved<'a>>,
}

/// Reads and parses everything that takes part.
pub fn gather<'a>(options: &Options, memory: &'a Memory<'a>) -> Program<'a> {
    gather_with(&(Arc::new(Disk::default()) as Arc<dyn Files>), options, memory)
}

/// The same over other files.
pub fn gather_with<'a>(files: &Arc<dyn Files>, options: &Options, memory: &'a Memory<'a>) -> Program<'a> {
    let root = match options.root.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => options.root.clone(),
    };
    let inputs: Vec<String> = options.inputs.iter().map(written).collect();
    let (inputs, diagnostics) = resolve_inputs_with(Arc::clone(files), &root, &inputs, options.project.as_deref());
    let mut gathering = Gathering {
        files: Arc::clone(files),
        resolver: Arc::clone(&inputs.resolver),
        libraries: Libraries::new(Arc::clone(files), &root, options.lib_directory.as_deref()),
        memory,
        program: Program { libs: inputs.libs.clone(), diagnostics, ..Program::default() },
        root: path::absolute(&root),
        options,
        known: FxHashMap::default(),
        requested: FxHashSet::default(),
        next: Vec::new(),
        packages: Vec::new(),
        emitted: FxHashSet::default(),
        libs: FxHashSet::default(),
        targets: Vec::new(),
        unresolved: Vec::new(),
    };
    let is_default = gathering.libraries(inputs.libs, options.ambient.clone().or(inputs.ambient_libs));
    let mut entries = inputs.entries;
    entries.sort_by(|left, right| left.path.cmp(&right.path));
    gathering.entries(&entries);
    for types in &inputs.ambient_types {
        gathering.request(&path::from_native(types), false);
    }
    gathering.waves();
    if options.project.is_none() && gathering.ambient_packages() {
        gathering.waves();
    }
    if is_default {
        gathering.prefer_own_host();
    }
    gathering.finish(entries)
}

/// An input as it is written on a command line.
fn written(input: &Input) -> String {
    match input {
        Input::Lib(name) => format!("lib:{name}"),
        Input::Named(text) => text.clone(),
        Input::File(file) => {
            let text = path::from_native(file);
            // A path that begins with a name could be a package.
            if path::is_absolute(&text) || path::is_relative(&text) { text } else { format!("./{text}") }
        }
    }
}

fn is_language(name: &str) -> bool {
    name.starts_with("es") || name == "decorators" || name.starts_with("decorators.")
}

/// A host's library with its parts: TypeScript splits off what needs iterators.
fn with_parts(name: &str) -> Vec<String> {
    match name {
        "dom" | "webworker" => vec![name.to_owned(), format!("{name}.iterable"), format!("{name}.asynciterable")],
        _ => vec![name.to_owned()],
    }
}

impl<'a> Gathering<'_, 'a> {
    /// Asks for the libraries: those that are inputs and those that are context. Whether the context is nobody's choice.
    fn libraries(&mut self, mut libs: Vec<String>, ambient: Option<Vec<String>>) -> bool {
        libs.sort_by_key(|name| (!is_language(name), name.clone()));
        let emitted: Vec<String> = libs.iter().flat_map(|name| with_parts(name)).collect();
        let is_default = ambient.is_none();
        let context: Vec<String> = match ambient {
            Some(names) => names,
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
            self.lib(name, is_input, None, is_default && !is_input);
        }
        is_default && libs.is_empty()
    }

    /// Asks for a library and, before it, those that it refers to.
    fn lib(&mut self, name: &str, emitted: bool, referrer: Option<Span>, may_be_missing: bool) {
        let path = match self.libraries.path(name) {
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
        if !self.requested.insert(path.clone()) {
            return;
        }
        let Some(text) = self.files.read(&path) else { return };
        let file = self.add(&path, text, emitted);
        self.libs.insert(file);
        let text = self.text(file);
        for reference in parse::references(text).libs {
            self.lib(reference, emitted, Some(span_of(file, text, reference)), false);
        }
        self.next.push(Request { path, emitted, is_lib: true });
    }

    fn entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            let path = path::from_native(&entry.path);
            if matches!(entry.origin, Origin::Package | Origin::Folder) && entry.module.is_some() {
                let directory = package_directory(&path);
                if !self.packages.contains(&directory) {
                    self.packages.push(directory);
                }
            }
            self.request(&path, true);
        }
    }

    /// Asks for a file. One of the packages that are inputs is always emitted.
    fn request(&mut self, path: &str, emitted: bool) {
        if self.requested.insert(path.to_owned()) {
            let emitted = emitted || self.packages.iter().any(|package| *package == package_directory(path));
            self.next.push(Request { path: path.to_owned(), emitted, is_lib: false });
        } else if emitted {
            if let Some(request) = self.next.iter_mut().find(|request| request.path == path) {
                request.emitted = true;
            } else if let Some(&file) = self.known.get(path) {
                self.emitted.insert(file);
            }
        }
    }

    fn add(&mut self, path: &str, text: String, emitted: bool) -> FileId {
        let text: Arc<str> = text.into();
        let file = self.program.sources.add(self.shown(path), Arc::clone(&text));
        self.memory.texts.alloc(text);
        self.known.insert(path.to_owned(), file);
        if emitted {
            self.emitted.insert(file);
        }
        file
    }

    /// A path as the user would write it: from the root, where it lies inside.
    fn shown(&self, path: &str) -> PathBuf {
        match path::inside(&self.root, path) {
            Some(inside) => self.options.root.join(inside),
            None => path::to_native(path),
        }
    }

    /// The text of a file, for as long as the memory lives.
    fn text(&self, file: FileId) -> &'a str {
        let shared = Arc::clone(&self.program.sources.files()[file.0 as usize].text);
        self.memory.texts.alloc(shared)
    }

    fn finish(mut self, entries: Vec<Entry>) -> Program<'a> {
        self.report_unresolved();
        for (file, specifier, path) in std::mem::take(&mut self.targets) {
            if let Some(&target) = self.known.get(&path) {
                self.program.resolutions.insert((file, specifier), target);
            }
        }
        for file in &mut self.program.files {
            file.emitted = self.emitted.contains(&file.node.file);
        }
        for entry in entries {
            let path = path::from_native(&entry.path);
            if let Some(&file) = self.known.get(&path) {
                let path = path::inside(&self.root, &path).map_or(path.clone(), str::to_owned);
                self.program.entries.push(ProgramEntry { file, module: entry.module, origin: entry.origin, path });
            }
        }
        self.program
    }
}

/// The directory of the package that a file lies in, by its path; its own directory when it lies in none.
fn package_directory(path: &str) -> String {
    const MODULES: &str = "/node_modules/";
    let Some(at) = path.rfind(MODULES).map(|at| at + MODULES.len()) else {
        return path::directory(path).to_owned();
    };
    let parts = if path[at..].starts_with('@') { 2 } else { 1 };
    let name: Vec<&str> = path[at..].split('/').take(parts).collect();
    format!("{}{}", &path[..at], name.join("/"))
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

/// The place of a slice of a text.
fn span_of(file: FileId, text: &str, slice: &str) -> Span {
    let start = (slice.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    // What was written with escapes does not lie in the text.
    let start = if start <= text.len() { start } else { 0 };
    let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Span { file, start: offset(start), end: offset((start + slice.len()).min(text.len())) }
}
