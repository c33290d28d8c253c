//! Expected types in words: Python's for Python, TypeScript's for JavaScript.

use crate::binding::{Expected, NoNames, messages};
use crate::signature::{BufferKind, Literal, Type};

/// What is expected, for a message.
pub(super) fn describe(ty: &Type, python: bool) -> String {
    if python {
        return Expected::describe(&NoNames, ty);
    }
    let mut words = Vec::new();
    for member in ty.members() {
        let word = word(member);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    messages::alternatives(&words)
}

fn word(ty: &Type) -> String {
    match ty {
        Type::Undefined => "undefined".into(),
        Type::Null => "null".into(),
        Type::Boolean => "boolean".into(),
        Type::Number => "number".into(),
        Type::BigInt => "bigint".into(),
        Type::String => "string".into(),
        Type::Symbol => "symbol".into(),
        Type::Literal { value } => match value {
            Literal::String(text) => format!("'{text}'"),
            Literal::Number(number) => number.to_string(),
            Literal::Boolean(value) => value.to_string(),
            Literal::BigInt(digits) => format!("{digits}n"),
        },
        Type::Array { .. } | Type::Tuple { .. } => "Array".into(),
        Type::Map { .. } => "Map".into(),
        Type::Set { .. } => "Set".into(),
        Type::Reference { name, .. } => name.clone(),
        Type::Function { .. } => "function".into(),
        Type::Promise { .. } => "Promise".into(),
        Type::Iterable { .. } => "iterable".into(),
        Type::Date => "Date".into(),
        Type::Buffer { buffer: BufferKind::ArrayBufferView } => "ArrayBuffer or typed array".into(),
        Type::Buffer { buffer } => format!("{buffer:?}"),
        _ => "object".into(),
    }
}

/// Whether a plain object may be a value of the type.
pub(crate) fn admits_record(ty: &Type) -> bool {
    ty.members().iter().any(|member| {
        !matches!(
            member,
            Type::Undefined
                | Type::Null
                | Type::Boolean
                | Type::Number
                | Type::BigInt
                | Type::String
                | Type::Symbol
                | Type::Literal { .. }
                | Type::Array { .. }
                | Type::Tuple { .. }
                | Type::Set { .. }
                | Type::Function { .. }
                | Type::Promise { .. }
                | Type::Iterable { .. }
                | Type::Date
                | Type::Buffer { .. }
        )
    })
}
