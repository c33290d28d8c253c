//! Divan benchmarks of the generator on lib.dom: what `cargo bench -p sigbind-tests` shows while one works on it.

use std::path::Path;

use sig_gen::emit::{Emit, emit};
use sig_gen::{Input, Options, generate, load};

fn main() {
    divan::main();
}

fn options(include: &[&str]) -> Options {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    Options {
        inputs: vec![Input::Lib("dom".to_owned()), Input::Lib("es2022".to_owned())],
        include: include.iter().map(|&name| name.into()).collect(),
        lib_directory: Some(manifest.join("node/node_modules/typescript/lib")),
        ..Options::default()
    }
}

#[divan::bench(sample_count = 20)]
fn parse_and_load_whole_library(bencher: divan::Bencher<'_, '_>) {
    let options = options(&[]);
    bencher.bench(|| generate::measure(&options));
}

#[divan::bench(sample_count = 20)]
fn load_whole_library(bencher: divan::Bencher<'_, '_>) {
    let options = options(&[]);
    bencher.bench(|| load(&options));
}

#[divan::bench(sample_count = 20)]
fn load_what_response_needs(bencher: divan::Bencher<'_, '_>) {
    let options = options(&["Response", "fetch"]);
    bencher.bench(|| load(&options));
}

#[divan::bench(sample_count = 20)]
fn emit_whole_library(bencher: divan::Bencher<'_, '_>) {
    let loaded = load(&options(&[]));
    bencher.bench(|| emit(&loaded.module, Emit::Package));
}
