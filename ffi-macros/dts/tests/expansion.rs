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
fn every_mistake_at_once() {
    check("mistakes", r#"pth = "a", names = { A, A }, names = { B }"#);
    check("duplicates", r#""types/request.d.ts", { Request, Response as Request }"#);
    check("no_names", r#""types/request.d.ts""#);
    check("nothing", "");
    check("unknown_rule", r#"path = "types/request.d.ts", names = { Request }, rename_all = "kebab-case""#);
}
