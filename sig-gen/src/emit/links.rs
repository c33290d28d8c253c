//! `{@link X}` and its kin in documentation: found here, written as each emitter wishes.

use std::borrow::Cow;

/// Replaces links outside of code blocks. `write` gets what a link names and the text it has, if it has one of its own.
pub fn replace<'t>(text: &'t str, write: &mut dyn FnMut(&str, Option<&str>) -> String) -> Cow<'t, str> {
    if !text.contains(START) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    let mut from = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            if !fenced {
                prose(&text[from..at], &mut out, write);
                from = at;
            } else {
                out.push_str(&text[from..at + line.len()]);
                from = at + line.len();
            }
            fenced = !fenced;
        }
        at += line.len();
    }
    match fenced {
        true => out.push_str(&text[from..]),
        false => prose(&text[from..], &mut out, write),
    }
    Cow::Owned(out)
}

const START: &str = "{@link";

/// Text without blocks of code. A link may go on in the next line.
fn prose(text: &str, out: &mut String, write: &mut dyn FnMut(&str, Option<&str>) -> String) {
    let mut rest = text;
    while let Some(at) = rest.find(START) {
        let (before, link) = rest.split_at(at);
        out.push_str(before);
        let inner = link[START.len()..].trim_start_matches("code").trim_start_matches("plain");
        let end =
            inner.find('}').filter(|end| inner.starts_with(char::is_whitespace) && !inner[..*end].contains("\n\n"));
        let Some(end) = end else {
            out.push_str(START);
            rest = &link[START.len()..];
            continue;
        };
        let words: Vec<&str> = inner[..end].split_whitespace().collect();
        let words = words.join(" ");
        let (target, label) = parts(&words);
        out.push_str(&write(target, label));
        rest = &inner[end + 1..];
    }
    out.push_str(rest);
}

/// `X`, `X | text`, `X text`; an address is a target, too.
fn parts(inner: &str) -> (&str, Option<&str>) {
    let (target, label) =
        inner.split_once('|').or_else(|| inner.split_once(char::is_whitespace)).unwrap_or((inner, ""));
    let label = label.trim();
    (target.trim(), (!label.is_empty()).then_some(label))
}

/// Whether a link leads out of the package.
pub fn is_address(target: &str) -> bool {
    target.starts_with("http://") || target.starts_with("https://") || target.starts_with("mailto:")
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = replace(text, &mut |target, label| format!("<{target}={}>", label.unwrap_or("-")));
        assert_eq!(found, expected);
    }

    #[test]
    fn links() {
        check("see {@link Dog}.", "see <Dog=->.");
        check("{@link Dog.bark | the bark} {@linkcode Cat}", "<Dog.bark=the bark> <Cat=->");
        check("{@link https://a.b/c a page}", "<https://a.b/c=a page>");
        check("no {@link end", "no {@link end");
        check("no {@link end\n\n{@link Dog}", "no {@link end\n\n<Dog=->");
        check("see {@link\n   Dog.bark the\n bark}.", "see <Dog.bark=the bark>.");
        check("{@linkcode Dog} {@linkplain Dog | d}{@linked Dog}", "<Dog=-> <Dog=d>{@linked Dog}");
        check("```\n{@link Dog}", "```\n{@link Dog}");
        check("```ts\n{@link Dog}\n```\n{@link Dog}", "```ts\n{@link Dog}\n```\n<Dog=->");
    }
}
