//! `cargo xtask bench`: the figures that the project states, each beside what it is measured against in the same run.
//!
//! Absolute times move by a third from run to run on a shared machine: what counts are the ratios.

mod bindings;
mod import;
mod macros;
mod runtime;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::hosts::Host;
use crate::oracle::CORPUS;
use crate::process::{capture, cargo, command, run as run_step, step};
use crate::setup;
use crate::workspace::{corpus as corpus_folder, node_package, root, target};

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
    /// Generating every package of the corpus in one process, beside a full check by TypeScript.
    Corpus,
    /// The whole package of lib:dom lib:es2022: its generation, the sizes of its files, and import and first use on every host.
    Import,
    /// Operations at the border, native beside Pyodide and other bridges, with the targets.
    Runtime,
    /// Building the macros from nothing, and expansions.
    Macros,
    /// Generated Rust beside ts-gen's: what compiles.
    Bindings,
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
    if wants(Part::Generate) {
        generate()?;
    }
    if wants(Part::Corpus) {
        corpus()?;
    }
    if wants(Part::Import) || wants(Part::Runtime) {
        setup::python_environment()?;
        build::extension(Profile::Release)?;
    }
    if wants(Part::Import) {
        import::run(options.repeat.max(1))?;
    }
    if wants(Part::Runtime) {
        runtime::run()?;
    }
    if wants(Part::Macros) {
        macros::run()?;
    }
    if wants(Part::Bindings) {
        bindings::run()?;
    }
    Ok(())
}

/// The generator against the bare parse, with one thread and with two.
fn generate() -> Result<()> {
    step("bench: parse and generate lib:dom lib:es2022 in one process");
    measurer("measure-generate")?;
    for threads in ["1", "2"] {
        let mut program = command(target().join("release/measure-generate"));
        program.arg(node_package("typescript").join("lib")).env("RAYON_NUM_THREADS", threads);
        println!("{}", capture(&mut program)?);
    }
    Ok(())
}

/// Builds a program that measures.
fn measurer(name: &str) -> Result<()> {
    run_step(cargo().args(["build", "--release", "--locked", "--package", "sigbind-tests", "--bin", name]))
}

/// What one input of the corpus costs.
struct Cost {
    name: String,
    seconds: f64,
    members: f64,
    megabytes: f64,
    errors: f64,
}

/// The whole corpus in one process, with one thread and with two, beside `tsc` on the same entry points.
fn corpus() -> Result<()> {
    step("bench: the corpus to full packages in one process");
    setup::corpus_packages()?;
    measurer("measure-corpus")?;
    let (one, one_all, one_memory) = generate_corpus("1")?;
    let (two, two_all, two_memory) = generate_corpus("2")?;
    let (tsc, tsc_memory) = check_corpus()?;
    println!(
        "{:<28} {:>8} {:>9} {:>10} {:>10} {:>8} {:>12}",
        "package", "members", "MB Python", "1 thread", "2 threads", "scaling", "members/s"
    );
    let row = |name: &str, members: f64, megabytes: f64, one: f64, two: f64| {
        println!(
            "{name:<28} {members:>8.0} {megabytes:>9.2} {one:>8.2} s {two:>8.2} s {:>7.2}x {:>12.0}",
            one / two,
            members / two
        );
    };
    for (one, two) in one.iter().zip(&two) {
        row(&one.name, one.members, one.megabytes, one.seconds, two.seconds);
        if one.errors > 0.0 {
            println!("    {:.0} errors", one.errors);
        }
    }
    let sum = |of: fn(&Cost) -> f64| one.iter().map(of).sum::<f64>();
    row("all", sum(|cost| cost.members), sum(|cost| cost.megabytes), one_all, two_all);
    let total = |name: &str, seconds: f64, memory: f64| {
        println!("{name:<40} {seconds:>8.2} s {:>8.1} MB {:>7.2}x", memory / 1024.0, seconds / tsc);
    };
    println!("{:<40} {:>10} {:>11} {:>8}", "everything in one run", "", "peak", "/ tsc");
    total("all to packages, one thread", one_all, one_memory);
    total("all to packages, two threads", two_all, two_memory);
    total("tsc --noEmit of the same entry points", tsc, tsc_memory);
    Ok(())
}

/// Each input's cost, then the seconds and KiB of the whole run.
fn generate_corpus(threads: &str) -> Result<(Vec<Cost>, f64, f64)> {
    let mut program = command(target().join("release/measure-corpus"));
    program.arg(corpus_folder()).args(CORPUS).env("RAYON_NUM_THREADS", threads);
    let output = capture(&mut program)?;
    let mut costs = Vec::new();
    for line in output.lines() {
        let (name, rest) = line.split_once('\t').unwrap_or((line, ""));
        let numbers: Vec<f64> = rest.split('\t').filter_map(|number| number.parse().ok()).collect();
        match numbers[..] {
            [milliseconds, members, bytes, errors] => costs.push(Cost {
                name: name.to_owned(),
                seconds: milliseconds / 1e3,
                members,
                megabytes: bytes / 1e6,
                errors,
            }),
            [milliseconds, memory] => return Ok((costs, milliseconds / 1e3, memory)),
            _ => bail!("measure-corpus printed `{line}`"),
        }
    }
    bail!("measure-corpus stopped after {} inputs", costs.len())
}

/// The seconds and KiB that TypeScript needs to check a file that imports everything in the corpus.
fn check_corpus() -> Result<(f64, f64)> {
    // Beside the packages, so that their names resolve.
    let folder = corpus_folder().join("node_modules/.bench");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let mut text = String::new();
    for (index, name) in CORPUS.iter().filter(|name| !name.starts_with("lib:")).enumerate() {
        let imported = name.strip_prefix("@types/").unwrap_or(name);
        // Packages of globals have nothing to import.
        match imported {
            "node" => text.push_str("/// <reference types=\"node\" />\n"),
            "@cloudflare/workers-types" => {}
            _ => text
                .push_str(&format!("import * as package{index} from \"{imported}\";\nexport {{ package{index} }};\n")),
        }
    }
    let project = serde_json::json!({
        "compilerOptions": {
            "noEmit": true,
            "diagnostics": true,
            "target": "es2022",
            "lib": ["es2022", "dom", "dom.iterable"],
            "module": "nodenext",
            "moduleResolution": "nodenext",
            "types": [],
        },
        "files": ["entry.ts"],
    });
    for (name, content) in [("entry.ts", text), ("tsconfig.json", project.to_string())] {
        let file = folder.join(name);
        fs::write(&file, content).with_context(|| file.display().to_string())?;
    }
    let mut tsc = command("node");
    tsc.arg("-r").arg(root().join("tests/bench/cost.cjs"));
    tsc.arg(corpus_folder().join("node_modules/typescript/lib/tsc.js")).arg("--project").arg(&folder);
    // It finds faults in some of the packages; what counts is that it looked at all of them.
    let output = tsc.output().context("cannot start node")?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let files = printed.lines().find_map(|line| line.strip_prefix("Files:")?.trim().parse::<usize>().ok());
    if files.is_none_or(|files| files < CORPUS.len()) {
        bail!("tsc did not check the corpus: `{printed}`");
    }
    let cost = String::from_utf8_lossy(&output.stderr);
    let mut numbers = cost.lines().last().unwrap_or_default().split('\t').filter_map(|text| text.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(seconds), Some(memory)) => Ok((seconds, memory)),
        _ => bail!("tsc printed `{cost}`"),
    }
}

fn figures_of(host: Host, packages: &Path, script: &Path) -> Result<Figures> {
    let output = capture(&mut host.python(packages, script))?;
    read_figures(&output).with_context(|| format!("{} on {}", script.display(), host.name()))
}

/// The figures in the last line of what a measuring program printed.
fn read_figures(output: &str) -> Result<Figures> {
    let line = output.lines().last().unwrap_or_default();
    let Ordered(figures) = serde_json::from_str(line).with_context(|| format!("it printed `{line}`"))?;
    if figures.is_empty() {
        bail!("it measured nothing");
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
