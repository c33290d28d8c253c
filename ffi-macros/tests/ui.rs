//! What a person sees who makes a mistake: every file of `ui/` fails to compile with the text beside it.
//!
//! `TRYBUILD=overwrite cargo nextest run -p ffi-macros` accepts new texts; read them before.

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*/*.rs");
}
