//! Methods that override inherited ones.
//!
//! TypeScript lets an override narrow its parameters; Python does not, since the object may be called through its base class. As
//! JavaScript has one function for both, the stub gives the override what it inherits: parameters become wide enough, and calls
//! that only the base describes become overloads of their own. What cannot be reconciled is the result.

use std::rc::Rc;

use ffi_core::signature::{Class, Function, Item, Member, MemberKind, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::python::Expression;
use super::super::repeated::repeats_inherited;
use super::Emitter;
use super::function::{Form, MANY, Receiver, is_literal};
use super::types::{Binding, Position};

/// The forms that each base class promises.
pub(super) type Inherited<'m> = Vec<Rc<Vec<Form<'m>>>>;

impl<'m> Emitter<'_, 'm> {
    /// The forms of a method, or nothing when the class inherits the same: overloads repeated for another `this`.
    pub(super) fn method(
        &mut self,
        class: &'m Class,
        member: &'m Member,
        function: &'m Function,
    ) -> Option<(Vec<Form<'m>>, Inherited<'m>)> {
        if repeats_inherited(&self.context.index, class, member, function) {
            return None;
        }
        let inherited = self.inherited(class, &member.name.js);
        let own = self.final_forms(class, member, function, &inherited);
        let repeated = own.len() > 1 && inherited.first().is_some_and(|base| same_calls(base, &own));
        (!repeated).then(|| (Rc::unwrap_or_clone(own), inherited))
    }

    /// Whether pyright takes the forms for an override of those of each base. It wants the forms that stand for inherited ones
    /// first and in their order; an event map cannot give it that, since there the general form must come last.
    pub(super) fn overrides_in_order(&mut self, forms: &[Form<'m>], inherited: &[Rc<Vec<Form<'m>>>]) -> bool {
        inherited.iter().all(|base| {
            let mut matched: Option<usize> = None;
            for form in forms {
                let mut repeated = None;
                let mut found = None;
                for (index, promised) in base.iter().enumerate() {
                    if self.form_covers(form, promised) {
                        if matched.is_some_and(|matched| index <= matched) {
                            repeated = repeated.or(Some(index));
                        } else {
                            found = Some(index);
                            break;
                        }
                    }
                }
                match (found.or(repeated), matched) {
                    (None, _) => break,
                    (Some(index), Some(matched)) if index < matched => return false,
                    (Some(index), _) => matched = Some(index),
                }
            }
            base.is_empty() || matched == Some(base.len() - 1)
        })
    }

    /// Whether mypy surely takes the forms for an override of those of each base: each of these has one that covers it, in their
    /// order, and before it none that takes a part of its calls.
    pub(super) fn covers_inherited(&mut self, forms: &[Form<'m>], inherited: &[Rc<Vec<Form<'m>>>]) -> bool {
        let strict = std::mem::replace(&mut self.strict, true);
        let covered =
            inherited.iter().all(|base| base.len() * forms.len() <= MANY * MANY && self.covers_in_order(forms, base));
        self.strict = strict;
        covered
    }

    /// Whether mypy surely takes the forms of a method for an override of every inherited one, of farther bases too.
    pub(super) fn surely_overrides(
        &mut self,
        class: &'m Class,
        name: &'m str,
        forms: &[Form<'m>],
        inherited: &[Rc<Vec<Form<'m>>>],
    ) -> bool {
        let ancestors: Vec<&'m Class> = self.context.index.ancestors(class).collect();
        let is_generic = |form: &Form<'m>| {
            let variables = form.annotations().into_iter().flat_map(|annotation| self.types.variables_in(annotation));
            let mut names = variables.into_iter().filter_map(|variable| match variable {
                Expression::Name(name) => Some(name),
                _ => None,
            });
            names.any(|name| self.types.variables.is_of_function(&name))
        };
        if self.is_twofold(class, name) || (!inherited.is_empty() && forms.iter().any(is_generic)) {
            return false;
        }
        self.covers_inherited(forms, inherited)
            && ancestors.into_iter().all(|ancestor| self.is_sure_override(ancestor, name))
    }

    /// Whether the name means another thing on the class object of an ancestor, so that it is no plain member there.
    pub(super) fn is_twofold(&self, class: &'m Class, name: &str) -> bool {
        self.context.index.ancestors(class).any(|ancestor| self.has_both_sides(ancestor, name))
    }

    /// Whether the class object has something of this name, which instances may have as well.
    pub(super) fn has_both_sides(&self, class: &'m Class, name: &str) -> bool {
        let in_namespace = |item: &Item| matches!(item, Item::Function(other) if other.name.js == name);
        class.statics.iter().any(|other| other.name.js == name) || class.namespace.iter().any(in_namespace)
    }

    fn is_sure_override(&mut self, class: &'m Class, name: &'m str) -> bool {
        let Some(member) = self.context.index.member(class, name) else { return true };
        let MemberKind::Method(function) = &member.kind else { return true };
        let key = (std::ptr::from_ref(class), name);
        if let Some(&known) = self.sure.get(&key) {
            return known;
        }
        let mark = self.types.scope_mark();
        self.types.declare_class(class);
        let inherited = self.inherited(class, name);
        let forms = self.final_forms(class, member, function, &inherited);
        let sure = self.covers_inherited(&forms, &inherited);
        self.types.close_scope(mark);
        self.sure.insert(key, sure);
        sure
    }

    fn covers_in_order(&mut self, forms: &[Form<'m>], base: &[Form<'m>]) -> bool {
        let mut matched: FxHashSet<usize> = FxHashSet::default();
        let mut last = 0;
        for promised in base {
            let mut found = None;
            for (index, form) in forms.iter().enumerate() {
                if last <= index && self.form_covers(form, promised) {
                    found = Some(index);
                    break;
                }
                let overlaps = !matched.contains(&index)
                    && (self.may_take_calls_of(form, promised) || self.may_take_calls_of(promised, form));
                if overlaps {
                    return false;
                }
            }
            let Some(index) = found else { return false };
            matched.insert(index);
            last = index;
        }
        true
    }

    fn final_forms(
        &mut self,
        class: &'m Class,
        member: &'m Member,
        function: &'m Function,
        inherited: &[Rc<Vec<Form<'m>>>],
    ) -> Rc<Vec<Form<'m>>> {
        let key = (std::ptr::from_ref(class), member.name.js.as_str());
        let remembered = class.type_parameters.is_empty() && self.context.index.is_extended(class);
        if remembered && let Some(known) = self.methods.get(&key) {
            return Rc::clone(known);
        }
        let mut forms = self.all_forms(function, Receiver::Instance);
        let promised = inherited.iter().map(|base| base.len()).sum::<usize>();
        let has_many = (forms.len() + promised) * promised > 4 * MANY * MANY;
        for base in inherited {
            match has_many {
                true => self.take_in_missing(&mut forms, base),
                false => base.iter().for_each(|form| self.take_in(&mut forms, form)),
            }
        }
        if !inherited.is_empty() && !has_many {
            self.drop_covered(&mut forms);
            forms.iter_mut().for_each(|form| self.erase_single_variables(form, true));
        }
        let forms = Rc::new(forms);
        if remembered {
            self.methods.insert(key, Rc::clone(&forms));
        }
        forms
    }

    /// Drops forms that no call reaches, because an earlier one takes all of their calls.
    pub(super) fn drop_unreachable(&mut self, forms: &mut Vec<Form<'m>>) {
        let mut candidates = Candidates::default();
        let mut kept = Vec::with_capacity(forms.len());
        for (index, form) in forms.iter().enumerate() {
            let taken = candidates.of(form).into_iter().any(|earlier| {
                self.takes_calls_of(&forms[earlier], form) || {
                    let wide = self.with_bounds(&forms[earlier]);
                    wide.is_some_and(|wide| self.takes_calls_of(&wide, form))
                }
            });
            let reached = !taken;
            if reached {
                candidates.add(index, form);
            }
            kept.push(reached);
        }
        let mut kept = kept.into_iter();
        forms.retain(|_| kept.next().unwrap_or(true));
    }

    /// Drops a form when the ones behind it give the same for all of its calls: `addEventListener("abort", ...)` whose event is
    /// the one of the general form. Such a form would also make the override incompatible.
    pub(super) fn drop_covered(&mut self, forms: &mut Vec<Form<'m>>) {
        let mut candidates = Candidates::default();
        forms.iter().enumerate().for_each(|(index, form)| candidates.add(index, form));
        let covered: Vec<usize> = (0..forms.len())
            .filter(|&index| {
                let form = &forms[index];
                candidates.of(form).into_iter().filter(|&later| later > index).any(|later| {
                    let later = &forms[later];
                    later.deprecated == form.deprecated
                        && later.result == form.result
                        && self.takes_calls_of(later, form)
                })
            })
            .collect();
        if covered.is_empty() {
            return;
        }
        for &index in &covered {
            let docs = forms[index].docs.take();
            if let Some(next) = forms.get_mut(index + 1).filter(|next| next.docs.is_none()) {
                next.docs = docs;
            }
        }
        let mut index = 0;
        forms.retain(|_| {
            index += 1;
            covered.binary_search(&(index - 1)).is_err()
        });
    }

    /// Adds the forms that a base class promises and none of the forms takes. Of many overloads all but a few are for one key.
    fn take_in_missing(&mut self, forms: &mut Vec<Form<'m>>, base: &[Form<'m>]) {
        let mut candidates = Candidates::default();
        forms.iter().enumerate().for_each(|(index, form)| candidates.add(index, form));
        let mut missing = Vec::new();
        for form in base {
            let takes = |emitter: &mut Self, own: &Form<'m>| emitter.takes_calls_of(own, form);
            if !candidates.of(form).into_iter().any(|index| takes(self, &forms[index])) {
                missing.push(form.clone());
            }
        }
        forms.extend(missing);
    }

    /// Makes the forms cover one that a base class promises.
    fn take_in(&mut self, forms: &mut Vec<Form<'m>>, base: &Form<'m>) {
        if forms.iter().any(|own| self.form_covers(own, base)) {
            return;
        }
        // The last form is the most general one.
        for index in (0..forms.len()).rev() {
            if let Some(widened) = self.widened(&forms[index], base)
                && self.form_covers(&widened, base)
            {
                forms[index] = widened;
                return;
            }
        }
        // Never reached behind a form that takes the same calls.
        if forms.iter().any(|own| self.takes_calls_of(own, base)) {
            return;
        }
        let mut base = base.clone();
        base.docs = None;
        base.deprecated = None;
        forms.push(base);
    }

    /// The form with parameters that also take what the base takes, where both have the same layout.
    fn widened(&mut self, own: &Form<'m>, base: &Form<'m>) -> Option<Form<'m>> {
        let has_keywords = |form: &Form<'m>| !form.keywords.is_empty();
        let same_layout = own.positional.len() == base.positional.len() || !has_keywords(base);
        if own.positional.len() < base.positional.len()
            || !same_layout
            || own.rest.is_some() != base.rest.is_some()
            || has_keywords(own) != has_keywords(base)
        {
            return None;
        }
        let mut widened = own.clone();
        for (parameter, other) in widened.positional.iter_mut().zip(&base.positional) {
            if self.is_part(&other.annotation, &parameter.annotation) {
                continue;
            }
            // The key of an event map stays what it is.
            if is_literal(&parameter.annotation) {
                return None;
            }
            parameter.annotation = self.types.union(vec![parameter.annotation.clone(), other.annotation.clone()]);
        }
        let required = base.positional.iter().filter(|parameter| !parameter.optional).count();
        widened.positional.iter_mut().skip(required).for_each(|parameter| parameter.optional = true);
        if let (Some((_, rest)), Some((_, other))) = (&mut widened.rest, &base.rest) {
            *rest = self.types.union(vec![rest.clone(), other.clone()]);
        }
        for (name, annotation, required) in &base.keywords {
            match widened.keywords.iter_mut().find(|(own, ..)| own == name) {
                Some((_, own, own_required)) => {
                    *own = self.types.union(vec![own.clone(), annotation.clone()]);
                    *own_required &= required;
                }
                None => widened.keywords.push((name.clone(), annotation.clone(), *required)),
            }
        }
        Some(widened)
    }

    /// The forms that each base class promises for a method, nearest definition on each path.
    pub(super) fn inherited(&mut self, class: &'m Class, name: &str) -> Inherited<'m> {
        let mut found = Vec::new();
        self.each_base(class, &mut |emitter, declared| found.extend(emitter.promised(declared, name)));
        found
    }

    /// The forms that a class, whose type parameters are in scope, promises for a method: its own or the inherited ones.
    pub(super) fn promised(&mut self, class: &'m Class, name: &str) -> Inherited<'m> {
        match self.context.index.member(class, name) {
            Some(member) => {
                let known = self.methods.get(&(std::ptr::from_ref(class), member.name.js.as_str()));
                if let Some(known) = known {
                    return vec![Rc::clone(known)];
                }
                let MemberKind::Method(function) = &member.kind else { return Vec::new() };
                let inherited = self.inherited(class, name);
                vec![self.final_forms(class, member, function, &inherited)]
            }
            // Bases share bases: where nobody has the name, not every way up needs to be gone.
            None if self.context.index.inherited_members(class, name).is_empty() => Vec::new(),
            None => self.inherited(class, name),
        }
    }

    /// Calls `visit` with each base class while its type parameters mean what the class gives for them.
    pub(super) fn each_base(&mut self, class: &'m Class, visit: &mut dyn FnMut(&mut Self, &'m Class)) {
        for base in self.context.index.linear_bases(class) {
            let Type::Reference { name, arguments, .. } = base else { continue };
            let Some(declared) = self.context.index.class(name) else { continue };
            let mut scope: Vec<(&'m str, Binding<'m>)> = Vec::new();
            for (index, parameter) in declared.type_parameters.iter().enumerate() {
                let binding = match arguments.get(index).or(parameter.default.as_ref()) {
                    Some(argument) => Binding::Printed(self.types.print(argument, Position::Returned)),
                    None => Binding::Any,
                };
                scope.push((&parameter.name, binding));
            }
            let outer = self.types.replace_scope(scope);
            visit(self, declared);
            self.types.replace_scope(outer);
        }
    }
}

/// Forms by the literals that their first argument can be. Of the hundreds of overloads of an event map only those with the same
/// key, and those with another kind of first argument, can take each other's calls.
#[derive(Default)]
pub(super) struct Candidates<'f> {
    all: Vec<usize>,
    open: Vec<usize>,
    keyed: FxHashMap<&'f str, Vec<usize>>,
}

impl<'f> Candidates<'f> {
    pub(super) fn add(&mut self, index: usize, form: &'f Form<'_>) {
        self.all.push(index);
        match form.literals() {
            Some(literals) => {
                for literal in literals {
                    if let Expression::Text(key) = literal {
                        self.keyed.entry(key).or_default().push(index);
                    }
                }
            }
            None => self.open.push(index),
        }
    }

    /// The forms that may take calls of `form`, in their order.
    pub(super) fn of(&self, form: &Form<'_>) -> Vec<usize> {
        let Some([Expression::Text(key), ..]) = form.literals() else { return self.all.clone() };
        let same_key = self.keyed.get(&**key).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<usize> = same_key.iter().chain(&self.open).copied().collect();
        found.sort_unstable();
        found
    }
}

/// Whether two lists of forms are the same but for their documentation.
fn same_calls(one: &[Form<'_>], other: &[Form<'_>]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            one.this == other.this
                && one.result == other.result
                && one.keywords == other.keywords
                && one.rest.as_ref().map(|(_, annotation)| annotation)
                    == other.rest.as_ref().map(|(_, annotation)| annotation)
                && one.positional.len() == other.positional.len()
                && one
                    .positional
                    .iter()
                    .zip(&other.positional)
                    .all(|(one, other)| one.annotation == other.annotation && one.optional == other.optional)
        })
}
