//! JSDoc as rustdoc: Markdown stays, what rustdoc reads otherwise is escaped.

use ffi_core::signature::Docs;

/// Writes documentation comments, each line behind `indent`; `fallback` where there is none.
pub fn write(out: &mut String, indent: &str, docs: &Docs, fallback: &str) {
    let text = if docs.text.trim().is_empty() { fallback } else { docs.text.trim() };
    let mut lines = lines(text);
    for parameter in docs.parameters.iter().filter(|parameter| !parameter.text.trim().is_empty()) {
        lines.push(String::new());
        lines.extend(self::lines(&format!("`{}`: {}", parameter.name, parameter.text.trim())));
    }
    if let Some(returns) = docs.returns.as_ref().filter(|returns| !returns.trim().is_empty()) {
        lines.push(String::new());
        lines.extend(self::lines(&format!("Returns {}", returns.trim())));
    }
    for throws in docs.throws.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        lines.push(String::new());
        lines.extend(self::lines(&format!("Throws {throws}")));
    }
    for example in docs.examples.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        lines.push(String::new());
        let code = if example.contains("```") { example.to_owned() } else { format!("```\n{example}\n```") };
        lines.extend(self::lines(&code));
    }
    for line in lines {
        out.push_str(indent);
        out.push_str(if line.is_empty() { "///" } else { "/// " });
        out.push_str(&line);
        out.push('\n');
    }
    if let Some(message) = &docs.deprecated {
        out.push_str(indent);
        match message.split_whitespace().collect::<Vec<_>>().join(" ") {
            empty if empty.is_empty() => out.push_str("#[deprecated]\n"),
            message => out.push_str(&format!("#[deprecated = {message:?}]\n")),
        }
    }
}

fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fenced = false;
    for line in text.lines().map(str::trim_end) {
        let trimmed = line.trim_start();
        lines.push(if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            if fenced { "```text".to_owned() } else { "```".to_owned() }
        } else if fenced {
            line.replace('\t', "    ")
        } else {
            // Four spaces would begin a block of code, which rustdoc takes for Rust.
            let depth = (line.len() - trimmed.len()).min(2);
            format!("{}{}", &"  "[..depth], escaped(trimmed))
        });
    }
    if fenced {
        lines.push("```".to_owned());
    }
    lines
}

/// A line outside of code blocks: brackets that are no links, tags and bare addresses are no markup of rustdoc's.
fn escaped(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    // An odd backtick is a character like any other.
    let mut ticks = line.matches('`').count();
    while let Some(character) = rest.chars().next() {
        if character == '`' {
            if ticks >= 2
                && let Some(end) = rest[1..].find('`')
            {
                out.push_str(&rest[..end + 2]);
                rest = &rest[end + 2..];
                ticks -= 2;
                continue;
            }
            out.push_str("\\`");
        } else if let Some(link) = link(rest) {
            out.push_str(link);
            rest = &rest[link.len()..];
            continue;
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            let end = rest.find(|c: char| c.is_whitespace() || "<>`\"')]}".contains(c)).unwrap_or(rest.len());
            let address = rest[..end].trim_end_matches(['.', ',', ';', ':']);
            out.push_str(&format!("<{address}>"));
            rest = &rest[address.len()..];
            continue;
        } else if matches!(character, '[' | ']' | '<' | '>') {
            out.push('\\');
            out.push(character);
        } else {
            out.push(character);
        }
        rest = &rest[character.len_utf8()..];
    }
    out
}

/// A Markdown link to an address at the start of the text.
fn link(text: &str) -> Option<&str> {
    let middle = text.strip_prefix('[')?.find("](")? + 1;
    let label = &text[1..middle];
    let target = &text[middle + 2..];
    let end = target.find(')')?;
    let is_plain = !label.contains(['[', ']', '<', '>', '`']) && target.starts_with("http");
    (is_plain && !target[..end].contains(char::is_whitespace)).then(|| &text[..middle + 2 + end + 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(lines(text).join("\n"), expected);
    }

    #[test]
    fn markup() {
        check("the [MDN Reference](https://mdn.io/x) of [Foo]", "the [MDN Reference](https://mdn.io/x) of \\[Foo\\]");
        check("see https://mdn.io/x.", "see <https://mdn.io/x>.");
        check("a `Vec<T>` and a <div>", "a `Vec<T>` and a \\<div\\>");
        check("one ` tick", "one \\` tick");
        check("    let x", "  let x");
        check("```ts\nlet x\n```", "```text\nlet x\n```");
        check("```ts\nlet x", "```text\nlet x\n```");
    }
}
