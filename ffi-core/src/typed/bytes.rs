//! Bytes that cross without a copy.

use std::cell::Cell;

use super::{Exception, Fault, FromGuest, FromGuestRef, Guest, GuestType, IntoGuest, Side, javascript};
use crate::engine::{BufferView, TypedArrayKind, Value};
#[cfg(feature = "python")]
use crate::python::typed::PythonBuffer;
use crate::signature::{BufferKind, Type};

/// Bytes that belong to Rust, to a JavaScript buffer, or to a Python object: given on, they are never copied.
///
/// What came from a language goes back to it as the very same object; what belongs to Rust becomes the memory of a `Uint8Array`, which Python
/// sees as a buffer (`memoryview(frame)`).
pub struct Bytes(Owner);

enum Owner {
    Rust(Vec<u8>),
    JavaScript {
        value: Value,
        view: BufferView,
    },
    #[cfg(feature = "python")]
    Python(PythonBuffer),
}

thread_local! {
    static BORROWS: Cell<usize> = const { Cell::new(0) };
}

/// While it lives, this thread reads or writes the bytes of a buffer in place, and no engine may be entered anew.
struct Borrow;

impl Borrow {
    fn begin() -> Self {
        BORROWS.set(BORROWS.get() + 1);
        Self
    }
}

impl Drop for Borrow {
    fn drop(&mut self) {
        BORROWS.set(BORROWS.get() - 1);
    }
}

/// Refuses to run Python or JavaScript while the bytes of a buffer are borrowed on this thread: the code could free them.
#[cfg(feature = "python")]
pub(crate) fn refuse_while_borrowed() -> Result<(), Exception> {
    match BORROWS.get() {
        0 => Ok(()),
        _ => Err(Exception::runtime("the bytes of a buffer are borrowed: neither Python nor JavaScript can run now")),
    }
}

impl Bytes {
    pub(super) fn of_javascript(value: Value, view: BufferView) -> Self {
        Self(Owner::JavaScript { value, view })
    }

    #[cfg(feature = "python")]
    pub(crate) fn of_python(buffer: PythonBuffer) -> Self {
        Self(Owner::Python(buffer))
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Owner::Rust(bytes) => bytes.len(),
            Owner::JavaScript { view, .. } => view.length,
            #[cfg(feature = "python")]
            Owner::Python(buffer) => buffer.memory().1,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether writing is refused.
    pub fn is_read_only(&self) -> bool {
        match &self.0 {
            Owner::Rust(_) => false,
            Owner::JavaScript { view, .. } => view.immutable,
            #[cfg(feature = "python")]
            Owner::Python(buffer) => buffer.is_read_only(),
        }
    }

    fn memory(&self) -> Result<(*mut u8, usize), Exception> {
        match &self.0 {
            Owner::Rust(bytes) => Ok((bytes.as_ptr().cast_mut(), bytes.len())),
            Owner::JavaScript { view, .. } => javascript::slice(view),
            #[cfg(feature = "python")]
            Owner::Python(buffer) => Ok(buffer.memory()),
        }
    }

    /// Reads the bytes in place.
    ///
    /// The closure is `Send`, so that it can hold nothing by which JavaScript or Python would run while the bytes are borrowed.
    ///
    /// # Errors
    /// The buffer was detached.
    pub fn with<R>(&self, read: impl FnOnce(&[u8]) -> R + Send) -> Result<R, Exception> {
        let (memory, length) = self.memory()?;
        if length == 0 {
            return Ok(read(&[]));
        }
        let _borrow = Borrow::begin();
        // SAFETY: the owner keeps `length` bytes alive; neither language runs before `read` returns, because the closure can hold no handle of
        // either, and what needs no handle asks `refuse_while_borrowed`.
        Ok(read(unsafe { std::slice::from_raw_parts(memory, length) }))
    }

    /// Changes the bytes in place.
    ///
    /// # Errors
    /// The buffer was detached, or is read-only.
    pub fn with_mut<R>(&mut self, write: impl FnOnce(&mut [u8]) -> R + Send) -> Result<R, Exception> {
        if self.is_read_only() {
            return Err(Exception::type_error("the buffer is read-only"));
        }
        let (memory, length) = match &mut self.0 {
            Owner::Rust(bytes) => (bytes.as_mut_ptr(), bytes.len()),
            _ => self.memory()?,
        };
        if length == 0 {
            return Ok(write(&mut []));
        }
        let _borrow = Borrow::begin();
        // SAFETY: as in `with`; nobody else reads or writes meanwhile, for the same reason.
        Ok(write(unsafe { std::slice::from_raw_parts_mut(memory, length) }))
    }

    /// A copy.
    ///
    /// # Errors
    /// The buffer was detached.
    pub fn to_vec(&self) -> Result<Vec<u8>, Exception> {
        self.with(<[u8]>::to_vec)
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Owner::Rust(bytes))
    }
}

impl GuestType for Bytes {
    fn guest_type() -> Type {
        Type::Buffer { buffer: BufferKind::ArrayBufferView }
    }
}

impl FromGuest for Bytes {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        guest.as_bytes()?.ok_or_else(|| guest.mismatch(Self::guest_type()))
    }
}

impl FromGuestRef for Bytes {
    type Guard = Box<Self>;

    fn from_guest_ref(guest: &Guest) -> Result<Box<Self>, Fault> {
        Self::from_guest(guest).map(Box::new)
    }

    fn ref_type() -> Type {
        Self::guest_type()
    }
}

impl IntoGuest for Bytes {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        let realm = side.realm();
        match self.0 {
            Owner::Rust(bytes) => {
                let buffer = realm.array_buffer(bytes)?;
                Ok(Guest::JavaScript(realm.typed_array(TypedArrayKind::Uint8Array, &buffer)?))
            }
            Owner::JavaScript { value, .. } => Ok(Guest::JavaScript(value)),
            #[cfg(feature = "python")]
            Owner::Python(buffer) => match side {
                Side::Python(_) => Ok(Guest::Python(buffer.object())),
                Side::JavaScript(_) => buffer.into_javascript(),
            },
        }
    }
}
