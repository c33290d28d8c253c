//! Snapshots of what `bind_dts!` writes, expanded in process and formatted. Mistakes stand in them as `compile_error!`.

use std::path::Path;

/// Expands, checks that the result is a Rust file, and compares it with the snapshot.
#[track_caller]
fn check(name: &str, input: &str) {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let tokens = ffi_macros_dts::bind_dts(input.parse().expect(input), Some(&manifest));
    let file: syn::File = syn::parse2(tokens).expect("the expansion is a file");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, prettyplease::unparse(&file));
    });
}

#[test]
fn names_and_what_they_need() {
    check("names", r#""types/request.d.ts", { Request, RequestInit as Init, fetch }"#);
}

#[test]
fn the_long_form() {
    check(
        "long_form",
        r#"path = "types/request.d.ts", names = { Response as Answer, fetch }, rename_all = "camelCase",
           with = { Request = crate::web::Request }, module = wire, crate = crate::runtime"#,
    );
}

/// What `sig-gen --emit rust` writes for the file, and what the macro writes when it is asked for all of it, are the same items.
#[track_caller]
fn agree(path: &str, names: &str) {
    use quote::ToTokens as _;
    use sig_gen::{Input, Options, emit::rust};

    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let options = Options {
        inputs: vec![Input::parse(path)],
        root: manifest.clone(),
        lib_directory: Some(sig_gen::source::WithPrelude::directory()),
        ..Options::default()
    };
    let files =
        std::sync::Arc::new(sig_gen::source::WithPrelude::default()) as std::sync::Arc<dyn sig_gen::resolve::Files>;
    let written = rust::file(&sig_gen::generate::load_with(&files, &options).module);
    let written = syn::parse_file(&written).expect("a file").items;
    let expanded =
        ffi_macros_dts::bind_dts(format!("{path:?}, {{ {names} }}").parse().expect("tokens"), Some(&manifest));
    let expanded: syn::File = syn::parse2(expanded).expect("the expansion is a file");
    let Some(syn::Item::Mod(module)) = expanded.items.into_iter().next() else { panic!("the module comes first") };
    let (_, items) = module.content.expect("its items");
    let is_own = |item: &syn::Item| matches!(item, syn::Item::Const(constant) if constant.ident == "_");
    let text = |item: &syn::Item| item.to_token_stream().to_string();
    let bound: Vec<String> = items.iter().filter(|item| !is_own(item)).map(text).collect();
    let all: Vec<String> = written.iter().map(text).collect();
    // What nothing refers to (a record that others extend) the macro leaves out; order and text are the same.
    let mut rest = all.iter();
    let missing: Vec<_> = bound.iter().filter(|item| !rest.any(|written| written == *item)).collect();
    assert!(
        bound.len() > 5 && missing.is_empty(),
        "{} items, of which the command does not write {missing:#?}",
        bound.len()
    );
}

#[test]
fn the_command_writes_the_same() {
    agree("types/request.d.ts", "Request, RequestInit, Response, fetch");
    agree("types/geometry.d.ts", "geometry, Clock");
}

#[test]
fn names_in_namespaces() {
    check(
        "dotted",
        r#""types/geometry.d.ts", { geometry.Point, geometry.solid.unit as unit_cube, Clock.Tick as Moment }"#,
    );
    check("namespace", r#""types/geometry.d.ts", { geometry as shapes, Clock }"#);
    check("namespace_of_the_file", r#""types/geometry.d.ts", { geometry }"#);
    check("unknown_dotted", r#""types/geometry.d.ts", { geometry.Pont, geometri.Point, Clock.Tick }"#);
}

#[test]
fn unknown_names_have_placeholders() {
    check("unknown_names", r#""types/request.d.ts", { Requst, Response, fetsh as get }"#);
}

#[test]
fn broken_declarations_are_shown() {
    check("broken", r#""types/broken.d.ts", { Broken, Fine }"#);
}

#[test]
fn a_missing_file() {
    check("missing_file", r#""types/requests.d.ts", { Request }"#);
}

#[test]
fn an_import_that_leads_nowhere() {
    check("incomplete", r#""types/incomplete.d.ts", { take }"#);
}

#[test]
fn every_mistake_at_once() {
    check(
        "mistakes",
        r#"pth = "a", names = { A, A }, names = { B }, rename_all = snake_case, with = [Headers], crate = "core", module"#,
    );
    check(
        "lists",
        r#"path = "types/request.d.ts", names = { Request: Init, fetch As get, 5 }, with = { Headers: Other, A = 5 }"#,
    );
    check("duplicates", r#""types/request.d.ts", { Request, Response as Request }"#);
    check("no_names", r#""types/request.d.ts""#);
    check("nothing", "");
    check("short", r#""types/request.d.ts", [Request], rename_all = "camelCase""#);
    check(
        "unused_with",
        r#"path = "types/request.d.ts", names = { fetch, Response }, with = { Reqest = crate::Other }"#,
    );
    check("unknown_rule", r#"path = "types/request.d.ts", names = { Request }, rename_all = "kebab-case""#);
}
