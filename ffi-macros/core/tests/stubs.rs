//! The stubs of the example library, which mypy and tsc judge in `cargo xtask test stubs`.

use std::path::Path;

use ffi_macros_core::stubs::{python, read, typescript};

#[test]
fn stubs_of_the_example() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/textkit");
    let (surface, notes) = read("src/lib.rs", &|path| std::fs::read_to_string(folder.join(path)).ok());
    assert_eq!(notes, []);
    let (stub, notes) = python(&surface);
    assert_eq!(notes, []);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("textkit.pyi", stub);
        insta::assert_snapshot!("textkit.d.ts", typescript(&surface));
    });
}

#[test]
fn mistakes_have_a_place() {
    let source = "mod lost;\n\n#[export(signatur = (a))]\nfn f(a: u32) -> Instant {\n    todo!()\n}\n";
    let (surface, notes) = read("lib.rs", &|path| (path == "lib.rs").then(|| source.to_owned()));
    let notes: Vec<String> =
        notes.iter().map(|note| format!("{}:{}:{}: {}", note.file, note.line, note.column, note.message)).collect();
    assert_eq!(
        notes,
        [
            "lib.rs:1:5: the file of the module `lost` is missing",
            "lib.rs:3:10: unknown attribute `signatur` on an exported function; did you mean `signature`?",
        ]
    );
    let (stub, notes) = python(&surface);
    assert!(stub.contains("def f(a: int) -> Any: ..."), "{stub}");
    assert_eq!(notes[0].message, "`Instant` is declared nowhere in the sources; it is `Any` in the stubs");
}
