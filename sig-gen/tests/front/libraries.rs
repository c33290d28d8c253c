//! The real libraries of the `typescript` package, whole and in part.

use std::path::{Path, PathBuf};

use ffi_core::signature::{ClassKind, Item, Module};
use sig_gen::{Input, Loaded, Options, load};

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the workspace").to_owned()
}

/// The npm packages of the tests: `SIGBIND_NODE_MODULES`, or those that `cargo xtask test` installs.
pub fn node_modules() -> PathBuf {
    let path = std::env::var_os("SIGBIND_NODE_MODULES")
        .map_or_else(|| repository().join("tests/node/node_modules"), PathBuf::from);
    assert!(path.join("typescript").is_dir(), "no typescript in {}: run `cargo xtask test` once", path.display());
    path
}

fn options(libs: &[&str], include: &[&str]) -> Options {
    Options {
        inputs: libs.iter().map(|lib| Input::Lib((*lib).to_owned())).collect(),
        include: include.iter().map(|name| (*name).into()).collect(),
        lib_directory: Some(node_modules().join("typescript/lib")),
        ..Options::default()
    }
}

/// All of lib.dom and lib.es2022.
pub fn whole() -> Loaded {
    load(&options(&["dom", "es2022"], &[]))
}

fn names(module: &Module) -> Vec<&str> {
    module.items.iter().map(Item::js_name).collect()
}

#[test]
fn the_whole_library_goes_through() {
    let loaded = whole();
    assert_eq!(loaded.diagnostics, []);
    assert_eq!(loaded.module.name, "lib.dom+lib.es2022");
    assert!(loaded.module.global);
    assert!(loaded.module.items.len() > 1_900, "{}", loaded.module.items.len());
    assert!(loaded.coverage.keywords > 10_000, "{:?}", loaded.coverage.keywords);
    let mut degradations = loaded.coverage.degradations.clone();
    degradations.retain(|one| one.construct.code() != "generic-alias");
    assert!(degradations.len() < 30, "{degradations:#?}");
    let kind = |name: &str| match loaded.module.get(name) {
        Some(Item::Class(class)) => (class.kind, class.constructor.is_some(), class.static_call.is_some()),
        other => panic!("{name} is {other:?}"),
    };
    assert_eq!(kind("Response"), (ClassKind::Class, true, false));
    assert_eq!(kind("Body"), (ClassKind::Interface, false, false));
    assert_eq!(kind("Node"), (ClassKind::Class, true, false));
    assert_eq!(kind("Promise"), (ClassKind::Class, true, false));
    assert_eq!(kind("Date"), (ClassKind::Class, true, true));
    assert_eq!(kind("Math"), (ClassKind::Abstract, false, false));
    assert!(matches!(loaded.module.get("RequestInit"), Some(Item::Record(_))));
    assert!(matches!(loaded.module.get("BodyInit"), Some(Item::Alias(_))));
    assert!(matches!(loaded.module.get("Intl"), Some(Item::Module(_))));
    assert!(matches!(loaded.module.get("fetch"), Some(Item::Function(_))));
}

#[test]
fn every_reference_is_an_item() {
    let loaded = whole();
    let json = serde_json::to_value(&loaded.module).expect("a module has a JSON form");
    let mut known = std::collections::BTreeSet::new();
    collect_names("", &loaded.module.items, &mut known);
    let mut missing = std::collections::BTreeSet::new();
    visit(&json, &mut |object| {
        let kind = object.get("kind").and_then(|kind| kind.as_str());
        if matches!(kind, Some("reference" | "class_object"))
            && object.get("module").is_none()
            && let Some(name) = object.get("name").and_then(|name| name.as_str())
            && !known.contains(name)
        {
            missing.insert(name.to_owned());
        }
    });
    assert!(missing.is_empty(), "{missing:?}");
}

fn collect_names(prefix: &str, items: &[Item], known: &mut std::collections::BTreeSet<String>) {
    for item in items {
        let name = format!("{prefix}{}", item.js_name());
        let inner = match item {
            Item::Module(module) => &module.items[..],
            Item::Class(class) => &class.namespace,
            Item::Function(function) => &function.namespace,
            _ => &[],
        };
        collect_names(&format!("{name}."), inner, known);
        known.insert(name);
    }
}

fn visit(value: &serde_json::Value, see: &mut dyn FnMut(&serde_json::Map<String, serde_json::Value>)) {
    match value {
        serde_json::Value::Object(object) => {
            see(object);
            object.values().for_each(|value| visit(value, see));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| visit(value, see)),
        _ => {}
    }
}

#[test]
fn the_output_is_the_same_at_any_thread_count_and_order() {
    let first = whole();
    let second = load(&Options { threads: Some(1), ..options(&["es2022", "dom"], &[]) });
    let third = load(&Options { threads: Some(5), ..options(&["dom", "es2022"], &[]) });
    assert!(first.module == second.module);
    assert!(first.module == third.module);
    assert_eq!(first.coverage, second.coverage);
    assert_eq!(first.coverage, third.coverage);
}

#[test]
fn an_include_is_a_part_of_the_whole() {
    let whole = whole();
    let part = load(&options(&["dom", "es2022"], &["TextEncoder", "structuredClone"]));
    assert_eq!(part.diagnostics, []);
    let expected = [
        "ArrayBuffer",
        "StructuredSerializeOptions",
        "TextEncoder",
        "TextEncoderCommon",
        "TextEncoderEncodeIntoResult",
        "Transferable",
        "structuredClone",
    ];
    for name in ["TextEncoder", "TextEncoderCommon", "TextEncoderEncodeIntoResult", "structuredClone"] {
        assert!(names(&part.module).contains(&name), "{:?}", names(&part.module));
    }
    assert!(expected.len() > 3);
    for item in &part.module.items {
        assert_eq!(Some(item), whole.module.get(item.js_name()));
    }
    let small = load(&options(&["dom", "es2022"], &["TextEncoder"]));
    assert_eq!(names(&small.module), ["TextEncoder", "TextEncoderCommon", "TextEncoderEncodeIntoResult"]);
}

#[test]
fn a_host_library_alone_refers_to_the_language() {
    let loaded = load(&options(&["dom"], &["DOMException"]));
    assert_eq!(names(&loaded.module), ["DOMException"]);
    let json = loaded.module.to_json().expect("a module has a JSON form");
    assert!(json.contains("\"module\": \"js\""), "{json}");
}

#[test]
fn an_unknown_name_suggests_names() {
    let loaded = load(&options(&["dom", "es2022"], &["Respones"]));
    let [diagnostic] = &loaded.diagnostics[..] else { panic!("{:?}", loaded.diagnostics) };
    assert_eq!(diagnostic.message, "no `Respones` in lib.dom+lib.es2022");
    assert_eq!(diagnostic.notes, ["did you mean `Response`?"]);
}
