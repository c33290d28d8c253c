//! The versions of CPython that are hosts of the tests beside that of the virtual environment: finding them, and building the extension
//! module for each. They share a target directory of their own, so that the main one is not built anew at each change of version.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::process::{cargo, run, step};
use crate::workspace::{python_source, root, target, venv_program};

/// The versions that the distribution promises.
const VERSIONS: [&str; 4] = ["3.10", "3.11", "3.12", "3.13"];

/// One of them on this machine.
pub struct CPython {
    /// `3.10`.
    pub version: &'static str,
    /// The interpreter.
    pub program: PathBuf,
}

/// The promised versions on this machine, without that of the virtual environment. One that is missing is said to be, with how to
/// get it; in continuous integration (`CI` is set) that is an error.
pub fn available() -> Result<Vec<CPython>> {
    let own = version_of(&venv_program("python"));
    let mut found = Vec::new();
    for version in VERSIONS.into_iter().filter(|&version| own.as_deref() != Some(version)) {
        match find(version) {
            Some(program) => found.push(CPython { version, program }),
            None => {
                let advice = format!(
                    "no CPython {version} on this machine: `uv python install {version}` or `pyenv install {version}` brings it, \
                     or name its interpreter in {}",
                    variable(version)
                );
                if env::var_os("CI").is_some() {
                    bail!("{advice}");
                }
                eprintln!("    {advice}; its column is left out");
            }
        }
    }
    Ok(found)
}

/// The interpreter that reads stubs: type parameters of PEP 695 are syntax from CPython 3.12 on.
pub fn reader_of_stubs() -> Result<PathBuf> {
    const READERS: [&str; 2] = ["3.13", "3.12"];
    let own = venv_program("python");
    if version_of(&own).is_some_and(|version| READERS.contains(&version.as_str())) {
        return Ok(own);
    }
    READERS.into_iter().find_map(find).context(
        "no CPython from 3.12 on is on this machine, which it takes to parse stubs: `uv python install 3.13` or `pyenv install 3.13` brings one",
    )
}

/// The variable of the environment that names an interpreter.
fn variable(version: &str) -> String {
    format!("SIGBIND_PYTHON_{}", version.replace('.', "_"))
}

/// An interpreter of this version: one that is named, on the path, of uv, or of pyenv.
fn find(version: &str) -> Option<PathBuf> {
    let named = env::var_os(variable(version)).map(PathBuf::from);
    let on_path = PathBuf::from(format!("python{version}"));
    let candidates = named.into_iter().chain([on_path]).chain(of_uv(version)).chain(of_pyenv(version));
    candidates.into_iter().find(|program| version_of(program).as_deref() == Some(version))
}

fn of_uv(version: &str) -> Option<PathBuf> {
    let output = Command::new("uv").args(["python", "find", version]).stderr(Stdio::null()).output().ok()?;
    let path = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !path.is_empty()).then(|| PathBuf::from(path))
}

/// Its shims start only the version that is chosen; the others lie beside it.
fn of_pyenv(version: &str) -> Vec<PathBuf> {
    let root = env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".pyenv")));
    let folders = root.and_then(|root| fs::read_dir(root.join("versions")).ok()).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = folders
        .filter(|folder| folder.file_name().to_string_lossy().starts_with(&format!("{version}.")))
        .map(|folder| folder.path().join("bin").join(format!("python{version}")))
        .collect();
    found.sort();
    found
}

/// `3.10` of a CPython that starts.
fn version_of(program: &Path) -> Option<String> {
    let probe = "import sys; sys.implementation.name == 'cpython' and print('%d.%d' % sys.version_info[:2])";
    let output = Command::new(program).args(["-c", probe]).stderr(Stdio::null()).output().ok()?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !version.is_empty()).then_some(version)
}

impl CPython {
    /// Builds the distribution for this version, unless nothing changed, and gives the folder in which it is found.
    pub fn packages(&self) -> Result<PathBuf> {
        let shared = target().join("cpython");
        let packages = shared.join(self.version);
        let module = packages.join("sigbind").join(if cfg!(windows) { "_core.pyd" } else { "_core.so" });
        let is_fresh = modified(&module).is_some_and(|built| newest_source().is_some_and(|newest| newest < built));
        if !is_fresh {
            step(&format!("build the sigbind extension for CPython {}", self.version));
            run(cargo()
                // No case speaks `https:`, and its cryptography is the most of what there is to compile.
                .args([
                    "build",
                    "--quiet",
                    "--locked",
                    "--package",
                    "ffi-python",
                    "--no-default-features",
                    "--target-dir",
                ])
                .arg(&shared)
                .args(["--config", "profile.dev.debug=false"])
                .env("PYO3_PYTHON", &self.program)
                .env("PYO3_BUILD_EXTENSION_MODULE", "1"))?;
        }
        let built = is_fresh.then(|| fs::read(&module)).transpose()?;
        let _ = fs::remove_dir_all(&packages);
        copy_python(&python_source().join("sigbind"), &packages.join("sigbind"))?;
        match built {
            Some(bytes) => fs::write(&module, bytes)?,
            None => {
                let library = match env::consts::OS {
                    "windows" => "_core.dll",
                    "macos" => "lib_core.dylib",
                    _ => "lib_core.so",
                };
                fs::copy(shared.join("debug").join(library), &module).context("the extension module")?;
            }
        }
        Ok(packages)
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// The time of the latest change to what the extension is made of.
fn newest_source() -> Option<SystemTime> {
    let parts = ["Cargo.lock", "ffi-core", "ffi-macros", "ffi-web", "ffi-python/src", "ffi-python/Cargo.toml"];
    let mut pending: Vec<PathBuf> = parts.iter().map(|part| root().join(part)).collect();
    let mut newest = None;
    while let Some(path) = pending.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => pending.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) => newest = newest.max(modified(&path)),
        }
    }
    newest
}

/// Copies the Python files of a package; extension modules beside them are for another version.
fn copy_python(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "__pycache__" {
            copy_python(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|end| end == "py" || end == "pyi" || end == "typed") {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
