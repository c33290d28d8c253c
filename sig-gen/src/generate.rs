//! The front end as one call: inputs to a lowered module with its diagnostics.

use std::panic::catch_unwind;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ffi_core::signature::Module;

use crate::bind;
use crate::coverage::Coverage;
use crate::diagnostics::Diagnostic;
use crate::evaluate::Storage;
use crate::lower::{self, Request};
use crate::parse;
use crate::program::{self, Memory, Program};
use crate::source::SourceMap;

/// What to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A `.d.ts`, `.d.mts`, `.d.cts` or `.ts` file.
    File(PathBuf),
    /// A library of the `typescript` package, without prefix: `dom`, `es2022`.
    Lib(String),
}

impl Input {
    /// Reads an input as it is written on a command line: `lib:NAME` or a path.
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix("lib:") {
            Some(name) => Self::Lib(name.to_owned()),
            None => Self::File(PathBuf::from(text)),
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
    /// Names to take, with what they need; empty means everything.
    pub include: Vec<String>,
    /// The directory that holds `lib.*.d.ts`, when it is not to be found through `node_modules/typescript/lib`.
    pub lib_directory: Option<PathBuf>,
    /// Libraries that are context for lookups without being emitted. `None`: `esnext` and `dom`, unless an input is a library.
    pub ambient: Option<Vec<String>>,
    /// How many threads to use; `None`: as many as the machine has. The output does not depend on it.
    pub threads: Option<usize>,
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
}

impl Loaded {
    /// Whether a diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads the inputs and lowers them to one module.
///
/// Libraries and files without imports or exports give a module of globals; module files give their exports. What a
/// context library declares is not emitted: its classes are references with the module `js`, its records and aliases are
/// taken along where they are needed. The work is done on threads of its own with large stacks.
pub fn load(options: &Options) -> Loaded {
    let failed = |diagnostic| Loaded { diagnostics: vec![diagnostic], ..Loaded::default() };
    match catch_unwind(|| on_large_stacks(options.threads, || run(options))) {
        Ok(Some(loaded)) => loaded,
        Ok(None) => failed(Diagnostic::error("cannot start the threads of the front end")),
        Err(_) => {
            let message = format!("internal error while reading {}", module_name(options));
            failed(Diagnostic::error(message).note("this is a bug: please report it with the input"))
        }
    }
}

/// Runs `work` in a pool of threads on which the parser may recurse.
pub(crate) fn on_large_stacks<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Option<T> {
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).stack_size(parse::STACK_SIZE).build().ok()?;
    Some(pool.install(work))
}

fn run(options: &Options) -> Loaded {
    let memory = Memory::default();
    let storage = Storage::default();
    let bindings_cell = std::cell::OnceCell::new();
    let mut program = program::gather(options, &memory);
    let resolutions = std::mem::take(&mut program.resolutions);
    let bindings = bindings_cell.get_or_init(|| bind::bind(&program.files, resolutions));
    let (global, offered) = offer(options, &program, bindings);
    let request = Request { name: module_name(options), global, offered, include: &options.include };
    let broken = program.diagnostics.iter().any(Diagnostic::is_error);
    let mut coverage = Coverage { files: program.files.len(), ..Coverage::default() };
    let mut diagnostics = program.diagnostics;
    let roles = lower::Roles::new(bindings);
    let selected = lower::lower(bindings, &storage, &roles, &request);
    // Names that are missing because their declaration is broken need no second message.
    if !broken {
        diagnostics.extend(selected.diagnostics);
    }
    diagnostics.sort_by(|left, right| (left.span, &left.message).cmp(&(right.span, &right.message)));
    diagnostics.dedup();
    coverage.degradations = selected.degradations;
    coverage.count(&selected.module, &selected.origins);
    Loaded { module: selected.module, diagnostics, sources: program.sources, coverage }
}

/// The names that can be taken: the exports of module files, or the globals that inputs declare.
fn offer<'a>(
    options: &Options,
    program: &Program<'a>,
    bindings: &'a bind::Bindings<'a>,
) -> (bool, Vec<(&'a str, bind::SymbolId)>) {
    let modules: Vec<usize> = program.inputs.iter().filter_map(|&file| bindings.module_of_file(file)).collect();
    let only_files = options.inputs.iter().any(|input| matches!(input, Input::File(_)));
    if !modules.is_empty() && only_files {
        let mut offered: Vec<(&'a str, bind::SymbolId)> = Vec::new();
        for module in modules {
            for export in bindings.exports(module) {
                if !offered.iter().any(|(name, _)| *name == export.0) {
                    offered.push(export);
                }
            }
        }
        return (false, offered);
    }
    let is_emitted = |symbol: &bind::SymbolId| {
        let data = bindings.symbol(*symbol);
        data.emitted && data.target.is_none()
    };
    let globals = bindings.globals().into_iter().filter(is_emitted).collect::<Vec<_>>();
    if globals.is_empty()
        && let [module] = bindings.external_modules()[..]
    {
        return (false, bindings.exports(module));
    }
    (true, globals.into_iter().map(|symbol| (bindings.symbol(symbol).name, symbol)).collect())
}

/// `lib.dom+lib.es2022` for libraries; the file's name without extensions for files.
fn module_name(options: &Options) -> String {
    let mut libs: Vec<String> = Vec::new();
    let mut files: Vec<String> = Vec::new();
    for input in &options.inputs {
        match input {
            Input::Lib(name) => libs.push(format!("lib.{name}")),
            Input::File(path) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let ends = [".d.ts", ".d.mts", ".d.cts", ".ts"];
                files.push(ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned());
            }
        }
    }
    let mut names = if files.is_empty() { libs } else { files };
    names.sort();
    names.dedup();
    names.join("+")
}

/// How long the bare parse of the inputs takes, and how long the whole of [`load`]; for benchmarks.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Parsing the same files one after the other with the same parser, comments collected, nothing else.
    pub parse: Duration,
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
    let parse = on_large_stacks(Some(1), || {
        let started = Instant::now();
        for text in &texts {
            std::hint::black_box(parse::parse_only(text));
        }
        started.elapsed()
    });
    Measured { parse: parse.unwrap_or_default(), load, bytes }
}
