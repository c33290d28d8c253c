//! What Python can write as a name, and the documented spelling of what it cannot.

use std::borrow::Cow;

/// Whether `name` is a keyword of Python. Soft keywords are ordinary names.
pub fn is_keyword(name: &str) -> bool {
    // Asked of every name there is: by length, so that few are compared.
    match name.len() {
        2 => matches!(name, "as" | "if" | "in" | "is" | "or"),
        3 => matches!(name, "and" | "def" | "del" | "for" | "not" | "try"),
        4 => matches!(name, "None" | "True" | "elif" | "else" | "from" | "pass" | "with"),
        5 => matches!(name, "False" | "async" | "await" | "break" | "class" | "raise" | "while" | "yield"),
        6 => matches!(name, "assert" | "except" | "global" | "import" | "lambda" | "return"),
        7 => name == "finally",
        8 => matches!(name, "continue" | "nonlocal"),
        _ => false,
    }
}

/// Which bytes are letters, digits and the underscore of ASCII.
const IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = byte as u8 == b'_' || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Whether Python can write `name` as a name: an identifier that is no keyword.
pub fn is_identifier(name: &str) -> bool {
    let bytes = name.as_bytes();
    if bytes.iter().all(|&byte| IS_WORD[usize::from(byte)]) {
        return bytes.first().is_some_and(|first| !first.is_ascii_digit()) && !is_keyword(name);
    }
    if name.is_ascii() {
        return false;
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
