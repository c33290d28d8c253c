//! What declarations say many times over: event maps, and methods declared again for another `this`.
//!
//! Both are recognized on the model, before anything is printed, since there are thousands of them.

use std::sync::Arc;

use ffi_core::signature::{Class, Function, Literal, Member, MemberKind, Parameter, Signature, Type};

use rustc_hash::FxHashMap;

use super::fingerprint;
use super::index::Index;

/// Overloads that differ only in a literal first argument.
pub(super) struct KeyedGroup<'m> {
    /// The literals, when there are several overloads.
    pub(super) keys: Vec<&'m str>,
    /// The first of the overloads.
    pub(super) signature: &'m Signature,
}

/// The overloads of a function, grouped: `addEventListener` for all events of one type is one group. Groups stand in the order
/// of their first overloads.
pub(super) fn keyed_groups(function: &Function) -> Vec<KeyedGroup<'_>> {
    let mut groups: Vec<KeyedGroup<'_>> = Vec::with_capacity(function.overloads.len().min(64));
    // The groups whose first overload has a key, by what else that says.
    let mut keyed: FxHashMap<u64, Vec<(usize, &str)>> = FxHashMap::default();
    let several = function.overloads.len() > 1;
    for signature in &function.overloads {
        let Some(key) = key_of(signature).filter(|_| several) else {
            groups.push(KeyedGroup { keys: Vec::new(), signature });
            continue;
        };
        let candidates = keyed.entry(fingerprint::of_signature(signature)).or_default();
        let known = candidates.iter().find(|(group, _)| differ_in_key_only(groups[*group].signature, signature));
        if let Some(&(group, first)) = known {
            let keys = &mut groups[group].keys;
            if keys.is_empty() {
                keys.push(first);
            }
            if !keys.contains(&key) {
                keys.push(key);
            }
        } else {
            candidates.push((groups.len(), key));
            groups.push(KeyedGroup { keys: Vec::new(), signature });
        }
    }
    groups
}

fn key_of(signature: &Signature) -> Option<&str> {
    match &signature.parameters.first()?.ty {
        Type::Literal { value: Literal::String(key) } => Some(key),
        _ => None,
    }
}

fn differ_in_key_only(one: &Signature, other: &Signature) -> bool {
    one.parameters.len() == other.parameters.len()
        && one.parameters.iter().zip(&other.parameters).skip(1).all(|(one, other)| equal(one, other))
        && one.result == other.result
        && one.docs == other.docs
        && one.type_parameters == other.type_parameters
        && one.predicate == other.predicate
}

fn equal(one: &Parameter, other: &Parameter) -> bool {
    // Types first: they are what differs.
    one.ty == other.ty
        && one.name == other.name
        && one.optional == other.optional
        && one.rest == other.rest
        && same_keywords(one, other)
        && one.other_keywords == other.other_keywords
}

/// Most that are the same are shared.
fn same_keywords(one: &Parameter, other: &Parameter) -> bool {
    match (&one.keywords, &other.keywords) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other) || one == other,
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// Whether the nearest ancestor that has the method already says the same, but for the type of `this` in callbacks. Only
/// functions with several overloads count: others may bring documentation of their own.
pub(super) fn repeats_inherited<'m>(index: &Index<'m>, class: &'m Class, member: &Member, function: &Function) -> bool {
    if function.overloads.len() < 2 {
        return false;
    }
    let mut inherited = index.inherited_members(class, &member.name.js).into_iter();
    match inherited.next().map(|nearest| &nearest.kind) {
        // With several bases each may say something else.
        Some(MemberKind::Method(nearest)) => {
            same_but_for_this(nearest, function)
                && inherited.all(|other| match &other.kind {
                    MemberKind::Method(other) => other.overloads.len() <= nearest.overloads.len(),
                    MemberKind::Property { .. } => false,
                })
        }
        _ => false,
    }
}

fn same_but_for_this(one: &Function, other: &Function) -> bool {
    one.overloads.len() == other.overloads.len()
        && one.overloads.iter().zip(&other.overloads).all(|(one, other)| {
            one.result == other.result
                && one.predicate == other.predicate
                && one.type_parameters == other.type_parameters
                && one.parameters.len() == other.parameters.len()
                && one.parameters.iter().zip(&other.parameters).all(|(one, other)| same_parameter(one, other))
        })
}

fn same_parameter(one: &Parameter, other: &Parameter) -> bool {
    one.optional == other.optional
        && one.rest == other.rest
        && same_type(&one.ty, &other.ty)
        && same_keywords(one, other)
}

fn same_type(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Function { function: one, construct: a }, Type::Function { function: other, construct: b }) => {
            a == b && same_but_for_this(one, other)
        }
        _ => one == other,
    }
}
