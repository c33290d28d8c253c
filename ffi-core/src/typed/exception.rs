//! Exceptions of exported functions: one kind that is the right class on each side.

use std::fmt;

use super::{Fault, Guest, Side};
use crate::engine::{ErrorKind, Thrown};

/// What an exported function fails with.
///
/// On each side it is an exception of the class that [`ExceptionKind`] names; an exception that came from a callback is the very same one.
#[derive(Debug)]
pub struct Exception {
    kind: ExceptionKind,
    message: String,
    guest: Option<Guest>,
}

/// The classes of exceptions: Python's on the one side, JavaScript's on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExceptionKind {
    /// `TypeError` and `TypeError`.
    Type,
    /// `ValueError` and `RangeError`.
    Value,
    /// `IndexError` and `RangeError`.
    Index,
    /// `KeyError` and `Error`.
    Key,
    /// `OverflowError` and `RangeError`.
    Overflow,
    /// `RuntimeError` and `Error`.
    Runtime,
    /// `NotImplementedError` and `Error`.
    NotImplemented,
    /// `OSError` and `Error`.
    Os,
    /// `FileNotFoundError` and `Error`.
    NotFound,
    /// `PermissionError` and `Error`.
    Permission,
    /// `FileExistsError` and `Error`.
    Exists,
    /// `ConnectionError` and `Error`.
    Connection,
    /// `TimeoutError`, and a `DOMException` of that name.
    Timeout,
    /// `asyncio.CancelledError` is not raised for it: `InterruptedError`, and a `DOMException` named `AbortError`.
    Aborted,
    /// `UnicodeError` and `TypeError`.
    Unicode,
    /// `SyntaxError` and `SyntaxError`.
    Syntax,
}

impl ExceptionKind {
    /// The name of the class in Python.
    pub fn python(self) -> &'static std::ffi::CStr {
        match self {
            Self::Type => c"TypeError",
            Self::Value => c"ValueError",
            Self::Index => c"IndexError",
            Self::Key => c"KeyError",
            Self::Overflow => c"OverflowError",
            Self::Runtime => c"RuntimeError",
            Self::NotImplemented => c"NotImplementedError",
            Self::Os => c"OSError",
            Self::NotFound => c"FileNotFoundError",
            Self::Permission => c"PermissionError",
            Self::Exists => c"FileExistsError",
            Self::Connection => c"ConnectionError",
            Self::Timeout => c"TimeoutError",
            Self::Aborted => c"InterruptedError",
            Self::Unicode => c"UnicodeError",
            Self::Syntax => c"SyntaxError",
        }
    }

    /// The class in JavaScript.
    pub fn javascript(self) -> ErrorKind {
        match self {
            Self::Type | Self::Unicode => ErrorKind::TypeError,
            Self::Value | Self::Index | Self::Overflow => ErrorKind::RangeError,
            Self::Syntax => ErrorKind::SyntaxError,
            _ => ErrorKind::Error,
        }
    }
}

/// What the error of an exported function must be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be raised in Python or thrown in JavaScript",
    label = "the error of an exported function must say which exception it is",
    note = "implement `IntoException` for it, or give back `ffi_core::typed::Exception`"
)]
pub trait IntoException {
    /// The exception.
    fn into_exception(self) -> Exception;
}

impl Exception {
    /// An exception of a class.
    pub fn new(kind: ExceptionKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), guest: None }
    }

    /// A `TypeError`.
    pub fn type_error(message: impl Into<String>) -> Self {
        Self::new(ExceptionKind::Type, message)
    }

    /// A `ValueError` or `RangeError`.
    pub fn value(message: impl Into<String>) -> Self {
        Self::new(ExceptionKind::Value, message)
    }

    /// A `RuntimeError` or `Error`.
    pub fn runtime(message: impl Into<String>) -> Self {
        Self::new(ExceptionKind::Runtime, message)
    }

    /// An exception object of Python, or a value that JavaScript threw.
    pub fn of_guest(guest: Guest, message: impl Into<String>) -> Self {
        Self { kind: ExceptionKind::Runtime, message: message.into(), guest: Some(guest) }
    }

    /// The class.
    pub fn kind(&self) -> ExceptionKind {
        self.kind
    }

    /// The text.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The exception object, when it came from Python or JavaScript.
    pub fn guest(&self) -> Option<&Guest> {
        self.guest.as_ref()
    }

    /// Makes it a thrown JavaScript value.
    pub fn into_thrown(self, realm: crate::engine::Realm) -> Thrown {
        match self.guest {
            Some(Guest::JavaScript(value)) => Thrown::new(value),
            #[cfg(feature = "python")]
            Some(Guest::Python(object)) => crate::python::typed::thrown_of(&object),
            None => Thrown::new(match self.kind {
                ExceptionKind::Timeout => realm.dom_exception(&self.message, "TimeoutError"),
                ExceptionKind::Aborted => realm.dom_exception(&self.message, "AbortError"),
                kind => realm.error(kind.javascript(), &self.message),
            }),
        }
    }
}

impl Exception {
    /// Makes it a thrown JavaScript value that is an exception of the right class on the side that waits for it.
    pub(crate) fn into_thrown_on(self, side: Side) -> Thrown {
        match side {
            Side::JavaScript(realm) => self.into_thrown(realm),
            #[cfg(feature = "python")]
            Side::Python(state) => crate::python::typed::thrown_as_python(state, self),
        }
    }
}

impl Fault {
    /// The exception for it, in a call of `function` from `side`.
    pub fn into_exception(self, function: Option<&str>, side: Side) -> Exception {
        match self {
            Self::Exception(exception) => *exception,
            Self::Mismatch(mismatch) => {
                let kind = if mismatch.is_range() { ExceptionKind::Overflow } else { ExceptionKind::Type };
                Exception::new(kind, mismatch.message(function, side))
            }
        }
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Exception {}

impl IntoException for Exception {
    fn into_exception(self) -> Exception {
        self
    }
}

impl IntoException for Fault {
    fn into_exception(self) -> Exception {
        match self {
            Self::Exception(exception) => *exception,
            Self::Mismatch(mismatch) => Exception::type_error(format!("{:?}", mismatch.reason())),
        }
    }
}

macro_rules! exceptions {
    ($($error:ty => $kind:ident),* $(,)?) => {
        $(
            impl From<$error> for Exception {
                fn from(error: $error) -> Self {
                    Self::new(ExceptionKind::$kind, error.to_string())
                }
            }

            impl IntoException for $error {
                fn into_exception(self) -> Exception {
                    self.into()
                }
            }
        )*
    };
}

exceptions! {
    String => Runtime,
    &str => Runtime,
    Box<dyn std::error::Error> => Runtime,
    Box<dyn std::error::Error + Send + Sync> => Runtime,
    std::num::ParseIntError => Value,
    std::num::ParseFloatError => Value,
    std::num::TryFromIntError => Overflow,
    std::str::ParseBoolError => Value,
    std::str::Utf8Error => Unicode,
    std::string::FromUtf8Error => Unicode,
    std::fmt::Error => Runtime,
    std::cell::BorrowError => Runtime,
    std::cell::BorrowMutError => Runtime,
    std::time::SystemTimeError => Value,
    std::convert::Infallible => Runtime,
}

impl From<std::io::Error> for Exception {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let kind = match error.kind() {
            Io::NotFound => ExceptionKind::NotFound,
            Io::PermissionDenied => ExceptionKind::Permission,
            Io::AlreadyExists => ExceptionKind::Exists,
            Io::TimedOut => ExceptionKind::Timeout,
            Io::Interrupted => ExceptionKind::Aborted,
            Io::InvalidInput | Io::InvalidData => ExceptionKind::Value,
            Io::ConnectionRefused | Io::ConnectionReset | Io::ConnectionAborted | Io::NotConnected | Io::BrokenPipe => {
                ExceptionKind::Connection
            }
            _ => ExceptionKind::Os,
        };
        Self::new(kind, error.to_string())
    }
}

impl IntoException for std::io::Error {
    fn into_exception(self) -> Exception {
        self.into()
    }
}

impl From<Thrown> for Exception {
    fn from(thrown: Thrown) -> Self {
        let message = thrown.to_string();
        Self::of_guest(Guest::of_javascript(thrown.into_value()), message)
    }
}

impl IntoException for Thrown {
    fn into_exception(self) -> Exception {
        self.into()
    }
}
