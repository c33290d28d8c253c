//! No input makes the generator panic, overflow its stack, hang, or take memory without bound.
//!
//! `fixtures/` holds what the fuzzer and reviewers found, made small. `shapes` makes inputs that nest or grow, `texts` takes
//! files apart byte by byte, `extremes` gives whole processes too much, `paths` is about what lies in the file system where a file is expected.

#[cfg(target_os = "linux")]
mod extremes;
mod paths;
mod shapes;
mod texts;

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use sig_gen::emit::{Emit, emit};
use sig_gen::{Input, Loaded, Options, load};

/// Far more than any of them takes: a machine may be busy.
const TIME_LIMIT: Duration = Duration::from_secs(120);

fn declarations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declarations")
}

/// Loads files with the small library and prints everything there is to print.
fn run(root: &Path, files: &[&str]) -> Loaded {
    let loaded = load(&Options {
        inputs: files.iter().map(|file| Input::parse(file)).collect(),
        root: root.to_owned(),
        lib_directory: Some(declarations().join("lib")),
        ambient: Some(vec!["mini".to_owned()]),
        ..Options::default()
    });
    for what in [Emit::Package, Emit::Json] {
        assert!(!emit(&loaded.module, what).is_empty());
    }
    for diagnostic in &loaded.diagnostics {
        if let Some(span) = diagnostic.span {
            let text = loaded.sources.text(span.file);
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{diagnostic:?} is outside of its file"
            );
        }
        assert!(!diagnostic.message.contains("internal error"), "{diagnostic:?}");
        sig_gen::cli::rendered(diagnostic, &loaded.sources);
    }
    loaded
}

/// Does the work on a thread with a large stack, within the time limit.
#[track_caller]
fn within_limits<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, receive) = mpsc::channel();
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(move || {
        let _ = send.send(work());
    });
    match receive.recv_timeout(TIME_LIMIT) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{name} takes more than {} s", TIME_LIMIT.as_secs()),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            let failed = worker.map(std::thread::JoinHandle::join);
            panic!("{name} failed: {failed:?}")
        }
    }
}

/// Runs a text as a file.
#[track_caller]
fn check(name: &str, text: impl AsRef<[u8]>) -> Loaded {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("main.d.ts"), text).expect("a file can be written");
    let root = folder.path().to_owned();
    within_limits(name, move || run(&root, &["main.d.ts"]))
}

#[test]
fn every_fixture() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/robust/fixtures");
    let entries = std::fs::read_dir(&folder).expect("the fixtures are in the repository");
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    assert!(names.len() > 10, "the fixtures are there");
    for name in names {
        let folder = folder.clone();
        within_limits(&name.clone(), move || run(&folder, &[&name]));
    }
}

#[test]
fn a_broken_statement_leaves_the_others() {
    let loaded = check("broken", "export declare const a: 1;\nexport enum B { Y;\nexport declare const c: 2;\n");
    assert!(loaded.has_errors());
    assert!(loaded.module.get("a").is_some() && loaded.module.get("c").is_some(), "{:?}", loaded.module);
}

#[test]
fn a_broken_dependency_is_a_warning() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file can be written");
    write("main.d.ts", "import { A } from './other';\nexport declare const a: A;\n");
    write("other.d.ts", "export interface A { x: ; }}}\nexport type B = 1;\n");
    let loaded = run(folder.path(), &["main.d.ts"]);
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    assert!(!loaded.diagnostics.is_empty());
}
