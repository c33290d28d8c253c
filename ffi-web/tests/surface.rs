//! The list of globals: what the minimum common API names is there, with the `typeof`, name, length and property attributes that
//! Node's has. `surface/differences.tsv` says where the two differ, and why. `SIGBIND_UPDATE_CASES=1` writes it anew.

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;
use support::{cases::Case, engine::Host, node};

/// What stands in a row of the table beside the name: ours, Node's, why.
type Row = (String, String, String);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/surface")
}

fn table() -> BTreeMap<String, Row> {
    let text = std::fs::read_to_string(folder().join("differences.tsv")).expect("the table is part of the source");
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        let mut next = || cells.next().unwrap_or_default();
        (next(), (next(), next(), next()))
    };
    text.lines().skip(1).map(row).collect()
}

fn write(table: &BTreeMap<String, Row>) {
    let mut text = "name\there\tNode\twhy\n".to_owned();
    for (name, (here, node, why)) in table {
        text.push_str(&format!("{name}\t{here}\t{node}\t{why}\n"));
    }
    std::fs::write(folder().join("differences.tsv"), text).expect("a writable table");
}

fn split(lines: &[String]) -> Vec<(String, String)> {
    let pair = |line: &String| {
        let (name, what) = line.split_once('\t').unwrap_or_else(|| panic!("no line of the description: {line}"));
        (name.to_owned(), what.trim_end_matches([' ', ';']).to_owned())
    };
    lines.iter().map(pair).collect()
}

#[test]
fn everything_that_the_minimum_common_api_names() {
    let names = std::fs::read_to_string(folder().join("api.txt")).expect("the list is part of the source");
    let script = std::fs::read_to_string(folder().join("describe.js")).expect("the script is part of the source");
    let source = format!("const specification = {};\n{script}", serde_json::json!(names));
    let here = Host::new(ffi_web::WebOptions::default()).run(&source, "");
    let case = Case { title: String::new(), source, expected: Vec::new(), standard: None };
    let there = node::run(&[&case], "").remove(0);
    let (here, there) = (split(&here), split(&there));
    let there: BTreeMap<String, String> = there.into_iter().collect();
    let known = table();
    let mut found = BTreeMap::new();
    for (name, here) in here {
        let node = there.get(&name).cloned().unwrap_or_else(|| "absent".to_owned());
        if here != node {
            let why = known.get(&name).map(|row| row.2.clone()).unwrap_or_default();
            found.insert(name, (here, node, why));
        }
    }
    if std::env::var_os("SIGBIND_UPDATE_CASES").is_some() {
        write(&found);
    }
    let differences: Vec<_> = found.iter().filter(|(name, row)| known.get(*name) != Some(row)).collect();
    assert!(differences.is_empty(), "not in the table: {differences:#?}");
    let stale: Vec<_> = known.keys().filter(|name| !found.contains_key(*name)).collect();
    assert!(stale.is_empty(), "no difference any more: {stale:?}");
    let unexplained: Vec<_> = found.iter().filter(|(_, row)| row.2.is_empty()).map(|(name, _)| name).collect();
    assert!(unexplained.is_empty(), "without a reason: {unexplained:?}");
    let absent: Vec<_> = found.iter().filter(|(_, row)| row.0 == "absent").map(|(name, _)| name.as_str()).collect();
    let other: Vec<_> = absent.iter().filter(|name| !name.starts_with("WebAssembly.")).collect();
    assert!(other.is_empty(), "absent: {other:?}");
}
