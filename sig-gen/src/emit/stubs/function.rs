//! Functions of a stub: each signature as it is called with keywords and as it is called with the whole options object.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use ffi_core::signature::{Class, Function, Keyword, Parameter as JsParameter, Signature, Type, TypeParameter};

use rustc_hash::FxHasher;

use super::super::python::{Expression, FunctionDefinition, Parameter, Statement, identifier};
use super::super::repeated::keyed_groups;
use super::Emitter;
use super::ignores::Ignores;
use super::subtype::name_of;
use super::types::{Binding, Position};

/// How a function is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Receiver<'m> {
    /// A function of the module.
    None,
    /// A method of an instance.
    Instance,
    /// A method of the class object, or a function in a namespace.
    Static,
    /// The constructor of the class with this JavaScript name.
    Constructor(&'m str),
}

/// One way to call a function, before it is laid out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Form<'m> {
    pub(super) this: Option<Expression<'m>>,
    pub(super) positional: Vec<Positional<'m>>,
    pub(super) rest: Option<(Cow<'m, str>, Expression<'m>)>,
    pub(super) keywords: Vec<KeywordForm<'m>>,
    pub(super) result: Expression<'m>,
    pub(super) docs: Option<Cow<'m, str>>,
    pub(super) deprecated: Option<Expression<'m>>,
}

impl<'m> Form<'m> {
    /// The literals that the first argument can be, when it is one of those only.
    pub(super) fn literals(&self) -> Option<&[Expression<'m>]> {
        match &self.positional.first()?.annotation {
            literal @ Expression::Subscript(_, arguments) if is_literal(literal) => Some(arguments),
            _ => None,
        }
    }

    pub(super) fn annotations(&self) -> Vec<&Expression<'m>> {
        let mut all: Vec<&Expression<'m>> = self.positional.iter().map(|parameter| &parameter.annotation).collect();
        all.extend(self.rest.iter().map(|(_, annotation)| annotation));
        all.extend(self.keywords.iter().map(|(_, annotation, _)| annotation));
        all.extend(&self.this);
        all.push(&self.result);
        all
    }

    pub(super) fn annotations_mut(&mut self) -> Vec<&mut Expression<'m>> {
        let mut all: Vec<&mut Expression<'m>> =
            self.positional.iter_mut().map(|parameter| &mut parameter.annotation).collect();
        all.extend(self.rest.iter_mut().map(|(_, annotation)| annotation));
        all.extend(self.keywords.iter_mut().map(|(_, annotation, _)| annotation));
        all.extend(&mut self.this);
        all.push(&mut self.result);
        all
    }
}

/// A positional parameter of a form.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Positional<'m> {
    pub(super) name: Cow<'m, str>,
    pub(super) annotation: Expression<'m>,
    pub(super) optional: bool,
}

/// A keyword of a form: its name, its type, and whether it must be given.
pub(super) type KeywordForm<'m> = (Cow<'m, str>, Expression<'m>, bool);

/// So many overloads are not compared each with each: nothing is merged and nothing left out.
pub(super) const MANY: usize = 500;

impl<'m> Emitter<'_, 'm> {
    /// The definitions of a function, as overloads where it has several forms.
    pub(super) fn function(
        &mut self,
        function: &'m Function,
        python: &Cow<'m, str>,
        receiver: Receiver<'m>,
    ) -> Vec<Statement<'m>> {
        let forms = self.all_forms(function, receiver);
        self.definitions(forms, python, receiver)
    }

    /// The forms of all overloads, without those that an earlier one makes superfluous.
    pub(super) fn all_forms(&mut self, function: &'m Function, receiver: Receiver<'m>) -> Vec<Form<'m>> {
        let mut forms = Forms::default();
        let has_many = function.overloads.len() > MANY;
        for group in keyed_groups(function) {
            for mut form in self.forms(group.signature, receiver) {
                if let Some(first) = form.positional.first_mut()
                    && !group.keys.is_empty()
                {
                    first.annotation =
                        self.types.generic("Literal", group.keys.iter().map(|key| Expression::text(*key)).collect());
                }
                match has_many {
                    true => forms.all.push(form),
                    false => forms.add(form),
                }
            }
        }
        let mut forms = forms.all;
        general_last(&mut forms);
        if forms.len() > 1 && !has_many {
            self.drop_unreachable(&mut forms);
            self.drop_covered(&mut forms);
        }
        forms
    }

    /// Forms as definitions.
    pub(super) fn definitions(
        &mut self,
        forms: Vec<Form<'m>>,
        python: &Cow<'m, str>,
        receiver: Receiver<'m>,
    ) -> Vec<Statement<'m>> {
        self.definitions_with(forms, python, receiver, Ignores::default())
    }

    /// Forms as definitions. What is ignored of the whole is ignored where each checker says it: mypy at the first decorator of an
    /// overloaded function, pyright at its last definition.
    pub(super) fn definitions_with(
        &mut self,
        forms: Vec<Form<'m>>,
        python: &Cow<'m, str>,
        receiver: Receiver<'m>,
        ignores: Ignores,
    ) -> Vec<Statement<'m>> {
        let overlaps = self.overlaps(&forms);
        let last = forms.len().saturating_sub(1);
        let overloaded = forms.len() > 1;
        let mut previous: Option<Cow<'m, str>> = None;
        forms
            .into_iter()
            .enumerate()
            .map(|(index, mut form)| {
                // The same text above each overload says nothing new.
                if form.docs.is_some() && form.docs == previous {
                    form.docs = None;
                } else if form.docs.is_some() {
                    previous.clone_from(&form.docs);
                }
                if overloaded && self.is_vast(&form) {
                    deprecate_by_docs(&mut form);
                }
                let mut definition = self.definition(form, python, receiver, overloaded);
                let mut own = overlaps[index].clone();
                match overloaded {
                    true if index == 0 => definition.decorator_comment = ignores.for_mypy().comment(),
                    true => {}
                    false => own = own.with(ignores.clone()),
                }
                if overloaded && index == last {
                    own = own.with(ignores.for_pyright());
                }
                definition.comment = own.comment();
                Statement::Function(definition)
            })
            .collect()
    }

    /// The one or two forms of a signature: with keywords, and with the options object at its position.
    fn forms(&mut self, signature: &'m Signature, receiver: Receiver<'m>) -> Vec<Form<'m>> {
        let mark = self.types.scope_mark();
        let this = self.bind_type_parameters(signature, receiver);
        let result = self.result(signature, receiver);
        let docs = self.types.signature_docs(signature);
        let deprecated = self.types.deprecated(&signature.docs);
        let mut form =
            Form { this, positional: Vec::new(), rest: None, keywords: Vec::new(), result, docs, deprecated };
        let mut forms = Vec::new();
        if let Some((index, options, keywords)) = signature.options() {
            let mut whole = form.clone();
            self.add_parameters(&mut whole, signature.parameters.iter(), Some(index));
            whole.docs = None;
            form.keywords = self.keywords(keywords, false);
            let others = signature.parameters.iter().filter(|parameter| !std::ptr::eq(*parameter, options));
            self.add_parameters(&mut form, others, None);
            // What a predicate is about may have become keywords.
            if form.positional.is_empty() && signature.predicate.is_some() && form.result != Expression::None {
                form.result = self.types.known("bool");
            }
            // The second spellings, in a form of their own: a call has one or the other.
            let respelled = keywords.iter().any(|keyword| keyword.name.also.is_some()).then(|| {
                let keywords = self.keywords(keywords, true);
                Form { keywords, docs: None, ..form.clone() }
            });
            forms.push(form);
            forms.extend(respelled);
            forms.push(whole);
        } else {
            self.add_parameters(&mut form, signature.parameters.iter(), None);
            forms.push(form);
        }
        self.types.close_scope(mark);
        if !signature.type_parameters.is_empty() {
            for form in &mut forms {
                self.erase_single_variables(form, false);
            }
        }
        forms
    }

    /// A type variable that occurs once says nothing: it is its bound where an argument may be one, otherwise `Any`. In a form that
    /// stands for an inherited one as well it is always `Any`.
    pub(super) fn erase_single_variables(&mut self, form: &mut Form<'m>, inherits: bool) {
        let mut counts: Vec<(String, usize)> = Vec::new();
        let mut count = |name: &str| match counts.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name.to_owned(), 1)),
        };
        form.annotations().into_iter().for_each(|annotation| annotation.visit_names(&mut count));
        counts.retain(|(name, count)| *count == 1 && self.types.variables.is_of_function(name));
        if counts.is_empty() {
            return;
        }
        for parameter in &mut form.positional {
            let is_single = |member: &Expression<'m>| counts.iter().any(|(single, _)| member.is_name(single));
            if !parameter.annotation.members().iter().any(is_single) {
                continue;
            }
            let members = parameter.annotation.members().iter().map(|member| match member {
                Expression::Name(name) if is_single(member) => match self.types.variables.bound_of(name) {
                    Some(bound) if !inherits => bound,
                    _ => self.types.known("Any"),
                },
                other => other.clone(),
            });
            let members = members.collect();
            parameter.annotation = self.types.union(members);
        }
        let any = self.types.imports.name("Any").into_owned();
        let rename = |name: &str| counts.iter().any(|(single, _)| single == name).then(|| any.clone());
        form.annotations_mut().into_iter().for_each(|annotation| annotation.rename(&rename));
        // `Any` takes in the other members of a union, so that another variable may be single now.
        self.erase_single_variables(form, inherits);
    }

    /// Brings the type parameters of a signature into scope. One that no parameter can determine is what it defaults to; one of
    /// a constructor that stands for a parameter of the class is that. Gives the type of `self` where a constructor fixes the
    /// arguments of the class.
    fn bind_type_parameters(&mut self, signature: &'m Signature, receiver: Receiver<'m>) -> Option<Expression<'m>> {
        let context = self.context;
        let mut of_class: Vec<(&str, &'m str)> = Vec::new();
        let mut fixed = false;
        if let (Receiver::Constructor(class), Type::Reference { name, arguments, .. }) = (receiver, &signature.result)
            && let Some(declared) = context.index.class(class).filter(|_| name == class)
        {
            for (parameter, argument) in declared.type_parameters.iter().zip(arguments) {
                match argument {
                    Type::TypeParameter { name } if !of_class.iter().any(|(own, _)| own == name) => {
                        of_class.push((name, &parameter.name));
                    }
                    _ => fixed = true,
                }
            }
        }
        let mut bindings: Vec<(&'m str, Binding<'m>)> = Vec::new();
        if let Receiver::Constructor(class) = receiver
            && let Some(declared) = context.index.class(class)
        {
            bindings.extend(self.settled_by_constraints(declared, signature));
        }
        for parameter in &signature.type_parameters {
            let class_parameter = of_class.iter().find(|(own, _)| *own == parameter.name);
            let binding = match class_parameter {
                Some((_, class_parameter)) => match self.types.binding_of(class_parameter) {
                    Some(binding) => binding,
                    None => Binding::Any,
                },
                None if inferable(signature, &parameter.name, receiver) => {
                    let variable = self.types.declare_for_function(parameter);
                    match &parameter.constraint {
                        Some(constraint) if self.is_of_displays(&variable) => Binding::Type(constraint),
                        _ => Binding::Variable(variable),
                    }
                }
                None => match parameter.default.as_ref().or(parameter.constraint.as_ref()) {
                    Some(ty) => Binding::Type(ty),
                    None => Binding::Any,
                },
            };
            bindings.push((&parameter.name, binding));
        }
        for (name, binding) in bindings {
            self.types.bind(name, binding);
        }
        let Type::Reference { name, arguments, .. } = &signature.result else { return None };
        fixed.then(|| self.types.reference(name, arguments, Position::Returned))
    }

    /// The type parameters of a class that its constructor takes in records only, where a constraint says enough of one: what checkers
    /// make of it in a display does not keep the constraint. The others are then left open.
    fn settled_by_constraints(&self, class: &'m Class, signature: &'m Signature) -> Vec<(&'m str, Binding<'m>)> {
        let in_records = |parameter: &&'m TypeParameter| {
            let mut types = signature.parameters.iter().map(|one| &one.ty);
            !signature.type_parameters.iter().any(|own| own.name == parameter.name)
                && types.clone().any(|ty| super::mentions(ty, &parameter.name))
                && types.all(|ty| self.names_in_records(ty, &parameter.name))
        };
        let settled: Vec<&'m TypeParameter> = class.type_parameters.iter().filter(in_records).collect();
        if settled.iter().all(|parameter| parameter.constraint.is_none()) {
            return Vec::new();
        }
        let settle = |parameter: &'m TypeParameter| {
            (parameter.name.as_str(), parameter.constraint.as_ref().map_or(Binding::Any, Binding::Type))
        };
        settled.into_iter().map(settle).collect()
    }

    /// Whether a type mentions a type parameter at most as an argument of a record.
    fn names_in_records(&self, ty: &'m Type, name: &str) -> bool {
        match ty {
            Type::Union { members } => members.iter().all(|member| self.names_in_records(member, name)),
            Type::Reference { name: record, .. } if self.context.index.record(record).is_some() => true,
            other => !super::mentions(other, name),
        }
    }

    /// Whether the bound of a type variable says what is in a list or dict. Mypy sees what a display of different things is without regard to
    /// the bound, and then refuses it.
    fn is_of_displays(&mut self, variable: &str) -> bool {
        let Some(bound) = self.types.variables.bound_of(variable) else { return false };
        let is_plain = |element: &Expression<'m>| {
            let is_known = |name: &str| matches!(name, "Any" | "object" | "str" | "float" | "int" | "bool");
            *element == Expression::Ellipsis || element.as_name().is_some_and(is_known)
        };
        let members = self.expanded(&bound);
        members.iter().all(|member| self.is_record(member))
            || members.iter().any(|member| match member {
                Expression::Subscript(head, arguments) => {
                    matches!(name_of(head), "Sequence" | "Iterable" | "tuple" | "list" | "Mapping")
                        && !arguments.iter().all(is_plain)
                }
                _ => false,
            })
    }

    fn result(&mut self, signature: &'m Signature, receiver: Receiver<'m>) -> Expression<'m> {
        if matches!(receiver, Receiver::Constructor(_)) {
            return Expression::None;
        }
        match &signature.predicate {
            Some(_) if matches!(signature.result, Type::Undefined) => Expression::None,
            Some((parameter, ty)) => match signature.parameters.first() {
                // Checkers want an argument that is always there.
                Some(first) if first.name.js == *parameter && !first.optional && !first.rest => {
                    let narrowed = self.types.print(ty, Position::Returned);
                    let given = self.types.print(&first.ty, Position::Accepted);
                    // `TypeIs` narrows in both branches, and only to a part of what the parameter takes.
                    let form = if self.is_part_strictly(&narrowed, &given) { "TypeIs" } else { "TypeGuard" };
                    self.types.generic(form, vec![narrowed])
                }
                _ => self.types.known("bool"),
            },
            None => self.types.print(&signature.result, Position::Returned),
        }
    }

    /// Keywords under their names, or under their second spellings where they have one.
    fn keywords(&mut self, keywords: &'m [Keyword], second: bool) -> Vec<KeywordForm<'m>> {
        let mut printed = Vec::with_capacity(keywords.len());
        for keyword in keywords.iter().filter(|keyword| !keyword.name.symbol) {
            let mut annotation = self.types.print_loosely(&keyword.ty);
            if !keyword.required {
                annotation = self.types.optional(annotation);
            }
            let also = keyword.name.also.as_deref().filter(|_| second);
            printed.push((identifier(also.unwrap_or(keyword.name.python())), annotation, keyword.required));
        }
        printed
    }

    /// Adds positional parameters. The one at `given` (the options object) must be given, and so must all before it.
    fn add_parameters(
        &mut self,
        form: &mut Form<'m>,
        parameters: impl Iterator<Item = &'m JsParameter>,
        given: Option<usize>,
    ) {
        for (index, parameter) in parameters.enumerate() {
            let annotation = self.types.print_loosely(&parameter.ty);
            let name = parameter_name(parameter, form);
            if parameter.rest {
                form.rest = Some((name, annotation));
                continue;
            }
            let optional = parameter.optional && given != Some(index);
            let annotation = if optional { self.types.optional(annotation) } else { annotation };
            form.positional.push(Positional { name, annotation, optional });
        }
        // In Python nothing required follows an optional parameter.
        if let Some(last_required) = form.positional.iter().rposition(|parameter| !parameter.optional) {
            form.positional[..last_required].iter_mut().for_each(|parameter| parameter.optional = false);
        }
    }

    fn definition(
        &mut self,
        form: Form<'m>,
        python: &Cow<'m, str>,
        receiver: Receiver<'m>,
        overloaded: bool,
    ) -> FunctionDefinition<'m> {
        let mut decorators = Vec::new();
        if overloaded {
            decorators.push(self.types.known("overload"));
        }
        decorators.extend(form.deprecated);
        if receiver == Receiver::Static {
            decorators.push(self.types.known("staticmethod"));
        }
        // `self`, the two markers, and a rest parameter.
        let mut parameters = Vec::with_capacity(form.positional.len() + form.keywords.len() + 4);
        if matches!(receiver, Receiver::Instance | Receiver::Constructor(_)) {
            parameters.push(Parameter::Plain { name: "self".into(), annotation: form.this, default: None });
        }
        for parameter in form.positional {
            // With a default of `...`, pyright would miss an argument that determines a type variable.
            let unsaid = match self.types.variables_in(&parameter.annotation).is_empty() {
                true => Expression::Ellipsis,
                false => Expression::None,
            };
            let default = parameter.optional.then_some(unsaid);
            parameters.push(Parameter::Plain { name: parameter.name, annotation: Some(parameter.annotation), default });
        }
        if !parameters.is_empty() {
            parameters.push(Parameter::PositionalOnly);
        }
        match form.rest {
            Some((name, annotation)) => {
                parameters.push(Parameter::Rest { name, annotation: Some(annotation) });
            }
            None if !form.keywords.is_empty() => parameters.push(Parameter::KeywordOnly),
            None => {}
        }
        for (name, annotation, required) in form.keywords {
            let unsaid = match self.types.variables_in(&annotation).is_empty() {
                true => Expression::Ellipsis,
                false => Expression::None,
            };
            let default = (!required).then_some(unsaid);
            parameters.push(Parameter::Plain { name, annotation: Some(annotation), default });
        }
        FunctionDefinition {
            decorators,
            name: python.clone(),
            parameters,
            result: Some(form.result),
            docs: form.docs,
            ..FunctionDefinition::default()
        }
    }
}

/// Says in the docstring what a decorator would say.
fn deprecate_by_docs(form: &mut Form<'_>) {
    let Some(Expression::Call(call)) = form.deprecated.take() else { return };
    let reason = match call.arguments.into_iter().next() {
        Some(Expression::Text(reason)) => format!("Deprecated: {reason}"),
        _ => "Deprecated.".to_owned(),
    };
    form.docs = Some(match form.docs.take() {
        Some(docs) => format!("{docs}\n\n{reason}").into(),
        None => reason.into(),
    });
}

/// Whether a call determines the type parameter, and its result needs it.
fn inferable(signature: &Signature, name: &str, receiver: Receiver<'_>) -> bool {
    if matches!(receiver, Receiver::Constructor(_)) {
        return false;
    }
    let mut given = 0;
    for parameter in &signature.parameters {
        super::visit_parameters(&parameter.ty, &mut |own| given += usize::from(own == name));
    }
    given > 1 || (given == 1 && super::mentions(&signature.result, name))
}

/// A name that is free: positional-only names are not part of the interface, so they give way to the keywords.
fn parameter_name<'m>(parameter: &'m JsParameter, form: &Form<'m>) -> Cow<'m, str> {
    let mut name = identifier(parameter.name.python());
    if name.is_empty() {
        name = Cow::Borrowed("value");
    }
    while matches!(&*name, "self" | "cls")
        || form.keywords.iter().any(|(keyword, ..)| *keyword == name)
        || form.positional.iter().any(|known| known.name == name)
    {
        name.to_mut().push('_');
    }
    name
}

/// The forms of a function while they are gathered.
#[derive(Default)]
struct Forms<'m> {
    all: Vec<Form<'m>>,
    /// One for each form: of the hundreds that a function may have, few are alike enough to be compared.
    fingerprints: Vec<Fingerprint>,
}

/// What equal forms have in common.
struct Fingerprint {
    /// Of everything but the positional parameters and the result.
    frame: u64,
    positional: Vec<u64>,
    result: u64,
}

impl Fingerprint {
    fn of(form: &Form<'_>) -> Self {
        let mut frame = FxHasher::default();
        (form.positional.len(), form.keywords.len()).hash(&mut frame);
        form.this.as_ref().map(Expression::fingerprint).hash(&mut frame);
        form.rest.as_ref().map(|(_, annotation)| annotation.fingerprint()).hash(&mut frame);
        form.keywords.iter().for_each(|(name, ..)| name.hash(&mut frame));
        Self {
            frame: frame.finish(),
            positional: form.positional.iter().map(Self::of_positional).collect(),
            result: form.result.fingerprint(),
        }
    }

    fn of_positional(parameter: &Positional<'_>) -> u64 {
        parameter.annotation.fingerprint() ^ u64::from(parameter.optional)
    }

    /// Whether the forms may be the same, or may differ in one parameter only.
    fn is_near(&self, other: &Self) -> bool {
        let differing = || self.positional.iter().zip(&other.positional).filter(|(own, other)| own != other).count();
        self.frame == other.frame
            && match differing() {
                0 => true,
                1 => self.result == other.result,
                _ => false,
            }
    }
}

impl<'m> Forms<'m> {
    /// Adds a form unless an earlier one takes all its calls. Forms that differ only in a literal argument (an event map) become
    /// one with the union of the literals.
    fn add(&mut self, form: Form<'m>) {
        let fingerprint = Fingerprint::of(&form);
        for (known, own) in self.all.iter_mut().zip(&mut self.fingerprints) {
            if !own.is_near(&fingerprint) || known.this != form.this || known.keywords != form.keywords {
                continue;
            }
            if !same_rest(known, &form) {
                continue;
            }
            let parameters = known.positional.iter_mut().zip(&form.positional).enumerate();
            let mut different = parameters
                .filter(|(_, (own, other))| own.annotation != other.annotation || own.optional != other.optional);
            match (different.next(), different.next()) {
                (None, _) => return,
                (Some((at, (parameter, other))), None)
                    if known.result == form.result
                        && parameter.optional == other.optional
                        && is_literal(&parameter.annotation)
                        && is_literal(&other.annotation) =>
                {
                    parameter.annotation.include(other.annotation.clone());
                    own.positional[at] = Fingerprint::of_positional(parameter);
                    return;
                }
                _ => {}
            }
        }
        self.all.push(form);
        self.fingerprints.push(fingerprint);
    }
}

/// Moves forms for every key behind those for one key, where all give the same: TypeScript looks at the first one that fits, but
/// has the others for what they say of the further arguments.
fn general_last(forms: &mut [Form<'_>]) {
    let is_general = |form: &Form<'_>| {
        let first = form.positional.first().map(|parameter| &parameter.annotation);
        first.is_some_and(|annotation| annotation.is_name("str") || annotation.is_name("builtins.str"))
    };
    let mut index = 0;
    let mut end = forms.len();
    while index < end {
        let later = &forms[index + 1..end];
        let is_first = is_general(&forms[index])
            && later.iter().any(|form| form.literals().is_some())
            && later.iter().all(|form| form.result == forms[index].result);
        if is_first {
            forms[index..end].rotate_left(1);
            end -= 1;
        } else {
            index += 1;
        }
    }
}

fn same_rest(one: &Form<'_>, other: &Form<'_>) -> bool {
    match (&one.rest, &other.rest) {
        (Some((_, one)), Some((_, other))) => one == other,
        (None, None) => true,
        _ => false,
    }
}

pub(super) fn is_literal(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::Subscript(value, _) => {
            matches!(&**value, Expression::Name(name) if name.trim_start_matches('_') == "Literal")
        }
        _ => false,
    }
}
