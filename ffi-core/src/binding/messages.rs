//! Every text that a refused call shows. The pure Python binder has the same file (`_messages.py`); the tests of the hosts
//! compare the two.

/// `F() got an unexpected keyword argument 'x'. Did you mean 'y'?`
pub fn unexpected_keyword(function: &str, keyword: &str, suggestion: Option<&str>) -> String {
    match suggestion {
        Some(near) => format!("{function}() got an unexpected keyword argument '{keyword}'. Did you mean '{near}'?"),
        None => format!("{function}() got an unexpected keyword argument '{keyword}'"),
    }
}

/// `F() takes from 1 to 2 positional arguments but 3 were given`
pub fn too_many_positional(function: &str, least: usize, most: usize, given: usize) -> String {
    let takes = if least < most { format!("from {least} to {most}") } else { most.to_string() };
    let noun = if most == 1 { "argument" } else { "arguments" };
    let were = if given == 1 { "was" } else { "were" };
    format!("{function}() takes {takes} positional {noun} but {given} {were} given")
}

/// `F() missing 2 required positional arguments: 'a' and 'b'`
pub fn missing_positional(function: &str, names: &[String]) -> String {
    missing(function, "positional", names)
}

/// `F() missing 1 required keyword-only argument: 'x'`
pub fn missing_keywords(function: &str, names: &[String]) -> String {
    missing(function, "keyword-only", names)
}

fn missing(function: &str, kind: &str, names: &[String]) -> String {
    let count = names.len();
    let noun = if count == 1 { "argument" } else { "arguments" };
    format!("{function}() missing {count} required {kind} {noun}: {}", conjunction(names))
}

/// `F() got both an options object and keyword arguments: 'status'`
pub fn options_and_keywords(function: &str, keywords: &[String]) -> String {
    let names: Vec<String> = keywords.iter().map(|name| format!("'{name}'")).collect();
    format!("{function}() got both an options object and keyword arguments: {}", names.join(", "))
}

/// `F() got both spellings of keyword argument 'statusText'`
pub fn keyword_twice(function: &str, keyword: &str) -> String {
    format!("{function}() got both spellings of keyword argument '{keyword}'")
}

/// `F(): headers["x"] must be str, not int`
pub fn wrong_type(function: &str, path: &str, expected: &str, actual: &str) -> String {
    format!("{function}(): {path} must be {expected}, not {actual}")
}

/// `F(): size is too large for a JavaScript number`
pub fn integer_too_large(function: &str, path: &str) -> String {
    format!("{function}(): {path} is too large to be an exact JavaScript number")
}

/// `F() has no signature`
pub fn no_layout(function: &str) -> String {
    format!("{function}() has no signature")
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`: as CPython lists missing arguments.
fn conjunction(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}

/// `str`, `str or URL`, `str, Request or URL`: the members of a union in words.
pub fn alternatives(words: &[String]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}
