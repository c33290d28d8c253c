//! What could not be found: a warning for each place in the inputs, one line for everything that they only depend on.

use super::Gathering;
use super::ambient::Declared;
use crate::diagnostics::{Diagnostic, Span};

/// A specifier or a package of types that leads nowhere.
#[derive(Debug, Clone)]
pub(super) struct Unresolved<'a> {
    pub specifier: &'a str,
    pub span: Span,
    /// Whether `/// <reference types="..." />` names it.
    pub is_types: bool,
    /// What is known about the reason.
    pub why: Vec<String>,
}

/// How many names the summary for dependencies holds.
const NAMED: usize = 8;

impl Gathering<'_, '_> {
    pub(super) fn report_unresolved(&mut self) {
        let declared = Declared::of(self.program.files.iter().map(|file| &file.node));
        let mut elsewhere: Vec<&str> = Vec::new();
        for one in std::mem::take(&mut self.unresolved) {
            if !one.is_types && declared.has(one.specifier) {
                continue;
            }
            if !self.emitted.contains(&one.span.file) {
                elsewhere.push(one.specifier);
                continue;
            }
            let what = if one.is_types { "the types" } else { "module" };
            let warning = Diagnostic::warning(format!("cannot find {what} `{}`", one.specifier)).at(one.span);
            self.program.diagnostics.push(one.why.into_iter().fold(warning, Diagnostic::note));
        }
        elsewhere.sort_unstable();
        elsewhere.dedup();
        if elsewhere.is_empty() {
            return;
        }
        let mut list: Vec<String> = elsewhere.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
        if elsewhere.len() > NAMED {
            list.push(format!("and {} more", elsewhere.len() - NAMED));
        }
        let message = format!("dependencies import what cannot be found: {}", list.join(", "));
        self.program
            .diagnostics
            .push(Diagnostic::warning(message).note("names from there are `Any` where they are used"));
    }
}
