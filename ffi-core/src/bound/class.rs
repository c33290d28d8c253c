//! Bound classes: structs around a handle, each with its base inside.

use super::{Object, Place};
use crate::signature::Type;
use crate::typed::{Exception, Fault, FromGuest, Guest, IntoGuest};

/// A bound JavaScript class or interface.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no bound JavaScript class",
    label = "bind it from its declaration, with `bind_dts!` or `sig-gen --emit rust`"
)]
pub trait JsClass: Clone + FromGuest + IntoGuest {
    /// Its name in JavaScript.
    const NAME: &'static str;

    /// Where the class object is; `None` for what is a type only.
    const PLACE: Option<Place>;

    /// Takes an object for an instance, unchecked. [`Object::cast`] checks.
    fn from_object(object: Object) -> Self;

    /// The object.
    fn as_object(&self) -> &Object;

    /// Whether an object is an instance. A type that has no class object in this realm takes every object.
    ///
    /// # Errors
    /// What JavaScript throws when it is asked.
    fn is_instance(object: &Object) -> Result<bool, Exception> {
        match Self::PLACE.and_then(|place| place.find(object.realm())) {
            Some(class) if class.is_callable() => Ok(object.value().instance_of(&class)?),
            _ => Ok(true),
        }
    }
}

/// Makes an instance of a guest, when it is one.
pub fn class_from_guest<T: JsClass>(guest: &Guest) -> Result<T, Fault> {
    if let Guest::JavaScript(value) = guest
        && let Some(object) = Object::of(value.clone())
        && T::is_instance(&object)?
    {
        return Ok(T::from_object(object));
    }
    Err(guest.mismatch(Type::reference(T::NAME)))
}

/// Declares a bound class: `pub struct Name(Base) = PLACE, "JavaScript name";`.
#[macro_export]
#[doc(hidden)]
macro_rules! __bound_class {
    ($($(#[$meta:meta])* pub struct $name:ident($base:ty) = $place:expr, $text:literal;)*) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug)]
            pub struct $name($base);

            impl $crate::bound::JsClass for $name {
                const NAME: &'static str = $text;
                const PLACE: $crate::bound::Option<$crate::bound::Place> = $place;

                fn from_object(object: $crate::bound::Object) -> Self {
                    Self(<$base as $crate::bound::JsClass>::from_object(object))
                }

                fn as_object(&self) -> &$crate::bound::Object {
                    $crate::bound::JsClass::as_object(&self.0)
                }
            }

            impl $crate::bound::Deref for $name {
                type Target = $base;

                fn deref(&self) -> &$base {
                    &self.0
                }
            }

            impl $crate::bound::GuestType for $name {
                fn guest_type() -> $crate::bound::Type {
                    $crate::bound::Type::reference($text)
                }
            }

            impl $crate::bound::FromGuest for $name {
                fn from_guest(guest: &$crate::bound::Guest) -> $crate::bound::Result<Self, $crate::bound::Fault> {
                    $crate::bound::class_from_guest(guest)
                }
            }

            impl $crate::bound::FromGuestRef for $name {
                type Guard = $crate::bound::Box<Self>;

                fn from_guest_ref(guest: &$crate::bound::Guest) -> $crate::bound::Result<$crate::bound::Box<Self>, $crate::bound::Fault> {
                    $crate::bound::class_from_guest(guest).map($crate::bound::Box::new)
                }

                fn ref_type() -> $crate::bound::Type {
                    $crate::bound::Type::reference($text)
                }
            }

            impl $crate::bound::IntoGuest for $name {
                fn into_guest(self, side: $crate::bound::Side) -> $crate::bound::Result<$crate::bound::Guest, $crate::bound::Fault> {
                    $crate::bound::IntoGuest::into_guest(self.0, side)
                }
            }

            impl $crate::bound::From<$name> for $base {
                fn from(derived: $name) -> Self {
                    derived.0
                }
            }
        )*
    };
}
