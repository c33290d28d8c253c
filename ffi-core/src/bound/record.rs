//! Bound records: plain objects that are built field by field and read field by field.

use std::fmt;
use std::rc::Rc;

use super::object::{give, run};
use super::{Object, Result};
use crate::engine::Realm;
use crate::signature::Type;
use crate::typed::{Exception, Fault, FromGuest, Guest, IntoGuest};

/// The object behind a bound record, and the first mistake that was made in building it.
#[derive(Clone)]
pub struct Fields {
    object: Object,
    fault: Option<Rc<(String, Fault)>>,
}

impl Fields {
    /// The object.
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// The object as a guest, or the mistake that was made in building it.
    ///
    /// # Errors
    /// A field could not be given to JavaScript.
    pub fn into_guest(self) -> Result<Guest, Fault> {
        match self.fault {
            None => Ok(Guest::of_javascript(self.object.value().clone())),
            Some(fault) => Err(match Rc::try_unwrap(fault) {
                Ok((field, fault)) => fault.in_field(&field),
                Err(shared) => Exception::type_error(format!("{}: {:?}", shared.0, shared.1)).into(),
            }),
        }
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = self.object.value().json().ok().flatten();
        formatter.write_str(json.as_deref().unwrap_or("{ ... }"))
    }
}

/// A bound record.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no bound record",
    label = "bind it from its declaration, with `bind_dts!` or `sig-gen --emit rust`"
)]
pub trait JsRecord: FromGuest + IntoGuest {
    /// Its name in TypeScript.
    const NAME: &'static str;

    /// The fields that every such record has.
    const REQUIRED: &'static [&'static str];

    /// Takes fields for such a record, unchecked.
    fn from_fields(fields: Fields) -> Self;

    /// The fields.
    fn fields_mut(&mut self) -> &mut Fields;
}

/// An empty record.
pub fn record<T: JsRecord>(realm: Realm) -> T {
    T::from_fields(Fields { object: Object::new(realm), fault: None })
}

/// The record with a field. A value that JavaScript cannot be given makes the use of the record fail.
pub fn with<T: JsRecord>(mut record: T, name: &str, value: impl IntoGuest) -> T {
    let fields = record.fields_mut();
    let realm = fields.object.realm();
    let define = || -> Result<(), Fault> { Ok(fields.object.value().define(name, &give(realm, value)?)?) };
    if let Err(fault) = define()
        && fields.fault.is_none()
    {
        fields.fault = Some(Rc::new((name.to_owned(), fault)));
    }
    record
}

/// Reads a field.
///
/// # Errors
/// What it holds is of another type.
pub fn read<R: FromGuest>(fields: &Fields, name: &str) -> Result<R> {
    run(fields.object.realm(), name, || Ok(fields.object.value().get(name)?))
}

/// Takes a guest for a record, when it is an object with the required fields.
pub fn record_from_guest<T: JsRecord>(guest: &Guest) -> Result<T, Fault> {
    // A dict of Python becomes a plain object first.
    let guest = match guest {
        Guest::JavaScript(value) => value.clone(),
        #[cfg(feature = "python")]
        Guest::Python(_) => plain(guest)?,
    };
    if let Some(object) = Object::of(guest.clone()) {
        let has = |name: &&str| object.value().has(*name).unwrap_or(false);
        if let Some(missing) = T::REQUIRED.iter().find(|name| !has(name)) {
            return Err(Fault::mismatch(crate::typed::Reason::Missing { name: (*missing).to_owned() }));
        }
        return Ok(T::from_fields(Fields { object, fault: None }));
    }
    Err(Guest::of_javascript(guest).mismatch(Type::reference(T::NAME)))
}

/// A plain object of the entries of a mapping of Python; another object as JavaScript sees it.
#[cfg(feature = "python")]
fn plain(guest: &Guest) -> Result<crate::engine::Value, Fault> {
    use crate::typed::Side;

    let value = crate::engine::Value::from_guest(guest)?;
    let realm = value.realm();
    match guest.entries()? {
        Some(entries) => {
            let named = entries.into_iter().map(|(key, value)| Ok((String::from_guest(&key)?, value)));
            Side::JavaScript(realm).record(named.collect::<Result<_, Fault>>()?)?.into_javascript(realm)
        }
        None => Ok(value),
    }
}

/// Declares bound records: `pub struct Name = "TypeScript name", ["required", ...];`.
#[macro_export]
#[doc(hidden)]
macro_rules! __bound_record {
    ($($(#[$meta:meta])* pub struct $name:ident = $text:literal, [$($required:literal),*];)*) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug)]
            pub struct $name($crate::bound::Fields);

            impl $crate::bound::JsRecord for $name {
                const NAME: &'static str = $text;
                const REQUIRED: &'static [&'static str] = &[$($required),*];

                fn from_fields(fields: $crate::bound::Fields) -> Self {
                    Self(fields)
                }

                fn fields_mut(&mut self) -> &mut $crate::bound::Fields {
                    &mut self.0
                }
            }

            impl $crate::bound::GuestType for $name {
                fn guest_type() -> $crate::bound::Type {
                    $crate::bound::Type::reference($text)
                }
            }

            impl $crate::bound::FromGuest for $name {
                fn from_guest(guest: &$crate::bound::Guest) -> $crate::bound::Result<Self, $crate::bound::Fault> {
                    $crate::bound::record_from_guest(guest)
                }
            }

            impl $crate::bound::IntoGuest for $name {
                fn into_guest(self, _: $crate::bound::Side) -> $crate::bound::Result<$crate::bound::Guest, $crate::bound::Fault> {
                    self.0.into_guest()
                }
            }
        )*
    };
}
