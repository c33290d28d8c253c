//! What Python can write as a name, and the documented spelling of what it cannot.

use std::borrow::Cow;

/// Hard keywords of Python, sorted.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Whether `name` is a keyword of Python.
pub fn is_keyword(name: &str) -> bool {
    name.len() <= 8 && KEYWORDS.binary_search(&name).is_ok()
}

/// Whether Python can write `name` as a name: an identifier that is no keyword.
pub fn is_identifier(name: &str) -> bool {
    if name.is_ascii() {
        let bytes = name.as_bytes();
        return bytes.first().is_some_and(|first| *first == b'_' || first.is_ascii_alphabetic())
            && bytes.iter().all(|byte| *byte == b'_' || byte.is_ascii_alphanumeric())
            && !is_keyword(name);
    }
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && characters.all(|character| character == '_' || character.is_alphanumeric())
        && !is_keyword(name)
}

/// The spelling of `name` in Python: keywords get a final underscore, other characters become underscores, a leading
/// digit gets one in front.
pub fn identifier(name: &str) -> Cow<'_, str> {
    if is_identifier(name) {
        return Cow::Borrowed(name);
    }
    if is_keyword(name) {
        return Cow::Owned(format!("{name}_"));
    }
    let mut spelled: String =
        name.chars().map(|character| if character.is_alphanumeric() { character } else { '_' }).collect();
    if !spelled.starts_with(|first: char| first == '_' || first.is_alphabetic()) {
        spelled.insert(0, '_');
    }
    Cow::Owned(spelled)
}

/// The special method that stands for a well-known symbol (`Symbol.iterator`).
pub fn dunder_of_symbol(js: &str) -> Option<&'static str> {
    match js.strip_prefix("Symbol.").unwrap_or(js) {
        "iterator" => Some("__iter__"),
        "asyncIterator" => Some("__aiter__"),
        _ => None,
    }
}
