//! Expressions of the Python syntax tree: what annotations, defaults and decorators are made of.

mod large;

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

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
    Call(Box<Call<'a>>),
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

/// A call. The largest expression and a rare one, so it stands apart from the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Call<'a> {
    /// What is called.
    pub function: Cow<'a, str>,
    /// Positional arguments.
    pub arguments: Vec<Expression<'a>>,
    /// Keyword arguments.
    pub keywords: Vec<(Cow<'a, str>, Expression<'a>)>,
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
        Self::call_with(function, arguments, Vec::new())
    }

    /// `function(arguments, keyword=value)`.
    pub fn call_with(
        function: impl Into<Cow<'a, str>>,
        arguments: Vec<Expression<'a>>,
        keywords: Vec<(Cow<'a, str>, Expression<'a>)>,
    ) -> Self {
        Self::Call(Box::new(Call { function: function.into(), arguments, keywords }))
    }

    /// The union of `members`: flat, without duplicates, all `Literal[...]` merged into the first one, `None` last.
    pub fn union(members: impl IntoIterator<Item = Expression<'a>>) -> Self {
        let mut all = Vec::new();
        for member in members {
            match member {
                Self::Union(members) => all.extend(members),
                other => all.push(other),
            }
        }
        if all.len() > large::MANY {
            return Self::of_flat(large::distinct(all));
        }
        let mut flat = Flat::default();
        all.into_iter().for_each(|member| flat.add(member));
        Self::of_flat(flat.members)
    }

    /// Makes this the union of itself and `other`, as [`Expression::union`] would.
    pub fn include(&mut self, other: Expression<'a>) {
        let members = match std::mem::replace(self, Self::None) {
            Self::Union(members) => members,
            single => vec![single],
        };
        let mut flat = Flat { members, ..Flat::default() };
        flat.add(other);
        *self = Self::of_flat(flat.members);
    }

    /// A number that equal expressions have in common, and different ones rarely: what is compared before the whole is.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = FxHasher::default();
        self.add_to(&mut hasher, 2);
        hasher.finish()
    }

    /// Looks `depth` levels deep, and at the ends of lists.
    fn add_to(&self, hasher: &mut FxHasher, depth: u32) {
        std::mem::discriminant(self).hash(hasher);
        match self {
            Self::Name(text) | Self::Text(text) | Self::Integer(text) => text.hash(hasher),
            Self::Call(call) => call.function.hash(hasher),
            Self::Boolean(value) => value.hash(hasher),
            Self::Number(value) => (*value as i64).hash(hasher),
            Self::Subscript(..) | Self::Quoted(_) if depth == 0 => {}
            Self::Subscript(value, items) => {
                value.add_to(hasher, 0);
                Self::add_list(items, hasher, depth);
            }
            Self::Union(items) | Self::List(items) | Self::Tuple(items) => Self::add_list(items, hasher, depth),
            Self::Quoted(inner) => inner.add_to(hasher, depth - 1),
            Self::Dict(entries) => entries.len().hash(hasher),
            Self::None | Self::Ellipsis => {}
        }
    }

    fn add_list(items: &[Self], hasher: &mut FxHasher, depth: u32) {
        items.len().hash(hasher);
        if let [first, .., last] = items
            && depth > 0
        {
            first.add_to(hasher, depth - 1);
            last.add_to(hasher, depth - 1);
        } else if let [only] = items
            && depth > 0
        {
            only.add_to(hasher, depth - 1);
        }
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

    /// The name, if it is one.
    pub fn as_name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
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
            Self::Call(call) => {
                visit(&call.function);
                call.arguments.iter().for_each(|argument| argument.visit_names(visit));
                call.keywords.iter().for_each(|(_, value)| value.visit_names(visit));
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
            Self::Call(call) => {
                if let Some(other) = rename(&call.function) {
                    call.function = Cow::Owned(other);
                }
                call.arguments.iter_mut().for_each(|argument| argument.rename(rename));
                call.keywords.iter_mut().for_each(|(_, value)| value.rename(rename));
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

/// How many members are compared one by one.
const SHORT: usize = 8;

/// The members of a union that is being made. Unions of hundreds are usual: from [`SHORT`] on fingerprints are compared first.
#[derive(Default)]
struct Flat<'a> {
    members: Vec<Expression<'a>>,
    /// Of all members, or of none as long as there are few.
    fingerprints: Vec<u64>,
    /// The fingerprints of the values of its `Literal`, once a second one was added.
    literals: Option<FxHashSet<u64>>,
}

impl<'a> Flat<'a> {
    fn add(&mut self, member: Expression<'a>) {
        match member {
            Expression::Union(members) => members.into_iter().for_each(|member| self.add_one(member)),
            other => self.add_one(other),
        }
    }

    fn add_one(&mut self, member: Expression<'a>) {
        let fingerprint = (self.members.len() >= SHORT).then(|| member.fingerprint());
        if self.has(&member, fingerprint) {
            return;
        }
        if literal_arguments(&member).is_some()
            && let Some(at) = self.members.iter().position(|own| literal_arguments(own).is_some())
        {
            self.add_literals(at, member);
            return;
        }
        self.members.push(member);
        self.fingerprints.extend(fingerprint);
    }

    fn has(&mut self, member: &Expression<'a>, fingerprint: Option<u64>) -> bool {
        let Some(fingerprint) = fingerprint else { return self.members.contains(member) };
        if self.fingerprints.is_empty() {
            self.fingerprints.extend(self.members.iter().map(Expression::fingerprint));
        }
        let mut known = self.members.iter().zip(&self.fingerprints);
        known.any(|(known, own)| *own == fingerprint && known == member)
    }

    fn add_literals(&mut self, at: usize, member: Expression<'a>) {
        let (Expression::Subscript(_, known), Expression::Subscript(_, values)) = (&mut self.members[at], member)
        else {
            return;
        };
        let seen = self.literals.get_or_insert_with(|| known.iter().map(Expression::fingerprint).collect());
        for value in values {
            if seen.insert(value.fingerprint()) || !known.contains(&value) {
                known.push(value);
            }
        }
        if let Some(fingerprint) = self.fingerprints.get_mut(at) {
            *fingerprint = self.members[at].fingerprint();
        }
    }
}
