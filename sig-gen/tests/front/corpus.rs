//! Every package of the corpus loads: no error, nothing empty, nothing that is exported is left out.

use std::path::PathBuf;

use ffi_core::signature::{Item, Module};
use sig_gen::{Input, Loaded, Options, load};

use super::libraries::repository;

const PACKAGES: [&str; 14] = [
    "@cloudflare/workers-types",
    "@types/d3",
    "@types/leaflet",
    "@types/lodash",
    "@types/node",
    "@types/react",
    "@types/three",
    "chart.js",
    "hono",
    "monaco-editor",
    "openai",
    "pixi.js",
    "rxjs",
    "zod",
];

/// The packages that `cargo xtask test` installs.
fn corpus() -> PathBuf {
    let path = std::env::var_os("SIGBIND_CORPUS").map_or_else(|| repository().join("tests/corpus"), PathBuf::from);
    assert!(path.join("node_modules").is_dir(), "no packages in {}: run `cargo xtask test` once", path.display());
    path
}

fn loaded(inputs: &[&str]) -> Loaded {
    load(&Options {
        inputs: inputs.iter().map(|input| Input::parse(input)).collect(),
        root: corpus(),
        ..Options::default()
    })
}

fn count(items: &[Item]) -> usize {
    let nested = |item: &Item| match item {
        Item::Module(module) => count(&module.items),
        Item::Class(class) => count(&class.namespace),
        _ => 0,
    };
    items.len() + items.iter().map(nested).sum::<usize>()
}

fn module<'m>(module: &'m Module, specifier: &str) -> &'m Module {
    let inner = module.items.iter().find_map(|item| match item {
        Item::Module(inner) if inner.specifier.as_deref() == Some(specifier) => Some(inner),
        _ => None,
    });
    inner.unwrap_or_else(|| panic!("there is no module {specifier}"))
}

#[test]
fn every_package_loads() {
    for package in PACKAGES {
        let loaded = loaded(&[package]);
        assert!(!loaded.has_errors(), "{package}: {:#?}", loaded.diagnostics);
        assert!(count(&loaded.module.items) > 20, "{package}: {}", count(&loaded.module.items));
    }
}

#[test]
fn several_packages_are_modules_beside_each_other() {
    let loaded = loaded(&["zod", "rxjs"]);
    assert!(!loaded.has_errors(), "{:#?}", loaded.diagnostics);
    assert_eq!(loaded.module.name, "rxjs+zod");
    assert!(module(&loaded.module, "zod").get("object").is_some());
    assert!(matches!(module(&loaded.module, "rxjs").get("Observable"), Some(Item::Class(_))));
}

#[test]
fn node_is_globals_and_modules() {
    let loaded = loaded(&["@types/node"]);
    assert!(loaded.module.global);
    assert!(loaded.module.get("Buffer").is_some());
    assert!(matches!(module(&loaded.module, "fs").get("readFileSync"), Some(Item::Function(_))));
    assert!(module(&loaded.module, "node:fs").get("readFileSync").is_some());
    assert!(module(&loaded.module, "fs/promises").get("readFile").is_some());
}

#[test]
fn a_host_of_its_own_is_not_mixed_with_the_browser() {
    let loaded = loaded(&["@cloudflare/workers-types"]);
    assert!(loaded.module.global);
    assert!(matches!(loaded.module.get("KVNamespace"), Some(Item::Class(_))));
    assert!(
        loaded.sources.files().iter().all(|file| !file.path.ends_with("lib.dom.d.ts"))
            || loaded.module.get("Window").is_none()
    );
}
