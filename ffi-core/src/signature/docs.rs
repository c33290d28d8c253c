//! Documentation carried from JSDoc to docstrings.

use serde::{Deserialize, Serialize};

/// The documentation of one declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Docs {
    /// The description, Markdown, without comment stars.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// `@param`, in source order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<ParameterDocs>,
    /// `@returns`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<String>,
    /// `@throws`, in source order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub throws: Vec<String>,
    /// `@example`, in source order: code, or Markdown with blocks of code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// `@deprecated`: present when deprecated, with its (possibly empty) message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// `@default`: the source text of the default value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// One `@param`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParameterDocs {
    /// The JavaScript name of the parameter.
    pub name: String,
    /// Its description.
    pub text: String,
}

impl Docs {
    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
