//! Dictionaries and enumerations of Web IDL, written as Rust structs and enums.

/// Declares a dictionary: a struct whose members are optional, read from an object in the order written, which Web IDL wants
/// to be the order of their names. `undefined` and `null` are the empty dictionary.
///
/// ```text
/// dictionary! {
///     /// `EventInit`.
///     pub struct EventInit { bubbles: bool, cancelable: bool, composed: bool }
/// }
/// ```
macro_rules! dictionary {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$member_meta:meta])* $member:ident $(as $js:literal)?: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Default)]
        pub struct $name {
            $($(#[$member_meta])* #[doc = concat!("The member `", stringify!($member), "`, where it was given.")] pub $member: Option<$type>),*
        }

        impl $crate::idl::FromJs for $name {
            const OPTIONAL: bool = true;

            fn from_js(
                value: &::ffi_core::engine::Value, place: $crate::idl::Place<'_>,
            ) -> Result<Self, ::ffi_core::engine::Thrown> {
                let mut dictionary = Self::default();
                if value.is_nullish() {
                    return Ok(dictionary);
                }
                if !value.is_object() {
                    return Err(place.type_error(value.realm(), "is not an object."));
                }
                $({
                    let name = $crate::idl::dictionary::member_name!($member $($js)?);
                    let member = value.get(name)?;
                    if !member.is_undefined() {
                        dictionary.$member = Some(<$type as $crate::idl::FromJs>::from_js(&member, place.member(name))?);
                    }
                })*
                Ok(dictionary)
            }
        }
    };
}

macro_rules! member_name {
    ($member:ident) => {
        stringify!($member)
    };
    ($member:ident $js:literal) => {
        $js
    };
}

/// Declares an enumeration: a string of a fixed set; any other is a TypeError.
macro_rules! enumeration {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_meta])* #[doc = concat!("`", $text, "`.")] $variant),* }

        impl $name {
            /// The string.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl $crate::idl::FromJs for $name {
            fn from_js(
                value: &::ffi_core::engine::Value, place: $crate::idl::Place<'_>,
            ) -> Result<Self, ::ffi_core::engine::Thrown> {
                let text = value.to_text()?;
                match text.as_str() {
                    $($text => Ok(Self::$variant),)*
                    _ => {
                        let known = [$($text),*].join(", ");
                        let message = format!("{text} is not an accepted type. Expected one of {known}.");
                        Err(place.type_error(value.realm(), &message))
                    }
                }
            }
        }
    };
}

pub(crate) use dictionary;
pub(crate) use enumeration;
pub(crate) use member_name;
