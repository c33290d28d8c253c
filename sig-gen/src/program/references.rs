//! What a file refers to, resolved: imports and exports, `import()` types, augmented modules, triple-slash directives.

use std::path::Path;

use rustc_hash::FxHashSet;

use super::span_of;
use super::unresolved::Unresolved;
use crate::diagnostics::Span;
use crate::model::{FileNode, Statement, StatementKind};
use crate::resolve::{FileKind, Mode, Resolution, Resolver, Syntax, path};

/// A reference of a file.
pub(super) enum Found<'a> {
    /// A library.
    Lib(&'a str),
    /// A file with ambient declarations; whether it is a part of what the referring file is a part of.
    File { path: String, is_part: bool },
    /// A module.
    Module { specifier: &'a str, path: String },
    /// A file that is not there.
    NoPath(&'a str, Span),
    /// A module or a package of types that is not there.
    Unresolved(Unresolved<'a>),
}

/// All references of a file, in order, each once.
pub(super) fn of<'a>(node: &FileNode<'a>, path: &str, resolver: &Resolver) -> Vec<Found<'a>> {
    let file = path::to_native(path);
    let mut found: Vec<Found<'a>> = node.references.libs.iter().map(|&name| Found::Lib(name)).collect();
    for &written in &node.references.paths {
        found.push(match resolver.resolve_path(&file, written) {
            Ok(target) => Found::File { path: path::from_native(&target.path), is_part: true },
            Err(_) => Found::NoPath(written, span_of(node.file, node.text, written)),
        });
    }
    for &(name, mode) in &node.references.types {
        let mode = mode.map(|mode| if mode == "require" { Mode::Require } else { Mode::Import });
        found.push(match resolver.resolve_types(&file, name, mode) {
            Ok(target) => Found::File { path: path::from_native(&target.path), is_part: false },
            Err(unresolved) => {
                let span = span_of(node.file, node.text, name);
                Found::Unresolved(Unresolved { specifier: name, span, is_types: true, why: why(&Err(unresolved)) })
            }
        });
    }
    let mut specifiers: Vec<(&'a str, Syntax)> = Vec::new();
    collect(node.statements, node.is_module, &mut specifiers);
    specifiers.extend(node.import_types.iter().map(|&(specifier, _)| (specifier, Syntax::Import)));
    let mut seen = FxHashSet::default();
    specifiers.retain(|(specifier, _)| seen.insert(*specifier));
    found.extend(specifiers.into_iter().filter_map(|(specifier, syntax)| {
        let mode = resolver.mode(&file, syntax);
        let mut answer = resolver.resolve(&file, specifier, mode);
        if !is_usable(&answer) {
            // A package may have declarations for one way of asking only.
            let other = if mode == Mode::Import { Mode::Require } else { Mode::Import };
            let second = resolver.resolve(&file, specifier, other);
            if is_usable(&second) {
                answer = second;
            }
        }
        match &*answer {
            Ok(target) if target.has_types() => {
                Some(Found::Module { specifier, path: path::from_native(&target.path) })
            }
            Ok(target) if target.kind == FileKind::Json => None,
            answer => {
                let span = span_of(node.file, node.text, specifier);
                Some(Found::Unresolved(Unresolved { specifier, span, is_types: false, why: why(answer) }))
            }
        }
    }));
    found
}

fn is_usable(answer: &Resolution) -> bool {
    answer.as_ref().is_ok_and(|target| target.has_types() || target.kind == FileKind::Json)
}

/// Why there are no declarations.
fn why(answer: &Resolution) -> Vec<String> {
    match answer {
        Ok(target) => vec![format!("there is code without declarations: {}", Path::display(&target.path))],
        Err(unresolved) => vec![unresolved.to_string()],
    }
}

/// The module specifiers in imports and exports. `is_module`: `declare module "x"` names a module that is elsewhere.
fn collect<'a>(statements: &'a [Statement<'a>], is_module: bool, into: &mut Vec<(&'a str, Syntax)>) {
    for statement in statements {
        match statement.kind {
            StatementKind::Import { specifier, .. }
            | StatementKind::Export { specifier: Some(specifier), .. }
            | StatementKind::ExportAll { specifier, .. } => into.push((specifier, Syntax::Import)),
            StatementKind::ImportRequire { specifier, .. } => into.push((specifier, Syntax::Require)),
            StatementKind::ExternalModule { specifier, body } => {
                if is_module {
                    into.push((specifier, Syntax::Import));
                }
                collect(body.unwrap_or_default(), is_module, into);
            }
            StatementKind::Namespace { body, .. } | StatementKind::Global(body) => collect(body, is_module, into),
            _ => {}
        }
    }
}
