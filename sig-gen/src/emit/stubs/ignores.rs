//! Ignored findings: which rule of which checker, and where.
//!
//! TypeScript's overrides and overloads need not be sound in Python's eyes. Where one is not, a comment silences the one rule that says
//! so at the one place. What cannot be decided here without a type checker is silenced as well, and says so with `unused-ignore`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::python::Expression;
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
    /// One rule, or several with commas between them.
    pyright: Option<&'static str>,
}

impl Ignores {
    /// Of a method that cannot stand for an inherited one.
    pub(super) fn of_override() -> Self {
        Self { mypy: vec!["override"], unsure: true, pyright: Some("reportIncompatibleMethodOverride") }
    }

    /// Of a member whose name means another thing on the class object of an ancestor. By which rule pyright minds depends on the base that it
    /// comes to first.
    pub(super) fn of_twofold() -> Self {
        Self::of_override().with_pyright("reportIncompatibleMethodOverride, reportIncompatibleVariableOverride")
    }

    /// Of a class variable with another type than an inherited one; `fits` is whether it is a part of that, which mypy takes.
    pub(super) fn of_variable(fits: bool) -> Self {
        Self {
            mypy: if fits { Vec::new() } else { vec!["assignment"] },
            unsure: !fits,
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

    /// The same with another rule of pyright.
    pub(super) fn with_pyright(self, rule: &'static str) -> Self {
        Self { pyright: Some(rule), ..self }
    }

    /// Both sets of rules; of pyright's the own ones, where there are any.
    pub(super) fn with(mut self, other: Self) -> Self {
        self.mypy.extend(other.mypy);
        self.unsure |= other.unsure;
        self.pyright = self.pyright.or(other.pyright);
        self
    }

    /// The comment, without its first `# `.
    pub(super) fn comment(&self) -> Option<Cow<'static, str>> {
        let mypy = (!self.mypy.is_empty()).then(|| {
            let rules = self.mypy.iter().copied().chain(self.unsure.then_some(UNUSED)).collect::<Vec<_>>();
            format!("type: ignore[{}]", rules.join(", "))
        });
        let pyright = self.pyright.map(|rule| format!("pyright: ignore[{rule}]"));
        let parts: Vec<String> = mypy.into_iter().chain(pyright).collect();
        (!parts.is_empty()).then(|| Cow::Owned(parts.join("  # ")))
    }
}

/// How often a stub ignores each rule of each checker, by `checker: rule`.
pub(crate) fn counted(stub: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in stub.lines() {
        // Comments follow code; a docstring begins its line.
        for (mark, checker) in [("  # type: ignore[", "mypy"), ("  # pyright: ignore[", "pyright")] {
            let Some((_, rest)) = line.split_once(mark) else { continue };
            let rules = rest.split(']').next().unwrap_or_default();
            // That it may be unused says nothing about the stub.
            for rule in rules.split(", ").filter(|rule| *rule != UNUSED) {
                *counts.entry(format!("{checker}: {rule}")).or_insert(0) += 1;
            }
        }
    }
    counts
}

/// The rule of mypy for what is ignored in vain.
const UNUSED: &str = "unused-ignore";

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
        let is_open = forms.iter().any(|form| self.is_open(form));
        for (index, form) in forms.iter().enumerate() {
            let (mut unsafely, mut by_never) = (false, false);
            for other in candidates.of(form).into_iter().filter(|&other| other != index) {
                let wide = &forms[other];
                let minds = if other < index {
                    // What mypy takes for unreachable was dropped. Pyright lets type variables of the class stand for anything.
                    self.may_take_in(wide, form, Reading::Never)
                } else {
                    unsafely = unsafely || self.overlaps_unsafely(form, wide);
                    by_never = by_never || self.overlaps_by_never(form, wide);
                    !self.is_part_strictly(&form.result, &wide.result) && self.may_take_in(wide, form, Reading::Overlap)
                };
                if minds {
                    ignores[index].pyright = Some("reportOverlappingOverload");
                }
            }
            if unsafely || by_never {
                ignores[index].mypy.push("overload-overlap");
                ignores[index].unsure = is_open || !unsafely;
                ignores[index].pyright = Some("reportOverlappingOverload");
            }
        }
        self.spread(forms, &mut ignores);
        ignores
    }

    /// Where pyright minds some overloads of a function, what it says of its others is not foreseen.
    fn spread(&mut self, forms: &[Form<'m>], ignores: &mut [Ignores]) {
        let last = forms.len() - 1;
        if ignores[..last].iter().all(|ignores| ignores.pyright.is_none()) {
            return;
        }
        for index in 0..last {
            let later = &forms[index + 1..];
            let is_unlike = later.iter().any(|later| !self.is_part_strictly(&forms[index].result, &later.result));
            if is_unlike && forms[index].literals().is_none() {
                ignores[index].pyright = Some("reportOverlappingOverload");
            }
        }
    }

    /// Whether something in a form is left open, so that checkers decide by what they infer.
    fn is_open(&self, form: &Form<'m>) -> bool {
        let mut open = form.this.is_some();
        for annotation in form.annotations() {
            annotation.visit_names(&mut |name| {
                open |= matches!(name.trim_start_matches('_'), "Any" | "TypeIs" | "TypeGuard" | "Self")
                    || self.types.variables.is_declared(name)
                    || self.is_record(&Expression::name(name.to_owned()));
            });
        }
        open
    }
}
