//! What was emitted, and what was degraded on the way: the numbers and places of the coverage report.

use ffi_core::signature::{Function, Item, MemberKind, Module};

use crate::diagnostics::Span;

/// Counts of what a run produced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Files read, context included.
    pub files: usize,
    /// Items of the module, nested ones included.
    pub items: usize,
    /// Members of classes and fields of records.
    pub members: usize,
    /// Call and construct signatures, one per overload.
    pub signatures: usize,
    /// Signatures with an options parameter.
    pub options: usize,
    /// Keywords of all options parameters.
    pub keywords: usize,
    /// Every place where a type has no Python form and became a fallback, in order of place.
    pub degradations: Vec<Degradation>,
}

/// A type that became a fallback.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Degradation {
    /// Where the type stands.
    pub span: Span,
    /// Why: `cannot resolve name`, `conditional type is undecided`, ...
    pub reason: String,
}

impl Coverage {
    /// Counts what a module holds.
    pub fn count(&mut self, module: &Module) {
        self.items(&module.items);
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            self.items += 1;
            match item {
                Item::Class(class) => {
                    self.members += class.members.len() + class.statics.len() + class.index.len();
                    for function in [&class.constructor, &class.static_call, &class.call].into_iter().flatten() {
                        self.function(function);
                    }
                    for member in class.members.iter().chain(&class.statics) {
                        if let MemberKind::Method(function) = &member.kind {
                            self.function(function);
                        }
                    }
                    self.items(&class.namespace);
                }
                Item::Record(record) => self.members += record.fields.len(),
                Item::Function(function) => {
                    self.function(&function.function);
                    self.items(&function.namespace);
                }
                Item::Enum(declaration) => self.members += declaration.members.len(),
                Item::Module(module) => self.items(&module.items),
                Item::Variable(_) | Item::Alias(_) => {}
            }
        }
    }

    fn function(&mut self, function: &Function) {
        self.signatures += function.overloads.len();
        for signature in &function.overloads {
            if let Some((_, _, keywords)) = signature.options() {
                self.options += 1;
                self.keywords += keywords.len();
            }
        }
    }
}
