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
            if is_data_symbol(evaluator, symbol) && has_property(evaluator, symbol) {
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

/// How many interfaces the bases of a record may be, directly and indirectly. One with more is no options type.
const MAXIMUM_BASES: usize = 256;

/// Whether a declared interface has only data: properties and optional methods, and so have its bases.
pub fn is_data_symbol(evaluator: &mut Evaluator<'_>, symbol: SymbolId) -> bool {
    let mut bases = vec![symbol];
    // Bases share bases: each is looked at once.
    let mut next = 0;
    while let Some(&one) = bases.get(next) {
        next += 1;
        let before = bases.len();
        if !has_data(evaluator, one, &mut bases) || bases.len() > MAXIMUM_BASES {
            return false;
        }
        let own = bases.split_off(before);
        for base in own {
            // What extends itself is an error, and nothing is known of it.
            if base == symbol {
                return false;
            }
            if !bases.contains(&base) {
                bases.push(base);
            }
        }
    }
    true
}

/// Whether the bodies of a symbol itself are data. Adds the interfaces that they extend to `bases`.
fn has_data(evaluator: &mut Evaluator<'_>, symbol: SymbolId, bases: &mut Vec<SymbolId>) -> bool {
    let bindings = evaluator.bindings;
    let data = bindings.symbol(symbol);
    if bindings.is_global(symbol) && BUILTIN.binary_search(&data.name).is_ok() {
        return false;
    }
    for declaration in &data.declarations {
        match declaration.kind {
            DeclarationKind::Interface(node) => {
                let is_data = node.members.iter().all(|member| is_data_member(&member.kind, member.optional))
                    && node.extends.iter().all(|base| data_base(evaluator, base, declaration.scope, bases));
                if !is_data {
                    return false;
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

/// Whether a base may be data. One that is an interface is added to `bases` and not looked into.
fn data_base<'a>(
    evaluator: &mut Evaluator<'a>,
    base: &'a TypeNode<'a>,
    scope: crate::bind::ScopeId,
    bases: &mut Vec<SymbolId>,
) -> bool {
    let TypeNodeKind::Reference { path, .. } = base.kind else {
        return false;
    };
    let Some(symbol) = evaluator.bindings.path(scope, path, Meaning::Type) else {
        return false;
    };
    if evaluator.alias(symbol).is_some() {
        let ty = evaluator.evaluate(base, Evaluator::context(scope));
        return alias_data(evaluator, ty, bases);
    }
    bases.push(symbol);
    true
}

/// Whether what an alias stands for may be data. Interfaces in it, which may extend the alias themselves, are added to `bases`.
fn alias_data(evaluator: &mut Evaluator<'_>, ty: TypeId, bases: &mut Vec<SymbolId>) -> bool {
    let resolved = evaluator.resolve(ty);
    match evaluator.types.get(resolved) {
        // A member that is an intersection in turn is one that needs itself.
        Ty::Intersection(members) => {
            members.iter().all(|&member| part_data(evaluator, member, bases)) && has_data_shape(evaluator, resolved)
        }
        _ => part_data(evaluator, resolved, bases),
    }
}

fn part_data(evaluator: &mut Evaluator<'_>, ty: TypeId, bases: &mut Vec<SymbolId>) -> bool {
    let resolved = evaluator.resolve(ty);
    match evaluator.types.get(resolved) {
        Ty::Named(symbol, _) if evaluator.alias(symbol).is_none() && is_interface(evaluator, symbol) => {
            bases.push(symbol);
            true
        }
        _ => is_data(evaluator, resolved),
    }
}

fn is_data_member(kind: &MemberNodeKind<'_>, optional: bool) -> bool {
    match kind {
        MemberNodeKind::Property(..) | MemberNodeKind::Getter(_) | MemberNodeKind::Setter(_) => true,
        MemberNodeKind::Method(_) => optional,
        MemberNodeKind::Call(_) | MemberNodeKind::Construct(_) | MemberNodeKind::Index { .. } => false,
    }
}

fn has_property(evaluator: &Evaluator<'_>, symbol: SymbolId) -> bool {
    let bindings = evaluator.bindings;
    let mut known = vec![symbol];
    let mut next = 0;
    while let Some(&one) = known.get(next) {
        next += 1;
        for declaration in &bindings.symbol(one).declarations {
            let Some(object) = declaration.object() else { continue };
            if !object.members.is_empty() {
                return true;
            }
            for base in object.extends {
                let TypeNodeKind::Reference { path, .. } = base.kind else { return true };
                match bindings.path(declaration.scope, path, Meaning::Type) {
                    // An alias that is data has properties.
                    Some(base) if evaluator.alias(base).is_some() => return true,
                    Some(base) if !known.contains(&base) => known.push(base),
                    _ => {}
                }
            }
        }
    }
    false
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
    is_data_inside(evaluator, ty, 0)
}

/// Intersections may nest; one that is a member of itself is an error, and no data.
fn is_data_inside(evaluator: &mut Evaluator<'_>, ty: TypeId, depth: u32) -> bool {
    const MAXIMUM_INTERSECTIONS: u32 = 64;
    let ty = evaluator.resolve(ty);
    match evaluator.types.get(ty) {
        Ty::Named(symbol, _) => {
            evaluator.alias(symbol).is_none() && is_interface(evaluator, symbol) && is_data_symbol(evaluator, symbol)
        }
        Ty::Literal(object, _) => object.0.members.iter().all(|member| is_data_member(&member.kind, member.optional)),
        Ty::Computed(_) | Ty::Intersection(_) => {
            if let Ty::Intersection(members) = evaluator.types.get(ty)
                && (depth > MAXIMUM_INTERSECTIONS
                    || !members.iter().all(|&member| is_data_inside(evaluator, member, depth + 1)))
            {
                return false;
            }
            has_data_shape(evaluator, ty)
        }
        _ => false,
    }
}

fn has_data_shape(evaluator: &mut Evaluator<'_>, ty: TypeId) -> bool {
    let Some(shape) = evaluator.shape(ty) else {
        return false;
    };
    shape.calls.is_empty()
        && shape.constructs.is_empty()
        && shape.indexes.is_empty()
        && shape.properties.iter().all(|one| one.optional || !one.is_method())
}

fn is_interface(evaluator: &Evaluator<'_>, symbol: SymbolId) -> bool {
    evaluator.bindings.symbol(symbol).declarations.iter().any(|one| matches!(one.kind, DeclarationKind::Interface(_)))
}
