//! The generated Rust of real declarations, judged by rustc: one crate with a module for each input, warnings denied.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::process::{cargo, command, run};
use crate::setup;
use crate::workspace::{corpus, node, root, target};

/// What is generated: the module, the inputs, and whether they lie in the corpus or beside `typescript`.
const INPUTS: &[(&str, &[&str], bool)] = &[
    ("web", &["lib:dom", "lib:es2022"], false),
    (
        "fetch",
        &[
            "lib:dom",
            "--include",
            "Response,Request,Headers,fetch,URL,ReadableStream,EventTarget,AbortController,SubtleCrypto",
        ],
        false,
    ),
    ("node", &["@types/node"], true),
    ("fs_http", &["@types/node", "--include", "fs,http"], true),
    ("leaflet", &["@types/leaflet"], true),
    ("chart", &["chart.js"], true),
    ("three", &["@types/three"], true),
];

/// Generates each input and checks all of them; prints what came out.
pub fn test() -> Result<()> {
    setup::corpus_packages()?;
    let sig_gen = build::sig_gen(Profile::Dev)?;
    let folder = target().join("test/rust-bindings");
    let source = folder.join("src");
    fs::create_dir_all(&source).with_context(|| source.display().to_string())?;
    let mut modules = String::from("//! Generated bindings.\n#![deny(warnings)]\n");
    for (name, inputs, in_corpus) in INPUTS {
        let mut generate = command(&sig_gen);
        generate.args(*inputs).arg("--root").arg(if *in_corpus { corpus() } else { node() });
        run(generate.args(["--quiet", "--no-cache", "--emit", "rust", "-o"]).arg(source.join(name)))?;
        modules.push_str(&format!("#[rustfmt::skip]\npub mod {name};\n"));
    }
    fs::write(source.join("lib.rs"), modules).context("lib.rs")?;
    fs::write(folder.join("Cargo.toml"), manifest()).context("Cargo.toml")?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).context("Cargo.lock")?;
    let checked = cargo()
        .args(["check", "--quiet", "--offline", "--message-format", "short", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", target())
        .output()
        .context("cargo check")?;
    let text = String::from_utf8_lossy(&checked.stderr).into_owned() + &String::from_utf8_lossy(&checked.stdout);
    println!("{:<10} {:>9} {:>10} {:>14} {:>7}", "module", "lines", "functions", "general values", "errors");
    for (name, ..) in INPUTS {
        let path = source.join(name).join("mod.rs");
        let generated = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let (functions, general) = counts(&generated);
        let errors = text.lines().filter(|line| is_error_in(line, name)).count();
        println!("{name:<10} {:>9} {functions:>10} {general:>14} {errors:>7}", generated.lines().count());
    }
    if !checked.status.success() {
        bail!("the generated Rust does not compile:\n{}", text.lines().take(40).collect::<Vec<_>>().join("\n"));
    }
    Ok(())
}

fn is_error_in(line: &str, module: &str) -> bool {
    let path = Path::new("src").join(module);
    line.contains(&path.display().to_string()) && line.contains(": error")
}

/// The numbers of the first line: functions, and places with the general value.
fn counts(generated: &str) -> (String, String) {
    let first = generated.lines().next().unwrap_or_default();
    let numbers = first.rsplit_once(": ").map_or("", |(_, numbers)| numbers);
    let mut parts = numbers.split("; ").map(|part| part.split(' ').next().unwrap_or_default().to_owned());
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

fn manifest() -> String {
    let core = root().join("ffi-core");
    format!(
        "[package]\nname = \"rust-bindings\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n[dependencies]\n\
         ffi-core = {{ path = {core:?}, features = [\"quickjs\"] }}\n\n[profile.dev]\ndebug = \"line-tables-only\"\n[profile.dev.package.\"*\"]\nopt-level = 1\n"
    )
}
