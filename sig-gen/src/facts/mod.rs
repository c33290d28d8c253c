//! What the inputs offer, as the evaluator sees it: facts in a normal form that TypeScript's checker can be asked for too.
//!
//! The comparison with the checker (`tests/oracle`) is made of these facts, and nothing else is. They are taken before lowering, so they
//! know nothing of Python; only [`keywords`] looks at what lowering made. A fact says one thing about one place: that a member is there, how many overloads a method has, what the type
//! of a parameter is. A symbol with several public names is described once, at the shortest of them.

mod describe;
mod keywords;
pub(crate) mod normal;
mod options;

use std::cell::OnceCell;
use std::path::PathBuf;

use rustc_hash::FxHashSet;

use crate::bind::{self, Bindings, Meaning, SymbolId};
use crate::diagnostics::Diagnostic;
use crate::evaluate::{Evaluator, Storage};
use crate::generate::{self, Options};
use crate::offer;
use crate::program::{self, Memory};
use describe::Describer;

pub use keywords::keywords;

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// An exported name, and what it is: class, interface, ...
    Symbol,
    /// A member of a class, interface, object type or static side.
    Member,
    /// Whether a member is optional.
    Optional,
    /// Whether a member is read-only.
    Readonly,
    /// How many signatures there are.
    Overloads,
    /// Type parameters, parameters, required ones, a rest parameter.
    Arity,
    /// The resolved property set of an options parameter.
    Options,
    /// Index signatures.
    Index,
    /// The value of an enum member.
    Enum,
    /// An evaluated type.
    Type,
    /// The keywords that lowering gave to what can be called.
    Keywords,
}

impl Category {
    /// The word for it in the output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Symbol => "symbol",
            Self::Member => "member",
            Self::Optional => "optional",
            Self::Readonly => "readonly",
            Self::Overloads => "overloads",
            Self::Arity => "arity",
            Self::Options => "options",
            Self::Index => "index",
            Self::Enum => "enum",
            Self::Type => "type",
            Self::Keywords => "keywords",
        }
    }
}

/// One statement about one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// What it is about.
    pub category: Category,
    /// The place: `Response#json()/0(1)`.
    pub path: String,
    /// What holds there.
    pub value: String,
}

/// All facts of the inputs, and what was found wrong with them.
#[derive(Debug, Default)]
pub struct Facts {
    /// The facts, in no particular order.
    pub facts: Vec<Fact>,
    /// Findings of reading the inputs.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that took part, context included.
    pub files: Vec<PathBuf>,
}

/// How many namespaces a public name may pass through.
const MAXIMUM_NESTING: usize = 6;

/// A public name: how it is written, how deep it stands, and what it means as a value, type and namespace, each once.
struct PublicName {
    path: String,
    depth: usize,
    symbols: Vec<SymbolId>,
}

/// Describes what the inputs offer.
pub fn facts(options: &Options) -> Facts {
    generate::on_large_stacks(options.threads, || run(options)).unwrap_or_default()
}

fn run(options: &Options) -> Facts {
    let memory = Memory::default();
    let storage = Storage::default();
    let cell = OnceCell::new();
    let mut program = program::gather(options, &memory);
    let resolutions = std::mem::take(&mut program.resolutions);
    let bindings: &Bindings<'_> = cell.get_or_init(|| bind::bind(&program.files, resolutions));
    let mut names = Vec::new();
    for (prefix, offered) in generate::offered(&program, bindings) {
        collect(bindings, &prefix, offered, &mut Vec::new(), &mut names);
    }
    names.sort_by(|left, right| (left.depth, &left.path).cmp(&(right.depth, &right.path)));
    let mut described: FxHashSet<SymbolId> = FxHashSet::default();
    let mut describer = Describer::new(Evaluator::new(bindings, &storage));
    for name in names {
        describer.name(&name.path, &name.symbols);
        for symbol in name.symbols {
            if described.insert(symbol) {
                describer.details(&name.path, symbol);
            }
        }
    }
    let files = program.files.iter().map(|file| program.sources.path(file.node.file).to_owned()).collect();
    Facts { facts: describer.facts, diagnostics: program.diagnostics, files }
}

/// Public names with what they mean, namespaces entered.
fn collect<'a>(
    bindings: &Bindings<'a>,
    prefix: &str,
    offered: Vec<(&'a str, SymbolId)>,
    stack: &mut Vec<SymbolId>,
    into: &mut Vec<PublicName>,
) {
    for (name, raw) in offered {
        let mut symbols: Vec<SymbolId> = Vec::new();
        for meaning in [Meaning::Value, Meaning::Type, Meaning::Namespace] {
            if let Some(symbol) = bindings.follow_as(raw, meaning)
                && !symbols.contains(&symbol)
            {
                symbols.push(symbol);
            }
        }
        if symbols.is_empty() && bindings.assigned_property(raw).is_some() {
            symbols.push(raw);
        }
        into.push(PublicName { path: format!("{prefix}{name}"), depth: stack.len(), symbols: symbols.clone() });
        for symbol in symbols {
            if stack.contains(&symbol) || stack.len() >= MAXIMUM_NESTING {
                continue;
            }
            let inner = contents(bindings, symbol);
            if !inner.is_empty() {
                stack.push(symbol);
                collect(bindings, &format!("{prefix}{name}."), inner, stack, into);
                stack.pop();
            }
        }
    }
}

/// What a namespace or module offers.
fn contents<'a>(bindings: &Bindings<'a>, symbol: SymbolId) -> Vec<(&'a str, SymbolId)> {
    match bindings.module_index(symbol) {
        Some(module) => offer::whole(bindings, module),
        None => bindings.symbol(symbol).namespace.map_or_else(Vec::new, |table| {
            let table = bindings.table(table);
            table.order.iter().filter_map(|name| Some((*name, *table.names.get(name)?))).collect()
        }),
    }
}
