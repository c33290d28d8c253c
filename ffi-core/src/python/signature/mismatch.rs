//! Why a value cannot be converted to its type, and where it stands.

use pyo3::ffi::{self, PyObject};

use super::Registry;
use crate::binding::{CallError, ErrorClass, Expected, Path, ReferenceKind, ReferenceNames, Segment};
use crate::python::object::{Object, Raised, raise, restore_exception, take_exception};
use crate::python::state::State;
use crate::signature::Type;

/// A failed conversion.
pub enum Mismatch {
    /// A Python exception is set.
    Raised,
    /// The value does not fit; the message is made at the end.
    Call(Box<CallError>),
    /// A converter by hand has raised: the exception is set, and is told at the end where it happened.
    InConverter(Box<Path>),
}

impl From<Raised> for Mismatch {
    fn from(_: Raised) -> Self {
        Self::Raised
    }
}

/// What a conversion gives.
pub type Converted<T> = Result<T, Mismatch>;

impl Mismatch {
    /// A value of the wrong type.
    #[cold]
    pub fn wrong_type(state: &'static State, ty: &Type, value: *mut PyObject) -> Self {
        let expected = Expected::describe(&state.signatures, ty);
        Self::Call(Box::new(CallError::WrongType { path: Path::new(), expected, actual: actual(value) }))
    }

    /// An integer that no number can hold.
    #[cold]
    pub fn too_large() -> Self {
        Self::Call(Box::new(CallError::IntegerTooLarge { path: Path::new() }))
    }

    /// The same, one step further out.
    #[cold]
    pub fn at(mut self, segment: Segment) -> Self {
        match &mut self {
            Self::Call(error) => {
                if let CallError::WrongType { path, .. } | CallError::IntegerTooLarge { path } = &mut **error {
                    path.wrap(segment);
                }
            }
            Self::InConverter(path) => path.wrap(segment),
            Self::Raised => {}
        }
        self
    }

    /// The same, below a whole path.
    #[cold]
    pub fn below(self, path: &Path) -> Self {
        let segments: Vec<&Segment> = path.segments().collect();
        segments.into_iter().rev().fold(self, |mismatch, segment| mismatch.at(segment.clone()))
    }

    /// Whether it stands inside of the value, so that it says more than that the value as a whole does not fit.
    pub fn is_inside(&self) -> bool {
        match self {
            Self::Raised | Self::InConverter(_) => true,
            Self::Call(error) => match &**error {
                CallError::WrongType { path, .. } => path.segments().next().is_some(),
                _ => true,
            },
        }
    }

    /// Sets the Python exception, for a call of `function`.
    #[cold]
    pub fn raise(self, function: &str) -> Raised {
        match self {
            Self::Raised => Raised,
            Self::InConverter(path) => note(&format!("{function}(): {path}")),
            Self::Call(error) => raise_call_error(&error, function),
        }
    }

    /// Sets the Python exception, for an assignment to `name`.
    #[cold]
    pub fn raise_for_attribute(self, name: &str) -> Raised {
        match self {
            Self::Call(error) => {
                let (class, text) = match &*error {
                    CallError::WrongType { path, expected, actual } => {
                        (ErrorClass::TypeError, format!("{name}{} must be {expected}, not {actual}", inner(path)))
                    }
                    CallError::IntegerTooLarge { path } => (
                        ErrorClass::OverflowError,
                        format!("{name}{} is too large to be an exact JavaScript number", inner(path)),
                    ),
                    other => (other.class(), other.message(name)),
                };
                raise_class(class, &text)
            }
            Self::InConverter(path) => note(&format!("{name}{}", inner(&path))),
            Self::Raised => Raised,
        }
    }
}

/// Tells the exception that is set where it happened.
#[cold]
fn note(place: &str) -> Raised {
    let Some(error) = take_exception() else { return Raised };
    let add = || Object::import(c"sigbind._converters")?.call_method(c"note", &[&error, &Object::string(place)?]);
    if add().is_err() {
        // SAFETY: an exception is set; the one that was there says more.
        unsafe { ffi::PyErr_Clear() };
    }
    restore_exception(error)
}

/// The path inside of an attribute's value.
fn inner(path: &Path) -> String {
    let mut whole = Path::new();
    let segments: Vec<&Segment> = path.segments().collect();
    for segment in segments.into_iter().rev() {
        whole.wrap(segment.clone());
    }
    whole.wrap(Segment::Field(String::new()));
    whole.to_string()
}

/// Sets the Python exception of a call that does not fit.
#[cold]
pub fn raise_call_error(error: &CallError, function: &str) -> Raised {
    raise_class(error.class(), &error.message(function))
}

fn raise_class(class: ErrorClass, message: &str) -> Raised {
    // SAFETY: built-in exception classes.
    unsafe {
        match class {
            ErrorClass::TypeError => raise(ffi::PyExc_TypeError, message),
            ErrorClass::OverflowError => raise(ffi::PyExc_OverflowError, message),
        }
    }
}

fn actual(value: *mut PyObject) -> String {
    // SAFETY: the callers pass a live object.
    unsafe { if value == ffi::Py_None() { "None".to_owned() } else { crate::python::object::type_name(value) } }
}

impl ReferenceNames for Registry {
    fn look_up(&self, name: &str, module: Option<&str>) -> ReferenceKind {
        let named = || ReferenceKind::Named(name.rsplit('.').next().unwrap_or(name).to_owned());
        let Ok(found) = self.resolve(module, name) else {
            // SAFETY: an exception is set; the name itself is a good enough word for a message.
            unsafe { ffi::PyErr_Clear() };
            return named();
        };
        let Some(found) = found else { return ReferenceKind::Alias(Type::Any) };
        if found["item"] == "alias" {
            return match serde_json::from_value(found["type"].clone()) {
                Ok(target) => ReferenceKind::Alias(target),
                Err(_) => named(),
            };
        }
        match found["name"].as_str() {
            Some(shown) => ReferenceKind::Named(shown.to_owned()),
            None => named(),
        }
    }
}
