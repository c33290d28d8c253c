//! JSDoc as docstrings, and `@deprecated` as the decorator of PEP 702.

use std::borrow::Cow;

use ffi_core::signature::{Docs, Signature};

use super::super::python::Expression;
use super::types::Types;

/// The docstring for documentation, if it says anything.
pub(super) fn text(docs: &Docs) -> Option<Cow<'_, str>> {
    let text = docs.text.trim();
    let mut parts: Vec<Cow<'_, str>> = Vec::new();
    if !text.is_empty() {
        parts.push(Cow::Borrowed(text));
    }
    if let Some(default) = &docs.default {
        parts.push(Cow::Owned(format!("Default: `{default}`")));
    }
    join(parts)
}

/// The docstring of a class. Where nothing can be constructed, nothing else says that it is deprecated.
pub(super) fn of_class(docs: &Docs, constructed: bool) -> Option<Cow<'_, str>> {
    match docs.deprecated.as_deref().map(str::trim) {
        Some(reason) if !constructed => {
            let note = if reason.is_empty() { "Deprecated.".to_owned() } else { format!("Deprecated: {reason}") };
            join(text(docs).into_iter().chain([Cow::Owned(note)]).collect())
        }
        _ => text(docs),
    }
}

/// The docstring of a signature, parameters and result included.
pub(super) fn of_signature(signature: &Signature) -> Option<Cow<'_, str>> {
    let docs = &signature.docs;
    let mut parts: Vec<Cow<'_, str>> = text(docs).into_iter().collect();
    let described: Vec<String> = docs
        .parameters
        .iter()
        .filter(|parameter| !parameter.text.trim().is_empty())
        .map(|parameter| format!("- `{}`: {}", parameter.name, parameter.text.trim()))
        .collect();
    if !described.is_empty() {
        parts.push(Cow::Owned(format!("Parameters:\n\n{}", described.join("\n"))));
    }
    if let Some(returns) = docs.returns.as_deref().map(str::trim).filter(|returns| !returns.is_empty()) {
        parts.push(Cow::Owned(format!("Returns: {returns}")));
    }
    join(parts)
}

fn join<'a>(mut parts: Vec<Cow<'a, str>>) -> Option<Cow<'a, str>> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Cow::Owned(parts.join("\n\n"))),
    }
}

impl<'m> Types<'_, 'm> {
    /// `@deprecated("...")`, when it is.
    pub(super) fn deprecated(&mut self, docs: &'m Docs) -> Option<Expression<'m>> {
        let message = docs.deprecated.as_deref()?.trim();
        let message = message.lines().next().unwrap_or_default();
        let message = if message.is_empty() { "deprecated" } else { message };
        let Expression::Name(function) = self.known("deprecated") else { return None };
        Some(Expression::call(function, vec![Expression::text(message)]))
    }
}
