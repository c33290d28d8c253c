//! Unions of very many members: the same as adding one after the other, by hashes instead of comparing each with each.

use std::hash::{Hash as _, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::{Expression, literal_arguments};

/// With so many members hashing them all is faster.
pub(super) const MANY: usize = 32;

/// The different members, none of which is a union; all `Literal[...]` merged into the first one.
pub(super) fn distinct(members: Vec<Expression<'_>>) -> Vec<Expression<'_>> {
    let mut others = Distinct::default();
    let mut literals: Option<(usize, Distinct<'_>)> = None;
    for member in members {
        if literal_arguments(&member).is_none() {
            others.add(member);
            continue;
        }
        let Expression::Subscript(head, values) = member else { continue };
        let (_, known) = literals.get_or_insert_with(|| {
            // Its place; the values follow at the end.
            others.members.push(Expression::Subscript(head, Vec::new()));
            (others.members.len() - 1, Distinct::default())
        });
        values.into_iter().for_each(|value| known.add(value));
    }
    let mut members = others.members;
    if let Some((at, known)) = literals
        && let Some(Expression::Subscript(_, values)) = members.get_mut(at)
    {
        *values = known.members;
    }
    members
}

#[derive(Default)]
struct Distinct<'a> {
    members: Vec<Expression<'a>>,
    by_hash: FxHashMap<u64, Vec<usize>>,
}

impl<'a> Distinct<'a> {
    fn add(&mut self, member: Expression<'a>) {
        let mut hasher = FxHasher::default();
        hash(&member, &mut hasher);
        let same = self.by_hash.entry(hasher.finish()).or_default();
        if same.iter().all(|&known| self.members[known] != member) {
            same.push(self.members.len());
            self.members.push(member);
        }
    }
}

/// Equal expressions have equal hashes.
fn hash(expression: &Expression<'_>, hasher: &mut FxHasher) {
    std::mem::discriminant(expression).hash(hasher);
    let all = |list: &[Expression<'_>], hasher: &mut FxHasher| list.iter().for_each(|one| hash(one, hasher));
    match expression {
        Expression::Name(text) | Expression::Text(text) | Expression::Integer(text) => text.hash(hasher),
        Expression::Subscript(head, arguments) => {
            hash(head, hasher);
            all(arguments, hasher);
        }
        Expression::Union(list) | Expression::List(list) | Expression::Tuple(list) => all(list, hasher),
        // Zero is zero with either sign.
        Expression::Number(number) => (number + 0.0).to_bits().hash(hasher),
        Expression::Boolean(value) => value.hash(hasher),
        Expression::Quoted(inner) => hash(inner, hasher),
        Expression::Call(call) => {
            call.function.hash(hasher);
            all(&call.arguments, hasher);
        }
        Expression::Dict(_) | Expression::None | Expression::Ellipsis => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::Flat;
    use super::*;

    #[test]
    fn the_same_as_one_after_the_other() {
        let literal = |values: &[usize]| {
            Expression::subscript("Literal", values.iter().map(|value| Expression::text(value.to_string())).collect())
        };
        let mut members = vec![literal(&[1, 2]), Expression::None, literal(&[1, 2]), literal(&[0, 3, 2])];
        for index in 0..60 {
            members.push(Expression::name(format!("A{}", index % 40)));
            members.push(literal(&[index / 2]));
            members.push(Expression::List(vec![Expression::Number([0.0, -0.0, 1.0][index % 3])]));
        }
        let mut expected = Flat::default();
        members.iter().cloned().for_each(|member| expected.add(member));
        assert_eq!(distinct(members), expected.members);
    }
}
