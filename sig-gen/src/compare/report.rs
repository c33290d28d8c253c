//! Changes as text for people and as JSON for programs.

use std::fmt::Write as _;

use super::Change;

/// The changes of one kind under a heading, breaking ones first; the last line counts.
pub fn text(changes: &[Change]) -> String {
    let mut text = String::new();
    for (heading, breaking) in [("breaking", true), ("compatible", false)] {
        let list: Vec<&Change> = changes.iter().filter(|change| change.breaking == breaking).collect();
        if list.is_empty() {
            continue;
        }
        // A string takes whatever is written.
        let _ = writeln!(text, "{heading}:");
        for change in list {
            let _ = writeln!(text, "  {}: {} [{}]", change.path, change.message, change.code);
        }
    }
    let breaking = changes.iter().filter(|change| change.breaking).count();
    let _ = writeln!(text, "{breaking} breaking, {} compatible", changes.len() - breaking);
    text
}

/// The changes as a document.
pub fn json(name: &str, changes: &[Change]) -> String {
    let breaking = changes.iter().filter(|change| change.breaking).count();
    let list: Vec<serde_json::Value> = changes
        .iter()
        .map(|change| {
            serde_json::json!({
                "path": change.path,
                "code": change.code,
                "breaking": change.breaking,
                "message": change.message,
            })
        })
        .collect();
    let document = serde_json::json!({
        "schema_version": 1,
        "module": name,
        "breaking": breaking,
        "compatible": changes.len() - breaking,
        "changes": list,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}
