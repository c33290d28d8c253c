//! Exceptions as values of `Result`.

use std::fmt;

use super::{Realm, Value};

/// A thrown JavaScript value.
///
/// Every operation that can run JavaScript gives `Result<_, Thrown>`; host functions give it back to throw.
pub struct Thrown(Value);

/// The built-in error classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant is the JavaScript class of the same name")]
pub enum ErrorKind {
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
}

impl ErrorKind {
    /// The name of the class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::TypeError => "TypeError",
            Self::RangeError => "RangeError",
            Self::SyntaxError => "SyntaxError",
            Self::ReferenceError => "ReferenceError",
        }
    }
}

impl Thrown {
    /// Throws `value`.
    pub fn new(value: Value) -> Self {
        Self(value)
    }

    /// The thrown value.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The thrown value.
    pub fn into_value(self) -> Value {
        self.0
    }

    /// The `name` of a thrown error object; empty for anything else.
    pub fn name(&self) -> String {
        self.text_of("name")
    }

    /// The `message` of a thrown error object, or the thrown value as text.
    pub fn message(&self) -> String {
        if self.0.is_object() { self.text_of("message") } else { self.0.to_text().unwrap_or_default() }
    }

    /// The `stack` of a thrown error object.
    pub fn stack(&self) -> String {
        self.text_of("stack")
    }

    fn text_of(&self, name: &str) -> String {
        if !self.0.is_object() {
            return String::new();
        }
        self.0.get(name).ok().and_then(|value| value.as_text()).unwrap_or_default()
    }
}

impl fmt::Debug for Thrown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for Thrown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, message) = (self.name(), self.message());
        if name.is_empty() { formatter.write_str(&message) } else { write!(formatter, "{name}: {message}") }
    }
}

impl std::error::Error for Thrown {}

impl Realm {
    /// An error object of a built-in class.
    pub fn error(self, kind: ErrorKind, message: &str) -> Value {
        self.error_of_class(kind.name(), &[&self.string(message)]).unwrap_or_else(|thrown| thrown.into_value())
    }

    /// A `DOMException` with a message and a name such as `AbortError`. An `Error` with that `name` where there is no such class.
    pub fn dom_exception(self, message: &str, name: &str) -> Value {
        let arguments = [&self.string(message), &self.string(name)];
        self.error_of_class("DOMException", &arguments).unwrap_or_else(|_| {
            let error = self.error(ErrorKind::Error, message);
            // A failure here leaves an error without its name, which is still an error.
            let _ = error.set("name", &self.string(name));
            error
        })
    }

    fn error_of_class(self, class: &str, arguments: &[&Value]) -> Result<Value, Thrown> {
        self.global().get(class)?.construct(arguments)
    }

    /// Throws a `TypeError`.
    pub fn type_error(self, message: &str) -> Thrown {
        Thrown(self.error(ErrorKind::TypeError, message))
    }

    /// Throws a `RangeError`.
    pub fn range_error(self, message: &str) -> Thrown {
        Thrown(self.error(ErrorKind::RangeError, message))
    }
}
