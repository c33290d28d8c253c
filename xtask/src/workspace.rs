//! Where things are: paths inside the checkout and inside the target directory.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the checkout.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// The target directory that cargo uses.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(directory) => root().join(directory),
        None => root().join("target"),
    }
}

/// The Python virtual environment of the tests.
pub fn venv() -> PathBuf {
    target().join("venv")
}

/// A program of the virtual environment, such as `python`.
pub fn venv_program(name: &str) -> PathBuf {
    if cfg!(windows) { venv().join("Scripts").join(format!("{name}.exe")) } else { venv().join("bin").join(name) }
}

/// The folder with `package.json` and, once installed, `node_modules`.
pub fn node() -> PathBuf {
    root().join("tests/node")
}

/// The folder with the declarations that the front end is measured on.
pub fn corpus() -> PathBuf {
    root().join("tests/corpus")
}

/// An installed npm package.
pub fn node_package(name: &str) -> PathBuf {
    node().join("node_modules").join(name)
}

/// The pure-Python part of the distribution, with the extension module beside it once built.
pub fn python_source() -> PathBuf {
    root().join("ffi-python/python")
}
