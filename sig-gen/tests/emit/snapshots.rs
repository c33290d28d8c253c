//! One snapshot of the printed files for each file of `tests/declarations`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sig_gen::emit::{Emit, emit};
use sig_gen::{Input, Loaded, Options, load};

fn declarations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declarations")
}

fn loaded(file: &str) -> Loaded {
    load(&Options {
        inputs: vec![Input::File(PathBuf::from(file))],
        root: declarations(),
        lib_directory: Some(declarations().join("lib")),
        ambient: Some(vec!["mini".to_owned()]),
        ..Options::default()
    })
}

fn findings(loaded: &Loaded) -> String {
    let mut text = String::new();
    for diagnostic in &loaded.diagnostics {
        let place = diagnostic.span.map(|span| {
            let (line, column) = loaded.sources.position(span);
            let name = loaded.sources.path(span.file).file_name().map(|name| name.to_string_lossy().into_owned());
            format!("{}:{line}:{column}: ", name.unwrap_or_default())
        });
        let _ = writeln!(text, "{}{:?}: {}", place.unwrap_or_default(), diagnostic.severity, diagnostic.message);
    }
    text
}

#[track_caller]
fn check(file: &str, what: &[Emit]) {
    let loaded = loaded(file);
    let mut text = findings(&loaded);
    // With an error the command writes nothing, but printing what there is must work all the same.
    for emitted in what.iter().map(|what| emit(&loaded.module, *what)) {
        for (path, content) in emitted {
            let _ = write!(text, "-------- {}\n{content}", path.display());
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    let name = file.trim_end_matches(".ts").trim_end_matches(".d");
    let name = if what == [Emit::Json] { format!("{name}_json") } else { name.to_owned() };
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_file() {
    let mut names: Vec<String> = std::fs::read_dir(declarations())
        .expect("the folder of declarations is in the repository")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".ts"))
        .collect();
    names.sort();
    assert!(names.len() > 20, "the inputs are there");
    for name in names {
        check(&name, &[Emit::Signatures, Emit::Stubs]);
    }
}

#[test]
fn json() {
    for name in ["enums.d.ts", "options.d.ts", "overloads.d.ts", "records.d.ts"] {
        check(name, &[Emit::Json]);
    }
}

#[test]
fn json_is_read_back() {
    for name in ["classes.d.ts", "names.d.ts", "types.d.ts"] {
        let module = loaded(name).module;
        let files = emit(&module, Emit::Json);
        let text = files.values().next().expect("one file is emitted");
        assert_eq!(ffi_core::signature::Module::from_json(text).expect("what was written can be read"), module);
    }
}

#[test]
fn a_package_has_all_its_files() {
    let files = emit(&loaded("classes.d.ts").module, Emit::Package);
    let names: Vec<String> = files.keys().map(|path| path.display().to_string()).collect();
    assert_eq!(names, ["__init__.py", "__init__.pyi", "py.typed", "signatures.py"]);
}

/// The signature reader cuts the file at blank lines: two between definitions, never two inside of one.
#[test]
fn definitions_are_separated_by_two_blank_lines() {
    for file in ["classes.d.ts", "docs.d.ts", "events.d.ts", "options.d.ts"] {
        let files = emit(&loaded(file).module, Emit::Signatures);
        let text = files.values().next().expect("one file is emitted");
        for (index, part) in text.split("\n\n\n").enumerate() {
            assert!(!part.starts_with('\n'), "{file}: three blank lines");
            let starts = part.lines().filter(|line| line.starts_with("class ") || line.starts_with("def ")).count();
            let overloads = part.lines().filter(|line| *line == "@overload").count();
            assert!(index == 0 || starts <= 1.max(overloads), "{file}: two definitions in one part:\n{part}");
        }
    }
}
