//! What both Python emitters say of an enum: of which kind its values are, and its members.

use ffi_core::signature::{Enum, EnumValue};

use super::python::{Expression, Statement, identifier};

/// What all values of an enum have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumKind {
    /// All are integers.
    Integer,
    /// All are strings.
    String,
    /// They are of both kinds, or not all known.
    Other,
}

/// The kind of an enum's values.
pub fn kind(declaration: &Enum) -> EnumKind {
    let all =
        |test: fn(&EnumValue) -> bool| declaration.members.iter().all(|member| member.value.as_ref().is_some_and(test));
    if all(|value| matches!(value, EnumValue::Number(number) if number.fract() == 0.0)) {
        EnumKind::Integer
    } else if all(|value| matches!(value, EnumValue::String(_))) {
        EnumKind::String
    } else {
        EnumKind::Other
    }
}

/// The members as assignments.
pub fn members(declaration: &Enum) -> Vec<Statement<'_>> {
    declaration
        .members
        .iter()
        .map(|member| {
            let value = match &member.value {
                Some(EnumValue::String(text)) => Expression::text(text.as_str()),
                Some(EnumValue::Number(number)) => Expression::Number(*number),
                None => Expression::Ellipsis,
            };
            Statement::assignment(identifier(member.name.python()), value)
        })
        .collect()
}
