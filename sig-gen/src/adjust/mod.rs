//! What a run says otherwise about a lowered module: names left out, types by hand, other spellings.
//!
//! A module goes in, a module comes out; this room knows the wishes and the module, nothing of declarations. A wish that
//! fits nothing is an error at its place. [`leave`] leaves things out, [`apply`] changes what stays, [`by_hand`] reads types, [`convert`] puts converters before them,
//! [`snake`] gives second spellings.

mod apply;
mod by_hand;
mod convert;
mod leave;
pub(crate) mod paths;
mod snake;
mod walk;

use ffi_core::signature::Module;
use rustc_hash::FxHashSet;

use crate::coverage::Collision;
use crate::diagnostics::{Diagnostic, FileId};
use crate::generate::Options;
use crate::lower::names;
use crate::selection::{self, Wish};

/// A test of dotted names.
type Test<'t> = &'t dyn Fn(&str) -> bool;

/// What the inputs offer, beside what was lowered.
pub(crate) struct Offered<'o> {
    /// Whether a name that fits is offered.
    pub has: &'o dyn Fn(Test<'_>) -> bool,
    /// Whether an item was asked for, as against one that others need.
    pub is_asked: Test<'o>,
}

/// Whether a dotted name is what a wish names, or stands in it.
pub(crate) fn fits_or_holds(wish: &str, dotted: &str) -> bool {
    let ends = dotted.match_indices('.').map(|(at, _)| at).chain([dotted.len()]);
    ends.into_iter().any(|end| selection::fits(wish, &dotted[..end]))
}

/// Does to a module what the options say. Findings are errors: then nothing may be written.
pub(crate) fn adjust(
    module: &mut Module,
    options: &Options,
    config: Option<FileId>,
    offered: &Offered<'_>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if options.exclude.is_empty() && options.overrides.is_empty() {
        return diagnostics;
    }
    let known = paths::all(module);
    let mut gone: FxHashSet<String> = FxHashSet::default();
    for wish in &options.exclude {
        let before = gone.len();
        gone.extend(known.iter().filter(|path| selection::fits(&wish.text, path)).cloned());
        if gone.len() == before
            && !known.iter().any(|path| selection::fits(&wish.text, path))
            && !(offered.has)(&|path| selection::fits(&wish.text, path))
        {
            diagnostics.push(nothing(module, wish, &known, "leave out", config));
        }
    }
    diagnostics.extend(apply::apply(module, options, &known, &mut gone, config));
    if diagnostics.is_empty() && !gone.is_empty() {
        leave::leave_out(module, &gone, offered.is_asked);
    }
    diagnostics
}

/// Gives names their second spellings, and says which could not have theirs.
pub(crate) fn spell_twice(module: &mut Module) -> Vec<Collision> {
    snake::give(module)
}

/// The error for a wish that fits nothing.
fn nothing(module: &Module, wish: &Wish, known: &[String], what: &str, config: Option<FileId>) -> Diagnostic {
    let message = match selection::is_pattern(&wish.text) {
        true => format!("nothing in {} fits `{}`: there is nothing to {what}", module.name, wish.text),
        false => format!("no `{}` in {}: there is nothing to {what}", wish.text, module.name),
    };
    let mut error = Diagnostic::error(message);
    error.span = selection::span(config, wish.place.as_ref());
    let nearest = names::nearest(&selection::plain(&wish.text), known.iter().map(String::as_str));
    if !nearest.is_empty() {
        let quoted: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
        error = error.note(format!("did you mean {}?", quoted.join(" or ")));
    }
    error
}
