//! What the command takes.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use super::cache::{self, Cache};
use super::report::{Destination, Format};
use crate::emit::Emit;
use crate::generate::{Input, Options};

/// Reads TypeScript declarations and writes a typed Python package.
#[derive(Debug, Parser)]
#[command(name = "sig-gen", version, about, max_term_width = 100)]
pub(super) struct Arguments {
    /// A declaration file, a folder, a glob, an npm package with or without a subpath (`three`, `zod/v4`), or `lib:NAME` for a
    /// library of TypeScript (`lib:dom`, `lib:es2022`). A Rust file (`src/lib.rs`): the stubs of what it exports with `#[export]`.
    #[arg(required_unless_present = "project", value_name = "INPUT")]
    inputs: Vec<String>,

    /// A tsconfig.json or its folder: its libraries, types and paths hold, and without inputs its files are taken.
    #[arg(short, long, value_name = "FILE")]
    project: Option<PathBuf>,

    /// Take only these names and what they need (comma-separated, may be repeated).
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    include: Vec<String>,

    /// The folder to write; its last component is the package's name. Without it, a single file goes to standard output.
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,

    /// What to write.
    #[arg(long, value_enum, default_value_t = EmitArgument::Package)]
    pub(super) emit: EmitArgument,

    /// The folder from which relative paths start and from which `node_modules` is searched upward.
    #[arg(long, value_name = "FOLDER")]
    pub(super) root: Option<PathBuf>,

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
    pub(super) name: Option<String>,

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

/// The values of `--emit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EmitArgument {
    /// The importable package.
    Package,
    /// Only the stubs, `__init__.pyi`.
    Stubs,
    /// Only the readable signature classes, `signatures.py`.
    Signatures,
    /// Only the signatures as JSON, `signatures.json`.
    Json,
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
            EmitArgument::Rust => Self::Rust,
        }
    }
}

impl Arguments {
    /// Where the report goes and in which form, when one is asked for.
    pub(super) fn report(&self) -> Option<(Destination, Format)> {
        let destination = match (&self.report, self.report_format) {
            (Some(text), _) => Destination::parse(text),
            (None, Some(_)) => Destination::StandardOutput,
            (None, None) => return None,
        };
        let format = self.report_format.unwrap_or(destination.format());
        Some((destination, format))
    }

    /// The Rust file, when that is the input.
    pub(super) fn rust(&self) -> Option<&str> {
        match self.inputs.as_slice() {
            [input] if input.ends_with(".rs") => Some(input),
            _ => None,
        }
    }

    /// Where runs are remembered, if they are.
    pub(super) fn cache(&self) -> Option<Cache> {
        if self.no_cache {
            return None;
        }
        self.cache_dir.clone().or_else(cache::folder).map(Cache::new)
    }

    /// The inputs as they were written.
    pub(super) fn shown_inputs(&self) -> String {
        self.inputs.join(" ")
    }

    /// The front end's options.
    pub(super) fn options(&self) -> Options {
        Options {
            inputs: self.inputs.iter().map(|input| Input::parse(input)).collect(),
            project: self.project.clone(),
            root: self.root.clone().unwrap_or_default(),
            include: self.include.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect(),
            lib_directory: self.lib_directory.clone(),
            ..Options::default()
        }
    }
}
