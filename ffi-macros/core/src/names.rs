//! Names: spellings of both languages, the rules of `rename_all`, the nearest name.

use proc_macro2::Ident;

/// Python's keywords: a name that is one is written with an underscore behind it.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// A name on each side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// In JavaScript.
    pub javascript: String,
    /// In Python.
    pub python: String,
}

/// A rule of `rename_all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// As written.
    None,
    /// `lowercase`
    Lower,
    /// `UPPERCASE`
    Upper,
    /// `PascalCase`
    Pascal,
    /// `camelCase`
    Camel,
    /// `snake_case`
    Snake,
    /// `SCREAMING_SNAKE_CASE`
    Screaming,
    /// `kebab-case`
    Kebab,
}

/// The rules by name.
pub const RULES: [(&str, Rule); 7] = [
    ("lowercase", Rule::Lower),
    ("UPPERCASE", Rule::Upper),
    ("PascalCase", Rule::Pascal),
    ("camelCase", Rule::Camel),
    ("snake_case", Rule::Snake),
    ("SCREAMING_SNAKE_CASE", Rule::Screaming),
    ("kebab-case", Rule::Kebab),
];

impl Name {
    /// One spelling for both, where Python can write it.
    pub fn new(text: impl Into<String>) -> Self {
        let javascript = text.into();
        let python = python_spelling(&javascript);
        Self { javascript, python }
    }

    /// The name of an identifier by a rule. The rule is JavaScript's and Python's alike: a record has one spelling.
    pub fn of(ident: &Ident, rule: Rule) -> Self {
        Self::new(rule.apply(&plain(ident)))
    }
}

/// The text of an identifier without `r#`.
pub fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

/// The spelling that Python can write.
pub fn python_spelling(name: &str) -> String {
    let mut text: String = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    if text.starts_with(|letter: char| letter.is_numeric()) {
        text.insert(0, '_');
    }
    if KEYWORDS.contains(&text.as_str()) {
        text.push('_');
    }
    text
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl Rule {
    /// Applies the rule to an identifier of any usual Rust style.
    pub fn apply(self, name: &str) -> String {
        if self == Self::None {
            return name.to_owned();
        }
        let words = words(name);
        match self {
            Self::None => name.to_owned(),
            Self::Lower => words.concat(),
            Self::Upper => words.concat().to_uppercase(),
            Self::Pascal => words.iter().map(|word| capitalized(word)).collect(),
            Self::Camel => {
                let rest = words.iter().skip(1).map(|word| capitalized(word));
                words.first().cloned().into_iter().chain(rest).collect()
            }
            Self::Snake => words.join("_"),
            Self::Screaming => words.join("_").to_uppercase(),
            Self::Kebab => words.join("-"),
        }
    }
}

/// The words of an identifier, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous_is_lower = false;
    let mut fresh = true;
    for letter in name.chars() {
        if letter == '_' {
            fresh = true;
            continue;
        }
        if fresh || (letter.is_uppercase() && previous_is_lower) {
            words.push(String::new());
        }
        fresh = false;
        previous_is_lower = letter.is_lowercase() || letter.is_numeric();
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

/// The candidate nearest to a name, when one is near: at most a third of its letters differ.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        let limit = (wanted.len().max(letters.len()) / 3).max(1);
        let distance = distance(&wanted, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many insertions, deletions, substitutions and swaps of neighbours lead from one to the other.
fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut rows: Vec<Vec<usize>> = vec![(0..width).collect()];
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1; width];
        for (j, b) in right.iter().enumerate() {
            row[j + 1] = (rows[i][j] + usize::from(a != b)).min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                row[j + 1] = row[j + 1].min(rows[i - 1][j - 1] + 1);
            }
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}
