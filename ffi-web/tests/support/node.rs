//! Running cases on Node, all in one process.

use super::cases::Case;
use std::io::Write;
use std::process::{Command, Stdio};

/// What each case prints on Node.
pub fn run(cases: &[&Case], base: &str) -> Vec<Vec<String>> {
    let sources: Vec<&str> = cases.iter().map(|case| case.source.as_str()).collect();
    let input = serde_json::json!({ "prelude": super::PRELUDE, "base": base, "cases": sources });
    let mut child = Command::new("node")
        .args(["--no-warnings", "-e", include_str!("node.js")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is on the path: it is the oracle of these tests");
    let mut stdin = child.stdin.take().expect("a pipe");
    let text = input.to_string();
    std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("node runs to its end");
    let lines: Vec<Vec<String>> = serde_json::from_slice(&output.stdout).expect("the runner prints JSON");
    let trimmed = |lines: Vec<String>| lines.iter().map(|line| line.trim_end().to_owned()).collect();
    lines.into_iter().map(trimmed).collect()
}
