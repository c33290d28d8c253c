//! Real programs on every host that has what they need: `tests/programs`, which check themselves.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::echo::Echo;
use crate::hosts::{self, Host};
use crate::process::{capture, command, run, step};
use crate::setup;
use crate::workspace::{corpus, root, target};

/// Where a program has its APIs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Everywhere,
    /// Not in the engine that is embedded in CPython, which has no `crypto.subtle`.
    Pyodide,
    /// Where there is a page.
    Page,
}

const PROGRAMS: [(&str, Place); 9] = [
    ("fetch_client", Place::Everywhere),
    ("listeners", Place::Everywhere),
    ("streams", Place::Everywhere),
    ("modules", Place::Everywhere),
    ("worker", Place::Everywhere),
    ("digest", Place::Pyodide),
    ("dom_page", Place::Page),
    ("canvas", Place::Page),
    ("chart", Place::Page),
];

/// The code of npm packages that programs bring along.
const SOURCES: [&str; 3] = ["chart.js/dist/chart.umd.js", "marked/lib/marked.umd.js", "rxjs/dist/bundles/rxjs.umd.js"];

/// Runs all programs.
pub fn run_all() -> Result<()> {
    setup::corpus_packages()?;
    build::extension(Profile::Dev)?;
    let packages = packages()?;
    let echo = Echo::start()?;
    let mut failed = Vec::new();
    let hosts = hosts::available()?;
    let mut table = String::new();
    for (program, place) in PROGRAMS {
        for &host in &hosts {
            let fits = match place {
                Place::Everywhere => true,
                Place::Pyodide => host != Host::Native,
                Place::Page => matches!(host, Host::Chromium(_)),
            };
            if !fits {
                continue;
            }
            step(&format!("{program} on {}", host.name()));
            let path = root().join("tests/programs").join(format!("{program}.py"));
            let outcome = capture(host.python(&packages, &path).arg(echo.url()));
            let told = match &outcome {
                Ok(text) if !text.trim().is_empty() => "ok",
                _ => "FAILED",
            };
            if told != "ok" {
                failed.push(format!("{program} on {}", host.name()));
            }
            table.push_str(&format!("{program:<14} {:<34} {told}\n", host.name()));
        }
    }
    eprintln!("\n{table}");
    if !failed.is_empty() {
        bail!("{} failed", failed.join(", "));
    }
    Ok(())
}

/// The generated packages, and the code they describe.
fn packages() -> Result<PathBuf> {
    let sig_gen = build::sig_gen_of_tests()?;
    let packages = target().join("test/programs");
    build::generate_lib(&sig_gen, None, &packages.join("web"))?;
    for (inputs, name) in [
        (&["chart.js"][..], "chart_js"),
        (&["marked"], "marked_js"),
        (&["rxjs"], "rx_js"),
        (&["marked", "eventemitter3"], "both"),
        (&["@cloudflare/workers-types"], "workers"),
    ] {
        let mut generate = command(&sig_gen);
        generate.args(inputs).args(["--quiet", "--no-cache", "--root"]).arg(corpus());
        run(generate.arg("-o").arg(packages.join(name)))?;
    }
    let npm = packages.join("npm");
    fs::create_dir_all(&npm)?;
    for source in SOURCES {
        let from = corpus().join("node_modules").join(source);
        let name = from.file_name().unwrap_or_default().to_owned();
        fs::copy(&from, npm.join(name)).with_context(|| from.display().to_string())?;
    }
    Ok(packages)
}
