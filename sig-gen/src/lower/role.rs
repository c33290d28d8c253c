//! What kind of item a symbol becomes.

use rustc_hash::FxHashSet;

use crate::bind::{Bindings, DeclarationKind, Meaning, SymbolId};
use crate::evaluate::{Evaluator, Storage, Ty, TypeId};
use crate::model::{MemberNodeKind, TypeNode, TypeNodeKind};

/// The kind of item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A class object exists.
    Class,
    /// A type with methods.
    Interface,
    /// A data record.
    Record,
    /// An interface that is nothing but `[key: string]: T`.
    Mapping,
    Alias,
    Enum,
    Function,
    Variable,
    Namespace,
}

/// Names of the global library that are types of their own at the border and never data records; sorted.
pub const BUILTIN: [&str; 51] = [
    "Array",
    "ArrayBuffer",
    "ArrayBufferView",
    "ArrayIterator",
    "ArrayLike",
    "AsyncGenerator",
    "AsyncIterable",
    "AsyncIterableIterator",
    "AsyncIterator",
    "AsyncIteratorObject",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "Boolean",
    "CallableFunction",
    "ConcatArray",
    "DataView",
    "Date",
    "Float16Array",
    "Float32Array",
    "Float64Array",
    "Function",
    "Generator",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "Iterable",
    "IterableIterator",
    "Iterator",
    "IteratorObject",
    "Map",
    "MapIterator",
    "NewableFunction",
    "Number",
    "Object",
    "Promise",
    "PromiseLike",
    "ReadonlyArray",
    "ReadonlyMap",
    "ReadonlySet",
    "RegExpStringIterator",
    "Set",
    "SetIterator",
    "SharedArrayBuffer",
    "String",
    "StringIterator",
    "Symbol",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "Uint8ClampedArray",
];

/// Roles of all symbols of a run.
pub struct Roles {
    /// Interfaces that something other than a record extends.
    extended: FxHashSet<SymbolId>,
}

impl Roles {
    /// Looks over all interfaces and classes once.
    pub fn new(bindings: &Bindings<'_>) -> Self {
        let storage = Storage::default();
        let evaluator = &mut Evaluator::new(bindings, &storage);
        let mut extended = FxHashSet::default();
        for symbol in bindings.all() {
            let data = bindings.symbol(symbol);
            let has_bases =
                data.declarations.iter().any(|one| one.object().is_some_and(|node| !node.extends.is_empty()));
            if has_bases && !is_data_symbol(evaluator, symbol) {
                mark_bases(evaluator, symbol, &mut extended);
            }
        }
        Self { extended }
    }

    /// The role of a symbol; nothing for names without a declaration.
    pub fn of(&self, evaluator: &mut Evaluator<'_>, symbol: SymbolId) -> Option<Role> {
        let bindings = evaluator.bindings;
        let data = bindings.symbol(symbol);
        let mut interface = false;
        let mut value = false;
        let mut alias = false;
        let mut other = None;
        for declaration in &data.declarations {
            match declaration.kind {
                DeclarationKind::Class(_) => return Some(Role::Class),
                DeclarationKind::Interface(_) => interface = true,
                DeclarationKind::Variable(_) => {
                    value = true;
                    other = other.or(Some(Role::Variable));
                }
                DeclarationKind::Function(_) => {
                    value = true;
                    other = Some(Role::Function);
                }
                DeclarationKind::Enum(..) => other = Some(Role::Enum),
                DeclarationKind::Namespace => other = other.or(Some(Role::Namespace)),
                DeclarationKind::Alias(..) => alias = true,
            }
        }
        if interface {
            if value {
                return Some(Role::Class);
            }
            if data.namespace.is_some() || self.extended.contains(&symbol) {
                return Some(Role::Interface);
            }
            if is_data_symbol(evaluator, symbol) && has_property(evaluator, symbol, 0) {
                return Some(Role::Record);
            }
            return Some(if is_mapping(evaluator, symbol) { Role::Mapping } else { Role::Interface });
        }
        // A namespace of nothing but types leaves its name to the alias that is merged with it.
        if let Some(other) = other.filter(|other| *other != Role::Namespace || !alias || has_values(bindings, symbol)) {
            return Some(other);
        }
        if alias {
            return Some(Role::Alias);
        }
        bindings.is_module(symbol).then_some(Role::Namespace)
    }
}

fn has_values(bindings: &Bindings<'_>, symbol: SymbolId) -> bool {
    let table = bindings.symbol(symbol).namespace;
    table.is_some_and(|table| {
        bindings.table(table).names.values().any(|&member| bindings.follow_as(member, Meaning::Value).is_some())
    })
}

fn mark_bases(evaluator: &mut Evaluator<'_>, symbol: SymbolId, extended: &mut FxHashSet<SymbolId>) {
    let bindings = evaluator.bindings;
    let mut pending = vec![symbol];
    while let Some(symbol) = pending.pop() {
        for declaration in &bindings.symbol(symbol).declarations {
            let Some(object) = declaration.object() else {
                continue;
            };
            for base in object.extends {
                if let TypeNodeKind::Reference { path, .. } = base.kind
                    && let Some(base) = bindings.path(declaration.scope, path, Meaning::Type)
                    && extended.insert(base)
                {
                    pending.push(base);
                }
            }
        }
    }
}

/// Whether a declared interface has only data: properties and optional methods, and so have its bases.
pub fn is_data_symbol(evaluator: &mut Evaluator<'_>, symbol: SymbolId) -> bool {
    data_symbol(evaluator, symbol, 0)
}

fn data_symbol(evaluator: &mut Evaluator<'_>, symbol: SymbolId, depth: u32) -> bool {
    let bindings = evaluator.bindings;
    let data = bindings.symbol(symbol);
    if depth > 64 || (bindings.is_global(symbol) && BUILTIN.binary_search(&data.name).is_ok()) {
        return false;
    }
    for declaration in &data.declarations {
        match declaration.kind {
            DeclarationKind::Interface(node) => {
                if !node.members.iter().all(|member| is_data_member(&member.kind, member.optional)) {
                    return false;
                }
                for base in node.extends {
                    if !data_base(evaluator, base, declaration.scope, depth + 1) {
                        return false;
                    }
                }
            }
            // What exists at run time is a class and not data.
            DeclarationKind::Class(_)
            | DeclarationKind::Variable(_)
            | DeclarationKind::Function(_)
            | DeclarationKind::Enum(..) => return false,
            DeclarationKind::Alias(..) | DeclarationKind::Namespace => {}
        }
    }
    true
}

fn data_base<'a>(
    evaluator: &mut Evaluator<'a>,
    base: &'a TypeNode<'a>,
    scope: crate::bind::ScopeId,
    depth: u32,
) -> bool {
    let TypeNodeKind::Reference { path, .. } = base.kind else {
        return false;
    };
    let Some(symbol) = evaluator.bindings.path(scope, path, Meaning::Type) else {
        return false;
    };
    if evaluator.alias(symbol).is_some() {
        let ty = evaluator.evaluate(base, Evaluator::context(scope));
        return is_data(evaluator, ty);
    }
    data_symbol(evaluator, symbol, depth)
}

fn is_data_member(kind: &MemberNodeKind<'_>, optional: bool) -> bool {
    match kind {
        MemberNodeKind::Property(..) | MemberNodeKind::Getter(_) | MemberNodeKind::Setter(_) => true,
        MemberNodeKind::Method(_) => optional,
        MemberNodeKind::Call(_) | MemberNodeKind::Construct(_) | MemberNodeKind::Index { .. } => false,
    }
}

fn has_property(evaluator: &Evaluator<'_>, symbol: SymbolId, depth: u32) -> bool {
    let bindings = evaluator.bindings;
    bindings.symbol(symbol).declarations.iter().any(|declaration| {
        let Some(object) = declaration.object() else {
            return false;
        };
        !object.members.is_empty()
            || object.extends.iter().any(|base| {
                let TypeNodeKind::Reference { path, .. } = base.kind else {
                    return true;
                };
                let base = bindings.path(declaration.scope, path, Meaning::Type);
                // An alias that is data has properties.
                base.is_some_and(|base| {
                    depth < 64 && (evaluator.alias(base).is_some() || has_property(evaluator, base, depth + 1))
                })
            })
    })
}

fn is_mapping(evaluator: &Evaluator<'_>, symbol: SymbolId) -> bool {
    let bindings = evaluator.bindings;
    let objects: Vec<_> = bindings.symbol(symbol).declarations.iter().filter_map(|one| one.object()).collect();
    let [object] = objects[..] else { return false };
    let [member] = object.members else {
        return false;
    };
    object.extends.is_empty()
        && matches!(
            member.kind,
            MemberNodeKind::Index {
                key: Some(TypeNode { kind: TypeNodeKind::Keyword(crate::model::Keyword::String), .. }),
                ..
            }
        )
}

/// Whether a type, resolved, is data: the options rule without the count of properties.
pub fn is_data(evaluator: &mut Evaluator<'_>, ty: TypeId) -> bool {
    let ty = evaluator.resolve(ty);
    match evaluator.types.get(ty) {
        Ty::Named(symbol, _) => {
            evaluator.alias(symbol).is_none() && is_interface(evaluator, symbol) && is_data_symbol(evaluator, symbol)
        }
        Ty::Literal(object, _) => object.0.members.iter().all(|member| is_data_member(&member.kind, member.optional)),
        Ty::Computed(_) | Ty::Intersection(_) => {
            if let Ty::Intersection(members) = evaluator.types.get(ty)
                && !members.iter().all(|&member| is_data(evaluator, member))
            {
                return false;
            }
            let Some(shape) = evaluator.shape(ty) else {
                return false;
            };
            shape.calls.is_empty()
                && shape.constructs.is_empty()
                && shape.indexes.is_empty()
                && shape.properties.iter().all(|one| one.optional || !one.is_method())
        }
        _ => false,
    }
}

fn is_interface(evaluator: &Evaluator<'_>, symbol: SymbolId) -> bool {
    evaluator.bindings.symbol(symbol).declarations.iter().any(|one| matches!(one.kind, DeclarationKind::Interface(_)))
}
