//! Functions: overloads, parameters, and the options object that becomes keyword arguments.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Docs, Literal, Name, Type};

/// A function or method: one or more overloads that one call plan serves at run time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// The overloads in declaration order.
    pub overloads: Vec<Signature>,
}

/// One call signature.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// Type parameters in scope of this signature only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub type_parameters: Vec<TypeParameter>,
    /// The type of a declared `this` parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub this: Option<Type>,
    /// The parameters, in the order in which JavaScript takes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// The type of the result.
    pub result: Type,
    /// For a type predicate `x is T` or `asserts x is T`: the parameter and the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<(String, Type)>,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// One parameter of a JavaScript function.
///
/// All parameters are positional-only in Python. The one whose `keywords` are given is the options parameter: its
/// properties become keyword-only parameters, and the whole object is still accepted at its position.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// The name, for display and documentation only.
    pub name: Name,
    /// The type; for a rest parameter the type of *one* argument.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the argument may be left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Whether this is a rest parameter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rest: bool,
    /// For the options parameter: its resolved properties. At most one parameter of a signature has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    /// Many signatures share them.
    pub keywords: Option<Arc<[Keyword]>>,
    /// For the options parameter: the type of properties that are not among the keywords (`**keywords` of a hand-written
    /// signature). Without it, other keywords are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_keywords: Option<Type>,
}

/// One property of the options object, given as a keyword argument.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Keyword {
    /// The property key and its Python spelling.
    pub name: Name,
    /// The type, without the `undefined` that optionality adds.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the property must be given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// What is sent when the keyword is not given (a hand-written default). Nothing is sent without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Literal>,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// A type parameter of a class, alias or signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TypeParameter {
    /// Its name.
    pub name: String,
    /// `extends`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Type>,
    /// The default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Type>,
}

impl Default for Name {
    fn default() -> Self {
        Self::new("")
    }
}

impl Signature {
    /// The options parameter and its index in the JavaScript argument list.
    pub fn options(&self) -> Option<(usize, &Parameter, &[Keyword])> {
        self.parameters
            .iter()
            .enumerate()
            .find_map(|(index, parameter)| Some((index, parameter, parameter.keywords.as_deref()?)))
    }
}
