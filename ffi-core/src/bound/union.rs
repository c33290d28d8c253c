//! Bound unions: enums whose variants are told apart by type, strings of a few, and numbers of a few.

use crate::signature::Type;
use crate::typed::{Fault, Guest};

/// The fault of a union none of whose members fits.
pub fn no_member(guest: &Guest, name: &str) -> Fault {
    guest.mismatch(Type::reference(name))
}

/// Declares a union: `pub enum Name { Variant(Type) or [Borrowed] via [Other], ... }`. A guest is the first variant that it fits.
#[macro_export]
#[doc(hidden)]
macro_rules! __bound_union {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($variant:ident($type:ty) or [$($borrowed:ty),*] via [$($other:ty),*],)*
    }) => {
        $(#[$meta])*
        #[expect(missing_docs, reason = "each variant is the type of its name")]
        pub enum $name {
            $($variant($type),)*
        }

        $(
            impl $crate::bound::From<$type> for $name {
                fn from(value: $type) -> Self {
                    Self::$variant(value)
                }
            }

            $(
                impl $crate::bound::From<&$borrowed> for $name {
                    fn from(value: &$borrowed) -> Self {
                        Self::$variant($crate::bound::ToOwned::to_owned(value))
                    }
                }
            )*

            $(
                impl $crate::bound::From<$other> for $name {
                    fn from(value: $other) -> Self {
                        Self::$variant($crate::bound::Into::into(value))
                    }
                }
            )*
        )*

        impl $crate::bound::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut $crate::bound::fmt::Formatter<'_>) -> $crate::bound::fmt::Result {
                formatter.write_str(match self {
                    $(Self::$variant(_) => stringify!($variant),)*
                })
            }
        }

        impl $crate::bound::GuestType for $name {
            fn guest_type() -> $crate::bound::Type {
                $crate::bound::Type::reference(stringify!($name))
            }
        }

        impl $crate::bound::FromGuest for $name {
            fn from_guest(guest: &$crate::bound::Guest) -> $crate::bound::Result<Self, $crate::bound::Fault> {
                $(
                    if let $crate::bound::Ok(value) = <$type as $crate::bound::FromGuest>::from_guest(guest) {
                        return $crate::bound::Ok(Self::$variant(value));
                    }
                )*
                $crate::bound::Err($crate::bound::no_member(guest, stringify!($name)))
            }
        }

        impl $crate::bound::IntoGuest for $name {
            fn into_guest(self, side: $crate::bound::Side) -> $crate::bound::Result<$crate::bound::Guest, $crate::bound::Fault> {
                match self {
                    $(Self::$variant(value) => $crate::bound::IntoGuest::into_guest(value, side),)*
                }
            }
        }
    };
}

/// Declares a union of strings: `pub enum Name { Variant = "text", ... }`.
#[macro_export]
#[doc(hidden)]
macro_rules! __bound_strings {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$inner:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $(
                $(#[$inner])*
                #[doc = concat!("`", stringify!($text), "`")]
                $variant,
            )*
        }

        impl $crate::bound::StringEnum for $name {
            const VALUES: &'static [&'static str] = &[$($text),*];

            fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            fn from_str(text: &str) -> $crate::bound::Option<Self> {
                match text {
                    $($text => $crate::bound::Some(Self::$variant),)*
                    _ => $crate::bound::None,
                }
            }
        }

        impl $crate::bound::GuestType for $name {
            fn guest_type() -> $crate::bound::Type {
                $crate::bound::Type::reference(stringify!($name))
            }
        }

        impl $crate::bound::FromGuest for $name {
            fn from_guest(guest: &$crate::bound::Guest) -> $crate::bound::Result<Self, $crate::bound::Fault> {
                $crate::bound::string_from_guest(guest)
            }
        }

        impl $crate::bound::IntoGuest for $name {
            fn into_guest(self, side: $crate::bound::Side) -> $crate::bound::Result<$crate::bound::Guest, $crate::bound::Fault> {
                side.text($crate::bound::StringEnum::as_str(&self))
            }
        }
    };
}

/// Declares an enum of numbers: `pub enum Name { Variant = 1.0, ... }`.
#[macro_export]
#[doc(hidden)]
macro_rules! __bound_numbers {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$inner:meta])* $variant:ident = $value:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $(
                $(#[$inner])*
                #[doc = concat!("`", stringify!($value), "`")]
                $variant,
            )*
        }

        impl $crate::bound::From<$name> for f64 {
            fn from(value: $name) -> f64 {
                match value {
                    $($name::$variant => $value,)*
                }
            }
        }

        impl $crate::bound::GuestType for $name {
            fn guest_type() -> $crate::bound::Type {
                $crate::bound::Type::reference(stringify!($name))
            }
        }

        impl $crate::bound::FromGuest for $name {
            fn from_guest(guest: &$crate::bound::Guest) -> $crate::bound::Result<Self, $crate::bound::Fault> {
                let number = <f64 as $crate::bound::FromGuest>::from_guest(guest)?;
                $(
                    if number == $value {
                        return $crate::bound::Ok(Self::$variant);
                    }
                )*
                $crate::bound::Err($crate::bound::no_member(guest, stringify!($name)))
            }
        }

        impl $crate::bound::IntoGuest for $name {
            fn into_guest(self, side: $crate::bound::Side) -> $crate::bound::Result<$crate::bound::Guest, $crate::bound::Fault> {
                side.number($crate::bound::Into::into(self))
            }
        }
    };
}
