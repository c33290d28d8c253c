//! Compiling a function's overloads to a call plan: the union of their shapes.

use crate::signature::{Function, Parameter, Signature, Type};

use super::layout::{KeywordPlan, Layout, OptionsPlan, ParameterPlan};

/// What a call needs to know about a function, compiled once.
#[derive(Debug, Clone, PartialEq)]
pub struct CallPlan {
    /// The function's name in messages: `fetch`, `Response`, `Response.json`.
    pub name: String,
    /// The layouts, in the order of the first overload of each. At least one; nearly always exactly one.
    pub layouts: Vec<Layout>,
    /// The type of the result: the union over the overloads.
    pub result: Type,
}

impl CallPlan {
    /// Compiles `function`. A function without overloads accepts anything (the default conversion applies).
    pub fn compile(name: impl Into<String>, function: &Function) -> Self {
        let mut drafts: Vec<Draft> = Vec::new();
        for signature in &function.overloads {
            let shape = Draft::new(signature);
            match drafts.iter_mut().find(|draft| draft.joins(&shape)) {
                Some(draft) => draft.join(shape),
                None => drafts.push(shape),
            }
        }
        if drafts.is_empty() {
            drafts.push(Draft { rest: Some(Type::Any), ..Draft::default() });
        }
        let result = unite(function.overloads.iter().map(|signature| signature.result.clone()));
        let result = if function.overloads.is_empty() { Type::Any } else { result };
        Self { name: name.into(), layouts: drafts.into_iter().map(Draft::finish).collect(), result }
    }

    /// Lets the host store for each keyword a token (the address of an interned string) that [`super::Keyword::token`] of a
    /// later call is compared with, so that finding a keyword needs no string comparison.
    pub fn intern_keywords(&mut self, mut token: impl FnMut(&str) -> usize) {
        for options in self.layouts.iter_mut().filter_map(|layout| layout.options.as_mut()) {
            for keyword in &mut options.keywords {
                keyword.token = token(keyword.name.python());
            }
        }
    }
}

/// A layout while overloads are being merged into it.
#[derive(Debug, Default)]
struct Draft {
    parameters: Vec<ParameterPlan>,
    rest: Option<Type>,
    rest_name: String,
    options: Option<(usize, Vec<KeywordPlan>)>,
    others: Option<Type>,
    after_rest: bool,
}

impl Draft {
    fn new(signature: &Signature) -> Self {
        let mut draft = Self::default();
        for (index, parameter) in signature.parameters.iter().enumerate() {
            if parameter.rest {
                draft.rest = Some(parameter.ty.clone());
                draft.rest_name = display_name(parameter);
                continue;
            }
            if let Some(keywords) = &parameter.keywords {
                let keywords = keywords
                    .iter()
                    .map(|keyword| KeywordPlan {
                        name: keyword.name.clone(),
                        ty: keyword.ty.clone(),
                        required: keyword.required,
                        default: keyword.default.clone(),
                        token: 0,
                    })
                    .collect();
                draft.after_rest = draft.rest.is_some();
                draft.options = Some((if draft.after_rest { draft.parameters.len() } else { index }, keywords));
                draft.others = parameter.other_keywords.clone();
            }
            if draft.rest.is_some() {
                continue;
            }
            draft.parameters.push(ParameterPlan {
                name: display_name(parameter),
                ty: parameter.ty.clone(),
                required: !parameter.optional,
            });
        }
        draft
    }

    /// Whether an overload of shape `other` shares this layout: their options objects do not stand at different places.
    fn joins(&self, other: &Self) -> bool {
        match (&self.options, &other.options) {
            (Some((left, _)), Some((right, _))) => left == right,
            _ => true,
        }
    }

    fn join(&mut self, other: Self) {
        let (own, others) = (self.parameters.len(), other.parameters.len());
        // What one overload's rest parameter takes, the other's further parameters take too, and none is required.
        for (index, parameter) in other.parameters.into_iter().enumerate() {
            match self.parameters.get_mut(index) {
                Some(present) => {
                    present.ty = unite([std::mem::take(&mut present.ty), parameter.ty]);
                    present.required &= parameter.required;
                }
                None => {
                    let ty = match &self.rest {
                        Some(rest) => unite([rest.clone(), parameter.ty]),
                        None => parameter.ty,
                    };
                    self.parameters.push(ParameterPlan { ty, required: false, ..parameter });
                }
            }
        }
        for parameter in self.parameters.iter_mut().take(own).skip(others) {
            parameter.required = false;
            if let Some(rest) = &other.rest {
                parameter.ty = unite([std::mem::take(&mut parameter.ty), rest.clone()]);
            }
        }
        if self.rest.is_none() {
            self.rest_name = other.rest_name;
        }
        self.rest = match (self.rest.take(), other.rest) {
            (Some(left), Some(right)) => Some(unite([left, right])),
            (left, right) => left.or(right),
        };
        self.others = self.others.take().or(other.others);
        self.after_rest |= other.after_rest;
        match (&mut self.options, other.options) {
            (Some((_, keywords)), Some((_, more))) => join_keywords(keywords, more),
            (own @ None, Some(options)) => *own = Some(loosened(options)),
            (Some((_, keywords)), None) => keywords.iter_mut().for_each(|keyword| keyword.required = false),
            (None, None) => {}
        }
    }

    fn finish(self) -> Layout {
        let Self { parameters, rest, rest_name, options, others, after_rest } = self;
        let options = options.map(|(position, keywords)| OptionsPlan::new(position, keywords, others, after_rest));
        let required_up_to = |skip: Option<usize>| {
            let last =
                parameters.iter().enumerate().rposition(|(index, parameter)| parameter.required && Some(index) != skip);
            match last {
                None => 0,
                Some(index) => index + 1 - usize::from(skip.is_some_and(|skip| skip < index)),
            }
        };
        let required = required_up_to(None);
        let required_without_options = match &options {
            Some(options) => required_up_to(Some(options.position)),
            None => required,
        };
        Layout { parameters, rest, rest_name, options, required, required_without_options }
    }
}

/// Options that only one of two merged overloads has: none of its keywords is required any longer.
fn loosened((position, mut keywords): (usize, Vec<KeywordPlan>)) -> (usize, Vec<KeywordPlan>) {
    keywords.iter_mut().for_each(|keyword| keyword.required = false);
    (position, keywords)
}

fn join_keywords(keywords: &mut Vec<KeywordPlan>, more: Vec<KeywordPlan>) {
    for keyword in keywords.iter_mut() {
        keyword.required &= more.iter().any(|other| other.required && other.name == keyword.name);
    }
    for other in more {
        match keywords.iter_mut().find(|keyword| keyword.name.python() == other.name.python()) {
            Some(present) => present.ty = unite([std::mem::take(&mut present.ty), other.ty]),
            None => keywords.push(KeywordPlan { required: false, ..other }),
        }
    }
}

/// The union of types in which all function types are one function with all their overloads.
pub(super) fn unite(types: impl IntoIterator<Item = Type>) -> Type {
    let mut merged: Option<Function> = None;
    let mut place = 0;
    let mut others = Vec::new();
    let flat = types.into_iter().flat_map(|ty| match ty {
        Type::Union { members } => members,
        other => vec![other],
    });
    for ty in flat {
        match ty {
            Type::Function { function, construct: false } => match &mut merged {
                None => {
                    place = others.len();
                    merged = Some(*function);
                }
                Some(present) => {
                    for overload in function.overloads {
                        if !present.overloads.contains(&overload) {
                            present.overloads.push(overload);
                        }
                    }
                }
            },
            other => others.push(other),
        }
    }
    if let Some(function) = merged {
        others.insert(place, Type::Function { function: Box::new(function), construct: false });
    }
    Type::union(others)
}

fn display_name(parameter: &Parameter) -> String {
    parameter.name.python().to_owned()
}
