//! The generated Rust of real declarations, judged by rustc: a crate for each input, warnings denied.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build;
use crate::process::{cargo, command, run};
use crate::setup;
use crate::workspace::{corpus, node, root, target};

/// One input: the module that is made of it, the arguments, and whether it lies in the corpus or beside `typescript`.
pub struct Case {
    pub name: &'static str,
    pub inputs: &'static [&'static str],
    in_corpus: bool,
}

impl Case {
    /// The file with the generated module.
    fn module(&self, folder: &Path) -> PathBuf {
        folder.join(self.name).join("src").join(self.name).join("mod.rs")
    }
}

const fn case(name: &'static str, inputs: &'static [&'static str], in_corpus: bool) -> Case {
    Case { name, inputs, in_corpus }
}

/// What is generated: what a program is likely to want, then packages that were written with nobody's bindings in mind.
pub const CASES: [Case; 16] = [
    case("web", &["lib:dom", "lib:es2022"], false),
    case(
        "fetch",
        &[
            "lib:dom",
            "--include",
            "Response,Request,Headers,fetch,URL,ReadableStream,EventTarget,AbortController,SubtleCrypto",
        ],
        false,
    ),
    case("node", &["@types/node"], true),
    case("fs_http", &["@types/node", "--include", "fs,http"], true),
    case("leaflet", &["@types/leaflet"], true),
    case("chart", &["chart.js"], true),
    case("three", &["@types/three"], true),
    case("worker", &["lib:webworker"], true),
    case("workers", &["@cloudflare/workers-types"], true),
    case("d3", &["@types/d3"], true),
    case("lodash", &["@types/lodash"], true),
    case("rxjs", &["rxjs"], true),
    case("zod", &["zod"], true),
    case("hono", &["hono"], true),
    case("monaco", &["monaco-editor"], true),
    case("openai", &["openai"], true),
];

/// Whose documentation is made, too: of the others there is too much.
const DOCUMENTED: [&str; 3] = ["fetch", "leaflet", "hono"];

/// What came out of one input.
pub struct Row {
    pub lines: usize,
    /// How many functions, and how many places with the general value, as the first line says.
    pub functions: String,
    pub general: String,
    pub errors: usize,
}

/// Generates each input and checks all of them; prints what came out.
pub fn test() -> Result<()> {
    let (rows, text) = check()?;
    println!("{:<10} {:>9} {:>10} {:>14} {:>7}", "module", "lines", "functions", "general values", "errors");
    for (case, row) in CASES.iter().zip(&rows) {
        let Row { lines, functions, general, errors } = row;
        println!("{:<10} {lines:>9} {functions:>10} {general:>14} {errors:>7}", case.name);
    }
    match text {
        None => Ok(()),
        Some(text) => bail!("the generated Rust does not compile, or its documentation has faults:\n{text}"),
    }
}

/// A row for each case, and what rustc or rustdoc said when they did not take all of it.
pub fn check() -> Result<(Vec<Row>, Option<String>)> {
    setup::corpus_packages()?;
    let sig_gen = build::sig_gen_of_tests()?;
    let folder = target().join("test/rust-bindings");
    let _ = fs::remove_dir_all(&folder);
    for case in &CASES {
        let source = folder.join(case.name).join("src");
        fs::create_dir_all(&source).with_context(|| source.display().to_string())?;
        let generate = |check: bool| {
            let mut generate = command(&sig_gen);
            generate.args(case.inputs).arg("--root").arg(if case.in_corpus { corpus() } else { node() });
            generate.args(["--quiet", "--no-cache", "--emit", "rust", "-o"]).arg(source.join(case.name));
            if check {
                generate.arg("--check");
            }
            generate
        };
        run(&mut generate(false))?;
        if case.name == "leaflet" {
            is_fresh_until_changed(&generate, &case.module(&folder))?;
        }
        let library =
            format!("//! Generated bindings.\n#![deny(warnings)]\n#[rustfmt::skip]\npub mod {};\n", case.name);
        fs::write(source.join("lib.rs"), library).context("lib.rs")?;
        fs::write(folder.join(case.name).join("Cargo.toml"), manifest(case.name)).context("Cargo.toml")?;
    }
    fs::write(folder.join("Cargo.toml"), workspace_manifest()).context("Cargo.toml")?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).context("Cargo.lock")?;
    let documented: Vec<&str> = DOCUMENTED.iter().flat_map(|name| ["--package", *name]).collect();
    let mut text = String::new();
    let mut is_right = true;
    for job in [vec!["check", "--workspace", "--keep-going"], [vec!["doc", "--no-deps"], documented].concat()] {
        let output = cargo()
            .args(job)
            .args(["--quiet", "--offline", "--message-format", "short", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", target())
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .context("cargo")?;
        text.push_str(&String::from_utf8_lossy(&output.stderr));
        text.push_str(&String::from_utf8_lossy(&output.stdout));
        is_right &= output.status.success();
        if !is_right {
            break;
        }
    }
    let mut rows = Vec::new();
    for case in &CASES {
        let path = case.module(&folder);
        let generated = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let (functions, general) = counts(&generated);
        let errors = text.lines().filter(|line| is_error_in(line, case.name)).count();
        rows.push(Row { lines: generated.lines().count(), functions, general, errors });
    }
    let first = || text.lines().take(40).collect::<Vec<_>>().join("\n");
    Ok((rows, (!is_right).then(first)))
}

/// `--check` finds nothing in what was just written, and finds a change.
fn is_fresh_until_changed(generate: &dyn Fn(bool) -> Command, file: &Path) -> Result<()> {
    run(&mut generate(true))?;
    let written = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    fs::write(file, written.replacen("pub fn", "pub  fn", 1))?;
    let is_stale = !generate(true).output().context("sig-gen --check")?.status.success();
    fs::write(file, written)?;
    if !is_stale {
        bail!("--check did not see that {} was changed", file.display());
    }
    Ok(())
}

fn is_error_in(line: &str, module: &str) -> bool {
    let path = Path::new(module).join("src");
    line.contains(&path.display().to_string()) && line.contains(": error")
}

/// The numbers of the first line: functions, and places with the general value.
fn counts(generated: &str) -> (String, String) {
    let first = generated.lines().next().unwrap_or_default();
    let numbers = first.rsplit_once(": ").map_or("", |(_, numbers)| numbers);
    let mut parts = numbers.split("; ").map(|part| part.split(' ').next().unwrap_or_default().to_owned());
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

fn workspace_manifest() -> String {
    let names = CASES.map(|case| case.name);
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.dev]\ndebug = \"line-tables-only\"\n[profile.dev.package.\"*\"]\nopt-level = 1\n"
    )
}

fn manifest(name: &str) -> String {
    let core = root().join("ffi-core");
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         ffi-core = {{ path = {core:?}, features = [\"quickjs\"] }}\n"
    )
}
