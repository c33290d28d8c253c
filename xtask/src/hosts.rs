//! The hosts that a Python program of sigbind runs on, and how to run one there.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{command, exists};
use crate::workspace::{node_package, python_source, root, venv_program};

/// A place where a generated package runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// CPython with the extension module.
    Native,
    /// A stock Pyodide in Node.js: the npm alias of its package in `tests/node`.
    Pyodide(&'static str),
    /// A stock Pyodide in a page of headless Chromium.
    Chromium(&'static str),
}

/// Every host of the tests.
pub const HOSTS: [Host; 6] = [
    Host::Native,
    Host::Pyodide("pyodide-314"),
    Host::Pyodide("pyodide-0.29"),
    Host::Pyodide("pyodide-0.28"),
    Host::Pyodide("pyodide-0.27"),
    Host::Chromium("pyodide-314"),
];

/// The hosts of the tests that this machine has. One that is missing is said to be, with how to get it; in continuous
/// integration (`CI` is set) that is an error.
pub fn available() -> Result<Vec<Host>> {
    let mut hosts = HOSTS.to_vec();
    if !has_chromium() {
        let advice = "no Chromium on this machine: `apt-get install chromium`, or name one in CHROMIUM";
        if env::var_os("CI").is_some() {
            bail!("{advice}");
        }
        eprintln!("    {advice}; its column is left out");
        hosts.retain(|host| !matches!(host, Host::Chromium(_)));
    }
    Ok(hosts)
}

fn has_chromium() -> bool {
    env::var_os("CHROMIUM").is_some() || ["chromium", "chromium-browser", "google-chrome"].into_iter().any(exists)
}

impl Host {
    /// The name in tables and headings.
    pub fn name(self) -> String {
        match self {
            Self::Native => "CPython + QuickJS".to_owned(),
            Self::Pyodide(package) => match package_version(package) {
                Some(version) => format!("Pyodide {version} in Node.js"),
                None => package.to_owned(),
            },
            Self::Chromium(package) => {
                format!("Pyodide {} in Chromium", package_version(package).unwrap_or_else(|| package.to_owned()))
            }
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
            Self::Pyodide(package) | Self::Chromium(package) => {
                let runner = if matches!(self, Self::Chromium(_)) { "run_chromium.mjs" } else { "run_pyodide.mjs" };
                let mut run = command("node");
                run.arg(root().join("tests/hosts").join(runner))
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
