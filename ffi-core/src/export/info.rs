//! What `#[export]` says of a function or class: static data that the macros write and the runtime reads.

use super::Frame;
use crate::signature::{
    Class, ClassKind, Docs, Function, Keyword, Member, MemberKind as SignatureMember, Name, NamedFunction, Parameter,
    RecordField, Signature, Type,
};
use crate::typed::{Exception, Fault, FieldName, Guest};

/// An exported function, method, constructor or accessor.
pub struct FunctionInfo {
    /// Its name on each side.
    pub name: FieldName,
    /// Its documentation, Markdown.
    pub docs: &'static str,
    /// Whether it is a method of an instance.
    pub receiver: bool,
    /// Whether calling it gives a promise.
    pub is_async: bool,
    /// The parameters, in order.
    pub parameters: &'static [ParameterInfo],
    /// The type of the result (of a promise's value).
    pub result: fn() -> Type,
    /// Takes the arguments and runs it.
    pub run: fn(Frame) -> Result<Guest, Fault>,
}

/// One parameter.
pub struct ParameterInfo {
    /// Its name on each side.
    pub name: FieldName,
    /// How it is passed.
    pub kind: ParameterKind,
    /// Whether it must be given.
    pub required: bool,
    /// The default as Python writes it, for the text of the signature.
    pub default: Option<&'static str>,
    /// Its type; of one element for [`ParameterKind::Rest`].
    pub ty: fn() -> Type,
    /// The fields of [`ParameterKind::Keywords`].
    pub fields: Option<fn() -> Vec<RecordField>>,
}

/// How a parameter is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// By position only (`/` follows).
    PositionalOnly,
    /// By position, in Python also by name.
    Positional,
    /// `*rest`: all further positional arguments.
    Rest,
    /// After `*`: by name; in JavaScript a property of the options object.
    Keyword,
    /// `**options`: a record of all further keywords; in JavaScript the options object.
    Keywords,
}

/// An exported class.
pub struct ClassInfo {
    /// Its name.
    pub name: &'static str,
    /// Its documentation.
    pub docs: &'static str,
    /// The constructor; without one it is made by Rust only.
    pub constructor: Option<&'static FunctionInfo>,
    /// Methods and accessors.
    pub members: &'static [MemberInfo],
}

/// A member of an exported class.
pub struct MemberInfo {
    /// What it is.
    pub kind: MemberKind,
    /// The function.
    pub function: &'static FunctionInfo,
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberKind {
    /// A method of an instance.
    Method,
    /// A method of the class.
    Static,
    /// Reads a property.
    Getter,
    /// Writes a property.
    Setter,
}

impl ParameterInfo {
    /// Whether it is passed by position.
    pub fn is_positional(&self) -> bool {
        matches!(self.kind, ParameterKind::PositionalOnly | ParameterKind::Positional)
    }
}

/// Runs Rust code of the program's; a panic becomes an exception that names the function.
pub(crate) fn guarded<R>(name: &str, run: impl FnOnce() -> Result<R, Fault>) -> Result<R, Fault> {
    // What the panic left half done is the program's own data; borrows of instances end by unwinding.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(Exception::runtime(format!("{name}() panicked: {text}")).into())
    })
}

fn name(name: FieldName) -> Name {
    Name::renamed(name.javascript, name.python)
}

fn docs(text: &str) -> Docs {
    Docs { text: text.to_owned(), ..Docs::default() }
}

impl FunctionInfo {
    /// Runs it. A panic is an exception too: neither language can unwind through Rust.
    pub(crate) fn call(&self, frame: Frame) -> Result<Guest, Fault> {
        guarded(self.name.python, || (self.run)(frame))
    }

    /// The function as JavaScript sees it: positional parameters, then the options object.
    pub fn signature(&self) -> Signature {
        let mut parameters = Vec::new();
        let mut keywords = Vec::new();
        let mut has_options = false;
        let mut others = None;
        for parameter in self.parameters {
            let ty = (parameter.ty)();
            match parameter.kind {
                ParameterKind::Rest => {
                    parameters.push(Parameter { name: name(parameter.name), ty, rest: true, ..Parameter::default() });
                }
                ParameterKind::Keyword => {
                    has_options = true;
                    let required = parameter.required;
                    keywords.push(Keyword { name: name(parameter.name), ty, required, ..Keyword::default() });
                }
                ParameterKind::Keywords => {
                    has_options = true;
                    match parameter.fields.map(|fields| fields()) {
                        Some(fields) if !fields.is_empty() => {
                            keywords.extend(fields.into_iter().map(|field| Keyword {
                                required: !field.optional,
                                name: field.name,
                                ty: field.ty,
                                default: None,
                                docs: field.docs,
                            }))
                        }
                        _ => others = Some(Type::Any),
                    }
                }
                ParameterKind::PositionalOnly | ParameterKind::Positional => {
                    let optional = !parameter.required;
                    parameters.push(Parameter { name: name(parameter.name), ty, optional, ..Parameter::default() });
                }
            }
        }
        if has_options {
            let optional = !keywords.iter().any(|keyword| keyword.required);
            parameters.push(Parameter {
                name: "options".into(),
                ty: Type::Object,
                optional,
                keywords: Some(keywords.into()),
                other_keywords: others,
                ..Parameter::default()
            });
        }
        let result = (self.result)();
        let result = if self.is_async { Type::Promise { value: Box::new(result) } } else { result };
        Signature { parameters, result, docs: docs(self.docs), ..Signature::default() }
    }

    /// The function as an item of a module.
    pub fn item(&self) -> NamedFunction {
        let function = Function { overloads: vec![self.signature()] };
        NamedFunction { name: name(self.name), function, namespace: Vec::new() }
    }
}

impl ClassInfo {
    /// The class as an item of a module.
    pub fn item(&self) -> Class {
        let constructor = self.constructor.map(|info| Function { overloads: vec![info.signature()] });
        let mut class = Class {
            name: self.name.into(),
            kind: if constructor.is_some() { ClassKind::Class } else { ClassKind::Abstract },
            constructor,
            docs: docs(self.docs),
            ..Class::default()
        };
        for member in self.members {
            let info = member.function;
            match member.kind {
                MemberKind::Method | MemberKind::Static => {
                    let kind = SignatureMember::Method(Function { overloads: vec![info.signature()] });
                    let list = if member.kind == MemberKind::Static { &mut class.statics } else { &mut class.members };
                    list.push(Member { name: name(info.name), optional: false, kind, docs: Docs::default() });
                }
                MemberKind::Getter => {
                    let readonly = self.setter(info.name).is_none();
                    let kind = SignatureMember::Property { ty: (info.result)(), set_type: None, readonly };
                    class.members.push(Member { name: name(info.name), optional: false, kind, docs: docs(info.docs) });
                }
                // It belongs to its getter.
                MemberKind::Setter => {}
            }
        }
        class
    }

    /// The setter of a property.
    pub fn setter(&self, name: FieldName) -> Option<&'static FunctionInfo> {
        self.members
            .iter()
            .find(|member| member.kind == MemberKind::Setter && member.function.name == name)
            .map(|member| member.function)
    }
}
