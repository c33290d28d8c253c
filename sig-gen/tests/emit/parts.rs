//! Stubs of several files: those that are too long for pyright.

use std::fmt::Write as _;
use std::path::PathBuf;

use sig_gen::emit::{Emit, emit};
use sig_gen::{Input, Options, load};

/// The stub of declarations, by the names of its files.
fn stub(declarations: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("long.d.ts"), declarations).unwrap();
    let loaded = load(&Options {
        inputs: vec![Input::File(PathBuf::from("long.d.ts"))],
        root: folder.path().to_owned(),
        lib_directory: Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/declarations/lib")),
        ambient: Some(vec!["mini".to_owned()]),
        ..Options::default()
    });
    let files = emit(&loaded.module, Emit::Stubs);
    files.into_iter().map(|(name, text)| (name.display().to_string(), text)).collect()
}

/// Interfaces with a hundred members each.
fn interfaces(count: usize, name: &str, heritage: &dyn Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0..count {
        let _ = writeln!(text, "export interface {name}{number} {} {{", heritage(number));
        for member in 0..100 {
            let _ = writeln!(text, "  m{member}(): {name}{};", (number + 1) % count);
        }
        text.push_str("}\n");
    }
    text
}

#[test]
fn a_long_stub_has_parts() {
    let text = interfaces(200, "Item", &|_| String::new());
    let files = stub(&text);
    let names: Vec<&str> = files.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["__init__.pyi", "_part1.pyi", "_part2.pyi", "_part3.pyi"]);
    let [(_, init), (_, first), ..] = &files[..] else { unreachable!() };
    for number in 0..200 {
        assert_eq!(init.matches(&format!(" Item{number} as Item{number},")).count(), 1, "Item{number}");
    }
    assert!(!init.contains("class "));
    // What another part has is imported from it, and only annotations need it.
    assert!(first.contains("\nif TYPE_CHECKING:\n    from ._part2 import Item"), "{}", &first[..500]);
    assert_eq!(stub(&text), files);
}

#[test]
fn bases_come_first() {
    let text = interfaces(200, "Item", &|number| match number {
        199 => String::new(),
        _ => format!("extends Item{}", number + 1),
    });
    let files = stub(&text);
    let place = |number: usize| {
        let class = format!("\nclass Item{number}(");
        files.iter().enumerate().find_map(|(part, (_, text))| Some((part, text.find(&class)?))).unwrap()
    };
    assert!((0..199).all(|number| place(number + 1) < place(number)));
    assert!(files[2].1.contains("\nfrom ._part1 import Item"));
    assert!(!files[1].1.contains("\nfrom ._part"));
}

#[test]
fn a_long_namespace_inherits_what_is_nested_in_it() {
    let text = format!(
        "export declare class Api {{ first(): Api.Item0; }}\nexport declare namespace Api {{\n{}}}\n",
        interfaces(200, "Item", &|number| if number % 2 == 1 { "extends Item0".to_owned() } else { String::new() })
    );
    let files = stub(&text);
    let all: String = files.iter().map(|(_, text)| &**text).collect();
    assert!(all.contains("\nclass Api(_Api_1, _Api_2, _Api_3, JsProxy):\n"));
    assert!(all.contains("\n    def first(self, /) -> _Api_1.Item0: ..."));
    assert!(all.contains("\n    class Item1(Item0"));
    assert!(all.contains("\n    class Item199(_Api_1.Item0"));
    let (_, init) = &files[0];
    assert!(init.contains("from ._part") && init.contains("Api as Api") && !init.contains("_Api_1"));
}

#[test]
fn a_short_stub_has_one_file() {
    let files = stub(&interfaces(100, "Item", &|_| String::new()));
    assert_eq!(files.len(), 1);
}
