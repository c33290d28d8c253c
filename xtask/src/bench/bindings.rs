//! Generated Rust beside what ts-gen, the generator of the wasm-bindgen project, makes of the same declarations: what compiles.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{cargo, command, exists, run as run_step, step};
use crate::rust_bindings::{self, CASES, Row};
use crate::workspace::{corpus, node_package, target};

/// ts-gen's release that is compared with.
const VERSION: &str = "0.1.0";

/// What ts-gen reads: it takes files and folders, and follows no packages.
const ENTRIES: [(&str, &[&str]); 6] = [
    ("web", &["lib.dom.d.ts"]),
    ("fs_http", &["@types/node/fs.d.ts", "@types/node/http.d.ts"]),
    ("leaflet", &["@types/leaflet/index.d.ts"]),
    ("chart", &["chart.js/dist/types"]),
    ("three", &["@types/three/src"]),
    ("rxjs", &["rxjs/dist/types"]),
];

/// Prints the table.
pub fn run() -> Result<()> {
    step("bench: generated Rust, and ts-gen's of the same inputs");
    let (rows, _) = rust_bindings::check()?;
    let theirs = ts_gen()?;
    println!(
        "{:<10} {:>9} {:>10} {:>14} {:>7}   {:>12} {:>16} {:>14}",
        "module", "lines", "functions", "general values", "errors", "ts-gen lines", "ts-gen functions", "ts-gen errors"
    );
    for (case, row) in CASES.iter().zip(rows) {
        let Row { lines, functions, general, errors } = row;
        let peer = match theirs.iter().find(|(name, _)| *name == case.name) {
            Some((_, Some([lines, functions, errors]))) => format!("{lines:>12} {functions:>16} {errors:>14}"),
            Some((_, None)) => format!("{:>12}", "no output"),
            None => String::new(),
        };
        println!("{:<10} {lines:>9} {functions:>10} {general:>14} {errors:>7}   {peer}", case.name);
    }
    Ok(())
}

/// An entry with its lines, functions and errors; `None` where there is no output.
type Outcome = (&'static str, Option<[usize; 3]>);

/// For each entry the lines, the functions and rustc's errors, where there is any output.
fn ts_gen() -> Result<Vec<Outcome>> {
    let home = target().join("bench/ts-gen");
    let program = home.join("bin/ts-gen");
    if !exists(&program) {
        run_step(cargo().args(["install", "ts-gen", "--version", VERSION, "--locked", "--root"]).arg(&home))?;
    }
    let mut rows = Vec::new();
    for (name, entries) in ENTRIES {
        let folder = home.join(name);
        let output = folder.join("src/lib.rs");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        }
        fs::create_dir_all(folder.join("src"))?;
        let mut generate = command(&program);
        for entry in entries {
            let path: PathBuf = match *entry {
                library if library.starts_with("lib.") => node_package("typescript").join("lib").join(library),
                other => corpus().join("node_modules").join(other),
            };
            generate.arg("--input").arg(path);
        }
        // It may fail and write nothing: then there is nothing to count.
        let _ = generate.args(["--lib-name", name, "--output"]).arg(&output).output().context("ts-gen")?;
        let Ok(generated) = fs::read_to_string(&output) else {
            rows.push((name, None));
            continue;
        };
        fs::write(folder.join("Cargo.toml"), manifest(name))?;
        let checked = cargo()
            .args(["check", "--quiet", "--message-format", "short", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", home.join("target"))
            .output()
            .context("cargo check")?;
        let text = String::from_utf8_lossy(&checked.stderr).into_owned() + &String::from_utf8_lossy(&checked.stdout);
        let errors = text.lines().filter(|line| line.contains(": error") && line.contains("src/lib.rs")).count();
        let functions = generated.matches("pub fn ").count();
        rows.push((name, Some([generated.lines().count(), functions, errors])));
    }
    Ok(rows)
}

fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\npublish = false\n\n[workspace]\n\n[dependencies]\n\
         wasm-bindgen = \"0.2\"\nwasm-bindgen-futures = \"0.4\"\njs-sys = \"0.3\"\n"
    )
}
