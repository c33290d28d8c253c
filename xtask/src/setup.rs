//! What a fresh clone lacks: npm packages and a Python virtual environment, each installed from its lock file when that changed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{capture, command, run, step};
use crate::workspace::{corpus, node, root, target, venv, venv_program};

/// The oldest Python that the project supports.
const PYTHON_MINIMUM: (u32, u32) = (3, 10);
/// The oldest Node.js that the test hosts need.
const NODE_MINIMUM: u32 = 20;

/// Installs the npm packages of `tests/node` by its lock file.
pub fn node_packages() -> Result<()> {
    install("node", &node(), "npm packages (TypeScript's declarations, Pyodide, pyright)")
}

/// Installs the declarations of `tests/corpus` by its lock file.
pub fn corpus_packages() -> Result<()> {
    install("corpus", &corpus(), "npm packages of the corpus (declarations only)")
}

fn install(name: &str, folder: &Path, what: &str) -> Result<()> {
    let lock = folder.join("package-lock.json");
    if folder.join("node_modules").is_dir() && is_fresh(name, &lock)? {
        return Ok(());
    }
    step(what);
    let version =
        capture(command("node").arg("--version")).context("Node.js 20 or newer is needed: install it first")?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_MINIMUM) {
        bail!("Node.js {NODE_MINIMUM} or newer is needed, found {}", version.trim());
    }
    run(command("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder))?;
    mark(name, &lock)
}

/// Makes `target/venv` with the pinned tools of `tests/requirements.txt`.
pub fn python_environment() -> Result<()> {
    let requirements = root().join("tests/requirements.txt");
    if venv_program("python").exists() && is_fresh("python", &requirements)? {
        return Ok(());
    }
    step("Python environment (mypy, pytest, maturin) in target/venv");
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let probe = "import sys; print(sys.version_info[0], sys.version_info[1])";
    let version = capture(command(&python).args(["-c", probe])).context("CPython 3.10 or newer is needed")?;
    let mut numbers = version.split_whitespace().filter_map(|text| text.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < PYTHON_MINIMUM {
        bail!("CPython 3.10 or newer is needed, `{python}` is {}.{} (set PYTHON to another)", found.0, found.1);
    }
    run(command(&python).args(["-m", "venv", "--clear"]).arg(venv()))?;
    run(command(venv_program("python"))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(&requirements))?;
    mark("python", &requirements)
}

fn stamp(name: &str) -> PathBuf {
    target().join("xtask").join(format!("{name}.lock"))
}

/// Whether the lock file still is what it was at the last installation.
fn is_fresh(name: &str, lock: &Path) -> Result<bool> {
    let wanted = fs::read(lock).with_context(|| lock.display().to_string())?;
    Ok(fs::read(stamp(name)).is_ok_and(|installed| installed == wanted))
}

fn mark(name: &str, lock: &Path) -> Result<()> {
    let stamp = stamp(name);
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(lock, &stamp).with_context(|| stamp.display().to_string())?;
    Ok(())
}
