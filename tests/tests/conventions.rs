//! Every entry of CONVENTIONS.md is a test: its Python and Rust blocks are what the generator makes of its declarations.
//!
//! Run with `SIGBIND_UPDATE=1` to write the blocks anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sig_gen::emit::rust::{RustOptions, print};
use sig_gen::emit::{Emit, emit};
use sig_gen::{Input, Names, Options, load};

fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// What follows the first definition of an emitted file: the definitions alone, without header and imports.
fn definitions(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut in_header = true;
    let mut in_docstring = false;
    let mut in_import = false;
    for line in text.lines() {
        if in_header {
            if in_docstring {
                in_docstring = !line.trim_end().ends_with("\"\"\"");
                continue;
            }
            if in_import {
                in_import = !line.starts_with(')');
                continue;
            }
            if line.starts_with("\"\"\"") {
                in_docstring = !(line.len() > 3 && line.trim_end().ends_with("\"\"\""));
                continue;
            }
            if line.is_empty() || line.starts_with('#') || line.starts_with("from ") || line.starts_with("import ") {
                in_import = line.ends_with('(');
                continue;
            }
            in_header = false;
        }
        kept.push(line);
    }
    kept.join("\n").trim().to_owned()
}

/// The stub, the signatures and the Rust that the generator makes of `declarations`, or its diagnostics.
fn generate(declarations: &str, names: Names) -> (String, String, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("input.d.ts");
    fs::write(&file, declarations).expect("a writable temporary folder");
    let loaded = load(&Options {
        inputs: vec![Input::File(file)],
        root: folder.path().to_path_buf(),
        names,
        lib_directory: Some(root().join("tests/node/node_modules/typescript/lib")),
        ..Options::default()
    });
    let mut findings = String::new();
    for diagnostic in loaded.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
        writeln!(findings, "error: {}", diagnostic.message).expect("a string takes any text");
    }
    assert!(findings.is_empty(), "{findings}\nin\n{declarations}");
    let files = emit(&loaded.module, Emit::Package);
    let text = |name: &str| files.get(Path::new(name)).map(|text| definitions(text)).unwrap_or_default();
    let rust = print(&loaded.module, &RustOptions::default()).code.trim().to_owned();
    (text("__init__.pyi"), text("signatures.py"), rust)
}

#[test]
fn every_entry_is_what_the_generator_makes() {
    let path = root().join("CONVENTIONS.md");
    let written = fs::read_to_string(&path).expect("CONVENTIONS.md");
    let mut made = String::new();
    let (mut stub, mut signatures, mut rust) = (String::new(), String::new(), String::new());
    let mut entries = 0;
    let mut lines = written.lines();
    while let Some(line) = lines.next() {
        writeln!(made, "{line}").expect("a string takes any text");
        let Some(language) = line.strip_prefix("```").filter(|language| !language.is_empty()) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        // What follows the language are arguments of the run.
        let (language, arguments) = language.split_once(' ').unwrap_or((language, ""));
        let block = match language {
            "ts" => {
                entries += 1;
                let declarations = block.join("\n");
                let names = if arguments == "--names snake" { Names::Snake } else { Names::default() };
                (stub, signatures, rust) = generate(&declarations, names);
                declarations
            }
            "pyi" => std::mem::take(&mut stub),
            "python" => std::mem::take(&mut signatures),
            "rust" => std::mem::take(&mut rust),
            _ => block.join("\n"),
        };
        writeln!(made, "{block}\n```").expect("a string takes any text");
    }
    assert!(entries >= 20, "CONVENTIONS.md has {entries} entries");
    if std::env::var_os("SIGBIND_UPDATE").is_some() {
        fs::write(&path, made).expect("a writable CONVENTIONS.md");
    } else if made != written {
        let place = made.lines().zip(written.lines()).position(|(made, written)| made != written).unwrap_or_default();
        panic!(
            "CONVENTIONS.md:{}: the generator makes\n    {}\nand not\n    {}\n(SIGBIND_UPDATE=1 writes it anew)",
            place + 1,
            made.lines().nth(place).unwrap_or_default(),
            written.lines().nth(place).unwrap_or_default()
        );
    }
}
