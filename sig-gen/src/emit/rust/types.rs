//! Rust's types at the border, and how they are written in code.

use std::rc::Rc;

/// What a declared type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A class with a class object at run time, so many bases below the root.
    Class(u8),
    /// A class of which nothing is known at run time.
    Interface,
    /// A record with so many required fields.
    Record(u8),
    /// A union.
    Union,
    /// A union of strings, or an enum of numbers.
    Scalar,
    /// A type of the program's own.
    External,
}

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ty {
    Unit,
    Bool,
    Number,
    Str,
    BigInt,
    Any,
    Object,
    Date,
    Bytes,
    /// A typed array with this element.
    Typed(&'static str),
    /// A type that the generated code declares, by its path from the root.
    Declared(Kind, Rc<[String]>),
    /// A struct around one type that is others, too, by its path.
    Joined(Rc<[String]>, Box<Ty>),
    Vec(Box<Ty>),
    Tuple(Vec<Ty>),
    Mapping(Box<Ty>),
    Promise(Box<Ty>),
    Iter(Box<Ty>),
    AsyncIter(Box<Ty>),
    Map(Box<Ty>, Box<Ty>),
    Set(Box<Ty>),
    Callback(Vec<Ty>, Box<Ty>),
    /// A callback of any number of arguments.
    RestCallback(Box<Ty>, Box<Ty>),
    /// `T | undefined`.
    Option(Box<Ty>),
    /// `T | null`.
    Nullable(Box<Ty>),
    /// Both.
    Given(Box<Ty>),
}

impl Ty {
    /// The type as code in a module so many steps below the root.
    pub fn code(&self, depth: usize) -> String {
        let of = |ty: &Ty| ty.code(depth);
        match self {
            Self::Unit => "()".into(),
            Self::Bool => "bool".into(),
            Self::Number => "f64".into(),
            Self::Str => "rt::String".into(),
            Self::BigInt => "rt::BigInt".into(),
            Self::Any => "rt::Guest".into(),
            Self::Object => "rt::Object".into(),
            Self::Date => "rt::SystemTime".into(),
            Self::Bytes => "rt::Bytes".into(),
            Self::Typed(element) => format!("rt::TypedArray<{element}>"),
            Self::Declared(Kind::External, path) => path.join("::"),
            Self::Declared(_, path) | Self::Joined(path, _) => {
                format!("{}{}", "super::".repeat(depth), path.join("::"))
            }
            Self::Vec(element) => format!("rt::Vec<{}>", of(element)),
            Self::Tuple(elements) => tuple(elements, depth),
            Self::Mapping(value) => format!("rt::HashMap<rt::String, {}>", of(value)),
            Self::Promise(value) => format!("rt::Promised<{}>", of(value)),
            Self::Iter(element) => format!("rt::Iter<{}>", of(element)),
            Self::AsyncIter(element) => format!("rt::AsyncIter<{}>", of(element)),
            Self::Map(key, value) => format!("rt::Map<{}, {}>", of(key), of(value)),
            Self::Set(element) => format!("rt::Set<{}>", of(element)),
            Self::Callback(arguments, result) => format!("rt::Callback<{}, {}>", tuple(arguments, depth), of(result)),
            Self::RestCallback(argument, result) => {
                format!("rt::Callback<rt::Rest<{}>, {}>", of(argument), of(result))
            }
            Self::Option(value) => format!("rt::Option<{}>", of(value)),
            Self::Nullable(value) => format!("rt::Nullable<{}>", of(value)),
            Self::Given(value) => format!("rt::Given<{}>", of(value)),
        }
    }

    /// The type without its kinds of nothing.
    pub fn present(&self) -> &Self {
        match self {
            Self::Option(value) | Self::Nullable(value) | Self::Given(value) => value.present(),
            other => other,
        }
    }

    /// Whether it is an object that a reference is given of.
    pub fn is_handle(&self) -> bool {
        matches!(
            self,
            Self::Object | Self::Joined(..) | Self::Declared(Kind::Class(_) | Kind::Interface | Kind::External, _)
        )
    }

    /// The type as an argument takes it: what is several types passes as the one that it is around.
    pub fn lenient(&self) -> Self {
        let of = |ty: &Self| Box::new(ty.lenient());
        match self {
            Self::Joined(_, base) if **base != Self::Object => base.lenient(),
            Self::Vec(element) => Self::Vec(of(element)),
            Self::Mapping(value) => Self::Mapping(of(value)),
            Self::Promise(value) => Self::Promise(of(value)),
            Self::Option(value) => Self::Option(of(value)),
            Self::Nullable(value) => Self::Nullable(of(value)),
            Self::Given(value) => Self::Given(of(value)),
            other => other.clone(),
        }
    }

    /// A word for it in the names of unions and of their variants.
    pub fn word(&self) -> String {
        let many = |ty: &Ty, kind: &str| format!("{}{kind}", ty.word());
        match self {
            Self::Unit => "Undefined".into(),
            Self::Bool => "Boolean".into(),
            Self::Number => "Number".into(),
            Self::Str => "String".into(),
            Self::BigInt => "BigInt".into(),
            Self::Any => "Any".into(),
            Self::Object => "Object".into(),
            Self::Date => "Date".into(),
            Self::Bytes => "Bytes".into(),
            Self::Typed(element) => format!("{}Array", super::names::camel(element)),
            Self::Declared(_, path) | Self::Joined(path, _) => {
                super::names::camel(path.last().map_or("", |name| name.trim_start_matches("r#")))
            }
            Self::Vec(element) => many(element, "Array"),
            Self::Tuple(_) => "Tuple".into(),
            Self::Mapping(value) => many(value, "Mapping"),
            Self::Promise(value) => many(value, "Promise"),
            Self::Iter(element) => many(element, "Iterable"),
            Self::AsyncIter(element) => many(element, "AsyncIterable"),
            Self::Map(..) => "Map".into(),
            Self::Set(_) => "Set".into(),
            Self::Callback(..) | Self::RestCallback(..) => "Function".into(),
            Self::Option(value) | Self::Nullable(value) | Self::Given(value) => value.word(),
        }
    }

    /// In which order the members of a union are tried: what is told apart best comes first.
    pub fn rank(&self) -> (u8, u8) {
        match self {
            Self::Declared(Kind::Scalar, _) => (0, 0),
            Self::Bool => (1, 0),
            Self::Number => (2, 0),
            Self::BigInt => (3, 0),
            Self::Str => (4, 0),
            Self::Date => (5, 0),
            Self::Typed(_) => (6, 0),
            Self::Bytes => (7, 0),
            Self::Declared(Kind::Class(depth), _) => (8, u8::MAX - depth),
            Self::Declared(Kind::External, _) => (9, 0),
            Self::Map(..) => (10, 0),
            Self::Set(_) => (10, 1),
            Self::Tuple(elements) => (11, u8::MAX - u8::try_from(elements.len()).unwrap_or(u8::MAX)),
            Self::Vec(_) => (12, 0),
            Self::Callback(..) | Self::RestCallback(..) => (13, 0),
            Self::Declared(Kind::Record(required), _) => (14, u8::MAX - required),
            Self::Declared(Kind::Union, _) => (15, 0),
            Self::Mapping(_) => (16, 0),
            Self::Declared(Kind::Interface, _) | Self::Joined(..) => (17, 0),
            Self::Iter(_) => (18, 0),
            Self::AsyncIter(_) => (18, 1),
            Self::Object => (19, 0),
            Self::Promise(_) => (20, 0),
            Self::Option(_) | Self::Nullable(_) | Self::Given(_) => (21, 0),
            Self::Any => (22, 0),
            Self::Unit => (23, 0),
        }
    }
}

/// A tuple type; of one element with its comma.
pub fn tuple(elements: &[Ty], depth: usize) -> String {
    let codes: Vec<String> = elements.iter().map(|element| element.code(depth)).collect();
    match codes.as_slice() {
        [one] => format!("({one},)"),
        _ => format!("({})", codes.join(", ")),
    }
}

/// How a function takes a value: the type of its parameter, and the expression that is passed on.
pub fn argument(ty: &Ty, name: &str, depth: usize) -> (String, String) {
    let code = |ty: &Ty| ty.code(depth);
    match &ty.lenient() {
        Ty::Unit | Ty::Bool => (code(ty), name.into()),
        Ty::Number => ("impl rt::Into<f64>".into(), format!("rt::number({name})")),
        Ty::Str => ("&str".into(), name.into()),
        Ty::Any | Ty::Joined(..) => ("impl rt::IntoGuest".into(), name.into()),
        ty if ty.is_handle() => (format!("&{}", code(ty)), name.into()),
        Ty::Declared(Kind::Record(_) | Kind::Scalar, _) => (code(ty), name.into()),
        Ty::Vec(element) => (
            format!("impl rt::IntoIterator<Item = impl rt::Into<{}>>", code(element)),
            format!("rt::list::<{}>({name})", code(element)),
        ),
        Ty::Callback(arguments, result) => {
            let types = format!("{}, {}", tuple(arguments, depth), code(result));
            (format!("impl rt::IntoCallback<{types}>"), format!("rt::function::<{types}>({name})"))
        }
        Ty::RestCallback(argument, result) => {
            let types = format!("rt::Rest<{}>, {}", code(argument), code(result));
            (format!("impl rt::IntoCallback<{types}>"), format!("rt::function::<{types}>({name})"))
        }
        // What takes a function or nothing takes a function: nothing needs no closure.
        Ty::Option(value) | Ty::Nullable(value) | Ty::Given(value)
            if matches!(**value, Ty::Callback(..) | Ty::RestCallback(..)) =>
        {
            argument(value, name, depth)
        }
        other => (format!("impl rt::Into<{}>", code(other)), format!("rt::convert::<{}>({name})", code(other))),
    }
}

/// How a function takes a value that may be left out and is not the last.
pub fn optional(ty: &Ty, depth: usize) -> String {
    match &ty.present().lenient() {
        Ty::Joined(..) => "rt::Option<rt::Guest>".into(),
        Ty::Str => "rt::Option<&str>".into(),
        ty if ty.is_handle() => format!("rt::Option<&{}>", ty.code(depth)),
        ty => format!("rt::Option<{}>", ty.code(depth)),
    }
}
