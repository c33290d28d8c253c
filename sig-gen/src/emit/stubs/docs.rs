//! JSDoc as docstrings, and `@deprecated` as the decorator of PEP 702.
//!
//! What is said of parameters, results and exceptions stands in sections, as Python's own documentation tools and editors read them;
//! text stays Markdown, and examples are blocks of code.

use std::borrow::Cow;

use ffi_core::signature::{Docs, Item, Signature};

use super::super::index::Index;
use super::super::links;
use super::super::python::{Expression, identifier};
use super::types::Types;

fn join<'a>(mut parts: Vec<Cow<'a, str>>) -> Option<Cow<'a, str>> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Cow::Owned(parts.join("\n\n"))),
    }
}

impl<'m> Types<'_, 'm> {
    /// The docstring for documentation, if it says anything.
    pub(super) fn docs(&self, docs: &'m Docs) -> Option<Cow<'m, str>> {
        join(with_examples(self.parts(docs), docs))
    }

    fn parts(&self, docs: &'m Docs) -> Vec<Cow<'m, str>> {
        let mut parts = Vec::new();
        let text = docs.text.trim();
        if !text.is_empty() {
            parts.push(self.linked(text));
        }
        if let Some(default) = &docs.default {
            parts.push(Cow::Owned(format!("Default: `{default}`")));
        }
        parts
    }

    /// The docstring of a class. Where nothing can be constructed, nothing else says that it is deprecated.
    pub(super) fn class_docs(&self, docs: &'m Docs, constructed: bool) -> Option<Cow<'m, str>> {
        let mut parts = with_examples(self.parts(docs), docs);
        if let Some(reason) = docs.deprecated.as_deref().map(str::trim).filter(|_| !constructed) {
            let reason = self.linked(reason);
            parts.push(if reason.is_empty() { "Deprecated.".into() } else { format!("Deprecated: {reason}").into() });
        }
        join(parts)
    }

    /// The docstring of a signature, parameters, result and exceptions included.
    pub(super) fn signature_docs(&self, signature: &'m Signature) -> Option<Cow<'m, str>> {
        let docs = &signature.docs;
        let mut parts = self.parts(docs);
        let described = docs.parameters.iter().filter(|one| !one.text.trim().is_empty());
        let arguments: Vec<String> = described
            .map(|one| format!("{}: {}", argument(signature, &one.name), indented(&self.linked(one.text.trim()))))
            .collect();
        let mut section = |title: &str, entries: &[String]| {
            if !entries.is_empty() {
                parts.push(Cow::Owned(format!("{title}:\n    {}", entries.join("\n    "))));
            }
        };
        section("Args", &arguments);
        let text = |text: &String| indented(&self.linked(text.trim()));
        let told = |list: &[String]| list.iter().map(text).filter(|one| !one.is_empty()).collect::<Vec<_>>();
        section("Returns", &told(docs.returns.as_slice()));
        section("Raises", &told(&docs.throws));
        join(with_examples(parts, docs))
    }

    /// Text whose links name what they lead to as Python does.
    fn linked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        links::replace(text, &mut |target, label| match (links::is_address(target), label) {
            (true, Some(label)) => format!("[{label}]({target})"),
            (true, None) => format!("<{target}>"),
            (false, label) => {
                let name = python_path(&self.context.index, target);
                match label {
                    Some(label) if label != target => format!("{label} (`{name}`)"),
                    _ => format!("`{name}`"),
                }
            }
        })
    }

    /// `@deprecated("...")`, when it is.
    pub(super) fn deprecated(&mut self, docs: &'m Docs) -> Option<Expression<'m>> {
        let message = docs.deprecated.as_deref()?.trim();
        let message = message.lines().next().unwrap_or_default();
        let message = if message.is_empty() { "deprecated" } else { message };
        let Expression::Name(function) = self.known("deprecated") else { return None };
        Some(Expression::call(function, vec![Expression::text(message)]))
    }
}

/// What is not marked as code by itself is code all the same.
fn with_examples<'m>(mut parts: Vec<Cow<'m, str>>, docs: &'m Docs) -> Vec<Cow<'m, str>> {
    for example in docs.examples.iter().map(|one| one.trim()).filter(|one| !one.is_empty()) {
        let code = if example.contains("```") { example.to_owned() } else { format!("```ts\n{example}\n```") };
        parts.push(Cow::Owned(format!("Example:\n\n{code}")));
    }
    parts
}

/// A section's entry of several lines: what continues it stands deeper.
fn indented(text: &str) -> String {
    let mut lines = text.lines();
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        if !line.trim().is_empty() {
            out.push_str("        ");
            out.push_str(line.trim_start());
        }
    }
    out
}

/// How a call names what JSDoc calls a parameter: `options.name` is a keyword.
fn argument(signature: &Signature, js: &str) -> String {
    if let Some((_, field)) = js.split_once('.') {
        let keyword = signature.options().and_then(|(_, _, keywords)| keywords.iter().find(|one| one.name.js == field));
        return keyword.map_or_else(|| js.to_owned(), |keyword| identifier(keyword.name.python()).into_owned());
    }
    let parameter = signature.parameters.iter().find(|one| one.name.js == js);
    identifier(parameter.map_or(js, |one| one.name.python())).into_owned()
}

/// The name in Python of what `A.b`, `A#b` or `A.b()` names: as far as it is known that of the output, otherwise as Python spells it.
fn python_path(index: &Index<'_>, target: &str) -> String {
    let target = target.trim_end_matches("()").replace('#', ".");
    if let Some(entry) = index.get(&target) {
        return entry.python.clone();
    }
    if let Some((owner, member)) = target.rsplit_once('.')
        && let Some(entry) = index.get(owner)
    {
        let name = match entry.item {
            Item::Class(class) => class.members.iter().chain(&class.statics).find(|one| one.name.js == member),
            _ => None,
        };
        let name = name.map_or(member, |one| one.name.python());
        return format!("{}.{}", entry.python, identifier(name));
    }
    target.split('.').map(identifier).collect::<Vec<_>>().join(".")
}
