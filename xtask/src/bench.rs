//! `cargo xtask bench`: the figures that the project states, each beside what it is measured against in the same run.
//!
//! Absolute times move by a third from run to run on a shared machine: what counts are the ratios.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::hosts::{self, Host};
use crate::process::{capture, cargo, step};
use crate::setup;
use crate::workspace::{node_package, root, target};

/// Options of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Options {
    /// Which figures: all of them when none is named.
    #[arg(value_enum, value_name = "PART")]
    parts: Vec<Part>,
    /// How many fresh interpreters the import times are the minimum of.
    #[arg(long, default_value_t = 5)]
    repeat: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Parsing and generating lib:dom lib:es2022, in one process.
    Generate,
    /// Importing the whole package and first use, on every host.
    Import,
    /// Operations at the boundary, native beside Pyodide.
    Calls,
}

/// One host's figures by name, in the order of measurement.
type Figures = Vec<(String, f64)>;

/// A JSON object of numbers, read in the order in which it was written.
struct Ordered(Figures);

impl<'de> serde::Deserialize<'de> for Ordered {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> serde::de::Visitor<'de> for Entries {
            type Value = Ordered;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of numbers")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                let mut figures = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    figures.push(entry);
                }
                Ok(Ordered(figures))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

/// Runs the benchmarks and prints their tables.
pub fn run(options: &Options) -> Result<()> {
    let wants = |part: Part| options.parts.is_empty() || options.parts.contains(&part);
    setup::node_packages()?;
    setup::python_environment()?;
    if wants(Part::Generate) {
        generate()?;
    }
    if wants(Part::Import) || wants(Part::Calls) {
        build::extension(Profile::Release)?;
    }
    if wants(Part::Import) {
        import(options.repeat.max(1))?;
    }
    if wants(Part::Calls) {
        calls()?;
    }
    Ok(())
}

/// The generator against the bare parse.
fn generate() -> Result<()> {
    step("bench: parse and generate lib:dom lib:es2022 in one process");
    let output = capture(
        cargo()
            .args([
                "run",
                "--release",
                "--locked",
                "--quiet",
                "--package",
                "sigbind-tests",
                "--bin",
                "measure-generate",
                "--",
            ])
            .arg(node_package("typescript").join("lib")),
    )?;
    println!("{output}");
    Ok(())
}

/// Import and first use of the whole package, each the minimum over fresh interpreters.
fn import(repeat: usize) -> Result<()> {
    let packages = target().join("bench/library");
    let sig_gen = build::sig_gen(Profile::Release)?;
    build::generate_lib(&sig_gen, None, &packages.join("web"))?;
    step(&format!("bench: import and first use, minimum of {repeat} fresh interpreters"));
    let script = root().join("tests/bench/import_time.py");
    let mut columns = Vec::new();
    for host in hosts::available()? {
        let mut best: Figures = Vec::new();
        for _ in 0..repeat {
            let figures = figures_of(host, &packages, &script)?;
            if best.is_empty() {
                best = figures;
            } else {
                for (name, value) in figures {
                    if let Some(kept) = best.iter_mut().find(|(known, _)| *known == name) {
                        kept.1 = kept.1.min(value);
                    }
                }
            }
        }
        columns.push((host.name(), best));
    }
    print_table("milliseconds", &columns, 3);
    Ok(())
}

/// Operations at the boundary on every host.
fn calls() -> Result<()> {
    step("bench: operations at the boundary");
    let script = root().join("tests/bench/native_calls.py");
    let packages = target().join("bench/library");
    let mut columns = Vec::new();
    for host in hosts::available()? {
        columns.push((host.name(), figures_of(host, &packages, &script)?));
    }
    print_table("nanoseconds", &columns, 0);
    Ok(())
}

fn figures_of(host: Host, packages: &Path, script: &Path) -> Result<Figures> {
    let output = capture(&mut host.python(packages, script))?;
    let line = output.lines().last().unwrap_or_default();
    let Ordered(figures) =
        serde_json::from_str(line).with_context(|| format!("{} printed `{line}`", script.display()))?;
    if figures.is_empty() {
        bail!("{} measured nothing on {}", script.display(), host.name());
    }
    Ok(figures)
}

/// One row for each figure; after the first column, each host's value and its ratio to the first.
fn print_table(unit: &str, columns: &[(String, Figures)], decimals: usize) {
    let Some((first_name, first)) = columns.first() else { return };
    print!("{unit:<52} {first_name:>18}");
    for (name, _) in &columns[1..] {
        print!(" {name:>28} {:>8}", "ratio");
    }
    println!();
    let others: Vec<BTreeMap<&str, f64>> = columns[1..]
        .iter()
        .map(|(_, figures)| figures.iter().map(|(name, value)| (name.as_str(), *value)).collect())
        .collect();
    for (name, value) in first {
        print!("{name:<52} {value:>18.decimals$}");
        for other in &others {
            match other.get(name.as_str()) {
                Some(theirs) => print!(" {theirs:>28.decimals$} {:>7.1}x", theirs / value),
                None => print!(" {:>28} {:>8}", "-", ""),
            }
        }
        println!();
    }
}
