//! JSDoc comments to documentation.

use ffi_core::signature::{Docs, ParameterDocs};

/// What the tag being read belongs to.
enum Section {
    Text,
    Parameter,
    Returns,
    Throws,
    Example,
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
            "throws" | "throw" | "exception" => {
                docs.throws.push(thrown(rest));
                Section::Throws
            }
            "example" => {
                docs.examples.push(without_caption(rest).to_owned());
                Section::Example
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
    docs.throws.iter_mut().chain(&mut docs.examples).for_each(trim);
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
        Section::Throws => docs.throws.last_mut(),
        Section::Example => docs.examples.last_mut(),
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

/// `<caption>Text</caption>` of an example is its text.
fn without_caption(text: &str) -> &str {
    text.strip_prefix("<caption>")
        .map_or(text, |rest| rest.split_once("</caption>").map_or(rest, |(caption, _)| caption))
}

/// A type in braces in front is the declaration's to say.
fn without_type(text: &str) -> &str {
    typed(text).map_or(text, |(_, rest)| rest)
}

/// `{Error} text` is `Error: text`.
fn thrown(text: &str) -> String {
    match typed(text) {
        Some((ty, "")) => ty.to_owned(),
        Some((ty, rest)) => format!("{ty}: {rest}"),
        None => text.to_owned(),
    }
}

/// A type in braces and what follows it; `{@link X}` is none.
fn typed(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('{').filter(|rest| !rest.starts_with('@'))?;
    let mut depth = 1;
    for (index, character) in rest.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let text = rest[index + 1..].trim_start();
            return Some((rest[..index].trim(), text.strip_prefix("- ").unwrap_or(text)));
        }
    }
    None
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
            "/**\n * The **`x()`** method.\n *\n * More.\n * @param {string} name - What it\n *   is called.\n * @returns A thing.\n * @deprecated use y\n * @throws {Error} When it\n *   fails.\n * @example\n * ```ts\n * @decorated\n * f();\n * ```\n * @default 3\n * @see z\n */",
        );
        assert_eq!(docs.text, "The **`x()`** method.\n\nMore.\n\n@see z".replace("\n\n@see", "\n@see"));
        assert_eq!(docs.parameters[0].name, "name");
        assert_eq!(docs.parameters[0].text, "What it\n  is called.");
        assert_eq!(docs.returns.as_deref(), Some("A thing."));
        assert_eq!(docs.deprecated.as_deref(), Some("use y"));
        assert_eq!(docs.throws, ["Error: When it\n  fails."]);
        assert_eq!(docs.examples, ["```ts\n@decorated\nf();\n```"]);
        assert_eq!(docs.default.as_deref(), Some("3"));
    }

    #[test]
    fn reads_one_line() {
        assert_eq!(parse("/** Yes. */").text, "Yes.");
    }
}
