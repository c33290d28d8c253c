//! The coverage report: its two forms, and that it is the same however the work is done.

use std::path::{Path, PathBuf};

use sig_gen::coverage::report::{Report, summary};
use sig_gen::emit::{Emit, emit_bytes, ignores};
use sig_gen::{Input, Loaded, Options, load};

fn declarations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declarations")
}

fn loaded(files: &[&str], threads: usize) -> Loaded {
    load(&Options {
        inputs: files.iter().map(|file| Input::File(PathBuf::from(file))).collect(),
        root: declarations(),
        lib_directory: Some(declarations().join("lib")),
        ambient: Some(vec!["mini".to_owned()]),
        threads: Some(threads),
        ..Options::default()
    })
}

fn forms(loaded: &Loaded) -> [String; 2] {
    let (coverage, sources) = (&loaded.coverage, &loaded.sources);
    let ignores = ignores(&emit_bytes(&loaded.module, Emit::Stubs, &loaded.places));
    let report = Report { module: &loaded.module.name, coverage, sources, root: &declarations(), ignores };
    [report.text(), report.json()]
}

#[test]
fn both_forms() {
    let loaded = loaded(&["coverage.d.ts"], 1);
    let [text, json] = forms(&loaded);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| {
        insta::assert_snapshot!("report_text", text);
        insta::assert_snapshot!("report_json", json);
    });
}

#[test]
fn the_same_report_at_any_thread_count_and_order() {
    let first = forms(&loaded(&["coverage.d.ts", "classes.d.ts", "evaluation.d.ts"], 1));
    assert_eq!(first, forms(&loaded(&["coverage.d.ts", "classes.d.ts", "evaluation.d.ts"], 4)));
    assert_eq!(first, forms(&loaded(&["evaluation.d.ts", "coverage.d.ts", "classes.d.ts"], 2)));
}

#[test]
fn a_member_is_degraded_once_however_often_its_types_are() {
    let loaded = loaded(&["coverage.d.ts"], 1);
    let members = loaded.coverage.members;
    assert_eq!(members.exact() + members.degraded, members.total);
    assert!(summary(&loaded.coverage).starts_with(&format!("{} members, ", members.total)));
    assert!(loaded.coverage.degradations.iter().all(|one| !one.owners.is_empty()));
}

#[test]
fn what_is_ignored_is_counted_by_rule() {
    let loaded = loaded(&["overrides.d.ts"], 1);
    let files = emit_bytes(&loaded.module, Emit::Stubs, &loaded.places);
    let counts = ignores(&files).unwrap_or_default();
    let stub = String::from_utf8_lossy(&files[Path::new("__init__.pyi")]).into_owned();
    for checker in ["type", "pyright"] {
        let comments = stub.matches(&format!("# {checker}: ignore[")).count();
        let name = if checker == "type" { "mypy: " } else { "pyright: " };
        let counted: usize = counts.iter().filter(|(rule, _)| rule.starts_with(name)).map(|(_, number)| number).sum();
        assert!(comments > 0 && counted >= comments, "{checker}: {comments} comments, {counts:?}");
    }
    assert!(!counts.keys().any(|rule| rule.ends_with("unused-ignore")), "{counts:?}");
    assert_eq!(ignores(&emit_bytes(&loaded.module, Emit::Json, &loaded.places)), None);
}
