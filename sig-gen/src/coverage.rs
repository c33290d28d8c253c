//! What was emitted, and what was degraded on the way: the numbers and places of the coverage report.

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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Degradation {
    /// Where the type stands.
    pub span: Span,
    /// Why: `cannot resolve name`, `conditional type is undecided`, ...
    pub reason: String,
}
