//! Why a call does not fit its plan, or a value its type.

use std::fmt;

use super::{CallPlan, Path, messages};

/// Why a call is refused. Its text is made by [`CallError::message`]; every text stands in [`messages`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// A keyword that is no option.
    UnexpectedKeyword {
        /// As written.
        name: String,
        /// The nearest name, when one is near.
        suggestion: Option<String>,
    },
    /// More positional arguments than parameters.
    TooManyPositional {
        /// How many are required.
        least: usize,
        /// How many are accepted.
        most: usize,
        /// How many were given.
        given: usize,
    },
    /// Required positional arguments are missing.
    MissingPositional {
        /// Their names.
        names: Vec<String>,
    },
    /// Required keywords are missing.
    MissingKeywords {
        /// Their names.
        names: Vec<String>,
    },
    /// The whole options object and keywords too.
    OptionsAndKeywords {
        /// The keywords given.
        keywords: Vec<String>,
    },
    /// Both spellings of one keyword.
    KeywordTwice {
        /// Its first spelling.
        name: String,
    },
    /// A value of the wrong type.
    WrongType {
        /// Where: parameter or keyword, and the way inside it.
        path: Path,
        /// The expected type in words.
        expected: String,
        /// The actual type in words.
        actual: String,
    },
    /// An integer that a JavaScript number cannot hold exactly.
    IntegerTooLarge {
        /// Where.
        path: Path,
    },
    /// The plan has no layout at all: it was not made by [`CallPlan::compile`].
    NoLayout,
}

/// The Python exception class that an error is raised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// `TypeError`.
    TypeError,
    /// `OverflowError`.
    OverflowError,
}

impl CallError {
    /// The exception class to raise.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::IntegerTooLarge { .. } => ErrorClass::OverflowError,
            _ => ErrorClass::TypeError,
        }
    }

    /// The message, for a call of the function `name` (as in [`CallPlan::name`]).
    pub fn message(&self, name: &str) -> String {
        match self {
            Self::UnexpectedKeyword { name: keyword, suggestion } => {
                messages::unexpected_keyword(name, keyword, suggestion.as_deref())
            }
            Self::TooManyPositional { least, most, given } => {
                messages::too_many_positional(name, *least, *most, *given)
            }
            Self::MissingPositional { names } => messages::missing_positional(name, names),
            Self::MissingKeywords { names } => messages::missing_keywords(name, names),
            Self::KeywordTwice { name: keyword } => messages::keyword_twice(name, keyword),
            Self::OptionsAndKeywords { keywords } => messages::options_and_keywords(name, keywords),
            Self::WrongType { path, expected, actual } => {
                messages::wrong_type(name, &path.to_string(), expected, actual)
            }
            Self::IntegerTooLarge { path } => messages::integer_too_large(name, &path.to_string()),
            Self::NoLayout => messages::no_layout(name),
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message("function"))
    }
}

impl std::error::Error for CallError {}

impl CallPlan {
    /// The message of `error` for a call of this plan's function.
    pub fn message(&self, error: &CallError) -> String {
        error.message(&self.name)
    }
}
