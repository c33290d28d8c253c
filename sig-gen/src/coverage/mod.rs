//! What was emitted, and what was degraded on the way: the numbers and places of the coverage report.
//!
//! `notes` collects degradations while a module is made, `count` counts what came out, [`report`] writes both down.

mod count;
pub(crate) mod notes;
pub mod report;

use std::collections::BTreeMap;

use crate::diagnostics::{FileId, Span};

/// Counts of what a run produced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Files read, context included.
    pub files: usize,
    /// Items of the module, nested ones included.
    pub items: usize,
    /// The same by kind of item.
    pub kinds: BTreeMap<&'static str, Tally>,
    /// Everything that has a type or signature: functions, variables, aliases; members, constructors, call and index
    /// signatures of classes; fields of records; members of enums.
    pub members: Tally,
    /// Call and construct signatures, one per overload.
    pub signatures: usize,
    /// Functions, methods and constructors with more than one of them.
    pub overloaded: usize,
    /// Signatures with an options parameter.
    pub options: usize,
    /// Keywords of all options parameters.
    pub keywords: usize,
    /// Members and signatures by the file that declares their item.
    pub by_file: BTreeMap<FileId, FileCoverage>,
    /// Every place where a type has no Python form and became a fallback, in order of place.
    pub degradations: Vec<Degradation>,
    /// Names that could not have the second spelling that was asked for, in order.
    pub collisions: Vec<Collision>,
}

/// A name whose second spelling something else has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Collision {
    /// The dotted name of the item, member or keyword.
    pub name: String,
    /// The spelling that it would have.
    pub spelling: String,
}

/// How many there are, and how many of them contain a degradation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub total: usize,
    /// Those with a degradation in them.
    pub degraded: usize,
}

impl Tally {
    /// Those without a degradation.
    pub fn exact(&self) -> usize {
        self.total - self.degraded
    }

    fn add(&mut self, degraded: bool) {
        self.total += 1;
        self.degraded += usize::from(degraded);
    }
}

/// What one file contributes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileCoverage {
    /// Items whose first declaration stands in it.
    pub items: usize,
    /// Their members.
    pub members: Tally,
    /// Their signatures.
    pub signatures: usize,
}

/// A type that became a fallback.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Degradation {
    /// Where the type stands.
    pub span: Span,
    /// What kind of thing stands there.
    pub construct: Construct,
    /// Why, in words.
    pub reason: String,
    /// What it degrades, sorted. Never empty in a report.
    pub owners: Vec<Owner>,
}

/// A part of the output that a degradation is in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Owner {
    /// The dotted name of the item.
    pub symbol: String,
    /// The member of it.
    pub slot: Slot,
    /// The whole path as people read it: `Response.json() parameter data`.
    pub path: String,
}

/// Which member of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// None: bases and type parameters.
    Head,
    /// The item's own type or signature.
    Itself,
    /// A construct signature.
    Constructor,
    /// A call signature of the class object.
    StaticCall,
    /// A call signature of the instance.
    Call,
    /// An index signature.
    Index,
    /// A static member.
    Static(String),
    /// A member of an instance, a field.
    Member(String),
}

/// The constructs that can degrade. Their codes are stable: they stand in the report's JSON form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Construct {
    /// A name that is declared nowhere.
    UnresolvedName,
    /// A module that is not found, or has no such export.
    UnresolvedModule,
    /// `typeof x.y` without such a value.
    TypeQuery,
    /// `A extends B ? C : D` that cannot be decided.
    ConditionalType,
    /// `T[K]` without such a property.
    IndexedAccess,
    /// A mapped type that cannot be expanded.
    MappedType,
    /// A type that depends on a type parameter in a way that Python cannot say.
    TypeParameter,
    /// A generic alias that computes its type: it is expanded where it is used and has no form of its own.
    GenericAlias,
    /// `[name]: T` where the name is no known constant.
    ComputedName,
    /// A rest parameter whose type is neither an array nor a tuple.
    RestParameter,
    /// A type that needs itself to be expanded.
    RecursiveType,
    /// A base whose members are not known.
    UnknownBase,
    /// A namespace merged with something that cannot hold it.
    MergedNamespace,
    /// A value that has no type at the border.
    Value,
    /// A type too large or too deep for the limits.
    Limit,
    /// The generator failed on it.
    Internal,
}

impl Construct {
    /// The machine-readable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnresolvedName => "unresolved-name",
            Self::UnresolvedModule => "unresolved-module",
            Self::TypeQuery => "type-query",
            Self::ConditionalType => "conditional-type",
            Self::IndexedAccess => "indexed-access",
            Self::MappedType => "mapped-type",
            Self::TypeParameter => "type-parameter",
            Self::GenericAlias => "generic-alias",
            Self::ComputedName => "computed-name",
            Self::RestParameter => "rest-parameter",
            Self::RecursiveType => "recursive-type",
            Self::UnknownBase => "unknown-base",
            Self::MergedNamespace => "merged-namespace",
            Self::Value => "value",
            Self::Limit => "limit-reached",
            Self::Internal => "internal-error",
        }
    }
}
