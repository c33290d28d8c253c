//! `cargo xtask oracle`: the evaluated surface of packages beside what TypeScript's checker says of the same entry points.
//!
//! Both sides write facts, a line each: `category TAB path TAB value` (`sig-gen/examples/facts.rs`, `tests/oracle/facts.mjs`). This
//! room compares them and prints one table; what `tests/oracle/known.tsv` explains is counted apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fmt, fs};

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::process::{capture, command, step};
use crate::setup;
use crate::workspace::{corpus, root};

/// Options of `cargo xtask oracle`.
#[derive(clap::Args)]
pub struct Options {
    /// What to compare, as `sig-gen` takes it: `three`, `@types/node`, `lib:dom`; several separated by commas are one run. Without
    /// any, the corpus.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// The folder whose `node_modules` has them, and a `typescript`.
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// Show so many disagreements of each package and category.
    #[arg(long, default_value_t = 0, value_name = "N")]
    list: usize,
    /// Group disagreements by where the two texts part, and show so many groups of each category, the largest first.
    #[arg(long, default_value_t = 0, value_name = "N")]
    causes: usize,
    /// Show only disagreements of this category.
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    /// Show only disagreements whose path contains this.
    #[arg(long, value_name = "TEXT")]
    grep: Option<String>,
}

/// The entry points of the corpus; those of one line are one run.
pub const CORPUS: [&str; 16] = [
    "lib:dom,lib:es2022",
    "lib:webworker",
    "@types/node",
    "@cloudflare/workers-types",
    "@types/three",
    "@types/d3",
    "@types/react",
    "@types/leaflet",
    "@types/lodash",
    "chart.js",
    "rxjs",
    "zod",
    "hono",
    "openai",
    "pixi.js",
    "monaco-editor",
];

/// The categories in the order of the table, with the least agreement over the corpus in per cent.
const CATEGORIES: [(&str, f64); 12] = [
    ("symbol", 100.0),
    ("member", 100.0),
    (EXTRA, 99.5),
    ("optional", 99.5),
    ("readonly", 99.5),
    ("overloads", 99.5),
    ("arity", 99.5),
    ("options", 99.5),
    ("index", 99.5),
    ("enum", 99.5),
    ("type", 97.0),
    (KEYWORDS, 99.9),
];
/// Names and members that only our side has. Those that only the checker has are missing, and none may be.
const EXTRA: &str = "extra";
/// The property sets of options parameters as lowering made keywords of them: each is a fact of its own, which both sides have.
const KEYWORDS: &str = "keywords";
/// Property sets that our side may have and need not.
const ALLOWED: &str = "#may";
/// A second name of something, and the one under which the checker's side describes it.
const SAME: &str = "#same\t";
/// Where every options parameter has exactly its properties as keywords.
const EXACT: [&str; 3] = ["lib:dom,lib:es2022", "@types/node", "@cloudflare/workers-types"];
/// The least agreement on types in one package.
const TYPES_OF_A_PACKAGE: f64 = 90.0;

type Facts = BTreeMap<(String, String), String>;

/// One fact on which the two sides differ; a side that does not have it is `None`.
struct Disagreement {
    category: String,
    path: String,
    theirs: Option<String>,
    ours: Option<String>,
}

impl Disagreement {
    /// The words in which the two texts differ: what is before and behind them is the same.
    fn cause(&self) -> (String, String) {
        const LONGEST: usize = 60;
        let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
        let (Some(theirs), Some(ours)) = (&self.theirs, &self.ours) else {
            let side = |text: &Option<String>| text.as_deref().map_or_else(|| "(nothing)".to_owned(), cut);
            return (side(&self.theirs), side(&self.ours));
        };
        let words = |text: &str| -> Vec<String> {
            text.split_inclusive(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect()
        };
        let (left, right) = (words(theirs), words(ours));
        let before = left.iter().zip(&right).take_while(|(one, other)| one == other).count();
        let rest = left.len().min(right.len()) - before;
        let behind =
            left.iter().rev().zip(right.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
        let middle = |words: &[String]| cut(words[before..words.len() - behind].concat().trim());
        (middle(&left), middle(&right))
    }
}

/// What one package gave.
#[derive(Default)]
struct Outcome {
    /// Facts of either side, by category.
    facts: BTreeMap<String, usize>,
    /// Of these, those that differ and that nothing explains.
    differ: BTreeMap<String, usize>,
    /// Those that differ and are explained.
    explained: BTreeMap<String, usize>,
    disagreements: Vec<Disagreement>,
    /// Keyword sets of one side only, explained or not.
    extra: usize,
    missing: usize,
}

impl Outcome {
    fn agreement(&self, category: &str) -> Option<f64> {
        let all = *self.facts.get(category)?;
        let count = |counts: &BTreeMap<String, usize>| counts.get(category).copied().unwrap_or(0);
        // What is explained differs all the same.
        let wrong = count(&self.differ) + count(&self.explained);
        Some(100.0 * (all - wrong) as f64 / all as f64)
    }

    fn keywords(&self) -> Keywords {
        let all = self.facts.get(KEYWORDS).copied().unwrap_or(0);
        let (extra, missing) = (self.extra, self.missing);
        Keywords { both: all - extra - missing, theirs: all - extra, ours: all - missing }
    }

    fn add(&mut self, other: &Self) {
        let sides = [(&mut self.facts, &other.facts), (&mut self.differ, &other.differ)];
        for (own, others) in sides.into_iter().chain([(&mut self.explained, &other.explained)]) {
            for (category, count) in others {
                *own.entry(category.clone()).or_default() += count;
            }
        }
    }
}

/// Options parameters: those of both sides with the same properties, and those of either side.
#[derive(Default)]
struct Keywords {
    both: usize,
    theirs: usize,
    ours: usize,
}

impl fmt::Display for Keywords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Rounded down: 100 means all.
        let share =
            |all: usize| if all == 0 { 100.0 } else { (10_000.0 * self.both as f64 / all as f64).floor() / 100.0 };
        write!(formatter, "{:>9}  {:>9.2}  {:>9.2}", self.theirs, share(self.theirs), share(self.ours))
    }
}

/// An entry of `known.tsv`: where the two sides may differ, and why.
struct Known {
    package: String,
    category: String,
    path: String,
    theirs: String,
    ours: String,
    reason: String,
}

/// Compares and prints.
pub fn run_all(options: &Options) -> Result<()> {
    setup::corpus_packages()?;
    let folder = options.root.clone().unwrap_or_else(corpus);
    let names: Vec<String> =
        if options.names.is_empty() { CORPUS.map(str::to_owned).to_vec() } else { options.names.clone() };
    let surface = build()?;
    let known = known()?;
    let mut outcomes = Vec::new();
    let mut used = BTreeMap::new();
    let mut failed = Vec::new();
    for name in &names {
        step(&format!("oracle: {name}"));
        match compare(&surface, &folder, name, &known, &mut used) {
            Ok(outcome) => {
                show(name, &outcome, options);
                outcomes.push((name.clone(), outcome));
            }
            Err(error) => failed.push(format!("{name}: {error:#}")),
        }
    }
    causes(&outcomes, options);
    table(&outcomes);
    keywords(&outcomes);
    explanations(&known, &used);
    if !failed.is_empty() {
        bail!("{}", failed.join("\n"));
    }
    if options.names.is_empty() {
        judge(&outcomes)?;
    }
    Ok(())
}

/// The job of `cargo xtask test`.
pub fn test() -> Result<()> {
    run_all(&Options { names: Vec::new(), root: None, list: 3, causes: 0, category: None, grep: None })
}

/// Builds the program that writes our side's facts.
fn build() -> Result<PathBuf> {
    build::targets(&[])?;
    Ok(build::program("examples/facts", Profile::Dev))
}

fn compare(
    surface: &Path,
    folder: &Path,
    name: &str,
    known: &[Known],
    used: &mut BTreeMap<usize, usize>,
) -> Result<Outcome> {
    let inputs: Vec<&str> = name.split(',').collect();
    let mut own = Command::new(surface);
    own.current_dir(root()).arg(folder).args(&inputs);
    let own = capture(&mut own)?;
    let files: Vec<&str> = own.lines().filter_map(|line| line.strip_prefix("#file\t\t")).collect();
    let mut checker = command("node");
    checker.args(["--max-old-space-size=8192", "tests/oracle/facts.mjs"]);
    // Both sides see the same context.
    if !files.iter().any(|file| file.ends_with("lib.dom.d.ts")) {
        checker.arg("--no-dom");
    }
    if files.iter().any(|file| file.contains("/@types/node/")) {
        checker.arg("--node");
    }
    let theirs = capture(checker.arg(folder).args(&inputs))?;
    let same = theirs.lines().filter_map(|line| line.strip_prefix(SAME)?.split_once('\t')).collect();
    let mut ours = facts(&own, &same);
    let mut theirs = facts(&theirs, &same);
    // What is no offered name is in the output because something offered needs it.
    ours.retain(|(category, path), _| category != KEYWORDS || is_offered(path, &theirs));
    ours.retain(|(category, path), _| {
        let allowed = (ALLOWED.to_owned(), path.clone());
        category != KEYWORDS || theirs.contains_key(&(category.clone(), path.clone())) || !theirs.contains_key(&allowed)
    });
    theirs.retain(|(category, _), _| category != ALLOWED);
    if theirs.is_empty() {
        bail!("the checker says nothing of {name}");
    }
    let mut outcome = Outcome::default();
    let keys: BTreeSet<&(String, String)> = theirs.keys().chain(ours.keys()).collect();
    for key in keys {
        let (category, path) = key;
        let (left, right) = (theirs.get(key), ours.get(key));
        let is_name = matches!(&category[..], "symbol" | "member");
        if is_name {
            *outcome.facts.entry(EXTRA.to_owned()).or_default() += 1;
        }
        let category = if is_name && left.is_none() { EXTRA } else { category };
        *outcome.facts.entry(category.to_owned()).or_default() += usize::from(category != EXTRA);
        if left == right {
            continue;
        }
        outcome.extra += usize::from(category == KEYWORDS && left.is_none());
        outcome.missing += usize::from(category == KEYWORDS && right.is_none());
        let one = Disagreement {
            category: category.to_owned(),
            path: path.clone(),
            theirs: left.cloned(),
            ours: right.cloned(),
        };
        match known.iter().position(|entry| entry.explains(name, &one)) {
            Some(at) => {
                *used.entry(at).or_default() += 1;
                *outcome.explained.entry(category.to_owned()).or_default() += 1;
            }
            None => {
                *outcome.differ.entry(category.to_owned()).or_default() += 1;
                outcome.disagreements.push(one);
            }
        }
    }
    Ok(outcome)
}

fn facts(text: &str, same: &HashMap<&str, &str>) -> Facts {
    let mut facts = Facts::new();
    for line in text.lines() {
        if line.starts_with('#') && !line.starts_with(ALLOWED) {
            continue;
        }
        let mut parts = line.splitn(3, '\t');
        if let (Some(category), Some(path), Some(value)) = (parts.next(), parts.next(), parts.next()) {
            if matches!(category, KEYWORDS | ALLOWED) {
                let path = format!("{} {{ {value} }}", first_name(path, same));
                facts.insert((category.to_owned(), path), String::new());
                continue;
            }
            facts.entry((category.to_owned(), path.to_owned())).or_insert_with(|| value.to_owned());
        }
    }
    facts
}

/// The beginnings of a path that may be names, the shortest first.
fn beginnings(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('.').map(|(at, _)| at).chain([path.len()]).map(|end| &path[..end])
}

fn is_offered(path: &str, facts: &Facts) -> bool {
    let callable = path.split_once(" {").map_or(path, |(callable, _)| callable);
    beginnings(callable).any(|name| facts.contains_key(&("symbol".to_owned(), name.to_owned())))
}

/// A path with the longest name in its beginning that is a second one replaced by the first.
fn first_name(path: &str, same: &HashMap<&str, &str>) -> String {
    let known = beginnings(path).filter_map(|name| Some((name.len(), same.get(name)?))).last();
    known.map_or_else(|| path.to_owned(), |(end, first)| format!("{first}{}", &path[end..]))
}

/// Prints disagreements, spread evenly over the list so that a sample shows the kinds there are.
fn show(name: &str, outcome: &Outcome, options: &Options) {
    for (category, _) in CATEGORIES {
        if options.category.as_deref().is_some_and(|wanted| wanted != category) {
            continue;
        }
        let all: Vec<&Disagreement> = outcome
            .disagreements
            .iter()
            .filter(|one| one.category == category)
            .filter(|one| options.grep.as_deref().is_none_or(|text| one.path.contains(text)))
            .collect();
        let stride = (all.len() / options.list.max(1)).max(1);
        for one in all.iter().step_by(stride).take(options.list) {
            println!("{name}: {category} {}", one.path);
            println!("    checker  {}", one.theirs.as_deref().unwrap_or("(nothing)"));
            println!("    ours     {}", one.ours.as_deref().unwrap_or("(nothing)"));
        }
    }
}

/// Prints disagreements grouped by what stands on either side where the texts part.
fn causes(outcomes: &[(String, Outcome)], options: &Options) {
    if options.causes == 0 {
        return;
    }
    for (category, _) in CATEGORIES {
        if options.category.as_deref().is_some_and(|wanted| wanted != category) {
            continue;
        }
        let mut groups: BTreeMap<(String, String), Vec<(&str, &Disagreement)>> = BTreeMap::new();
        for (name, outcome) in outcomes {
            for one in outcome.disagreements.iter().filter(|one| one.category == category) {
                groups.entry(one.cause()).or_default().push((name, one));
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|(_, list)| std::cmp::Reverse(list.len()));
        for ((theirs, ours), list) in groups.iter().take(options.causes) {
            let (name, example) = list[0];
            println!("{:>7}  {category}: {theirs}  /  {ours}    {name} {}", list.len(), example.path);
        }
    }
}

fn table(outcomes: &[(String, Outcome)]) {
    let mut total = Outcome::default();
    outcomes.iter().for_each(|(_, one)| total.add(one));
    let width = outcomes.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(12);
    print!("\n{:width$}  {:>9}", "agreement, %", "facts");
    CATEGORIES.iter().for_each(|(category, _)| print!("  {category:>9}"));
    println!();
    let all = ("all".to_owned(), total);
    for (name, outcome) in outcomes.iter().chain([&all]) {
        print!("{name:width$}  {:>9}", outcome.facts.values().sum::<usize>());
        for (category, _) in CATEGORIES {
            match outcome.agreement(category) {
                // Rounded down: 100 means all.
                Some(agreement) => print!("  {:>9.2}", (agreement * 100.0).floor() / 100.0),
                None => print!("  {:>9}", ""),
            }
        }
        println!();
    }
    let sum = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>();
    println!("{} disagreements are explained, {} are not", sum(&all.1.explained), sum(&all.1.differ));
}

/// Prints how many of the checker's options parameters have exactly their properties as keywords, and how many of ours are the checker's.
fn keywords(outcomes: &[(String, Outcome)]) {
    let width = outcomes.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(22);
    println!("\n{:width$}  {:>9}  {:>9}  {:>9}", "options parameters", "checker", "recall", "precision");
    let mut sum = Keywords::default();
    for (name, outcome) in outcomes {
        let one = outcome.keywords();
        sum = Keywords { both: sum.both + one.both, theirs: sum.theirs + one.theirs, ours: sum.ours + one.ours };
        println!("{name:width$}  {one}");
    }
    println!("{:width$}  {sum}", "all");
}

fn explanations(known: &[Known], used: &BTreeMap<usize, usize>) {
    for (at, entry) in known.iter().enumerate() {
        if let Some(count) = used.get(&at) {
            println!("{count:>7}  {} {}: {}", entry.package, entry.category, entry.reason);
        }
    }
}

/// Fails when the corpus agrees less than it must.
fn judge(outcomes: &[(String, Outcome)]) -> Result<()> {
    let mut total = Outcome::default();
    outcomes.iter().for_each(|(_, one)| total.add(one));
    let mut faults = Vec::new();
    for (category, least) in CATEGORIES {
        if let Some(agreement) = total.agreement(category)
            && agreement < least
        {
            faults.push(format!("{category}: {agreement:.3} % of the corpus agree, {least} % must"));
        }
    }
    for (name, outcome) in outcomes {
        if let Some(agreement) = outcome.agreement("type")
            && agreement < TYPES_OF_A_PACKAGE
        {
            faults.push(format!("{name}: {agreement:.2} % of the types agree, {TYPES_OF_A_PACKAGE} % must"));
        }
    }
    for (name, outcome) in outcomes.iter().filter(|(name, _)| EXACT.contains(&&**name)) {
        if outcome.agreement(KEYWORDS).is_none_or(|agreement| agreement < 100.0) {
            faults.push(format!("{name}: not every options parameter has exactly its properties as keywords"));
        }
    }
    let unexplained: usize = total.differ.values().sum();
    if unexplained > 0 {
        faults.push(format!("{unexplained} disagreements are not explained in tests/oracle/known.tsv"));
    }
    if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("\n")) }
}

impl Known {
    fn explains(&self, package: &str, one: &Disagreement) -> bool {
        let side = |pattern: &str, text: Option<&String>| match (pattern, text) {
            ("*", _) => true,
            ("-", text) => text.is_none(),
            (pattern, Some(text)) => matches(pattern, text),
            (_, None) => false,
        };
        matches(&self.package, package)
            && matches(&self.category, &one.category)
            && matches(&self.path, &one.path)
            && side(&self.theirs, one.theirs.as_ref())
            && side(&self.ours, one.ours.as_ref())
    }
}

/// Whether a text fits a pattern in which `*` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = pattern.rsplit_once('*').map(|(_, last)| last) else {
        return rest.is_empty();
    };
    let middle: Vec<&str> = parts.collect();
    for part in &middle[..middle.len() - 1] {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn known() -> Result<Vec<Known>> {
    let path = root().join("tests/oracle/known.tsv");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [package, category, path_pattern, theirs, ours, reason] = fields[..] else {
            bail!("{}:{}: six fields separated by tabs are wanted", path.display(), index + 1);
        };
        let text = str::to_owned;
        entries.push(Known {
            package: text(package),
            category: text(category),
            path: text(path_pattern),
            theirs: text(theirs),
            ours: text(ours),
            reason: text(reason),
        });
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a", "a", true),
            ("a", "ab", false),
            ("a*", "ab", true),
            ("*b", "ab", true),
            ("a*c*e", "abcde", true),
            ("a*c*e", "abde", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
