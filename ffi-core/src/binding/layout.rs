//! The layouts of a call plan: the JavaScript arguments in order, and the options object among them.

use std::collections::HashMap;

use crate::signature::{Literal, Name, Type};

use super::{Path, Segment};

/// One shape of the JavaScript argument list. Overloads that agree on where the options object stands share a layout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// The arguments in JavaScript order, without the rest parameter, with the options object at its place.
    pub parameters: Vec<ParameterPlan>,
    /// The type of one argument of the rest parameter.
    pub rest: Option<Type>,
    /// The name of the rest parameter: messages call its arguments `name[0]`, `name[1]`.
    pub rest_name: String,
    /// The options object, when one of the parameters is one.
    pub options: Option<OptionsPlan>,
    /// How many leading parameters must be given when the options object counts as one of them.
    pub required: usize,
    /// How many leading parameters must be given when the options object is left to the keywords.
    pub required_without_options: usize,
}

/// One JavaScript argument.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterPlan {
    /// The name shown in messages.
    pub name: String,
    /// The type to convert to: the union over the overloads of the layout. For the options parameter, that of the whole object.
    pub ty: Type,
    /// Whether every overload of the layout requires it.
    pub required: bool,
}

/// The options object of a layout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OptionsPlan {
    /// Its index in the JavaScript argument list.
    pub position: usize,
    /// Its properties.
    pub keywords: Vec<KeywordPlan>,
    /// The indices of the required properties, in order.
    pub required: Vec<usize>,
    /// The indices of the properties that are sent with a default when they are not given. If there are any, an object is
    /// built also for a call without keywords: [`super::Source::Keywords`] then stands for the defaults alone.
    pub defaults: Vec<usize>,
    /// The type of keywords that are not among [`OptionsPlan::keywords`]; without it they are refused.
    pub others: Option<Type>,
    /// Whether the object stands behind a rest parameter: last, wherever that is.
    pub after_rest: bool,
    pub(super) by_name: HashMap<String, usize>,
}

/// One property of the options object.
#[derive(Debug, Clone, PartialEq)]
pub struct KeywordPlan {
    /// The property key and its Python spelling.
    pub name: Name,
    /// The type to convert to.
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
    /// What is sent when it is not given.
    pub default: Option<Literal>,
    /// What the host stores to recognise an interned name by address; 0 while unset. See [`super::CallPlan::intern_keywords`].
    pub token: usize,
}

impl KeywordPlan {
    /// Whether a `None` given for this keyword is sent as `null` (the type admits null and not undefined).
    pub fn none_is_null(&self) -> bool {
        none_is_null(&self.ty)
    }
}

/// Whether Python's `None` is `null` for this type: where it admits null and not undefined.
pub fn none_is_null(ty: &Type) -> bool {
    ty.members().iter().any(|member| matches!(member, Type::Null)) && !ty.admits_undefined()
}

impl OptionsPlan {
    pub(super) fn new(position: usize, keywords: Vec<KeywordPlan>, others: Option<Type>, after_rest: bool) -> Self {
        let indices = |test: fn(&KeywordPlan) -> bool| {
            keywords.iter().enumerate().filter(|(_, keyword)| test(keyword)).map(|(index, _)| index).collect()
        };
        let required = indices(|keyword| keyword.required);
        let defaults = indices(|keyword| keyword.default.is_some());
        let also = keywords.iter().enumerate().filter_map(|(index, keyword)| Some((keyword.name.also.clone()?, index)));
        let first = keywords.iter().enumerate().map(|(index, keyword)| (keyword.name.python().to_owned(), index));
        // What is spelled so at first has the name.
        let by_name = also.chain(first).collect();
        Self { position, keywords, required, defaults, others, after_rest, by_name }
    }

    /// The index of the keyword with this Python spelling.
    pub fn find(&self, python_name: &str) -> Option<usize> {
        self.by_name.get(python_name).copied()
    }
}

impl Layout {
    /// The most positional arguments that can be given, or none when there is a rest parameter.
    pub fn most(&self) -> Option<usize> {
        self.rest.is_none().then_some(self.parameters.len())
    }

    /// The type of the JavaScript argument at `index`, rest arguments included.
    pub fn type_at(&self, index: usize) -> Option<&Type> {
        self.parameters.get(index).map(|parameter| &parameter.ty).or(self.rest.as_ref())
    }

    /// The name of the JavaScript argument at `index`; a rest argument has none of its own, see [`Layout::path_at`].
    pub fn name_at(&self, index: usize) -> Option<&str> {
        self.parameters.get(index).map(|parameter| parameter.name.as_str())
    }

    /// The path of the JavaScript argument at `index` for messages: `name`, or `rest[2]` for a rest argument.
    pub fn path_at(&self, index: usize) -> Path {
        match self.parameters.get(index) {
            Some(parameter) => Path::argument(parameter.name.as_str()),
            None => {
                let mut path = Path::new();
                path.wrap(Segment::Index(index - self.parameters.len()));
                path.wrap(Segment::Field(self.rest_name.clone()));
                path
            }
        }
    }
}
