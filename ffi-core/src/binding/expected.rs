//! Types in words, for messages: `str, Request or URL`.

use crate::signature::{Literal, Type};

use super::messages;

/// What a referenced name stands for, as far as messages need it.
#[derive(Debug, Clone, PartialEq)]
pub enum ReferenceKind {
    /// A class, record or enum: shown by this name.
    Named(String),
    /// An alias: its members are shown in its place.
    Alias(Type),
}

/// Looks up referenced names for messages. The host implements it over the reader of signature modules.
pub trait ReferenceNames {
    /// What `name` of `module` is.
    fn look_up(&self, name: &str, module: Option<&str>) -> ReferenceKind;
}

/// Shows every reference by its own name.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNames;

impl ReferenceNames for NoNames {
    fn look_up(&self, name: &str, _module: Option<&str>) -> ReferenceKind {
        ReferenceKind::Named(name.to_owned())
    }
}

/// How deep aliases are followed; a recursive alias is shown by what was found so far.
const ALIAS_DEPTH: usize = 8;

/// Collects the words of a type.
#[derive(Debug)]
pub struct Expected<'names, N: ReferenceNames> {
    names: &'names N,
    words: Vec<String>,
}

impl<'names, N: ReferenceNames> Expected<'names, N> {
    /// The words of `ty`, joined: members of a union in order, `None` last, no word twice.
    pub fn describe(names: &'names N, ty: &Type) -> String {
        let mut this = Self { names, words: Vec::new() };
        this.add(ty, 0);
        let none = "None".to_owned();
        if let Some(index) = this.words.iter().position(|word| *word == none) {
            this.words.remove(index);
            this.words.push(none);
        }
        messages::alternatives(&this.words)
    }

    fn word(&mut self, word: impl Into<String>) {
        let word = word.into();
        if !self.words.contains(&word) {
            self.words.push(word);
        }
    }

    fn add(&mut self, ty: &Type, depth: usize) {
        match ty {
            Type::Any | Type::Unknown | Type::This | Type::Object | Type::TypeParameter { .. } => self.word("object"),
            Type::Never => self.word("nothing"),
            Type::Undefined | Type::Null => self.word("None"),
            Type::Boolean => self.word("bool"),
            Type::Number => self.word("float"),
            Type::BigInt => self.word("int"),
            Type::String => self.word("str"),
            Type::Symbol => self.word("Symbol"),
            Type::Literal { value } => self.word(literal(value)),
            Type::Union { members } => members.iter().for_each(|member| self.add(member, depth)),
            Type::Intersection { members } => {
                if let Some(first) = members.first() {
                    self.add(first, depth);
                }
            }
            Type::Array { .. } => self.word("list"),
            Type::Tuple { .. } => self.word("tuple"),
            Type::Mapping { .. } | Type::Record { .. } | Type::Map { .. } => self.word("dict"),
            Type::Set { .. } => self.word("set"),
            Type::Reference { name, module, .. } => match self.names.look_up(name, module.as_deref()) {
                ReferenceKind::Alias(target) if depth < ALIAS_DEPTH => self.add(&target, depth + 1),
                ReferenceKind::Alias(_) => self.word(name.clone()),
                ReferenceKind::Named(shown) => self.word(shown),
            },
            Type::ClassObject { name, .. } => self.word(format!("type[{name}]")),
            Type::Function { .. } => self.word("callable"),
            Type::Promise { .. } => self.word("awaitable"),
            Type::Iterable { .. } | Type::AsyncIterable { .. } => self.word("iterable"),
            Type::Iterator { .. } | Type::AsyncIterator { .. } => self.word("iterator"),
            Type::Date => self.word("datetime"),
            Type::Buffer { .. } => self.word("bytes-like"),
            Type::Converted { value, by } => match (&by.to_js, &by.python) {
                (Some(_), Some(python)) => self.word(python.clone()),
                (Some(_), None) => self.word("object"),
                (None, _) => self.add(value, depth),
            },
        }
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::String(text) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        Literal::Number(number) => format!("{number}"),
        Literal::Boolean(true) => "True".to_owned(),
        Literal::Boolean(false) => "False".to_owned(),
        Literal::BigInt(digits) => digits.clone(),
    }
}
