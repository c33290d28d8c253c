//! Expressions of the Python syntax tree: what annotations, defaults and decorators are made of.

mod large;

use std::borrow::Cow;

/// A Python expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression<'a> {
    /// A name, possibly dotted.
    Name(Cow<'a, str>),
    /// `value[arguments]`.
    Subscript(Box<Expression<'a>>, Vec<Expression<'a>>),
    /// `a | b | c`; at least one member.
    Union(Vec<Expression<'a>>),
    /// `[a, b]`.
    List(Vec<Expression<'a>>),
    /// `()`, `(a,)`, `(a, b)`.
    Tuple(Vec<Expression<'a>>),
    /// `{k: v}`.
    Dict(Vec<(Expression<'a>, Expression<'a>)>),
    /// `function(arguments, keyword=value)`.
    Call {
        /// What is called.
        function: Cow<'a, str>,
        /// Positional arguments.
        arguments: Vec<Expression<'a>>,
        /// Keyword arguments.
        keywords: Vec<(Cow<'a, str>, Expression<'a>)>,
    },
    /// A string literal, given by its value.
    Text(Cow<'a, str>),
    /// A number literal.
    Number(f64),
    /// An integer literal, given by its digits.
    Integer(Cow<'a, str>),
    /// `True` or `False`.
    Boolean(bool),
    /// `None`.
    None,
    /// `...`.
    Ellipsis,
    /// A string literal that holds an expression: an annotation that is not evaluated.
    Quoted(Box<Expression<'a>>),
}

impl<'a> Expression<'a> {
    /// A name.
    pub fn name(name: impl Into<Cow<'a, str>>) -> Self {
        Self::Name(name.into())
    }

    /// A string literal.
    pub fn text(value: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(value.into())
    }

    /// `name[arguments]`.
    pub fn subscript(name: impl Into<Cow<'a, str>>, arguments: Vec<Expression<'a>>) -> Self {
        Self::Subscript(Box::new(Self::name(name)), arguments)
    }

    /// `function(arguments)`.
    pub fn call(function: impl Into<Cow<'a, str>>, arguments: Vec<Expression<'a>>) -> Self {
        Self::Call { function: function.into(), arguments, keywords: Vec::new() }
    }

    /// The union of `members`: flat, without duplicates, all `Literal[...]` merged into the first one, `None` last.
    pub fn union(members: impl IntoIterator<Item = Expression<'a>>) -> Self {
        let mut flat = Vec::new();
        for member in members {
            match member {
                Self::Union(members) => flat.extend(members),
                other => flat.push(other),
            }
        }
        if flat.len() > large::MANY {
            return Self::of_flat(large::distinct(flat));
        }
        let mut distinct = Vec::with_capacity(flat.len());
        flat.into_iter().for_each(|member| add_member(&mut distinct, member));
        Self::of_flat(distinct)
    }

    /// Makes this the union of itself and `other`, as [`Expression::union`] would.
    pub fn include(&mut self, other: Expression<'a>) {
        let mut flat = match std::mem::replace(self, Self::None) {
            Self::Union(members) => members,
            single => vec![single],
        };
        add_flat(&mut flat, other);
        *self = Self::of_flat(flat);
    }

    /// A union of members that are different and no unions: `None` goes to the end.
    fn of_flat(mut flat: Vec<Expression<'a>>) -> Self {
        if let Some(position) = flat.iter().position(|member| *member == Self::None) {
            let none = flat.remove(position);
            flat.push(none);
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Union(flat) }
    }

    /// The members of a union, or the expression as the only one.
    pub fn members(&self) -> &[Expression<'a>] {
        match self {
            Self::Union(members) => members,
            other => std::slice::from_ref(other),
        }
    }

    /// Whether this is the name `name`.
    pub fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(own) if own == name)
    }

    /// Calls `visit` with each name in the expression.
    pub fn visit_names<'e>(&'e self, visit: &mut dyn FnMut(&'e str)) {
        match self {
            Self::Name(name) => visit(name),
            Self::Subscript(value, arguments) => {
                value.visit_names(visit);
                arguments.iter().for_each(|argument| argument.visit_names(visit));
            }
            Self::Union(items) | Self::List(items) | Self::Tuple(items) => {
                items.iter().for_each(|item| item.visit_names(visit));
            }
            Self::Dict(entries) => entries.iter().for_each(|(key, value)| {
                key.visit_names(visit);
                value.visit_names(visit);
            }),
            Self::Call { function, arguments, keywords } => {
                visit(function);
                arguments.iter().for_each(|argument| argument.visit_names(visit));
                keywords.iter().for_each(|(_, value)| value.visit_names(visit));
            }
            Self::Quoted(inner) => inner.visit_names(visit),
            Self::Text(_) | Self::Number(_) | Self::Integer(_) | Self::Boolean(_) | Self::None | Self::Ellipsis => {}
        }
    }

    /// Replaces each name for which `rename` has another one.
    pub fn rename(&mut self, rename: &dyn Fn(&str) -> Option<String>) {
        match self {
            Self::Name(name) => {
                if let Some(other) = rename(name) {
                    *name = Cow::Owned(other);
                }
            }
            Self::Subscript(value, arguments) => {
                value.rename(rename);
                arguments.iter_mut().for_each(|argument| argument.rename(rename));
            }
            Self::Union(items) | Self::List(items) | Self::Tuple(items) => {
                items.iter_mut().for_each(|item| item.rename(rename));
            }
            Self::Dict(entries) => entries.iter_mut().for_each(|(key, value)| {
                key.rename(rename);
                value.rename(rename);
            }),
            Self::Call { function, arguments, keywords } => {
                if let Some(other) = rename(function) {
                    *function = Cow::Owned(other);
                }
                arguments.iter_mut().for_each(|argument| argument.rename(rename));
                keywords.iter_mut().for_each(|(_, value)| value.rename(rename));
            }
            Self::Quoted(inner) => inner.rename(rename),
            Self::Text(_) | Self::Number(_) | Self::Integer(_) | Self::Boolean(_) | Self::None | Self::Ellipsis => {}
        }
    }
}

fn literal_arguments<'e, 'a>(expression: &'e Expression<'a>) -> Option<&'e Vec<Expression<'a>>> {
    match expression {
        Expression::Subscript(value, arguments) => {
            matches!(&**value, Expression::Name(name) if name.trim_start_matches('_') == "Literal").then_some(arguments)
        }
        _ => None,
    }
}

fn add_flat<'a>(flat: &mut Vec<Expression<'a>>, member: Expression<'a>) {
    match member {
        Expression::Union(members) => members.into_iter().for_each(|member| add_member(flat, member)),
        other => add_member(flat, other),
    }
}

fn add_member<'a>(flat: &mut Vec<Expression<'a>>, member: Expression<'a>) {
    if flat.contains(&member) {
        return;
    }
    if literal_arguments(&member).is_some()
        && let Some(Expression::Subscript(_, known)) = flat.iter_mut().find(|own| literal_arguments(own).is_some())
    {
        if let Expression::Subscript(_, values) = member {
            for value in values {
                if !known.contains(&value) {
                    known.push(value);
                }
            }
        }
        return;
    }
    flat.push(member);
}
