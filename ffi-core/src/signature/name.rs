//! Names: the JavaScript spelling, and the Python spelling where the two differ.

use serde::{Deserialize, Serialize};

/// The name of a declaration, parameter, keyword or member.
///
/// `js` is the property key as JavaScript has it. `python` is present only where Python needs another spelling (`from` is a
/// Python keyword, so its Python spelling is `from_`); use [`Name::python`] to read the effective one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "NameForm", into = "NameForm")]
pub struct Name {
    /// The JavaScript spelling, verbatim. A well-known symbol is spelled `Symbol.iterator`, with [`Name::symbol`] set.
    pub js: String,
    /// The Python spelling, when it is not `js`.
    pub python: Option<String>,
    /// A second Python spelling, which works beside the first: `status_text`.
    pub also: Option<String>,
    /// Whether `js` names a well-known symbol (`Symbol.iterator`) and not a string key.
    pub symbol: bool,
}

impl Name {
    /// A name that is spelled alike in both languages.
    pub fn new(js: impl Into<String>) -> Self {
        Self { js: js.into(), python: None, also: None, symbol: false }
    }

    /// A name whose Python spelling is `python`. Equal spellings are stored once.
    pub fn renamed(js: impl Into<String>, python: impl Into<String>) -> Self {
        let (js, python) = (js.into(), python.into());
        let python = (js != python).then_some(python);
        Self { js, python, also: None, symbol: false }
    }

    /// A well-known symbol, `Symbol.NAME`.
    pub fn well_known_symbol(name: &str) -> Self {
        Self { js: format!("Symbol.{name}"), python: None, also: None, symbol: true }
    }

    /// The spelling to use in Python.
    pub fn python(&self) -> &str {
        self.python.as_deref().unwrap_or(&self.js)
    }
}

impl From<&str> for Name {
    fn from(js: &str) -> Self {
        Self::new(js)
    }
}

/// The serialized form: a plain string for the common case, an object otherwise.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum NameForm {
    Plain(String),
    Full {
        js: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        python: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        also: Option<String>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        symbol: bool,
    },
}

impl From<Name> for NameForm {
    fn from(name: Name) -> Self {
        match name {
            Name { js, python: None, also: None, symbol: false } => Self::Plain(js),
            Name { js, python, also, symbol } => Self::Full { js, python, also, symbol },
        }
    }
}

impl From<NameForm> for Name {
    fn from(form: NameForm) -> Self {
        match form {
            NameForm::Plain(js) => Self::new(js),
            NameForm::Full { js, python, also, symbol } => Self { js, python, also, symbol },
        }
    }
}
