//! Case files: blocks of JavaScript separated by empty lines. A block starts with `// title`, may go on with
//! `// [standard] why Node differs`, and ends with the lines it must print, each after `//> `.

use std::path::{Path, PathBuf};

/// One case.
pub struct Case {
    /// What it shows.
    pub title: String,
    /// The JavaScript.
    pub source: String,
    /// What it prints.
    pub expected: Vec<String>,
    /// Why Node is not the oracle of this case.
    pub standard: Option<String>,
}

/// The case files, in order of name.
pub fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = std::fs::read_dir(folder).expect("the case folder is part of the source");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    files.sort();
    files
}

/// Reads a case file.
pub fn read(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).expect("a readable case file");
    text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).map(parse).collect()
}

fn parse(block: &str) -> Case {
    let mut case = Case { title: String::new(), source: String::new(), expected: Vec::new(), standard: None };
    for line in block.lines() {
        if let Some(expected) = line.strip_prefix("//>") {
            case.expected.push(expected.strip_prefix(' ').unwrap_or(expected).to_owned());
        } else if let Some(why) = line.strip_prefix("// [standard] ") {
            case.standard = Some(why.to_owned());
        } else if let (Some(title), true) = (line.strip_prefix("// "), case.title.is_empty()) {
            title.clone_into(&mut case.title);
        } else {
            case.source.push_str(line);
            case.source.push('\n');
        }
    }
    case
}

/// Writes a case file back, after the oracle has filled in what it prints.
pub fn write(file: &Path, cases: &[Case]) {
    let blocks: Vec<String> = cases
        .iter()
        .map(|case| {
            let standard = case.standard.iter().map(|why| format!("// [standard] {why}\n")).collect::<String>();
            let expected: Vec<String> =
                case.expected.iter().map(|line| format!("//> {line}").trim_end().to_owned()).collect();
            format!("// {}\n{standard}{}{}\n", case.title, case.source, expected.join("\n"))
        })
        .collect();
    std::fs::write(file, blocks.join("\n")).expect("a writable case file");
}
