//! What the code that the macros write refers to. Not a public interface: it changes together with `ffi-macros`.

pub use crate::engine::Tracer;
pub use crate::export::{
    ClassInfo, Export, Exported, ExportedClass, Frame, FunctionInfo, InstanceMut, InstanceRef, MemberInfo, MemberKind,
    ParameterInfo, ParameterKind, conversions,
};
pub use crate::signature::{Docs, Literal, Name, RecordField, Type};
pub use crate::typed::{
    Exception, Fault, FieldName, FromGuest, FromGuestMut, FromGuestRef, Guest, GuestType, IntoException, IntoGuest,
    Reader, Record, Side, StringEnum, With, Writer, literal_from_guest, literal_into_guest, record_from_guest,
    record_into_guest, string_from_guest,
};
pub use std::boxed::Box;
pub use std::option::Option;
pub use std::result::Result;
pub use std::string::String;
pub use std::vec::Vec;

/// A field of a record, for its signature.
pub fn record_field(name: FieldName, ty: Type, optional: bool, docs: &str) -> RecordField {
    RecordField {
        name: Name::renamed(name.javascript, name.python),
        ty: if optional { without_undefined(&ty) } else { ty },
        optional,
        readonly: false,
        docs: Docs { text: docs.to_owned(), ..Docs::default() },
    }
}

fn without_undefined(ty: &Type) -> Type {
    Type::union(ty.members().iter().filter(|member| !matches!(member, Type::Undefined)).cloned())
}

/// The fault of a union none of whose members fits: the one that found a mistake inside of a member, or one about all members.
pub fn no_member(guest: &Guest, expected: Type, faults: Vec<Fault>) -> Fault {
    let mut inside = None;
    for fault in faults {
        match fault {
            Fault::Exception(exception) => return Fault::Exception(exception),
            Fault::Mismatch(mismatch) if mismatch.is_inside() && inside.is_none() => {
                inside = Some(Fault::Mismatch(mismatch));
            }
            Fault::Mismatch(_) => {}
        }
    }
    inside.unwrap_or_else(|| guest.mismatch(expected))
}

/// The literal string of a tag, or of a union's member.
pub fn literal_string(text: &str) -> Literal {
    Literal::String(text.to_owned())
}

/// The type of a literal.
pub fn literal_type(value: Literal) -> Type {
    Type::Literal { value }
}

/// Takes the error of an exported function as a fault.
pub fn fault<E: IntoException>(error: E) -> Fault {
    error.into_exception().into()
}

/// What a constructor gives back.
#[diagnostic::on_unimplemented(
    message = "a constructor of `{T}` cannot give back `{Self}`",
    label = "give back `Self` or `Result<Self, E>`, where `E` is an `IntoException`"
)]
pub trait Constructed<T> {
    /// The instance.
    fn constructed(self) -> Result<T, Fault>;
}

impl<T> Constructed<T> for T {
    fn constructed(self) -> Result<T, Fault> {
        Ok(self)
    }
}

impl<T, E: IntoException> Constructed<T> for Result<T, E> {
    fn constructed(self) -> Result<T, Fault> {
        self.map_err(fault)
    }
}
