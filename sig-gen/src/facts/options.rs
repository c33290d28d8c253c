//! The options rule, stated over evaluated types: which parameters are data records, and all their properties.

use super::normal;
use crate::bind::{DeclarationKind, SymbolId};
use crate::evaluate::{Evaluator, Ty, TypeId};

/// Buffers are values of their own at the border, although their interface has only properties.
const BUFFERS: [&str; 3] = ["ArrayBuffer", "ArrayBufferView", "SharedArrayBuffer"];

/// How many type parameters may bound each other in a row.
const MAXIMUM_BOUNDS: usize = 8;

/// The properties of an options type, each `name` or `name?`, sorted; nothing when it is no options type.
pub(super) fn options<'a>(evaluator: &mut Evaluator<'a>, ty: TypeId) -> Option<Vec<String>> {
    let resolved = evaluator.resolve(ty);
    let mut found: Vec<(String, bool)> = Vec::new();
    let mut records = 0;
    let mut everywhere: Vec<usize> = Vec::new();
    for member in evaluator.alternatives(resolved) {
        let mut member = evaluator.resolve(member);
        // A parameter may be bounded by another one; a circle of them is an error and bounds nothing.
        for _ in 0..MAXIMUM_BOUNDS {
            let Ty::Parameter(node) = evaluator.types.get(member) else { break };
            let constraint = evaluator.constraint(node)?;
            member = evaluator.resolve(constraint);
        }
        if is_plain(evaluator, member) {
            continue;
        }
        if !is_record(evaluator, member, 0) {
            return None;
        }
        let shape = evaluator.shape(member)?;
        records += 1;
        for property in &shape.properties {
            let crate::model::PropertyName::Text(_) = property.name else { continue };
            let name = normal::key(property.name);
            match found.iter().position(|(known, _)| *known == name) {
                Some(at) => {
                    everywhere[at] += 1;
                    found[at].1 |= property.optional;
                }
                None => {
                    everywhere.push(1);
                    found.push((name, property.optional));
                }
            }
        }
    }
    if found.is_empty() {
        return None;
    }
    let mut set: Vec<String> = found
        .into_iter()
        .zip(everywhere)
        .map(|((name, optional), count)| if optional || count < records { format!("{name}?") } else { name })
        .collect();
    set.sort();
    Some(set)
}

/// Members of the union that are no objects.
fn is_plain(evaluator: &Evaluator<'_>, ty: TypeId) -> bool {
    match evaluator.types.get(ty) {
        Ty::Undefined
        | Ty::Null
        | Ty::Void
        | Ty::Boolean
        | Ty::Number
        | Ty::BigInt
        | Ty::String
        | Ty::Symbol
        | Ty::Text(_)
        | Ty::NumberLiteral(_)
        | Ty::BooleanLiteral(_)
        | Ty::BigIntLiteral(_)
        | Ty::UniqueSymbol(_)
        | Ty::Template(..)
        | Ty::Mapping(..)
        | Ty::EnumMember(..) => true,
        Ty::Named(symbol, _) => evaluator.enum_members(symbol).is_some(),
        _ => false,
    }
}

fn is_record<'a>(evaluator: &mut Evaluator<'a>, ty: TypeId, depth: u32) -> bool {
    let head = evaluator.types.get(ty);
    if depth > 16 || !matches!(head, Ty::Named(..) | Ty::Literal(..) | Ty::Computed(_) | Ty::Intersection(_)) {
        return false;
    }
    if !are_data(evaluator, ty, depth) {
        return false;
    }
    let Some(shape) = evaluator.shape(ty) else { return false };
    shape.calls.is_empty()
        && shape.constructs.is_empty()
        && shape.indexes.is_empty()
        && shape.properties.iter().all(|one| one.optional || !one.is_method())
}

/// Whether every declared part of a type is data: bases and members of intersections too.
fn are_data<'a>(evaluator: &mut Evaluator<'a>, ty: TypeId, depth: u32) -> bool {
    if depth > 16 {
        return false;
    }
    match evaluator.types.get(ty) {
        Ty::Intersection(members) => members.iter().all(|&one| {
            let one = evaluator.resolve(one);
            are_data(evaluator, one, depth + 1)
        }),
        Ty::Named(symbol, arguments) => {
            if is_instance(evaluator, symbol) {
                return false;
            }
            let bindings = evaluator.bindings;
            for declaration in &bindings.symbol(symbol).declarations {
                let Some(object) = declaration.object() else { continue };
                let context = evaluator.inside(declaration.scope, object.type_parameters, arguments);
                for base in object.extends {
                    let base = evaluator.evaluate_base(base, context);
                    let base = evaluator.resolve(base);
                    if !are_data(evaluator, base, depth + 1) {
                        return false;
                    }
                }
            }
            true
        }
        Ty::Literal(..) | Ty::Computed(_) => true,
        _ => false,
    }
}

fn is_instance(evaluator: &Evaluator<'_>, symbol: SymbolId) -> bool {
    let data = evaluator.bindings.symbol(symbol);
    BUFFERS.contains(&data.name)
        || data.declarations.iter().any(|one| {
            matches!(one.kind, DeclarationKind::Class(_) | DeclarationKind::Variable(_) | DeclarationKind::Function(_))
        })
}
