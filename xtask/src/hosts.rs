//! The hosts that a Python program of sigbind runs on, and how to run one there.

use std::path::Path;
use std::process::Command;

use crate::process::command;
use crate::workspace::{node_package, python_source, root, venv_program};

/// A place where a generated package runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// CPython with the extension module.
    Native,
    /// A stock Pyodide in Node.js: the npm alias of its package in `tests/node`.
    Pyodide(&'static str),
}

/// Every host of the tests.
pub const HOSTS: [Host; 5] = [
    Host::Native,
    Host::Pyodide("pyodide-314"),
    Host::Pyodide("pyodide-0.29"),
    Host::Pyodide("pyodide-0.28"),
    Host::Pyodide("pyodide-0.27"),
];

impl Host {
    /// The name in tables and headings.
    pub fn name(self) -> String {
        match self {
            Self::Native => "CPython + QuickJS".to_owned(),
            Self::Pyodide(package) => match package_version(package) {
                Some(version) => format!("Pyodide {version} in Node.js"),
                None => package.to_owned(),
            },
        }
    }

    /// A command that runs a Python program whose packages are found in `packages`; append its arguments.
    pub fn python(self, packages: &Path, program: &Path) -> Command {
        match self {
            Self::Native => {
                let mut run = command(venv_program("python"));
                run.env("PYTHONPATH", packages).arg(program);
                run
            }
            Self::Pyodide(package) => {
                let mut run = command("node");
                run.arg(root().join("tests/hosts/run_pyodide.mjs"))
                    .arg("--pyodide")
                    .arg(node_package(package))
                    .arg("--path")
                    .arg(python_source())
                    .arg("--path")
                    .arg(packages)
                    .arg(program);
                run
            }
        }
    }
}

/// The version in an installed package's `package.json`.
fn package_version(package: &str) -> Option<String> {
    let text = std::fs::read_to_string(node_package(package).join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(manifest["version"].as_str()?.to_owned())
}
