//! The case tables: every case of `tests/cases` prints the same on the embedded engine as its file says, and as Node
//! prints. `SIGBIND_UPDATE_CASES=1` lets Node fill in the files.

mod support;

use std::path::Path;
use support::{cases, engine, node, server};

#[track_caller]
fn check(name: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    let differences = engine::differences(&cases::read(&file), &server::start());
    assert!(differences.is_empty(), "{name}\n{}", differences.join("\n"));
}

macro_rules! tables {
    ($($test:ident: $file:literal),* $(,)?) => {
        const FILES: &[&str] = &[$($file),*];
        $(#[test] fn $test() { check($file); })*
    };
}

tables! {
    abort: "abort.js",
    blob: "blob.js",
    byte_streams: "byte_streams.js",
    clone: "clone.js",
    codec_streams: "codec_streams.js",
    console: "console.js",
    crypto: "crypto.js",
    encoding: "encoding.js",
    events: "events.js",
    exception: "exception.js",
    fetch: "fetch.js",
    form: "form.js",
    global_events: "global_events.js",
    globals: "globals.js",
    headers: "headers.js",
    message: "message.js",
    pattern: "pattern.js",
    performance: "performance.js",
    pipe: "pipe.js",
    request: "request.js",
    response: "response.js",
    streams: "streams.js",
    subtle: "subtle.js",
    timers: "timers.js",
    transform: "transform.js",
    upload: "upload.js",
    url: "url.js",
    writable: "writable.js",
}

#[test]
fn node_prints_the_same() {
    let base = server::start();
    let files = cases::files();
    let names: Vec<_> = files.iter().filter_map(|file| file.file_name()?.to_str()).collect();
    assert_eq!(names, FILES, "every case file has a test");
    let mut tables: Vec<_> = files.iter().map(|file| cases::read(file)).collect();
    let asked = |case: &&cases::Case| case.standard.is_none();
    let results = node::run(&tables.iter().flatten().filter(asked).collect::<Vec<_>>(), &base);
    let update = std::env::var_os("SIGBIND_UPDATE_CASES").is_some();
    let mut differences = Vec::new();
    for (case, lines) in tables.iter_mut().flatten().filter(|case| case.standard.is_none()).zip(results) {
        if case.expected == lines {
            continue;
        }
        if update {
            case.expected = lines;
        } else {
            differences.push(format!("{}\n  expected {:?}\n  Node     {lines:?}", case.title, case.expected));
        }
    }
    if update {
        files.iter().zip(&tables).for_each(|(file, table)| cases::write(file, table));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
