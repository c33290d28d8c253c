//! Evaluated types against TypeScript's own checker, which is asked at test time: each exported alias of `tests/types/*.ts`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Evaluator, Storage};
use crate::bind;
use crate::facts::normal::Printer;
use crate::generate::{self, Input, Options};
use crate::program::{self, Memory};

type Forms = BTreeMap<String, BTreeMap<String, String>>;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the workspace")
}

/// TypeScript from the npm packages of the tests, which `cargo xtask test` installs.
fn typescript() -> PathBuf {
    let modules = std::env::var_os("SIGBIND_NODE_MODULES")
        .map_or_else(|| repository().join("tests/node/node_modules"), PathBuf::from);
    assert!(modules.join("typescript").is_dir(), "no typescript in {}: run `cargo xtask test` once", modules.display());
    modules.join("typescript")
}

fn checker(files: &[PathBuf]) -> Forms {
    let output = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/types/checker.mjs"))
        .arg(typescript())
        .args(files)
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("the checker prints JSON")
}

fn ours(files: &[PathBuf]) -> Forms {
    let options = Options {
        inputs: files.iter().cloned().map(Input::File).collect(),
        lib_directory: Some(typescript().join("lib")),
        ..Options::default()
    };
    let forms = generate::on_large_stacks(Some(1), || {
        let memory = Memory::default();
        let storage = Storage::default();
        let cell = std::cell::OnceCell::new();
        let mut program = program::gather(&options, &memory);
        let resolutions = std::mem::take(&mut program.resolutions);
        let bindings = cell.get_or_init(|| bind::bind(&program.files, resolutions));
        let mut evaluator = Evaluator::new(bindings, &storage);
        let mut printer = Printer::default();
        let mut forms = Forms::new();
        for file in program.entries.iter().map(|entry| entry.file) {
            let module = bindings.module_of_file(file).expect("each file is a module");
            let name =
                program.sources.path(file).file_name().expect("a file has a name").to_string_lossy().into_owned();
            let mut own = BTreeMap::new();
            for (name, symbol) in bindings.exports(module) {
                if let Some(([], body, scope)) = evaluator.alias(symbol) {
                    evaluator.refuel();
                    let _ = (body, scope);
                    let ty = evaluator.named(symbol, &[]);
                    own.insert(name.to_owned(), printer.print(&mut evaluator, ty, 0));
                }
            }
            forms.insert(name, own);
        }
        forms
    });
    forms.expect("the threads start")
}

#[test]
fn evaluated_types_are_those_of_the_checker() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/types");
    let only = std::env::var("SIGBIND_TYPES").unwrap_or_default();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "ts") && path.to_string_lossy().contains(&only))
        .collect();
    files.sort();
    let (expected, found) = (checker(&files), ours(&files));
    let mut wrong = Vec::new();
    let mut count = 0;
    for (file, forms) in &expected {
        for (name, form) in forms {
            count += 1;
            let own = found.get(file).and_then(|own| own.get(name)).map_or("(missing)", String::as_str);
            if own != form {
                wrong.push(format!("{file} {name}\n    checker {form}\n    ours    {own}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} types differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 0, "no types to compare");
}
