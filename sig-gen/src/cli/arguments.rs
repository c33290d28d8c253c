//! What the command takes.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use super::cache::{self, Cache};
use super::job::Job;
use super::report::{Destination, Format};
use crate::emit::Emit;
use crate::generate::{Input, Names, Options};
use crate::selection::Wish;

/// What stands below the options.
const EXAMPLES: &str = "\
Examples:
  sig-gen lib:dom lib:es2022 --include Response,fetch -o web      a part of a library, with what it needs
  sig-gen three -o three_js                                       an npm package from node_modules
  sig-gen lib:dom --include 'HTML*Element' --exclude 'SVG*' -o dom
  sig-gen                                                         the packages of sig-gen.toml
  sig-gen --check                                                 whether they are up to date

  sig-gen three --diff three-0.170.json                           what changed since then

Exit status: 0 when all went well, 1 with an error, where --check finds a difference or --diff a breaking change, 2 for wrong usage.";

/// Reads TypeScript declarations and writes a typed Python package.
///
/// Without inputs, the packages are made that the nearest `sig-gen.toml` describes, or the table `[tool.sig-gen]` of the nearest `pyproject.toml`.
#[derive(Debug, Parser)]
#[command(name = "sig-gen", version, about, max_term_width = 100, after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A declaration file, a folder, a glob, an npm package with or without a subpath (`three`, `zod/v4`), or `lib:NAME` for a
    /// library of TypeScript (`lib:dom`, `lib:es2022`). A Rust file (`src/lib.rs`): the stubs of what it exports with `#[export]`.
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,

    /// A tsconfig.json or its folder: its libraries, types and paths hold, and without inputs its files are taken.
    #[arg(short, long, value_name = "FILE")]
    project: Option<PathBuf>,

    /// Take only these names and what they need (comma-separated, may be repeated). In a pattern, `*` stands for anything inside of one
    /// name (`HTML*Element`, `Intl.*`), `**` for anything.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    include: Vec<String>,

    /// Leave these names out, and what only they need: names and patterns of items (`Worker`) and members (`Response.clone`).
    /// What refers to them is `Any` there.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    exclude: Vec<String>,

    /// Which spellings functions, variables, members and keywords have in Python [default: js].
    #[arg(long, value_enum, value_name = "SPELLING")]
    names: Option<NamesArgument>,

    /// The configuration, when it is not the nearest `sig-gen.toml` or `pyproject.toml`.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["inputs", "project"])]
    config: Option<PathBuf>,

    /// Write nothing: show how the files that are there differ from those that would be written, and fail when they do.
    #[arg(long)]
    pub(super) check: bool,

    /// Write nothing: list what changed since an earlier version, given as its `signatures.json` (`--emit json`). The input may be such a file
    /// as well.
    #[arg(long, value_name = "OLD.json", conflicts_with = "check")]
    pub(super) diff: Option<PathBuf>,

    /// The form of the list of changes [default: text].
    #[arg(long, value_enum, value_name = "FORMAT", requires = "diff")]
    pub(super) diff_format: Option<Format>,

    /// Which changes make the exit status 1 [default: breaking].
    #[arg(long, value_enum, value_name = "CHANGES", requires = "diff")]
    pub(super) fail_on: Option<FailOn>,

    /// The folder to write; its last component is the package's name. Without it, a single file goes to standard output.
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,

    /// What to write [default: package].
    #[arg(long, value_enum)]
    emit: Option<EmitArgument>,

    /// The folder from which relative paths start and from which `node_modules` is searched upward.
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,

    /// The folder that holds `lib.*.d.ts`, when it is not `node_modules/typescript/lib`.
    #[arg(long, value_name = "FOLDER")]
    lib_directory: Option<PathBuf>,

    /// Write the coverage report to a file, or with `-` or nothing to standard output.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "-")]
    report: Option<String>,

    /// The form of the report. Without it, JSON for a file called `*.json` and text otherwise.
    #[arg(long, value_enum, value_name = "FORMAT")]
    report_format: Option<Format>,

    /// For Rust: the name of the module. Without it, the name of the package's folder, or of the file.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Read and print everything anew, and remember nothing.
    #[arg(long)]
    no_cache: bool,

    /// The folder that remembers runs, so that one whose inputs are unchanged need not be made again. Without it,
    /// SIGBIND_CACHE_DIR names the folder, or it is the user's folder for caches.
    #[arg(long, value_name = "FOLDER")]
    cache_dir: Option<PathBuf>,

    /// Print errors only.
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// The values of `--names`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum NamesArgument {
    /// JavaScript's.
    Js,
    /// Beside JavaScript's, those of Python: `status_text` as well as `statusText`.
    Snake,
}

impl From<NamesArgument> for Names {
    fn from(names: NamesArgument) -> Self {
        match names {
            NamesArgument::Js => Self::JavaScript,
            NamesArgument::Snake => Self::Snake,
        }
    }
}

/// The values of `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Those that can break a program.
    Breaking,
    /// All of them.
    Any,
    /// None.
    Never,
}

/// The values of `--emit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EmitArgument {
    /// The importable package.
    Package,
    /// Only the stubs, `__init__.pyi` and the parts of a long one.
    Stubs,
    /// Only the readable signature classes, `signatures.py`.
    Signatures,
    /// Only the signatures as JSON, `signatures.json`.
    Json,
    /// Documentation: Markdown pages, one for each class and module, and `objects.inv` for Sphinx.
    Docs,
    /// Only bindings for Rust, `mod.rs`.
    Rust,
}

impl From<EmitArgument> for Emit {
    fn from(argument: EmitArgument) -> Self {
        match argument {
            EmitArgument::Package => Self::Package,
            EmitArgument::Stubs => Self::Stubs,
            EmitArgument::Signatures => Self::Signatures,
            EmitArgument::Json => Self::Json,
            EmitArgument::Docs => Self::Docs,
            EmitArgument::Rust => Self::Rust,
        }
    }
}

impl Arguments {
    /// Where the report goes and in which form, when one is asked for.
    fn report(&self) -> Option<(Destination, Format)> {
        let destination = match (&self.report, self.report_format) {
            (Some(text), _) => Destination::parse(text),
            (None, Some(_)) => Destination::StandardOutput,
            (None, None) => return None,
        };
        let format = self.report_format.unwrap_or(destination.format());
        Some((destination, format))
    }

    /// Where runs are remembered, if they are.
    pub(super) fn cache(&self) -> Option<Cache> {
        if self.no_cache {
            return None;
        }
        self.cache_dir.clone().or_else(cache::folder).map(Cache::new)
    }

    /// The package that the arguments describe, when they do.
    pub(super) fn job(&self) -> Option<Job> {
        if self.inputs.is_empty() && self.project.is_none() {
            return None;
        }
        Some(Job {
            shown: self.inputs.join(" "),
            inputs: self.inputs.clone(),
            options: self.options(),
            emit: self.emit.map_or(Emit::Package, Emit::from),
            out: self.out.clone(),
            report: self.report(),
            name: self.name.clone(),
        })
    }

    /// The configuration that was named.
    pub(super) fn config(&self) -> Option<&PathBuf> {
        self.config.as_ref()
    }

    /// The first argument that a configuration says itself.
    pub(super) fn beside_config(&self) -> Option<&'static str> {
        let given = [
            (!self.include.is_empty(), "--include"),
            (!self.exclude.is_empty(), "--exclude"),
            (self.out.is_some(), "--out"),
            (self.emit.is_some(), "--emit"),
            (self.root.is_some(), "--root"),
            (self.report.is_some(), "--report"),
            (self.report_format.is_some(), "--report-format"),
            (self.name.is_some(), "--name"),
            (self.names.is_some(), "--names"),
        ];
        given.into_iter().find_map(|(is_given, name)| is_given.then_some(name))
    }

    /// Gives a package of a configuration what it leaves open.
    pub(super) fn complete(&self, job: &mut Job) {
        if job.options.lib_directory.is_none() {
            job.options.lib_directory.clone_from(&self.lib_directory);
        }
    }

    /// The front end's options.
    fn options(&self) -> Options {
        let wishes = |list: &[String]| {
            list.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).map(Wish::from).collect()
        };
        Options {
            inputs: self.inputs.iter().map(|input| Input::parse(input)).collect(),
            project: self.project.clone(),
            root: self.root.clone().unwrap_or_default(),
            include: wishes(&self.include),
            exclude: wishes(&self.exclude),
            names: self.names.map(Names::from).unwrap_or_default(),
            places: self.emit == Some(EmitArgument::Docs),
            lib_directory: self.lib_directory.clone(),
            ..Options::default()
        }
    }
}
