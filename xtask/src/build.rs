//! Building the two programs that other jobs run: the generator, and the extension module inside the virtual environment.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::{cargo, command, run, step};
use crate::workspace::{target, venv, venv_program};

/// Which profile to build with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Fast to build: tests and the demo.
    Dev,
    /// Fast to run: benchmarks.
    Release,
}

impl Profile {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &[],
            Self::Release => &["--release"],
        }
    }

    /// Features that take the place of those in `pyproject.toml`: tests run with the engine's assertions.
    fn features(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &["--features", "tls"],
            Self::Release => &[],
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// Builds `sig-gen` and gives its path.
pub fn sig_gen(profile: Profile) -> Result<PathBuf> {
    step("build sig-gen");
    run(cargo().args(["build", "--locked", "--package", "sig-gen"]).args(profile.arguments()))?;
    Ok(program("sig-gen", profile))
}

/// Builds targets of any crate (`--bin NAME`, `--example NAME`) with the features that the crates and their tests ask for all together: the
/// units that the unit tests are made of, so that nothing is compiled once more for other features.
pub fn targets(names: &[&str]) -> Result<()> {
    run(cargo()
        // An example brings the features that tests ask for.
        .args(["build", "--quiet", "--locked", "--workspace", "--example", "facts"])
        .args(names)
        .env("PYO3_PYTHON", venv_program("python")))
}

/// Builds the generator as the tests run it, and gives its path.
pub fn sig_gen_of_tests() -> Result<PathBuf> {
    targets(&["--bin", "sig-gen"])?;
    Ok(program("sig-gen", Profile::Dev))
}

/// Where cargo puts a program.
pub fn program(name: &str, profile: Profile) -> PathBuf {
    target().join(profile.folder()).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Builds the distribution `sigbind` into the virtual environment (an editable installation).
pub fn extension(profile: Profile) -> Result<()> {
    step("build the sigbind extension for CPython");
    run(command(venv_program("maturin"))
        .args(["develop", "--quiet", "--locked", "--manifest-path", "ffi-python/Cargo.toml"])
        .args(profile.arguments())
        .args(profile.features())
        .env("VIRTUAL_ENV", venv())
        .env("CARGO_TARGET_DIR", target())
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1"))?;
    if profile == Profile::Release {
        bytecode(&crate::workspace::python_source())?;
    }
    Ok(())
}

/// Compiles the Python files of a folder, as an installation by pip does and otherwise the first import.
pub fn bytecode(folder: &Path) -> Result<()> {
    run(command(venv_program("python")).args(["-m", "compileall", "-q"]).arg(folder))
}

/// What the demo and the tests take from the libraries of TypeScript.
pub const EXAMPLE_NAMES: &str = "Response,Request,Headers,fetch,URL,URLSearchParams,AbortController,EventTarget,Event";

/// A full run of the generator over TypeScript's own libraries; `include` limits it.
pub fn lib_command(sig_gen: &Path, include: Option<&str>) -> Command {
    let mut generate = command(sig_gen);
    generate.args(["lib:dom", "lib:es2022", "--no-cache"]).arg("--root").arg(crate::workspace::node());
    if let Some(names) = include {
        generate.args(["--include", names]);
    }
    generate
}

/// Generates a package from TypeScript's own libraries into `out`.
pub fn generate_lib(sig_gen: &Path, include: Option<&str>, out: &Path) -> Result<()> {
    run(lib_command(sig_gen, include).arg("-o").arg(out))
}
