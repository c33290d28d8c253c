//! How deeply interfaces and classes extend one another, before anything walks along their bases.

use super::{Bindings, Meaning, SymbolId};
use crate::diagnostics::{Diagnostic, Span};
use crate::model::TypeNodeKind;

/// Far more than any declaration written for people has. What inherits through so many levels has a list of ancestors as
/// long, and a module of such classes grows with the square of it, in Python too.
const MAXIMUM_LEVELS: u32 = 1_000;

/// An error for the first declaration in the order of binding that inherits through too many levels.
pub fn too_deep(bindings: &Bindings<'_>) -> Option<Diagnostic> {
    let mut levels = Levels { bindings, known: vec![None; bindings.all().count()] };
    let deep = bindings.all().find(|&symbol| levels.of(symbol) > MAXIMUM_LEVELS)?;
    let message = format!("`{}` inherits through more than {MAXIMUM_LEVELS} levels", bindings.symbol(deep).name);
    let error = Diagnostic::error(message);
    Some(match bindings.symbol(deep).declarations.first() {
        Some(declaration) => {
            let Span { file, start, .. } = declaration.span;
            error.at(Span { file, start, end: start })
        }
        None => error,
    })
}

struct Levels<'b, 'a> {
    bindings: &'b Bindings<'a>,
    /// The levels above each symbol; 0 while they are counted, so that a circle ends.
    known: Vec<Option<u32>>,
}

impl Levels<'_, '_> {
    /// How many levels a symbol inherits through.
    fn of(&mut self, symbol: SymbolId) -> u32 {
        // On a list of its own: the chain may be longer than any stack.
        let mut pending = vec![symbol];
        while let Some(&one) = pending.last() {
            let place = one.0 as usize;
            let bases = self.bases(one);
            if self.known[place].is_none() {
                self.known[place] = Some(0);
                pending.extend(bases.iter().filter(|base| self.known[base.0 as usize].is_none()));
                if pending.last() != Some(&one) {
                    continue;
                }
            }
            pending.pop();
            let above = bases.iter().filter_map(|base| self.known[base.0 as usize]).map(|levels| levels + 1).max();
            self.known[place] = self.known[place].max(above);
        }
        self.known[symbol.0 as usize].unwrap_or(0)
    }

    fn bases(&self, symbol: SymbolId) -> Vec<SymbolId> {
        let mut bases = Vec::new();
        for declaration in &self.bindings.symbol(symbol).declarations {
            for base in declaration.object().map_or(&[][..], |object| object.extends) {
                if let TypeNodeKind::Reference { path, .. } = base.kind {
                    bases.extend(self.bindings.path(declaration.scope, path, Meaning::Type));
                }
            }
        }
        bases
    }
}
