//! Short keys for types and signatures: what is equal has the same, so that only what has the same is compared.

use std::hash::{Hash, Hasher};

use ffi_core::signature::{Function, Literal, Signature, Type};
use rustc_hash::FxHasher;

/// How deep types are looked into; what differs deeper down has the same key.
const DEPTH: usize = 6;

/// The key of all of a signature but its first parameter and its documentation.
pub(super) fn of_signature(signature: &Signature) -> u64 {
    let mut hasher = FxHasher::default();
    hash_signature(signature, 1, DEPTH, &mut hasher);
    hasher.finish()
}

fn hash_signature(signature: &Signature, skipped: usize, depth: usize, hasher: &mut FxHasher) {
    signature.parameters.len().hash(hasher);
    for parameter in signature.parameters.iter().skip(skipped) {
        hash_type(&parameter.ty, depth, hasher);
    }
    hash_type(&signature.result, depth, hasher);
}

fn hash_function(function: &Function, depth: usize, hasher: &mut FxHasher) {
    function.overloads.len().hash(hasher);
    function.overloads.iter().take(2).for_each(|overload| hash_signature(overload, 0, depth, hasher));
}

fn hash_type(ty: &Type, depth: usize, hasher: &mut FxHasher) {
    std::mem::discriminant(ty).hash(hasher);
    let Some(depth) = depth.checked_sub(1) else { return };
    match ty {
        Type::Union { members } | Type::Intersection { members } => {
            members.iter().for_each(|member| hash_type(member, depth, hasher));
        }
        Type::Array { element, .. }
        | Type::Iterable { element }
        | Type::Iterator { element, .. }
        | Type::AsyncIterable { element }
        | Type::AsyncIterator { element }
        | Type::Set { element } => hash_type(element, depth, hasher),
        Type::Mapping { value } | Type::Promise { value } | Type::Converted { value, .. } => {
            hash_type(value, depth, hasher)
        }
        Type::Map { key, value } => {
            hash_type(key, depth, hasher);
            hash_type(value, depth, hasher);
        }
        Type::Tuple { elements } => elements.iter().for_each(|element| hash_type(&element.ty, depth, hasher)),
        Type::Record { fields } => fields.iter().for_each(|field| field.name.js.hash(hasher)),
        Type::Reference { name, arguments, .. } => {
            name.hash(hasher);
            arguments.iter().for_each(|argument| hash_type(argument, depth, hasher));
        }
        Type::ClassObject { name, .. } | Type::TypeParameter { name } => name.hash(hasher),
        Type::Function { function, .. } => hash_function(function, depth, hasher),
        Type::Literal { value } => match value {
            Literal::String(text) | Literal::BigInt(text) => text.hash(hasher),
            // Zero is zero with either sign.
            Literal::Number(number) => (number + 0.0).to_bits().hash(hasher),
            Literal::Boolean(value) => value.hash(hasher),
        },
        _ => {}
    }
}
