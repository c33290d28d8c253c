//! Ignored findings: which rule of which checker, and where.
//!
//! TypeScript's overrides and overloads need not be sound in Python's eyes. Where one is not, a comment silences the one rule that says
//! so at the one place. What cannot be decided here without a type checker is silenced as well, and says so with `unused-ignore`.

use std::borrow::Cow;

use super::Emitter;
use super::function::{Form, MANY};
use super::likely::Reading;
use super::overrides::Candidates;

/// The rules that are ignored on one line.
#[derive(Debug, Clone, Default)]
pub(super) struct Ignores {
    mypy: Vec<&'static str>,
    /// Whether mypy may find nothing to ignore.
    unsure: bool,
    pyright: Option<&'static str>,
}

impl Ignores {
    /// Of a method that cannot stand for an inherited one.
    pub(super) fn of_override() -> Self {
        Self { mypy: vec!["override"], unsure: true, pyright: Some("reportIncompatibleMethodOverride") }
    }

    /// Of a class variable with another type than an inherited one.
    pub(super) fn of_variable() -> Self {
        Self {
            mypy: vec!["assignment", "misc", "override"],
            unsure: true,
            pyright: Some("reportIncompatibleVariableOverride"),
        }
    }

    /// Of an overloaded method whose overloads stand in another order than inherited ones: only pyright minds.
    pub(super) fn of_order() -> Self {
        Self { pyright: Some("reportIncompatibleMethodOverride"), ..Self::default() }
    }

    /// Only what mypy is told.
    pub(super) fn for_mypy(&self) -> Self {
        Self { pyright: None, ..self.clone() }
    }

    /// Only what pyright is told.
    pub(super) fn for_pyright(&self) -> Self {
        Self { pyright: self.pyright, ..Self::default() }
    }

    fn add(&mut self, mypy: &'static str, sure: bool, pyright: &'static str) {
        if !self.mypy.contains(&mypy) {
            self.mypy.push(mypy);
        }
        self.unsure |= !sure;
        self.pyright = Some(pyright);
    }

    /// Both sets of rules. Only one rule of pyright can be ignored on a line.
    pub(super) fn with(mut self, other: Self) -> Self {
        self.mypy.extend(other.mypy);
        self.unsure |= other.unsure;
        self.pyright = self.pyright.or(other.pyright);
        self
    }

    /// The comment, without its first `# `.
    pub(super) fn comment(&self) -> Option<Cow<'static, str>> {
        let mypy = (!self.mypy.is_empty()).then(|| {
            let unused = if self.unsure { ", unused-ignore" } else { "" };
            format!("type: ignore[{}{unused}]", self.mypy.join(", "))
        });
        let pyright = self.pyright.map(|rule| format!("pyright: ignore[{rule}]"));
        let parts: Vec<String> = mypy.into_iter().chain(pyright).collect();
        (!parts.is_empty()).then(|| Cow::Owned(parts.join("  # ")))
    }
}

impl<'m> Emitter<'_, 'm> {
    /// What must be ignored at each overload: a later one takes some of its calls and gives something else, or an earlier one
    /// takes all of them.
    pub(super) fn overlaps(&mut self, forms: &[Form<'m>]) -> Vec<Ignores> {
        let mut ignores = vec![Ignores::default(); forms.len()];
        if forms.len() < 2 || forms.len() > MANY {
            return ignores;
        }
        let mut candidates = Candidates::default();
        forms.iter().enumerate().for_each(|(index, form)| candidates.add(index, form));
        for (index, form) in forms.iter().enumerate() {
            for other in candidates.of(form).into_iter().filter(|&other| other != index) {
                let wide = &forms[other];
                if other < index {
                    if self.may_take_in(wide, form, Reading::Never) {
                        ignores[index].add("overload-cannot-match", false, "reportOverlappingOverload");
                    }
                } else if !self.is_part_strictly(&form.result, &wide.result)
                    && self.may_take_in(wide, form, Reading::Overlap)
                {
                    ignores[index].add(
                        "overload-overlap",
                        self.surely_overlap(form, wide),
                        "reportOverlappingOverload",
                    );
                }
            }
        }
        ignores
    }

    /// Whether nothing in the forms is left open, so that both checkers see the overlap.
    fn surely_overlap(&mut self, form: &Form<'m>, wide: &Form<'m>) -> bool {
        let is_open = |form: &Form<'m>| {
            let mut open = form.this.is_some();
            for annotation in form.annotations() {
                annotation.visit_names(&mut |name| {
                    open |= matches!(name, "Any" | "_Any" | "TypeIs" | "TypeGuard" | "Self")
                        || self.types.variables.is_declared(name);
                });
            }
            open
        };
        !is_open(form)
            && !is_open(wide)
            && self.takes_calls_of(wide, form)
            && !self.may_be_part(&form.result, &wide.result)
    }
}
