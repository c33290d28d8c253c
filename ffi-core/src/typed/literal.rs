//! Literal types: strings of a few, and single literals as members of unions.

use super::{Fault, Guest, Reason, Side};
use crate::binding::nearest;
use crate::signature::{Literal, Type};

/// An enum whose variants are strings; made by `#[derive(StringEnum)]`.
pub trait StringEnum: Sized + 'static {
    /// The strings, in the order of the variants.
    const VALUES: &'static [&'static str];

    /// The string of a variant.
    fn as_str(&self) -> &'static str;

    /// The variant of a string.
    fn from_str(text: &str) -> Option<Self>;
}

/// The variant that a guest names.
pub fn string_from_guest<T: StringEnum>(guest: &Guest) -> Result<T, Fault> {
    let Some(text) = guest.as_text() else { return Err(guest.mismatch(Type::String)) };
    T::from_str(&text).ok_or_else(|| {
        Fault::mismatch(Reason::NoMember {
            members: T::VALUES.iter().map(|&value| value.to_owned()).collect(),
            suggestion: nearest(&text, T::VALUES.iter().copied()).map(str::to_owned),
            given: text,
        })
    })
}

/// Whether a guest is the literal; a mismatch when it is not.
pub fn literal_from_guest(literal: &Literal, guest: &Guest) -> Result<(), Fault> {
    let same = match literal {
        Literal::String(text) => guest.as_text().as_deref() == Some(text),
        Literal::Number(number) => guest.as_number() == Some(*number),
        Literal::Boolean(value) => guest.as_boolean() == Some(*value),
        Literal::BigInt(digits) => guest.as_integer().is_some_and(|value| value.to_string() == *digits),
    };
    if same { Ok(()) } else { Err(guest.mismatch(Type::Literal { value: literal.clone() })) }
}

/// The literal as a value.
pub fn literal_into_guest(literal: &Literal, side: Side) -> Result<Guest, Fault> {
    match literal {
        Literal::String(text) => side.text(text),
        Literal::Number(number) if number.fract() == 0.0 && number.abs() < 9.0e15 => side.integer(*number as i128),
        Literal::Number(number) => side.number(*number),
        Literal::Boolean(value) => Ok(side.boolean(*value)),
        Literal::BigInt(digits) => side.integer(digits.parse().unwrap_or_default()),
    }
}
