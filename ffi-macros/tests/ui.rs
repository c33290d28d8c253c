//! What a person sees who makes a mistake: every file of `ui/` and `ui_dts/` fails to compile with the text beside it.
//!
//! `TRYBUILD=overwrite cargo nextest run -p ffi-macros --features dts` accepts new texts; read them before.

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*/*.rs");
    #[cfg(feature = "dts")]
    {
        declarations();
        cases.compile_fail("tests/ui_dts/*/*.rs");
    }
}

/// Puts the declarations where the cases are built: `bind_dts!` finds files from the folder of Cargo.toml.
#[cfg(feature = "dts")]
fn declarations() {
    use std::fs;
    use std::path::Path;

    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder of builds");
    let types = target.join("tests/trybuild/ffi-macros/types");
    fs::create_dir_all(&types).expect("a folder");
    for file in fs::read_dir("dts/tests/types").expect("declarations").flatten() {
        fs::copy(file.path(), types.join(file.file_name())).expect("a copy");
    }
}
