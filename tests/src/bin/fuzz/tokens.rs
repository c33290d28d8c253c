//! A text as tokens, roughly: words, numbers, strings, operators, with the white space before them.

/// Cuts a text; the tokens together are the text.
pub fn split(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        at = end(bytes, at);
        while !text.is_char_boundary(at) {
            at += 1;
        }
        tokens.push(&text[start..at]);
        start = at;
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

fn end(bytes: &[u8], start: usize) -> usize {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80;
    match bytes[start] {
        byte if is_word(byte) => {
            bytes[start..].iter().position(|&byte| !is_word(byte)).map_or(bytes.len(), |n| start + n)
        }
        quote @ (b'"' | b'\'') => {
            let rest = &bytes[start + 1..];
            rest.iter().position(|&byte| byte == quote || byte == b'\n').map_or(bytes.len(), |n| start + n + 2)
        }
        b'/' if bytes.get(start + 1) == Some(&b'*') => {
            bytes[start..].windows(2).skip(2).position(|two| two == b"*/").map_or(bytes.len(), |n| start + n + 4)
        }
        b'/' if bytes.get(start + 1) == Some(&b'/') => {
            bytes[start..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |n| start + n)
        }
        b'.' if bytes[start..].starts_with(b"...") => start + 3,
        b'=' if bytes.get(start + 1) == Some(&b'>') => start + 2,
        _ => start + 1,
    }
    .min(bytes.len())
}

/// Whether a token is a word.
pub fn is_word(token: &str) -> bool {
    token.trim_start().starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

/// The names that a text declares.
pub fn declared(tokens: &[&str]) -> Vec<String> {
    const HEADS: [&str; 9] = ["interface", "type", "class", "enum", "namespace", "module", "function", "const", "var"];
    let mut names: Vec<String> = tokens
        .windows(2)
        .filter(|two| HEADS.contains(&two[0].trim()) && is_word(two[1]))
        .map(|two| two[1].trim().to_owned())
        .collect();
    names.sort();
    names.dedup();
    names
}
