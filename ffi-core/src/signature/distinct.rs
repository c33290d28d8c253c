//! Types without duplicates, in their order, also when there are tens of thousands of them.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::{Literal, Type};

/// Up to this many types are compared each with each.
const FEW: usize = 32;

/// How deep keys look into types.
const DEPTH: u32 = 3;

/// A list of different types.
#[derive(Default)]
pub(super) struct Distinct {
    types: Vec<Type>,
    /// The places of types by their keys, once there are many.
    places: HashMap<u64, Vec<usize>>,
}

impl Distinct {
    /// Adds a type that is not among them.
    pub(super) fn push(&mut self, ty: Type) {
        if self.types.len() < FEW {
            if !self.types.contains(&ty) {
                self.types.push(ty);
            }
            return;
        }
        if self.places.is_empty() {
            for (place, known) in self.types.iter().enumerate() {
                self.places.entry(key(known)).or_default().push(place);
            }
        }
        let places = self.places.entry(key(&ty)).or_default();
        if places.iter().all(|&place| self.types[place] != ty) {
            places.push(self.types.len());
            self.types.push(ty);
        }
    }

    pub(super) fn into_types(self) -> Vec<Type> {
        self.types
    }
}

/// Equal types have equal keys.
fn key(ty: &Type) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(ty, DEPTH, &mut hasher);
    hasher.finish()
}

fn hash(ty: &Type, depth: u32, hasher: &mut DefaultHasher) {
    std::mem::discriminant(ty).hash(hasher);
    let Some(depth) = depth.checked_sub(1) else { return };
    match ty {
        Type::Literal { value } => match value {
            Literal::String(text) | Literal::BigInt(text) => text.hash(hasher),
            // Zero is zero with either sign.
            Literal::Number(number) => (number + 0.0).to_bits().hash(hasher),
            Literal::Boolean(value) => value.hash(hasher),
        },
        Type::Reference { name, arguments, .. } => {
            name.hash(hasher);
            arguments.iter().for_each(|argument| hash(argument, depth, hasher));
        }
        Type::Record { fields } => {
            for field in fields {
                field.name.js.hash(hasher);
                hash(&field.ty, depth, hasher);
            }
        }
        Type::Function { function, .. } => {
            for overload in function.overloads.iter().take(2) {
                overload.parameters.iter().for_each(|parameter| hash(&parameter.ty, depth, hasher));
                hash(&overload.result, depth, hasher);
            }
        }
        Type::Tuple { elements } => elements.iter().for_each(|element| hash(&element.ty, depth, hasher)),
        Type::Array { element, .. } => hash(element, depth, hasher),
        Type::Converted { value, .. } => hash(value, depth, hasher),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_for_few_and_many() {
        let number = |value: f64| Type::Literal { value: Literal::Number(value) };
        let mut distinct = Distinct::default();
        let mut expected: Vec<Type> = Vec::new();
        for index in 0..300 {
            let text = Type::Literal { value: Literal::String(format!("{}", index % 97)) };
            for ty in [text, number(f64::from(index % 41)), number(-0.0), Type::reference("A"), Type::Undefined] {
                if !expected.contains(&ty) {
                    expected.push(ty.clone());
                }
                distinct.push(ty);
            }
        }
        assert_eq!(distinct.into_types(), expected);
    }
}
