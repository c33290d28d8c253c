//! The package of all of lib:dom and lib:es2022: what generating it costs, how large its files are beside the declarations, and what
//! its import and the first use of its names cost on every host.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};

use super::{Figures, figures_of, print_table};
use crate::build::{self, Profile};
use crate::hosts;
use crate::process::{capture, step};
use crate::workspace::{node_package, root, target};

/// The files that a program needs at run time; the others are read by people and tools.
const RUN_TIME: [&str; 2] = ["__init__.py", "signatures.py"];

/// Prints the tables; times are the minimum over so many fresh processes.
pub fn run(repeat: usize) -> Result<()> {
    let packages = target().join("bench/library");
    let package = packages.join("web");
    let sig_gen = build::sig_gen(Profile::Release)?;
    build::generate_lib(&sig_gen, None, &package)?;
    step(&format!("bench: generation and sizes, minimum of {repeat} runs"));
    let mut seconds = f64::INFINITY;
    for _ in 0..repeat {
        let started = Instant::now();
        capture(build::lib_command(&sig_gen, None).arg("-o").arg(&package))?;
        seconds = seconds.min(started.elapsed().as_secs_f64());
    }
    println!("{:<52} {seconds:>14.3} s", "generation, the whole command");
    println!("{:<52} {:>16}", "ts-to-python", "not measured: it is on neither npm nor PyPI");
    sizes(&sig_gen, &package)?;
    build::bytecode(&package)?;
    step(&format!("bench: import and first use, minimum of {repeat} fresh interpreters"));
    let script = root().join("tests/bench/import_time.py");
    let mut columns = Vec::new();
    for host in hosts::available()? {
        let mut best: Figures = Vec::new();
        for _ in 0..repeat {
            for (name, value) in figures_of(host, &packages, &script)? {
                match best.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, kept)) => *kept = kept.min(value),
                    None => best.push((name, value)),
                }
            }
        }
        columns.push((host.name(), best));
    }
    print_table("milliseconds", &columns, 3);
    Ok(())
}

/// The sizes of the package's files, and of the same signatures as JSON, beside the declarations'.
fn sizes(sig_gen: &Path, package: &Path) -> Result<()> {
    // Beside the package: the script of the import times reads it as the other form that signatures can be loaded from.
    let json = package.with_file_name("web_json");
    capture(build::lib_command(sig_gen, None).args(["--emit", "json", "-o"]).arg(&json))?;
    let size = |path: &Path| Ok(fs::metadata(path).with_context(|| path.display().to_string())?.len());
    let declared = declarations()?;
    let run_time = RUN_TIME.iter().map(|name| size(&package.join(name))).sum::<Result<u64>>()?;
    println!("{:<52} {:>14} {:>8}", "bytes", "", "ratio");
    let row = |name: &str, bytes: u64| println!("{name:<52} {bytes:>14} {:>8.2}", bytes as f64 / declared as f64);
    row("declarations", declared);
    row("package at run time (0.5 is the aim)", run_time);
    row("stubs", size(&package.join("__init__.pyi"))?);
    row("signatures as JSON", size(&json.join("signatures.json"))?);
    Ok(())
}

/// The size of the declaration files that `lib:dom lib:es2022` stands for: with the parts that TypeScript splits off.
fn declarations() -> Result<u64> {
    let folder = node_package("typescript").join("lib");
    let mut pending =
        vec!["dom", "dom.iterable", "dom.asynciterable", "es2022"].into_iter().map(str::to_owned).collect::<Vec<_>>();
    let mut seen = BTreeSet::new();
    let mut bytes = 0;
    while let Some(name) = pending.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let path = folder.join(format!("lib.{name}.d.ts"));
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        bytes += text.len() as u64;
        let referenced = text.lines().filter_map(|line| line.strip_prefix("/// <reference lib=\"")?.split('"').next());
        pending.extend(referenced.map(str::to_owned));
    }
    Ok(bytes)
}
