//! JSDoc comments to documentation.

use ffi_core::signature::{Docs, ParameterDocs};

/// What the tag being read belongs to.
enum Section {
    Text,
    Parameter,
    Returns,
    Deprecated,
    Default,
}

/// Reads the text of one `/** */` comment, delimiters included.
pub fn parse(comment: &str) -> Docs {
    let body = comment.strip_prefix("/**").unwrap_or(comment);
    let body = body.strip_suffix("*/").unwrap_or(body);
    let mut docs = Docs::default();
    docs.text.reserve(body.len());
    let mut section = Section::Text;
    let mut fenced = false;
    for (index, line) in body.lines().enumerate() {
        let line = trim_end(if index == 0 { trim_start(line) } else { without_star(line) });
        let trimmed = trim_start(line);
        let begins_with = trimmed.as_bytes().first();
        if begins_with == Some(&b'`') && trimmed.starts_with("```") {
            fenced = !fenced;
        }
        let tag = if begins_with == Some(&b'@') && !fenced { trimmed.get(1..) } else { None };
        let Some(tag) = tag else {
            continue_section(&mut docs, &section, line);
            continue;
        };
        let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let rest = rest.trim();
        section = match name {
            "param" | "arg" | "argument" => {
                docs.parameters.push(parameter(rest));
                Section::Parameter
            }
            "returns" | "return" => {
                docs.returns = Some(without_type(rest).to_owned());
                Section::Returns
            }
            "deprecated" => {
                docs.deprecated = Some(rest.to_owned());
                Section::Deprecated
            }
            "default" | "defaultValue" | "defaultvalue" => {
                docs.default = Some(rest.to_owned());
                Section::Default
            }
            "description" | "summary" | "remarks" => {
                continue_section(&mut docs, &Section::Text, rest);
                Section::Text
            }
            _ => {
                continue_section(&mut docs, &Section::Text, line.trim_start());
                Section::Text
            }
        };
    }
    trim(&mut docs.text);
    for text in [&mut docs.returns, &mut docs.deprecated, &mut docs.default].into_iter().flatten() {
        trim(text);
    }
    for parameter in &mut docs.parameters {
        trim(&mut parameter.text);
    }
    docs
}

fn without_star(line: &str) -> &str {
    let trimmed = trim_start(line);
    match trimmed.as_bytes() {
        [b'*', b' ', ..] => &trimmed[2..],
        [b'*', ..] => &trimmed[1..],
        _ => trimmed,
    }
}

/// As [`str::trim_start`]: nearly all text begins with letters of ASCII, behind spaces.
fn trim_start(text: &str) -> &str {
    let spaces = text.bytes().take_while(|byte| *byte == b' ').count();
    let rest = &text[spaces..];
    if rest.as_bytes().first().is_some_and(u8::is_ascii_graphic) { rest } else { rest.trim_start() }
}

/// As [`str::trim_end`].
fn trim_end(text: &str) -> &str {
    if text.as_bytes().last().is_some_and(u8::is_ascii_graphic) { text } else { text.trim_end() }
}

fn continue_section(docs: &mut Docs, section: &Section, line: &str) {
    let text = match section {
        Section::Text => Some(&mut docs.text),
        Section::Parameter => docs.parameters.last_mut().map(|one| &mut one.text),
        Section::Returns => docs.returns.as_mut(),
        Section::Deprecated => docs.deprecated.as_mut(),
        Section::Default => docs.default.as_mut(),
    };
    if let Some(text) = text {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
}

/// `{string} name - text`, `[name=default] text`, `name text`.
fn parameter(rest: &str) -> ParameterDocs {
    let rest = without_type(rest);
    let (name, text) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let name = name.split('=').next().unwrap_or(name);
    let text = text.trim_start();
    let text = text.strip_prefix('-').unwrap_or(text).trim_start();
    ParameterDocs { name: name.to_owned(), text: text.to_owned() }
}

fn without_type(text: &str) -> &str {
    let Some(rest) = text.strip_prefix('{') else {
        return text;
    };
    let mut depth = 1;
    for (index, character) in rest.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return rest[index + 1..].trim_start();
        }
    }
    text
}

fn trim(text: &mut String) {
    text.truncate(text.trim_end().len());
    let start = text.len() - text.trim_start_matches('\n').len();
    if start > 0 {
        text.drain(..start);
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_text_and_tags() {
        let docs = parse(
            "/**\n * The **`x()`** method.\n *\n * More.\n * @param {string} name - What it\n *   is called.\n * @returns A thing.\n * @deprecated use y\n * @default 3\n * @see z\n */",
        );
        assert_eq!(docs.text, "The **`x()`** method.\n\nMore.\n\n@see z".replace("\n\n@see", "\n@see"));
        assert_eq!(docs.parameters[0].name, "name");
        assert_eq!(docs.parameters[0].text, "What it\n  is called.");
        assert_eq!(docs.returns.as_deref(), Some("A thing."));
        assert_eq!(docs.deprecated.as_deref(), Some("use y"));
        assert_eq!(docs.default.as_deref(), Some("3"));
    }

    #[test]
    fn reads_one_line() {
        assert_eq!(parse("/** Yes. */").text, "Yes.");
    }
}
