//! `{@link X}` and its kin in documentation: found here, written as each emitter wishes.

use std::borrow::Cow;

/// Replaces links outside of code blocks. `write` gets what a link names and the text it has, if it has one of its own.
pub fn replace<'t>(text: &'t str, write: &mut dyn FnMut(&str, Option<&str>) -> String) -> Cow<'t, str> {
    const TAGS: [&str; 3] = ["{@link ", "{@linkcode ", "{@linkplain "];
    if !text.contains("{@link") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        fenced ^= line.trim_start().starts_with("```");
        let mut rest = line;
        while !fenced && let Some(at) = rest.find("{@link") {
            let (before, link) = rest.split_at(at);
            let inner = TAGS.iter().find_map(|tag| link.strip_prefix(tag)).and_then(|inner| inner.split_once('}'));
            let Some((inner, behind)) = inner else { break };
            out.push_str(before);
            let (target, label) = parts(inner.trim());
            out.push_str(&write(target, label));
            rest = behind;
        }
        out.push_str(rest);
    }
    Cow::Owned(out)
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
        check("```ts\n{@link Dog}\n```\n{@link Dog}", "```ts\n{@link Dog}\n```\n<Dog=->");
    }
}
