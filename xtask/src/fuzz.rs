//! `cargo xtask fuzz`: the mutation fuzzer of `tests/src/bin/fuzz`.

use std::path::PathBuf;

use anyhow::Result;

use crate::cpython;
use crate::process::{self, cargo};
use crate::setup;

/// Options of `cargo xtask fuzz`.
#[derive(clap::Args)]
pub struct Options {
    /// How long to look for something.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// What the random numbers begin with. A run with one job is repeated by its seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many processes work at the same time.
    #[arg(long)]
    jobs: Option<usize>,
    /// Run these files or folders as they are, in place of mutated ones: what was found, once more.
    #[arg(value_name = "CASE")]
    cases: Vec<PathBuf>,
}

/// Runs the fuzzer. Fails when it found something.
pub fn run(options: &Options) -> Result<()> {
    setup::node_packages()?;
    let jobs = options.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked", "--package", "sigbind-tests", "--bin", "fuzz", "--"]);
    command.arg("--seconds").arg(options.seconds.to_string());
    command.arg("--seed").arg(options.seed.to_string());
    command.env("PYTHON", cpython::reader_of_stubs()?);
    command.arg("--jobs").arg(jobs.to_string()).args(&options.cases);
    process::run(&mut command)
}
