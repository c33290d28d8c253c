//! `declare module "x"` inside of a module: what it declares merges into the module of that name.
//!
//! A name that the module re-exports, by clause or by star, is added to where it is declared. A module with `export =` is added to
//! through what it assigns. Where there is no such module, the declaration makes one.

use super::collect::Augmentation;
use super::follow::MAXIMUM_HOPS;
use super::{Bindings, Meaning, SymbolId};
use crate::diagnostics::FileId;

impl<'a> Bindings<'a> {
    pub(super) fn augment(&mut self, augmentations: Vec<Augmentation<'a>>) {
        // What stands in an augmentation may hold no further one; a list that stays empty is all that is needed.
        let mut further = Vec::new();
        for augmentation in augmentations {
            let Augmentation { specifier, body, place } = augmentation;
            let Some(module) = self.module(place.file, specifier) else {
                self.external_module(augmentation, &mut further);
                continue;
            };
            self.additions.push((place.file, specifier, module));
            let body = body.unwrap_or_default();
            let assigned = self.modules[module].assignment.and_then(|(scope, path)| {
                let meanings = [Meaning::Namespace, Meaning::Value, Meaning::Type];
                meanings.into_iter().find_map(|meaning| self.path(scope, path, meaning))
            });
            match assigned {
                Some(symbol) => {
                    let exports = self.namespace_table(symbol);
                    self.module_body(body, module, exports, symbol, None, place, &mut further);
                }
                None => {
                    let (exports, owner) = (self.modules[module].exports, self.modules[module].symbol);
                    self.module_body(body, module, exports, owner, Some(module), place, &mut further);
                }
            }
        }
    }

    /// The modules that a file adds to, by the names that it uses for them, each once.
    pub fn additions(&self, file: FileId) -> Vec<(&'a str, usize)> {
        let mut found: Vec<(&'a str, usize)> = Vec::new();
        for &(from, specifier, module) in &self.additions {
            if from == file && found.iter().all(|&(_, known)| known != module) {
                found.push((specifier, module));
            }
        }
        found
    }

    /// The symbol elsewhere that a module re-exports under a name, in the meaning that is added to or in any.
    pub(super) fn augmented(&self, module: usize, name: &str, meaning: Meaning) -> Option<SymbolId> {
        let raw = self.search_export(module, name, &mut Vec::new(), MAXIMUM_HOPS)?;
        let found = self.follow_as(raw, meaning).or_else(|| self.follow(raw))?;
        (!self.is_module(found)).then_some(found)
    }
}
