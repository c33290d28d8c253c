//! Which overloads mypy takes for unsafely overlapping.
//!
//! Its rule: some call fits both, some parameter of the later overload takes what the one of the earlier does not, and the earlier one's
//! result is no part of the later one's. Type variables stand for their bounds, `Any` overlaps with `object` only, parameters that may be left out on both sides do not
//! matter, and every generic class counts as covariant.

use super::super::python::Expression;
use super::Emitter;
use super::function::Form;
use super::likely::Reading;
use super::subtype::{NESTING, name_of};

/// Parameters at the same place of two forms, which some call gives.
type Pairs<'f, 'm> = Vec<(&'f Expression<'m>, &'f Expression<'m>)>;

impl<'m> Emitter<'_, 'm> {
    /// Whether an overload and a later one overlap unsafely.
    pub(super) fn overlaps_unsafely(&mut self, form: &Form<'m>, later: &Form<'m>) -> bool {
        let Some(pairs) = corresponding(form, later) else { return false };
        self.all_may_share(&pairs)
            && !self.is_subset(&form.result, &later.result)
            && !pairs.iter().all(|(one, other)| self.is_subset(other, one))
    }

    /// Whether an overload overlaps with a later one and gives something of nothing (`Observable[Never]`): mypy takes that for a part of the
    /// other's result where it has inferred that the class is covariant, and not before.
    pub(super) fn overlaps_by_never(&mut self, form: &Form<'m>, later: &Form<'m>) -> bool {
        let mut gives_nothing = false;
        form.result.visit_names(&mut |name| gives_nothing |= name.trim_start_matches('_') == "Never");
        gives_nothing
            && !form.result.is_name("Never")
            && form.result != later.result
            && corresponding(form, later).is_some_and(|pairs| self.all_may_share(&pairs))
    }

    fn all_may_share(&mut self, pairs: &Pairs<'_, 'm>) -> bool {
        let outer = std::mem::replace(&mut self.reading, Reading::Overlap);
        let share = pairs.iter().all(|(one, other)| {
            let (one, other) = (self.erased(one), self.erased(other));
            self.may_share(&one, &other)
        });
        self.reading = outer;
        share
    }

    /// Whether one type is a part of another when type variables are their bounds and all classes are covariant.
    fn is_subset(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        let (part, whole) = (self.erased(part), self.erased(whole));
        let covariant = std::mem::replace(&mut self.covariant, true);
        let is_subset = self.is_part_strictly(&part, &whole);
        self.covariant = covariant;
        is_subset
    }

    /// A form with the bounds of its type variables, where it has any of its own.
    pub(super) fn with_bounds(&mut self, form: &Form<'m>) -> Option<Form<'m>> {
        let mut is_generic = false;
        for annotation in form.annotations() {
            annotation.visit_names(&mut |name| is_generic |= self.types.variables.is_of_function(name));
        }
        is_generic.then(|| {
            let mut form = form.clone();
            form.annotations_mut().into_iter().for_each(|annotation| *annotation = self.erased(annotation));
            form
        })
    }

    /// The type with the bounds of its type variables.
    fn erased(&mut self, expression: &Expression<'m>) -> Expression<'m> {
        match expression {
            Expression::Name(name) if self.types.variables.is_declared(name) => {
                match self.types.variables.bound_of(name) {
                    Some(bound) => bound,
                    None => self.types.known("object"),
                }
            }
            Expression::Subscript(head, arguments) => Expression::Subscript(head.clone(), self.all_erased(arguments)),
            Expression::List(items) => Expression::List(self.all_erased(items)),
            Expression::Tuple(items) => Expression::Tuple(self.all_erased(items)),
            Expression::Union(members) => Expression::union(self.all_erased(members)),
            other => other.clone(),
        }
    }

    fn all_erased(&mut self, expressions: &[Expression<'m>]) -> Vec<Expression<'m>> {
        expressions.iter().map(|expression| self.erased(expression)).collect()
    }

    /// Whether a value may be of both types.
    pub(super) fn may_share(&mut self, one: &Expression<'m>, other: &Expression<'m>) -> bool {
        if one == other {
            return !one.members().iter().all(|member| self.is_any(member));
        }
        if self.nesting >= NESTING {
            return true;
        }
        self.nesting += 1;
        let (one, other) = (self.expanded(one), self.expanded(other));
        let shares = one.iter().any(|one| other.iter().any(|other| self.members_may_share(one, other)));
        self.nesting -= 1;
        shares
    }

    fn is_any(&self, expression: &Expression<'m>) -> bool {
        matches!(expression, Expression::Name(name) if name.trim_start_matches('_') == "Any")
    }

    fn members_may_share(&mut self, one: &Expression<'m>, other: &Expression<'m>) -> bool {
        if self.is_any(one) || self.is_any(other) {
            return one.is_name("object") || other.is_name("object");
        }
        // `None` overlaps with what says so only.
        if matches!(one, Expression::None) || matches!(other, Expression::None) {
            return one == other;
        }
        if let (Some(one), Some(other)) = (self.entries(one), self.entries(other)) {
            return self.records_may_share(&one, &other);
        }
        for (one, other) in [(one, other), (other, one)] {
            if let Expression::Subscript(head, _) = other
                && self.is_record(one)
                && matches!(name_of(head), "Sequence" | "list" | "tuple" | "Set" | "Awaitable" | "AsyncIterable")
            {
                return false;
            }
        }
        if let (Expression::Subscript(head, values), Expression::Subscript(other_head, others)) = (one, other) {
            let (head, other_head) = (name_of(head), name_of(other_head));
            if head.starts_with("Call") && other_head.starts_with("Call") {
                return self.callables_may_share(values, others);
            }
            if head == "Literal" && other_head == "Literal" {
                return values.iter().any(|value| others.contains(value));
            }
            if head == other_head && values.len() == others.len() {
                return values.iter().zip(others).all(|(value, other)| self.may_share(value, other));
            }
        }
        self.may_be_part(one, other) || self.may_be_part(other, one)
    }

    /// Callables by the arguments of `Callable` or of one of the callbacks, which take fewer parameters as well.
    fn callables_may_share(&mut self, one: &[Expression<'m>], other: &[Expression<'m>]) -> bool {
        let (Some((result, one)), Some((other_result, other))) = (one.split_last(), other.split_last()) else {
            return true;
        };
        let parameters = |arguments: &[Expression<'m>]| match arguments {
            [Expression::List(parameters)] => Some(parameters.clone()),
            [Expression::Ellipsis] => None,
            _ => Some(Vec::new()),
        };
        if !self.may_share(result, other_result) {
            return false;
        }
        match (parameters(one), parameters(other)) {
            (Some(one), Some(other)) if one.len() == other.len() => {
                one.iter().zip(&other).all(|(one, other)| self.may_share(one, other))
            }
            (Some(one), Some(other)) => one.is_empty() || other.is_empty(),
            _ => true,
        }
    }
}

/// The parameters that both forms have, without those that neither requires; nothing where one requires what the other does not have.
fn corresponding<'f, 'm>(one: &'f Form<'m>, other: &'f Form<'m>) -> Option<Pairs<'f, 'm>> {
    let mut pairs = Pairs::new();
    let mut pair =
        |one: Option<(&'f Expression<'m>, bool)>, other: Option<(&'f Expression<'m>, bool)>| match (one, other) {
            (Some((_, false)), Some((_, false))) | (Some((_, false)), None) | (None, Some((_, false)) | None) => true,
            (Some((one, _)), Some((other, _))) => {
                pairs.push((one, other));
                true
            }
            (Some((_, true)), None) | (None, Some((_, true))) => false,
        };
    for index in 0..one.positional.len().max(other.positional.len()) {
        let at = |form: &'f Form<'m>| match form.positional.get(index) {
            Some(parameter) => Some((&parameter.annotation, !parameter.optional)),
            None => form.rest.as_ref().map(|(_, annotation)| (annotation, false)),
        };
        if !pair(at(one), at(other)) {
            return None;
        }
    }
    let named = |form: &'f Form<'m>, name: &str| {
        let found = form.keywords.iter().find(|(own, ..)| own == name);
        found.map(|(_, annotation, required)| (annotation, *required))
    };
    for (name, ..) in one.keywords.iter().chain(&other.keywords) {
        if !pair(named(one, name), named(other, name)) {
            return None;
        }
    }
    Some(pairs)
}
