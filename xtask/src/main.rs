//! `cargo xtask`: every repeated job of the project, one command each.
//!
//! Each command installs what it needs by itself: npm packages by lock file into `tests/node`, a Python virtual environment into
//! `target/venv`. Nothing is installed globally.

mod bench;
mod build;
mod cpython;
mod demo;
mod echo;
mod fuzz;
mod hosts;
mod oracle;
mod process;
mod programs;
mod rust_bindings;
mod setup;
mod soak;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every repeated job of the project, one command each.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The main job on real input: generate a package from lib.dom, run one program on CPython and in Pyodide.
    Demo,
    /// Every test: formatting, lints, Rust, Python, hosts, type checkers. CI runs exactly this.
    Test(test::Options),
    /// Evaluated types beside TypeScript's checker, for the corpus or for any installed package.
    Oracle(oracle::Options),
    /// The figures: parse, generate, import, call, beside Pyodide in the same run.
    Bench(bench::Options),
    /// Mutated declarations through the whole generator, in processes with limits; what is found lies in target/fuzz.
    Fuzz(fuzz::Options),
    /// Long runs over both heaps: cycles, frames, proxies, rejections; resident memory stays flat.
    Soak(soak::Options),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Demo => demo::run(),
        Command::Test(options) => test::run_all(&options),
        Command::Oracle(options) => oracle::run_all(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::Soak(options) => soak::soak(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
