//! One snapshot for each file of `tests/declarations`.

use std::path::{Path, PathBuf};

use sig_gen::{Input, Options, load};

fn declarations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declarations")
}

/// Loads files of `tests/declarations` with its small library as context.
fn options(files: &[&str]) -> Options {
    Options {
        inputs: files.iter().map(|file| Input::File(PathBuf::from(file))).collect(),
        root: declarations(),
        lib_directory: Some(declarations().join("lib")),
        ambient: Some(vec!["mini".to_owned()]),
        ..Options::default()
    }
}

#[track_caller]
fn check(name: &str, options: &Options) {
    let text = super::print::loaded(&load(options));
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../snapshots");
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
        check(name.trim_end_matches(".ts").trim_end_matches(".d"), &options(&[&name]));
    }
}

#[test]
fn an_include_takes_what_it_needs_and_nothing_more() {
    let include = vec!["Needs".into()];
    check("include_closure", &Options { include, ..options(&["include.d.ts"]) });
}

#[test]
fn an_unknown_include_suggests_names() {
    let include = vec!["Neds".into(), "Space.Inner".into(), "zzzzzz".into()];
    check("include_unknown", &Options { include, ..options(&["include.d.ts"]) });
}

#[test]
fn a_missing_file_suggests_names() {
    check("missing_file", &options(&["enum.d.ts"]));
}

#[test]
fn a_missing_library_suggests_names() {
    let inputs = vec![Input::Lib("minni".to_owned())];
    check("missing_library", &Options { inputs, ..options(&[]) });
}

#[test]
fn several_files_in_any_order_are_one_module() {
    let forward = load(&options(&["classes.d.ts", "records.d.ts"]));
    let backward = load(&options(&["records.d.ts", "classes.d.ts"]));
    assert_eq!(forward.module, backward.module);
}
