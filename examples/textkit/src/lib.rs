//! Text tools for Python and JavaScript.

mod index;

use std::collections::BTreeMap;

use ffi_core::export::Library;
use ffi_core::typed::{Bytes, Callback, Exception, Promised};
use ffi_macros::{Options, StringEnum, Union, export};

/// How letters are written.
#[derive(Clone, Copy, StringEnum)]
#[ffi(rename_all = "lowercase")]
pub enum Case {
    /// As they are.
    Keep,
    /// Small.
    Lower,
    /// Large.
    Upper,
}

/// How a text is wrapped.
#[derive(Options)]
#[ffi(rename_all = "camelCase", deny_unknown)]
pub struct Layout {
    /// The most letters of a line.
    #[ffi(default = 80)]
    width: usize,
    /// What each line begins with.
    #[ffi(default)]
    prefix: String,
    /// The most lines.
    #[ffi(skip_if_none)]
    max_lines: Option<usize>,
}

/// What is counted.
#[derive(Union)]
pub enum Unit {
    /// Letters.
    #[ffi(rename = "letters")]
    Letters,
    /// Words.
    #[ffi(rename = "words")]
    Words,
    /// Pieces of so many letters.
    Pieces(u32),
}

/// A part of a text.
#[derive(Union)]
#[ffi(tag = "kind", rename_all = "lowercase")]
pub enum Token {
    /// Letters and digits.
    Word {
        /// The letters.
        text: String,
    },
    /// What stands between words.
    Gap,
}

/// Makes a name for an address of a text.
///
/// Letters that are neither letters nor digits become the separator.
#[export(signature = (text, /, *, separator = "-", case = Case::Lower))]
fn slugify(text: &str, separator: &str, case: Case) -> String {
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug = words.join(separator);
    match case {
        Case::Keep => slug,
        Case::Lower => slug.to_lowercase(),
        Case::Upper => slug.to_uppercase(),
    }
}

/// Breaks a text into lines.
#[export(signature = (text, /, **layout))]
fn wrap(text: &str, layout: Layout) -> Result<Vec<String>, Exception> {
    if layout.width == 0 {
        return Err(Exception::value("a line needs room"));
    }
    let mut lines = vec![layout.prefix.clone()];
    for word in text.split_whitespace() {
        let fresh = lines.last().is_some_and(|line| line.len() == layout.prefix.len());
        let length = lines.last().map_or(0, String::len);
        if !fresh && length + 1 + word.len() > layout.width {
            lines.push(layout.prefix.clone() + word);
        } else if let Some(line) = lines.last_mut() {
            if !fresh {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.truncate(layout.max_lines.unwrap_or(usize::MAX));
    Ok(lines)
}

/// Counts.
#[export(signature = (text, unit = Unit::Words, /))]
fn count(text: &str, unit: Unit) -> usize {
    match unit {
        Unit::Letters => text.chars().count(),
        Unit::Words => text.split_whitespace().count(),
        Unit::Pieces(length) => text.chars().count().div_ceil(length.max(1) as usize),
    }
}

/// The parts of a text.
#[export]
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for word in text.split(' ') {
        if !tokens.is_empty() {
            tokens.push(Token::Gap);
        }
        tokens.push(Token::Word { text: word.to_owned() });
    }
    tokens
}

/// Joins texts.
#[export(signature = (first, *rest, separator = ""))]
fn join(first: String, rest: Vec<String>, separator: &str) -> String {
    rest.iter().fold(first, |joined, next| joined + separator + next)
}

/// Applies a function to each word.
#[export(signature = (text, change, /))]
fn map_words(text: &str, change: Callback<(String,), String>) -> Result<String, Exception> {
    let words: Result<Vec<String>, Exception> = text.split(' ').map(|word| change.call((word.to_owned(),))).collect();
    Ok(words?.join(" "))
}

/// The bytes of a text.
#[export(signature = (text, /))]
fn encode(text: &str) -> Bytes {
    text.as_bytes().to_vec().into()
}

/// How often each word is there, of a text that may come later.
#[export(signature = (text, /, *, least = 1))]
async fn frequencies(text: Promised<String>, least: u32) -> Result<BTreeMap<String, u32>, Exception> {
    let mut counts = BTreeMap::new();
    for word in text.await?.split_whitespace() {
        *counts.entry(word.to_owned()).or_insert(0) += 1;
    }
    counts.retain(|_, count| *count >= least);
    Ok(counts)
}

/// What is exported.
fn library() -> Library {
    Library::new("textkit")
        .docs("Text tools for Python and JavaScript.")
        .with::<slugify>()
        .with::<wrap>()
        .with::<count>()
        .with::<tokens>()
        .with::<join>()
        .with::<map_words>()
        .with::<encode>()
        .with::<frequencies>()
        .with::<index::Index>()
}

ffi_core::python_module!(textkit, library);
