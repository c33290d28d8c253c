//! The coverage report as text for people and as JSON for programs. The same bytes for the same input.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use super::{Construct, Coverage, Degradation, FileCoverage, Tally};
use crate::diagnostics::Span;
use crate::source::SourceMap;

/// The version of the JSON form.
pub const REPORT_VERSION: u32 = 1;

/// How many of the parts that one place degrades are written in the text form.
const OWNERS_SHOWN: usize = 3;

/// The line that ends a run: `12,104 members, 12,081 exact, 23 degraded`.
pub fn summary(coverage: &Coverage) -> String {
    let Tally { total, degraded } = coverage.members;
    let exact = coverage.members.exact();
    format!("{} members, {} exact, {} degraded", grouped(total), grouped(exact), grouped(degraded))
}

/// A number of things: `1 class`, `12 classes`.
fn counted(number: usize, plural: &str) -> String {
    let word = match plural {
        _ if number != 1 => plural,
        "classes" => "class",
        "aliases" => "alias",
        _ => plural.strip_suffix('s').unwrap_or(plural),
    };
    format!("{} {word}", grouped(number))
}

/// A number with its thousands apart.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The report of one run.
pub struct Report<'r> {
    /// The module's name.
    pub module: &'r str,
    /// What to report.
    pub coverage: &'r Coverage,
    /// The texts that places point into.
    pub sources: &'r SourceMap,
    /// The folder that paths are written relative to.
    pub root: &'r Path,
    /// How often the stub ignores each rule of each type checker; nothing when there is no stub.
    pub ignores: Option<BTreeMap<String, usize>>,
}

#[derive(Serialize)]
struct Document<'r> {
    schema_version: u32,
    module: &'r str,
    files: usize,
    symbols: usize,
    symbols_by_kind: BTreeMap<&'static str, Numbers>,
    members: Numbers,
    signatures: usize,
    overloaded: usize,
    options_parameters: usize,
    keywords: usize,
    packages: Vec<Unit>,
    modules: Vec<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ignores: Option<&'r BTreeMap<String, usize>>,
    degradations_by_construct: BTreeMap<&'static str, usize>,
    degradations: Vec<Entry<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    name_collisions: Vec<CollisionEntry<'r>>,
}

#[derive(Serialize)]
struct CollisionEntry<'r> {
    name: &'r str,
    spelling: &'r str,
}

#[derive(Serialize)]
struct Numbers {
    total: usize,
    exact: usize,
    degraded: usize,
}

/// A package, or a file.
#[derive(Serialize)]
struct Unit {
    name: String,
    symbols: usize,
    members: Numbers,
    signatures: usize,
}

#[derive(Serialize)]
struct Entry<'r> {
    code: &'static str,
    reason: &'r str,
    file: String,
    line: usize,
    column: usize,
    degrades: Vec<&'r str>,
}

impl From<Tally> for Numbers {
    fn from(tally: Tally) -> Self {
        Self { total: tally.total, exact: tally.exact(), degraded: tally.degraded }
    }
}

impl Report<'_> {
    /// The JSON form, one trailing newline.
    pub fn json(&self) -> String {
        let coverage = self.coverage;
        let mut by_construct = BTreeMap::new();
        for degradation in &coverage.degradations {
            *by_construct.entry(degradation.construct.code()).or_insert(0) += 1;
        }
        let document = Document {
            schema_version: REPORT_VERSION,
            module: self.module,
            files: coverage.files,
            symbols: coverage.items,
            symbols_by_kind: coverage.kinds.iter().map(|(kind, tally)| (*kind, (*tally).into())).collect(),
            members: coverage.members.into(),
            signatures: coverage.signatures,
            overloaded: coverage.overloaded,
            options_parameters: coverage.options,
            keywords: coverage.keywords,
            packages: units(self.packages()),
            modules: units(self.files()),
            ignores: self.ignores.as_ref(),
            degradations_by_construct: by_construct,
            degradations: self.sorted().into_iter().map(|one| self.entry(one)).collect(),
            name_collisions: coverage
                .collisions
                .iter()
                .map(|one| CollisionEntry { name: &one.name, spelling: &one.spelling })
                .collect(),
        };
        // Numbers and texts always have a JSON form.
        let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The text form: numbers, then degradations by reason, those that are most frequent first.
    pub fn text(&self) -> String {
        let coverage = self.coverage;
        let mut text = String::new();
        let _ = writeln!(text, "{}: {}", self.module, summary(coverage));
        let _ = writeln!(text);
        let kinds: Vec<String> = coverage.kinds.iter().map(|(kind, tally)| counted(tally.total, kind)).collect();
        for (label, number, note) in [
            ("files", coverage.files, String::new()),
            ("symbols", coverage.items, kinds.join(", ")),
            ("members", coverage.members.total, format!("{} exact", grouped(coverage.members.exact()))),
            ("signatures", coverage.signatures, format!("{} overloaded", counted(coverage.overloaded, "functions"))),
            ("options", coverage.options, counted(coverage.keywords, "keywords")),
        ] {
            let line = format!("{label:<12}{:>9}  {note}", grouped(number));
            let _ = writeln!(text, "{}", line.trim_end());
        }
        if let Some(ignores) = &self.ignores {
            let rules: Vec<String> =
                ignores.iter().map(|(rule, number)| format!("{rule} {}", grouped(*number))).collect();
            let line = format!("{:<12}{:>9}  {}", "ignores", grouped(ignores.values().sum()), rules.join(", "));
            let _ = writeln!(text, "{}", line.trim_end());
        }
        self.table(&mut text, "package", &self.packages());
        let files = self.files();
        if files.len() > 1 {
            self.table(&mut text, "module", &files);
        }
        self.degradations(&mut text);
        if !coverage.collisions.is_empty() {
            let _ = writeln!(
                text,
                "\n{} without a second spelling, which something else has",
                counted(coverage.collisions.len(), "names")
            );
            for one in &coverage.collisions {
                let _ = writeln!(text, "    {}  {}", one.name, one.spelling);
            }
        }
        text
    }

    fn table(&self, text: &mut String, title: &str, rows: &BTreeMap<String, FileCoverage>) {
        let width = rows.keys().map(|name| name.chars().count()).chain([title.len()]).max().unwrap_or(0);
        let _ = writeln!(text, "\n{title:<width$}  symbols  signatures  members    exact  degraded");
        for (name, row) in rows {
            let _ = writeln!(
                text,
                "{name:<width$}  {:>7}  {:>10}  {:>7}  {:>7}  {:>8}",
                grouped(row.items),
                grouped(row.signatures),
                grouped(row.members.total),
                grouped(row.members.exact()),
                grouped(row.members.degraded)
            );
        }
    }

    fn degradations(&self, text: &mut String) {
        let mut groups: BTreeMap<(Construct, &str), Vec<&Degradation>> = BTreeMap::new();
        for degradation in self.sorted() {
            groups.entry((degradation.construct, &degradation.reason)).or_default().push(degradation);
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        let parts = |list: &[&Degradation]| list.iter().map(|one| one.owners.len()).sum::<usize>();
        groups.sort_by_key(|(_, list)| std::cmp::Reverse((parts(list), list.len())));
        for ((construct, reason), list) in groups {
            let _ = writeln!(text, "\n{}  {}: {reason}", grouped(parts(&list)), construct.code());
            for degradation in list {
                let (file, line, column) = self.place(degradation.span);
                let shown: Vec<&str> =
                    degradation.owners.iter().take(OWNERS_SHOWN).map(|owner| one_line(&owner.path)).collect();
                let more = degradation.owners.len() - shown.len();
                let more = if more > 0 { format!(", and {} more", grouped(more)) } else { String::new() };
                let _ = writeln!(text, "    {file}:{line}:{column}  {}{more}", shown.join(", "));
            }
        }
    }

    /// By path and place: file ids depend on the order in which files were found.
    fn sorted(&self) -> Vec<&Degradation> {
        let mut list: Vec<&Degradation> = self.coverage.degradations.iter().collect();
        list.sort_by_cached_key(|one| (self.path(one.span), one.span.start, one.span.end, one.construct, &one.reason));
        list
    }

    fn entry<'e>(&self, degradation: &'e Degradation) -> Entry<'e> {
        let (file, line, column) = self.place(degradation.span);
        let degrades = degradation.owners.iter().map(|owner| owner.path.as_str()).collect();
        let code = degradation.construct.code();
        Entry { code, reason: &degradation.reason, file, line, column, degrades }
    }

    fn place(&self, span: Span) -> (String, usize, usize) {
        let (line, column) = self.sources.position(span);
        (self.path(span), line, column)
    }

    fn path(&self, span: Span) -> String {
        shown_path(self.sources.path(span.file), self.root)
    }

    fn files(&self) -> BTreeMap<String, FileCoverage> {
        self.grouped_by(|path| path)
    }

    fn packages(&self) -> BTreeMap<String, FileCoverage> {
        self.grouped_by(|path| package(&path).unwrap_or("(project)").to_owned())
    }

    fn grouped_by(&self, name: impl Fn(String) -> String) -> BTreeMap<String, FileCoverage> {
        let mut units: BTreeMap<String, FileCoverage> = BTreeMap::new();
        for (&file, row) in &self.coverage.by_file {
            let unit = units.entry(name(shown_path(self.sources.path(file), self.root))).or_default();
            unit.items += row.items;
            unit.signatures += row.signatures;
            unit.members.total += row.members.total;
            unit.members.degraded += row.members.degraded;
        }
        units
    }
}

fn units(rows: BTreeMap<String, FileCoverage>) -> Vec<Unit> {
    let unit = |(name, row): (String, FileCoverage)| Unit {
        name,
        symbols: row.items,
        members: row.members.into(),
        signatures: row.signatures,
    };
    rows.into_iter().map(unit).collect()
}

/// A path as a report has it: relative to the root, or from the outermost `node_modules` on, so that it is the same on
/// every machine.
fn shown_path(path: &Path, root: &Path) -> String {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let relative = path.strip_prefix(root).or_else(|_| path.strip_prefix(&absolute)).unwrap_or(path);
    let text = relative.to_string_lossy().replace('\\', "/");
    match text.find("/node_modules/") {
        Some(at) if relative.is_absolute() => text[at + 1..].to_owned(),
        _ => text,
    }
}

/// The package that a path lies in.
fn package(path: &str) -> Option<&str> {
    let at = path.rfind("node_modules/")? + "node_modules/".len();
    let rest = &path[at..];
    let parts = if rest.starts_with('@') { 2 } else { 1 };
    let end = rest.match_indices('/').nth(parts - 1).map_or(rest.len(), |(end, _)| end);
    Some(&rest[..end])
}

/// The part of a text before a line break.
fn one_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (12_104, "12,104"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn packages_of_paths() {
        for (path, expected) in [
            ("src/a.d.ts", None),
            ("node_modules/three/index.d.ts", Some("three")),
            ("node_modules/@types/three/src/a.d.ts", Some("@types/three")),
            ("node_modules/a/node_modules/b/index.d.ts", Some("b")),
        ] {
            assert_eq!(package(path), expected, "{path}");
        }
    }
}
