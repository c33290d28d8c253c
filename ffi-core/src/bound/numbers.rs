//! Bigints and typed arrays.

use std::marker::PhantomData;

use super::Result;
use crate::engine::{Kind, Realm, TypedArrayKind, Value};
use crate::signature::{BufferKind, Type};
use crate::typed::{Fault, FromGuest, Guest, GuestType, IntoGuest, Side};

/// TypeScript's `bigint`. As an argument it is always a bigint, never a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BigInt(pub i128);

macro_rules! bigints {
    ($($integer:ty),*) => {
        $(
            impl From<$integer> for BigInt {
                fn from(value: $integer) -> Self {
                    Self(value.into())
                }
            }
        )*
    };
}

bigints!(i8, u8, i16, u16, i32, u32, i64, u64, i128);

impl GuestType for BigInt {
    fn guest_type() -> Type {
        Type::BigInt
    }
}

impl FromGuest for BigInt {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        match guest {
            Guest::JavaScript(value) if value.kind() != Kind::BigInt => Err(guest.mismatch(Type::BigInt)),
            _ => guest.as_integer().map(Self).ok_or_else(|| guest.mismatch(Type::BigInt)),
        }
    }
}

impl IntoGuest for BigInt {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        #[cfg(feature = "python")]
        if side.is_python() {
            return side.integer(self.0);
        }
        let realm = side.realm();
        if let Ok(small) = i64::try_from(self.0) {
            return Ok(Guest::JavaScript(realm.bigint(small)));
        }
        let text = realm.string(&self.0.to_string());
        Ok(Guest::JavaScript(realm.global().get("BigInt")?.call_plain(&[&text])?))
    }
}

/// The number type of a typed array's elements.
pub trait Element: Copy + 'static {
    /// The class.
    const KIND: TypedArrayKind;

    /// The class as a signature has it.
    const BUFFER: BufferKind;

    /// The bytes, in the machine's order.
    fn write(self, bytes: &mut Vec<u8>);

    /// Reads one from so many bytes.
    fn read(bytes: &[u8]) -> Option<Self>;
}

macro_rules! elements {
    ($($element:ty => $kind:ident),* $(,)?) => {
        $(
            impl Element for $element {
                const KIND: TypedArrayKind = TypedArrayKind::$kind;
                const BUFFER: BufferKind = BufferKind::$kind;

                fn write(self, bytes: &mut Vec<u8>) {
                    bytes.extend_from_slice(&self.to_ne_bytes());
                }

                fn read(bytes: &[u8]) -> Option<Self> {
                    bytes.try_into().ok().map(<$element>::from_ne_bytes)
                }
            }
        )*
    };
}

elements! {
    i8 => Int8Array,
    u8 => Uint8Array,
    i16 => Int16Array,
    u16 => Uint16Array,
    i32 => Int32Array,
    u32 => Uint32Array,
    i64 => BigInt64Array,
    u64 => BigUint64Array,
    f32 => Float32Array,
    f64 => Float64Array,
}

/// A typed array whose elements are `T`: `TypedArray<f32>` is a `Float32Array`.
#[derive(Debug, Clone)]
pub struct TypedArray<T> {
    value: Value,
    element: PhantomData<fn() -> T>,
}

impl<T: Element> TypedArray<T> {
    /// A new one with these elements.
    ///
    /// # Errors
    /// The engine has no memory for it.
    pub fn new(realm: Realm, elements: &[T]) -> Result<Self> {
        let mut bytes = Vec::with_capacity(std::mem::size_of_val(elements));
        elements.iter().for_each(|element| element.write(&mut bytes));
        let value = realm.typed_array(T::KIND, &realm.array_buffer(bytes)?)?;
        Ok(Self { value, element: PhantomData })
    }

    /// A copy of the elements; none when the buffer was detached.
    pub fn to_vec(&self) -> Vec<T> {
        let bytes = self.value.bytes().unwrap_or_default();
        bytes.chunks_exact(T::KIND.element_size()).filter_map(T::read).collect()
    }

    /// The value.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl<T: Element> GuestType for TypedArray<T> {
    fn guest_type() -> Type {
        Type::Buffer { buffer: T::BUFFER }
    }
}

impl<T: Element> FromGuest for TypedArray<T> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        let value = Value::from_guest(guest)?;
        match value.buffer_view().and_then(|view| view.kind) {
            Some(kind) if kind == T::KIND => Ok(Self { value, element: PhantomData }),
            _ => Err(guest.mismatch(Self::guest_type())),
        }
    }
}

impl<T: Element> IntoGuest for TypedArray<T> {
    fn into_guest(self, _: Side) -> Result<Guest, Fault> {
        Ok(Guest::JavaScript(self.value))
    }
}
