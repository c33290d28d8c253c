//! Findings as people read them: message, file:line:column, the source line, and notes.

use std::io::{IsTerminal as _, Write as _};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostics::{Diagnostic, Severity};
use crate::source::SourceMap;

/// The text of a finding.
pub(super) fn text(diagnostic: &Diagnostic, sources: &SourceMap, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&*diagnostic.message);
    let mut group = match diagnostic.span {
        Some(span) => {
            let text = sources.text(span.file);
            let start = floor_boundary(text, span.start as usize);
            let end = floor_boundary(text, span.end as usize).max(start);
            let mut annotation = AnnotationKind::Primary.span(start..end);
            if let Some(label) = &diagnostic.label {
                annotation = annotation.label(&**label);
            }
            let path = sources.path(span.file).display().to_string();
            Group::with_title(title).element(Snippet::source(text).path(path).annotation(annotation))
        }
        None => Group::with_title(title),
    };
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(&**note));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// Whether findings are printed with colours.
pub(super) fn has_color() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Prints a line to stderr. That stderr is closed is nobody's trouble.
pub(super) fn message(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}

/// The nearest character boundary at or before `offset`, inside of the text.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
