//! Why a value does not cross: it does not fit, or something was thrown on the way.

use super::{Exception, Side, words};
use crate::binding::{Path, Segment, messages};
use crate::signature::Type;

/// A value that does not fit, with its place. The text is made for the side that reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    path: Path,
    reason: Reason,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// Another type.
    WrongType {
        /// What is expected.
        expected: Type,
        /// What is there, in a word.
        actual: String,
    },
    /// A required field is missing.
    Missing {
        /// Its name.
        name: String,
    },
    /// A field that the record does not have.
    Unknown {
        /// Its name.
        name: String,
        /// The nearest one that it has.
        suggestion: Option<String>,
    },
    /// An integer outside of the range of its Rust type.
    OutOfRange {
        /// The least value.
        least: i128,
        /// The greatest value.
        most: i128,
    },
    /// A string that is none of a few.
    NoMember {
        /// The strings that there are.
        members: Vec<String>,
        /// The string given.
        given: String,
        /// The nearest.
        suggestion: Option<String>,
    },
    /// Another number of elements.
    WrongLength {
        /// How many are expected.
        expected: usize,
        /// How many there are.
        actual: usize,
    },
}

/// Why a conversion or a call failed.
#[derive(Debug)]
pub enum Fault {
    /// A value does not fit.
    Mismatch(Box<Mismatch>),
    /// An exception.
    Exception(Box<Exception>),
}

impl Mismatch {
    /// The text, for the words of `side`; `function` is called at the outermost place.
    pub fn message(&self, function: Option<&str>, side: Side) -> String {
        let prefix = function.map(|name| format!("{name}(): ")).unwrap_or_default();
        let place = match self.path.to_string() {
            empty if empty.is_empty() => "the value".to_owned(),
            path => path,
        };
        let inside = |what: &str| match place.as_str() {
            "the value" => format!("{prefix}{what}"),
            place => format!("{prefix}{place} {what}"),
        };
        match &self.reason {
            Reason::WrongType { expected, actual } => {
                format!("{prefix}{place} must be {}, not {actual}", words::describe(expected, side.is_python()))
            }
            Reason::Missing { name } => inside(&format!("has no '{name}', which is required")),
            Reason::Unknown { name, suggestion } => {
                let near = suggestion.as_ref().map(|near| format!(". Did you mean '{near}'?")).unwrap_or_default();
                inside(&format!("has an unexpected '{name}'{near}"))
            }
            Reason::OutOfRange { least, most } => {
                format!("{prefix}{place} must be an integer from {least} to {most}")
            }
            Reason::NoMember { members, given, suggestion } => {
                let quoted: Vec<String> = members.iter().map(|member| format!("'{member}'")).collect();
                let near = suggestion.as_ref().map(|near| format!(". Did you mean '{near}'?")).unwrap_or_default();
                format!("{prefix}{place} must be {}, not '{given}'{near}", messages::alternatives(&quoted))
            }
            Reason::WrongLength { expected, actual } => {
                format!("{prefix}{place} must have {expected} elements, not {actual}")
            }
        }
    }

    /// Whether the exception for it is about the range of a value and not about its type.
    pub fn is_range(&self) -> bool {
        matches!(self.reason, Reason::OutOfRange { .. })
    }

    /// Whether it is about a part of the value, and not about the value as a whole.
    pub fn is_inside(&self) -> bool {
        self.path.segments().next().is_some() || !matches!(self.reason, Reason::WrongType { .. })
    }

    /// What does not fit.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }
}

impl Fault {
    /// A mismatch at the value itself.
    pub fn mismatch(reason: Reason) -> Self {
        Self::Mismatch(Box::new(Mismatch { path: Path::new(), reason }))
    }

    /// The same fault with a step outside.
    pub fn at(mut self, segment: Segment) -> Self {
        if let Self::Mismatch(mismatch) = &mut self {
            mismatch.path.wrap(segment);
        }
        self
    }

    /// The same fault inside of the field `name`.
    pub fn in_field(self, name: &str) -> Self {
        self.at(Segment::Field(name.to_owned()))
    }
}

impl From<Exception> for Fault {
    fn from(exception: Exception) -> Self {
        Self::Exception(Box::new(exception))
    }
}

impl From<crate::engine::Thrown> for Fault {
    fn from(thrown: crate::engine::Thrown) -> Self {
        Exception::from(thrown).into()
    }
}
