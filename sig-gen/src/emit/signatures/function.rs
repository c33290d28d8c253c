//! Functions of `signatures.py`: one definition per shape of call, since all overloads are one call plan at run time.
//!
//! Overloads with the same layout (as many parameters, equally optional, the same keywords) are merged parameter by parameter into the union
//! of their types. So an event map (`addEventListener("click", ...)` for a hundred events) is one definition here, while the stubs keep
//! the keyed overloads. What differs in layout stays an `@overload`.

use std::borrow::Cow;

use ffi_core::signature::{Function, Item, Name, Parameter as JsParameter, Signature, Type};

use super::super::python::{Expression, FunctionDefinition, Parameter, Statement, identifier};
use super::super::repeated::keyed_groups;
use super::Emitter;
use super::types::Position;

/// How a function is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Receiver {
    /// A function of the module or a namespace.
    None,
    /// A method of an instance.
    Instance,
    /// A method of the class object, or a function in a namespace.
    Static,
    /// The constructor.
    Constructor,
}

/// One way to call a function.
#[derive(Debug, Clone, PartialEq)]
struct Shape<'m> {
    options: Option<Expression<'m>>,
    positional: Vec<Positional<'m>>,
    rest: Option<(Cow<'m, str>, Expression<'m>)>,
    keywords: Vec<(Cow<'m, str>, Expression<'m>, bool)>,
    result: Expression<'m>,
}

#[derive(Debug, Clone, PartialEq)]
struct Positional<'m> {
    name: Cow<'m, str>,
    annotation: Expression<'m>,
    optional: bool,
}

impl<'m> Emitter<'_, 'm> {
    /// The definitions of a function called `python` in Python and `name` in JavaScript.
    pub(super) fn function(
        &mut self,
        function: &'m Function,
        name: &Name,
        python: &str,
        receiver: Receiver,
    ) -> Vec<Statement<'m>> {
        let mut shapes: Vec<Shape<'m>> = Vec::new();
        let takes_any_key = function
            .overloads
            .iter()
            .any(|signature| signature.parameters.first().is_some_and(|first| first.ty == Type::String));
        for group in keyed_groups(function) {
            let mut shape = self.shape(group.signature, receiver);
            if let Some(first) = shape.positional.first_mut()
                && takes_any_key
                && is_text_literal(&first.annotation)
            {
                first.annotation = Expression::name("str");
            } else if let Some(first) = shape.positional.first_mut()
                && !group.keys.is_empty()
            {
                let keys = group.keys.iter().map(|key| Expression::text(*key)).collect();
                first.annotation = Expression::subscript("Literal", keys);
            }
            match shapes.iter_mut().find(|known| known.same_layout(&shape)) {
                Some(known) => known.merge(shape),
                None => shapes.push(shape),
            }
        }
        shapes.iter_mut().for_each(Shape::order_classes);
        let several = shapes.len() > 1;
        let renamed = python.trim_end_matches(super::SUFFIX) != name.js && !name.symbol && !python.starts_with("__");
        shapes
            .into_iter()
            .map(|shape| {
                let mut decorators = Vec::new();
                if several {
                    decorators.push(Expression::name("overload"));
                }
                if receiver == Receiver::Static {
                    decorators.push(Expression::name("staticmethod"));
                }
                if renamed {
                    decorators.push(Expression::call("js_name", vec![Expression::text(name.js.clone())]));
                }
                decorators.extend(shape.options.clone());
                Statement::Function(shape.definition(python, receiver, decorators))
            })
            .collect()
    }

    fn shape(&mut self, signature: &'m Signature, receiver: Receiver) -> Shape<'m> {
        let context = self.context;
        self.types.in_scope(&signature.type_parameters, |types| {
            let options = signature.options();
            let keywords: Vec<(Cow<'m, str>, Expression<'m>, bool)> = options
                .map(|(_, _, keywords)| keywords)
                .unwrap_or_default()
                .iter()
                .filter(|keyword| !keyword.name.symbol)
                .map(|keyword| {
                    let name = identifier(keyword.name.python());
                    let annotation = types.print(&keyword.ty, Position::Accepted);
                    let annotation = renamed(annotation, &name, &keyword.name);
                    (name, annotation, keyword.required)
                })
                .collect();
            let mut positional = Vec::new();
            let mut rest = None;
            for parameter in signature.parameters.iter().filter(|parameter| parameter.keywords.is_none()) {
                let annotation = types.print(&parameter.ty, Position::Accepted);
                let name = parameter_name(parameter, &keywords, &positional);
                if parameter.rest {
                    rest = Some((name, annotation));
                } else {
                    positional.push(Positional { name, annotation, optional: parameter.optional });
                }
            }
            close_gaps(&mut positional);
            let options = options.and_then(|(index, parameter, _)| {
                let mut arguments: Vec<(Cow<'m, str>, Expression<'m>)> = Vec::new();
                if index + 1 != signature.parameters.len() {
                    arguments.push(("position".into(), Expression::Integer(index.to_string().into())));
                }
                let others: Vec<&'m Type> = other_members(context, &parameter.ty);
                if !others.is_empty() {
                    let members: Vec<_> = others.into_iter().map(|ty| types.print(ty, Position::Accepted)).collect();
                    arguments.push(("other".into(), Expression::Quoted(Box::new(Expression::union(members)))));
                }
                (!arguments.is_empty()).then(|| Expression::call_with("options", Vec::new(), arguments))
            });
            let result = match receiver {
                Receiver::Constructor => Expression::None,
                _ if signature.predicate.as_ref().is_some() => match &signature.result {
                    Type::Undefined => Expression::None,
                    _ => Expression::name("bool"),
                },
                _ => types.print(&signature.result, Position::Returned),
            };
            Shape { options, positional, rest, keywords, result }
        })
    }
}

/// The members of an options parameter's type that are not the options object: `boolean` in
/// `boolean | AddEventListenerOptions`.
fn other_members<'m>(context: &super::super::Context<'m>, ty: &'m Type) -> Vec<&'m Type> {
    fn is_object(context: &super::super::Context<'_>, ty: &Type) -> bool {
        match ty {
            Type::Record { .. } | Type::Intersection { .. } | Type::Object | Type::Any | Type::Unknown => true,
            Type::Reference { name, .. } => match context.index.get(name).map(|entry| entry.item) {
                Some(Item::Record(_)) | None => true,
                Some(Item::Alias(alias)) => alias.ty.members().iter().any(|member| is_object(context, member)),
                _ => false,
            },
            _ => false,
        }
    }
    let mut found = Vec::new();
    let mut pending: Vec<(&'m Type, u32)> = vec![(ty, 0)];
    while let Some((ty, depth)) = pending.pop() {
        for member in ty.members().iter().rev() {
            match member {
                Type::Undefined | Type::Null => {}
                // An alias may stand for objects and others alike (`Algorithm | string`).
                Type::Reference { name, module: None, .. } if depth < 16 && is_object(context, member) => {
                    if let Some(Item::Alias(alias)) = context.index.get(name).map(|entry| entry.item)
                        && alias.type_parameters.is_empty()
                    {
                        pending.push((&alias.ty, depth + 1));
                    }
                }
                member if is_object(context, member) => {}
                member => found.push(member),
            }
        }
    }
    found.reverse();
    found
}

/// A name that is free: positional-only names are not part of the interface, so they give way to the keywords.
fn parameter_name<'m>(
    parameter: &'m JsParameter,
    keywords: &[(Cow<'m, str>, Expression<'m>, bool)],
    positional: &[Positional<'m>],
) -> Cow<'m, str> {
    let mut name = identifier(parameter.name.python());
    if name.is_empty() {
        name = Cow::Borrowed("value");
    }
    while name == "self"
        || keywords.iter().any(|(keyword, ..)| *keyword == name)
        || positional.iter().any(|known| known.name == name)
    {
        name.to_mut().push('_');
    }
    name
}

/// In Python nothing required follows an optional parameter: what stands before a required one must be given, as `None` if
/// need be.
fn close_gaps(positional: &mut [Positional<'_>]) {
    let Some(last_required) = positional.iter().rposition(|parameter| !parameter.optional) else { return };
    for parameter in positional[..last_required].iter_mut().filter(|parameter| parameter.optional) {
        parameter.optional = false;
        let annotation = std::mem::replace(&mut parameter.annotation, Expression::None);
        parameter.annotation = Expression::union([annotation, Expression::None]);
    }
}

/// `Annotated[T, JsName("from")]` where the Python spelling is not the key.
pub(super) fn renamed<'m>(annotation: Expression<'m>, python: &str, name: &Name) -> Expression<'m> {
    if python == name.js {
        return annotation;
    }
    let js_name = Expression::call("JsName", vec![Expression::text(name.js.clone())]);
    Expression::subscript("Annotated", vec![annotation, js_name])
}

impl<'m> Shape<'m> {
    fn same_layout(&self, other: &Self) -> bool {
        self.options == other.options
            && self.positional.len() == other.positional.len()
            && self.positional.iter().zip(&other.positional).all(|(own, other)| own.optional == other.optional)
            && self.rest.is_some() == other.rest.is_some()
            && self.keywords == other.keywords
    }

    fn merge(&mut self, other: Self) {
        for (own, other) in self.positional.iter_mut().zip(other.positional) {
            merge_into(&mut own.annotation, other.annotation);
        }
        if let (Some((_, own)), Some((_, other))) = (&mut self.rest, other.rest) {
            merge_into(own, other);
        }
        merge_into(&mut self.result, other.result);
    }

    /// A union of classes is read in order, so the general `Event` comes after what is derived from it.
    fn order_classes(&mut self) {
        for parameter in &mut self.positional {
            order_classes(&mut parameter.annotation);
        }
    }

    fn definition(self, python: &str, receiver: Receiver, decorators: Vec<Expression<'m>>) -> FunctionDefinition<'m> {
        // `self`, the two markers, and a rest parameter.
        let mut parameters = Vec::with_capacity(self.positional.len() + self.keywords.len() + 4);
        if matches!(receiver, Receiver::Instance | Receiver::Constructor) {
            parameters.push(Parameter::bare("self"));
        }
        let omitted = |optional: bool| optional.then_some(Expression::None);
        for parameter in self.positional {
            parameters.push(Parameter::Plain {
                name: parameter.name,
                annotation: Some(parameter.annotation),
                default: omitted(parameter.optional),
            });
        }
        if !parameters.is_empty() {
            parameters.push(Parameter::PositionalOnly);
        }
        match self.rest {
            Some((name, annotation)) => {
                parameters.push(Parameter::Rest { name, annotation: Some(annotation) });
            }
            None if !self.keywords.is_empty() => parameters.push(Parameter::KeywordOnly),
            None => {}
        }
        for (name, annotation, required) in self.keywords {
            parameters.push(Parameter::Plain { name, annotation: Some(annotation), default: omitted(!required) });
        }
        FunctionDefinition {
            decorators,
            name: Cow::Owned(python.to_owned()),
            parameters,
            result: Some(self.result),
            ..FunctionDefinition::default()
        }
    }
}

fn callable_parts<'e, 'm>(expression: &'e mut Expression<'m>) -> Option<&'e mut Vec<Expression<'m>>> {
    match expression {
        Expression::Subscript(value, arguments) if value.is_name("Callable") && arguments.len() == 2 => Some(arguments),
        _ => None,
    }
}

/// Makes `own` the union of both: callables are merged parameter by parameter, `str` takes in string literals.
fn merge_into<'m>(own: &mut Expression<'m>, mut other: Expression<'m>) {
    if *own == other {
        return;
    }
    if let (Some(own_parts), Some(other_parts)) = (callable_parts(own), callable_parts(&mut other)) {
        let other_result = other_parts.pop();
        let other_parameters = other_parts.pop();
        if let (Some(result), Some(Expression::List(theirs))) = (other_result, other_parameters)
            && let Some((Expression::List(ours), own_result)) =
                own_parts.split_first_mut().and_then(|(first, rest)| Some((first, rest.first_mut()?)))
        {
            for (index, parameter) in theirs.into_iter().enumerate() {
                match ours.get_mut(index) {
                    Some(known) => merge_into(known, parameter),
                    None => ours.push(parameter),
                }
            }
            merge_into(own_result, result);
        }
        return;
    }
    own.include(other);
    if let Expression::Union(members) = own
        && members.iter().any(|member| member.is_name("str"))
    {
        members.retain(|member| !is_text_literal(member));
        if members.len() == 1 {
            *own = members.remove(0);
        }
    }
    if own.members().iter().any(|member| member.is_name("Any")) {
        *own = Expression::name("Any");
    }
}

fn is_text_literal(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::Subscript(value, arguments) => {
            value.is_name("Literal") && arguments.iter().all(|argument| matches!(argument, Expression::Text(_)))
        }
        _ => false,
    }
}

fn order_classes(expression: &mut Expression<'_>) {
    match expression {
        Expression::Union(members) => {
            members.iter_mut().for_each(order_classes);
            if let Some(position) = members.iter().position(|member| member.is_name("Event_sig")) {
                let general = members.remove(position);
                members.push(general);
            }
        }
        Expression::Subscript(_, arguments) => arguments.iter_mut().for_each(order_classes),
        Expression::List(items) => items.iter_mut().for_each(order_classes),
        _ => {}
    }
}
