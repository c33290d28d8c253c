//! The front end as one call: inputs to a lowered module with its diagnostics.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ffi_core::signature::Module;
use rayon::prelude::*;
use typed_arena::Arena;

use crate::adjust;
use crate::bind::{self, Bindings};
use crate::coverage::{Construct, Coverage};
use crate::diagnostics::Diagnostic;
use crate::emit::docs::Sources;
use crate::evaluate::Storage;
use crate::lower::{self, Layout};
use crate::offer;
use crate::parse;
use crate::places;
use crate::program::{self, Memory, Program};
use crate::resolve::{Disk, Files};
use crate::selection::{Override, Wish, Written};
use crate::source::SourceMap;

/// What to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A `.d.ts`, `.d.mts`, `.d.cts` or `.ts` file.
    File(PathBuf),
    /// A library of the `typescript` package, without prefix: `dom`, `es2022`.
    Lib(String),
    /// What may be a file, a folder, a glob, or a package with or without a subpath.
    Named(String),
}

impl Input {
    /// Reads an input as it is written on a command line: `lib:NAME`, a path, a glob or the name of a package.
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix("lib:") {
            Some(name) => Self::Lib(name.to_owned()),
            None => Self::Named(text.to_owned()),
        }
    }
}

/// What to read and what to take from it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The inputs, in any order.
    pub inputs: Vec<Input>,
    /// The directory from which relative paths start and from which `node_modules` is searched upward. Empty: the current one.
    pub root: PathBuf,
    /// A tsconfig.json or its folder: its files when there are no inputs, its libraries, types and paths in any case.
    pub project: Option<PathBuf>,
    /// Names and patterns to take, with what they need; empty means everything.
    pub include: Vec<Wish>,
    /// Names and patterns to leave out.
    pub exclude: Vec<Wish>,
    /// What is said about names by hand.
    pub overrides: Vec<Override>,
    /// Which spellings names have.
    pub names: Names,
    /// The text in which the wishes above stand, when they have places.
    pub written: Option<Written>,
    /// The directory that holds `lib.*.d.ts`, when it is not to be found through `node_modules/typescript/lib`.
    pub lib_directory: Option<PathBuf>,
    /// Libraries that are context for lookups without being emitted. `None`: `esnext` and `dom`, unless an input is a library.
    pub ambient: Option<Vec<String>>,
    /// Whether to find out where items are declared, for documentation.
    pub places: bool,
    /// How many threads to use; `None`: as many as the machine has. The output does not depend on it.
    pub threads: Option<usize>,
}

/// Which spellings functions, variables, members and keywords have in Python.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Names {
    /// JavaScript's.
    #[default]
    JavaScript,
    /// `status_text` beside `statusText`.
    Snake,
}

/// What [`load`] gives: always a module, however much of it could be made.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The module.
    pub module: Module,
    /// Findings, in order of place. Nothing may be written when one of them is an error.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub sources: SourceMap,
    /// What was emitted and what was degraded.
    pub coverage: Coverage,
    /// Where items are declared, when that was asked for.
    pub places: Sources,
}

impl Loaded {
    /// Whether a diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether the generator itself failed somewhere: then the same inputs need not give the same again.
    pub fn is_faulty(&self) -> bool {
        let internal = |diagnostic: &Diagnostic| {
            diagnostic.message.starts_with("internal error") || diagnostic.message == NO_THREADS
        };
        self.diagnostics.iter().any(internal)
            || self.coverage.degradations.iter().any(|one| one.construct == Construct::Internal)
    }
}

const NO_THREADS: &str = "cannot start the threads of the front end";

/// Reads the inputs and lowers them to one module.
///
/// Libraries and files without imports or exports give a module of globals; module files give their exports. What a
/// context library declares is not emitted: its classes are references with the module `js`, its records and aliases are
/// taken along where they are needed. The work is done on threads of its own with large stacks.
pub fn load(options: &Options) -> Loaded {
    load_with(&(Arc::new(Disk::default()) as Arc<dyn Files>), options)
}

/// The same over other files.
pub fn load_with(files: &Arc<dyn Files>, options: &Options) -> Loaded {
    let failed = |diagnostic| Loaded { diagnostics: vec![diagnostic], ..Loaded::default() };
    let work = AssertUnwindSafe(|| on_large_stacks(options.threads, || run(files, options)));
    match catch_unwind(work) {
        Ok(Some(loaded)) => loaded,
        Ok(None) => failed(Diagnostic::error(NO_THREADS)),
        Err(_) => failed(
            Diagnostic::error("internal error while reading the inputs")
                .note("this is a bug: please report it with the inputs"),
        ),
    }
}

/// Runs `work` in a pool of threads on which the parser may recurse.
pub(crate) fn on_large_stacks<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Option<T> {
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).stack_size(parse::STACK_SIZE).build().ok()?;
    Some(pool.install(work))
}

fn run(files: &Arc<dyn Files>, options: &Options) -> Loaded {
    let memory = Memory::default();
    let names = Arena::new();
    let storage = Storage::default();
    let bindings_cell = std::cell::OnceCell::new();
    let layout_cell = std::cell::OnceCell::new();
    let mut program = program::gather_with(files, options, &memory);
    let written = options.written.clone();
    let config = written.map(|written| program.sources.add(written.path, written.text));
    let resolutions = std::mem::take(&mut program.resolutions);
    let bindings = bindings_cell.get_or_init(|| bind::bind(&program.files, resolutions));
    if let Some(error) = bind::too_deep(bindings) {
        let diagnostics = [program.diagnostics, vec![error]].concat();
        return Loaded { diagnostics, sources: program.sources, ..Loaded::default() };
    }
    let offer = offer::of(&program, bindings, &|name| names.alloc_str(name));
    let layout = layout_cell.get_or_init(|| Layout::of(bindings, &offer));
    let broken = program.diagnostics.iter().any(Diagnostic::is_error);
    let mut coverage = Coverage { files: program.files.len(), ..Coverage::default() };
    let mut diagnostics = program.diagnostics;
    let roles = lower::Roles::new(bindings);
    let mut selected = lower::lower(bindings, &storage, &roles, &offer, layout, &options.include, config);
    diagnostics.extend(offer.diagnostics);
    // Names that are missing because their declaration is broken need no second message.
    if !broken {
        diagnostics.extend(selected.diagnostics);
    }
    let offered = adjust::Offered {
        has: &|wish| !layout.fitting(&|dotted| wish(dotted)).is_empty(),
        is_asked: &|dotted| match &options.include[..] {
            [] => lower::find(layout, dotted).is_some(),
            wishes => wishes.iter().any(|wish| adjust::fits_or_holds(&wish.text, dotted)),
        },
    };
    if !diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.extend(adjust::adjust(&mut selected.module, options, config, &offered));
    }
    if options.names == Names::Snake {
        coverage.collisions = adjust::spell_twice(&mut selected.module);
    }
    diagnostics.sort_by(|left, right| (left.span, &left.message).cmp(&(right.span, &right.message)));
    diagnostics.dedup();
    coverage.degradations = selected.degradations;
    coverage.count(&selected.module, &selected.origins);
    let sources = program.sources;
    let places = match options.places {
        true => places::of(&selected.origins, &sources, &**files),
        false => Sources::default(),
    };
    Loaded { module: selected.module, diagnostics, sources, coverage, places }
}

/// The names that can be taken, by the prefix of the module that they are in.
pub(crate) fn offered<'a>(
    program: &Program<'a>,
    bindings: &Bindings<'a>,
) -> Vec<(String, Vec<(&'a str, bind::SymbolId)>)> {
    let offer = offer::of(program, bindings, &|_| "");
    let whole = |module: usize| offer::whole(bindings, module);
    // What stands at the top is a module's, or globals.
    let top = match offer.top {
        Some(module) => whole(module),
        None => offer.offered.clone(),
    };
    let mut found = vec![(String::new(), top)];
    // Beside a module that is what was asked for, what it declares for others is no part of it.
    let modules = offer.modules.iter().filter(|one| offer.top.is_none() || !one.is_external);
    found.extend(modules.map(|one| match one.is_external {
        true => (format!("\"{}\".", one.specifier), whole(one.module)),
        false => (String::new(), whole(one.module)),
    }));
    found
}

/// How long the bare parse of the inputs takes; for benchmarks.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Parsing the files one after the other with the same parser, comments collected, nothing else.
    pub parse: Duration,
    /// The same with as many threads as [`load`] has, each file whole.
    pub parse_side_by_side: Duration,
    /// All of [`load`].
    pub load: Duration,
    /// The size of the files in bytes.
    pub bytes: usize,
}

/// Measures one run after the files were read once.
pub fn measure(options: &Options) -> Measured {
    let started = Instant::now();
    let loaded = load(options);
    let load = started.elapsed();
    let texts: Vec<&str> = loaded.sources.files().iter().map(|file| &*file.text).collect();
    let bytes = texts.iter().map(|text| text.len()).sum();
    let parse = |text: &&str| {
        std::hint::black_box(parse::parse_only(text));
    };
    let one_by_one = on_large_stacks(Some(1), || timed(|| texts.iter().for_each(parse)));
    let side_by_side = on_large_stacks(options.threads, || timed(|| texts.par_iter().with_max_len(1).for_each(parse)));
    Measured {
        parse: one_by_one.unwrap_or_default(),
        parse_side_by_side: side_by_side.unwrap_or_default(),
        load,
        bytes,
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}
