//! Booleans, numbers, text, and JavaScript values as they are.

use std::borrow::Cow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Fault, FromGuest, FromGuestRef, Guest, GuestType, IntoGuest, Reason, Side};
use crate::engine::Value;
use crate::signature::Type;

macro_rules! guest_type {
    ($($type:ty => $guest:expr),* $(,)?) => {
        $(
            impl GuestType for $type {
                fn guest_type() -> Type {
                    $guest
                }
            }
        )*
    };
}

guest_type! {
    bool => Type::Boolean,
    f64 => Type::Number,
    f32 => Type::Number,
    char => Type::String,
    String => Type::String,
    &str => Type::String,
    Cow<'_, str> => Type::String,
    Value => Type::Any,
    Guest => Type::Any,
    SystemTime => Type::Date,
}

impl FromGuest for bool {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        guest.as_boolean().ok_or_else(|| guest.mismatch(Type::Boolean))
    }
}

impl IntoGuest for bool {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        Ok(side.boolean(self))
    }
}

impl FromGuest for f64 {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        guest.as_number().ok_or_else(|| guest.mismatch(Type::Number))
    }
}

impl IntoGuest for f64 {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        side.number(self)
    }
}

impl FromGuest for f32 {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        f64::from_guest(guest).map(|number| number as f32)
    }
}

impl IntoGuest for f32 {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        side.number(self.into())
    }
}

macro_rules! integers {
    ($($type:ty),*) => {
        $(
            impl GuestType for $type {
                fn guest_type() -> Type {
                    Type::Number
                }
            }

            impl FromGuest for $type {
                fn from_guest(guest: &Guest) -> Result<Self, Fault> {
                    let range = || Fault::mismatch(Reason::OutOfRange {
                        least: i128::try_from(<$type>::MIN).unwrap_or(i128::MIN),
                        most: i128::try_from(<$type>::MAX).unwrap_or(i128::MAX),
                    });
                    match guest.as_integer() {
                        Some(integer) => <$type>::try_from(integer).map_err(|_| range()),
                        None if guest.as_number().is_some() => Err(range()),
                        None => Err(guest.mismatch(Type::Number)),
                    }
                }
            }

            impl IntoGuest for $type {
                fn into_guest(self, side: Side) -> Result<Guest, Fault> {
                    match i128::try_from(self) {
                        Ok(integer) => side.integer(integer),
                        Err(_) => Err(Fault::mismatch(Reason::OutOfRange { least: i128::MIN, most: i128::MAX })),
                    }
                }
            }
        )*
    };
}

integers!(i8, i16, u16, i32, u32, i64, u64, i128, u128, isize, usize);

impl GuestType for u8 {
    fn guest_type() -> Type {
        Type::Number
    }
}

impl FromGuest for u8 {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        let number = u16::from_guest(guest);
        let range = || Fault::mismatch(Reason::OutOfRange { least: 0, most: 255 });
        match number {
            Ok(number) => u8::try_from(number).map_err(|_| range()),
            Err(_) if guest.as_number().is_some() => Err(range()),
            Err(fault) => Err(fault),
        }
    }

    fn vec_from_guest(guest: &Guest) -> Result<Vec<u8>, Fault> {
        match guest.as_bytes()? {
            Some(bytes) => Ok(bytes.to_vec()?),
            None => super::containers::elements_from_guest(guest),
        }
    }
}

impl IntoGuest for u8 {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        side.integer(self.into())
    }

    fn vec_into_guest(values: Vec<u8>, side: Side) -> Result<Guest, Fault> {
        super::Bytes::from(values).into_guest(side)
    }
}

impl FromGuest for char {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        let text = String::from_guest(guest)?;
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Ok(character),
            _ => Err(Fault::mismatch(Reason::WrongLength { expected: 1, actual: text.chars().count() })),
        }
    }
}

impl IntoGuest for char {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        side.text(self.encode_utf8(&mut [0; 4]))
    }
}

impl FromGuest for String {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        guest.as_text().ok_or_else(|| guest.mismatch(Type::String))
    }
}

impl IntoGuest for String {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        side.text(&self)
    }
}

impl IntoGuest for &str {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        side.text(self)
    }
}

impl FromGuest for Cow<'_, str> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        String::from_guest(guest).map(Cow::Owned)
    }
}

impl IntoGuest for Cow<'_, str> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        side.text(&self)
    }
}

impl FromGuest for Guest {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        Ok(guest.clone())
    }
}

impl IntoGuest for Guest {
    fn into_guest(self, _: Side) -> Result<Guest, Fault> {
        Ok(self)
    }
}

/// A JavaScript value of any kind; what comes from Python is converted or proxied first.
impl FromGuest for Value {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        match guest {
            Guest::JavaScript(value) => Ok(value.clone()),
            #[cfg(feature = "python")]
            Guest::Python(object) => crate::python::typed::into_javascript(object),
        }
    }
}

impl FromGuestRef for Value {
    type Guard = Box<Value>;

    fn from_guest_ref(guest: &Guest) -> Result<Box<Value>, Fault> {
        Value::from_guest(guest).map(Box::new)
    }

    fn ref_type() -> Type {
        Type::Any
    }
}

impl IntoGuest for Value {
    fn into_guest(self, _: Side) -> Result<Guest, Fault> {
        Ok(Guest::of_javascript(self))
    }
}

impl FromGuest for SystemTime {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        let milliseconds = match guest {
            Guest::JavaScript(value) if value.is_date() => value.to_number()?,
            #[cfg(feature = "python")]
            Guest::Python(object) => {
                crate::python::typed::timestamp(object)?.ok_or_else(|| guest.mismatch(Type::Date))? * 1000.0
            }
            _ => return Err(guest.mismatch(Type::Date)),
        };
        let apart = Duration::try_from_secs_f64(milliseconds.abs() / 1000.0).map_err(|_| guest.mismatch(Type::Date))?;
        let time = if milliseconds < 0.0 { UNIX_EPOCH.checked_sub(apart) } else { UNIX_EPOCH.checked_add(apart) };
        time.ok_or_else(|| guest.mismatch(Type::Date))
    }
}

impl IntoGuest for SystemTime {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        let seconds = match self.duration_since(UNIX_EPOCH) {
            Ok(after) => after.as_secs_f64(),
            Err(before) => -before.duration().as_secs_f64(),
        };
        match side {
            Side::JavaScript(realm) => Ok(Guest::JavaScript(realm.date((seconds * 1000.0).round())?)),
            #[cfg(feature = "python")]
            Side::Python(state) => crate::python::typed::datetime(state, seconds),
        }
    }
}
