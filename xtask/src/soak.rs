//! `cargo xtask soak`: long runs over the border of both heaps, whose memory must stay flat.

use anyhow::Result;

use crate::build::{self, Profile};
use crate::process::{command, exists, run, step};
use crate::setup;
use crate::workspace::{python_source, root, venv_program};

/// Options of `cargo xtask soak`.
#[derive(clap::Args)]
pub struct Options {
    /// How long the runs are, as a part of their full length.
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// With an extension that is built quickly, not for speed.
    #[arg(long)]
    dev: bool,
    /// Look for errors of memory in a short run, by valgrind.
    #[arg(long)]
    valgrind: bool,
}

/// Runs the soak and prints its table. Fails when memory grows or a check fails.
pub fn soak(options: &Options) -> Result<()> {
    setup::python_environment()?;
    run_soak(if options.dev { Profile::Dev } else { Profile::Release }, options.scale)?;
    random_values()?;
    if options.valgrind {
        valgrind()?;
    }
    Ok(())
}

/// Builds the extension and runs a soak of this length.
pub fn run_soak(profile: Profile, scale: f64) -> Result<()> {
    build::extension(profile)?;
    step("soak");
    run(command(venv_program("python"))
        .arg(root().join("tests/soak/soak.py"))
        .arg("--scale")
        .arg(scale.to_string())
        .env("PYTHONPATH", python_source()))
}

/// Arbitrary values over the border and back, and arbitrary uses of lists on both sides: many, and others in every run.
fn random_values() -> Result<()> {
    step("soak: arbitrary values and operations");
    run(command(venv_program("python"))
        .args(["-m", "pytest", "--quiet"])
        .args(
            ["round_trips", "like_lists", "like_dicts", "any_argument"]
                .map(|name| format!("ffi-python/tests/test_{name}.py")),
        )
        .env("HYPOTHESIS_PROFILE", "long"))
}

/// Random graphs under valgrind: no read or write of memory that is not ours. What it says of CPython's own start is not looked at.
fn valgrind() -> Result<()> {
    anyhow::ensure!(exists("valgrind"), "valgrind is not installed");
    step("soak: random graphs under valgrind");
    run(command(venv_program("python")).arg(root().join("tests/soak/memcheck.py")).env("PYTHONPATH", python_source()))
}
