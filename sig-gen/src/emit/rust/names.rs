//! Rust names for JavaScript ones: `snake_case` for functions, the JavaScript name for types, each name once in its scope.

use rustc_hash::FxHashSet;

/// The words that Rust keeps for itself and lets nobody write as `r#word`.
const UNESCAPABLE: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// All other words that need `r#`.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// A name in `snake_case`, without regard to keywords: `innerHTML` is `inner_html`.
pub fn snake(name: &str) -> String {
    let characters: Vec<char> = in_latin(name).chars().collect();
    let mut out = String::new();
    for (index, &character) in characters.iter().enumerate() {
        if !is_part(character) {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        if character == '_' && out.ends_with('_') && out.contains(|before| before != '_') {
            continue;
        }
        if character.is_uppercase() {
            let before = index.checked_sub(1).map(|before| characters[before]);
            let after = characters.get(index + 1);
            let begins = before.is_some_and(|before| before.is_lowercase() || before.is_ascii_digit());
            let ends_run = before.is_some_and(char::is_uppercase) && after.is_some_and(|after| after.is_lowercase());
            if (begins || ends_run) && !out.ends_with('_') {
                out.push('_');
            }
            out.extend(character.to_lowercase());
        } else {
            out.push(character);
        }
    }
    let trimmed = out.trim_end_matches('_');
    started(if trimmed.is_empty() { &out } else { trimmed })
}

/// A name in `snake_case` behind a word: `set` and `_value` are `set_value`.
pub fn behind(word: &str, name: &str) -> String {
    format!("{word}_{}", snake(name).trim_start_matches('_'))
}

/// A name for a type or variant: the JavaScript name with a capital, `no-cors` is `NoCors`.
pub fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut begins = true;
    for character in in_latin(name).chars() {
        if !is_part(character) || (character == '_' && out.is_empty()) {
            begins = true;
        } else if begins {
            out.extend(character.to_uppercase());
            begins = false;
        } else {
            out.push(character);
        }
    }
    let out = started(if out.is_empty() && name.is_empty() { "Empty" } else { &out });
    if UNESCAPABLE.contains(&out.as_str()) { out + "_" } else { out }
}

/// A name in `snake_case` as `camelCase`. Constants stay.
pub fn lower_camel(name: &str) -> String {
    if name.chars().all(|character| !character.is_lowercase()) {
        return name.to_owned();
    }
    let mut out = String::new();
    for (index, part) in name.split('_').enumerate() {
        let mut characters = part.chars();
        match characters.next() {
            Some(first) if index > 0 && !out.is_empty() => out.extend(first.to_uppercase().chain(characters)),
            Some(_) => out.push_str(part),
            None => {}
        }
    }
    started(&out)
}

fn is_part(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// Whether rustc takes a character in names without a word. Letters of other scripts than the Latin may look like those, and a crate must not have both.
fn is_plain(character: char) -> bool {
    match character {
        // Signs, and letters that are spelled otherwise when normalized.
        '×' | '÷' | 'ı' | 'Ĳ' | 'ĳ' | 'Ŀ' | 'ŀ' | 'ŉ' | 'ſ' => false,
        'À'..='ſ' => true,
        other => other.is_ascii(),
    }
}

/// A name that rustc takes: a letter of another script is its number, `φ` is `u3c6`.
fn in_latin(name: &str) -> std::borrow::Cow<'_, str> {
    if name.chars().all(|character| is_plain(character) || !is_part(character)) {
        return name.into();
    }
    let mut out = String::new();
    for character in name.chars() {
        match character {
            letter if is_part(letter) && !is_plain(letter) => out.push_str(&format!("u{:x}", u32::from(letter))),
            other => out.push(other),
        }
    }
    out.into()
}

fn started(name: &str) -> String {
    match name.chars().next() {
        None => "_empty".into(),
        Some(first) if first.is_numeric() => format!("_{name}"),
        Some(_) if name == "_" => "__".into(),
        Some(_) => name.to_owned(),
    }
}

/// The name as it is written in code.
pub fn written(name: &str) -> String {
    if UNESCAPABLE.contains(&name) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// The names that are taken in one scope.
#[derive(Debug, Default)]
pub struct Names(FxHashSet<String>);

impl Names {
    /// Takes a name, or the nearest that is free: with underscores at its end.
    pub fn take(&mut self, name: impl Into<String>) -> String {
        let mut name = name.into();
        while !self.0.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    /// Whether the name is free.
    pub fn is_free(&self, name: &str) -> bool {
        !self.0.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected_snake: &str, expected_camel: &str) {
        assert_eq!((snake(name).as_str(), camel(name).as_str()), (expected_snake, expected_camel));
    }

    #[test]
    fn spellings() {
        check("innerHTML", "inner_html", "InnerHTML");
        check("getElementById", "get_element_by_id", "GetElementById");
        check("toISOString", "to_iso_string", "ToISOString");
        check("URLSearchParams", "url_search_params", "URLSearchParams");
        check("getInt8", "get_int8", "GetInt8");
        check("sha256Sum", "sha256_sum", "Sha256Sum");
        check("no-cors", "no_cors", "NoCors");
        check("2d", "_2d", "_2d");
        check("$el", "el", "El");
        check("", "_empty", "Empty");
        check("MAX_VALUE", "max_value", "MAX_VALUE");
        check("_private", "_private", "Private");
        check("__a__bC_", "__a_b_c", "A__bC_");
        check("größe", "größe", "Größe");
        check("φ", "u3c6", "U3c6");
        check("fｰn", "fuff70n", "Fuff70n");
    }

    #[test]
    fn keywords() {
        assert_eq!([written("type"), written("self"), written("name")], ["r#type", "self_", "name"]);
    }
}
