//! Array buffers and typed arrays: bytes without copies.

use super::{Engine, Realm, Thrown, Value};

/// Owns the memory under an external `ArrayBuffer`; dropped when the buffer is collected or detached.
///
/// It is dropped inside the engine's collector and must not call the engine.
pub trait BufferOwner: 'static {}

impl BufferOwner for Vec<u8> {}
impl BufferOwner for Box<[u8]> {}

/// The typed array classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant is the JavaScript class of the same name")]
pub enum TypedArrayKind {
    Uint8ClampedArray,
    Int8Array,
    Uint8Array,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    BigInt64Array,
    BigUint64Array,
    Float16Array,
    Float32Array,
    Float64Array,
}

impl TypedArrayKind {
    /// The size of an element in bytes.
    pub fn element_size(self) -> usize {
        match self {
            Self::Uint8ClampedArray | Self::Int8Array | Self::Uint8Array => 1,
            Self::Int16Array | Self::Uint16Array | Self::Float16Array => 2,
            Self::Int32Array | Self::Uint32Array | Self::Float32Array => 4,
            Self::BigInt64Array | Self::BigUint64Array | Self::Float64Array => 8,
        }
    }
}

/// The bytes of an `ArrayBuffer`, typed array or `DataView`.
#[derive(Clone)]
pub struct BufferView {
    /// The `ArrayBuffer`.
    pub buffer: Value,
    /// Where the view starts.
    pub offset: usize,
    /// How many bytes it has.
    pub length: usize,
    /// Which typed array it is; `None` for an `ArrayBuffer` or `DataView`.
    pub kind: Option<TypedArrayKind>,
    /// Whether writing is refused.
    pub immutable: bool,
}

impl BufferView {
    /// The first byte, or `None` when the buffer was detached or shrank below the view.
    pub fn pointer(&self) -> Option<*mut u8> {
        let engine = self.buffer.realm().engine();
        // SAFETY: the value is alive, on the realm's thread.
        let (memory, length, _) = unsafe { engine.buffer_memory(self.buffer.raw()) }?;
        if self.offset.checked_add(self.length)? > length {
            return None;
        }
        // SAFETY: `offset` is within the allocation, as just checked.
        Some(unsafe { memory.add(self.offset) })
    }

    /// A copy of the bytes; empty when the buffer was detached.
    pub fn to_vec(&self) -> Vec<u8> {
        match self.pointer() {
            // SAFETY: the memory holds `length` bytes and nothing runs JavaScript during the copy.
            Some(pointer) if self.length > 0 => unsafe { std::slice::from_raw_parts(pointer, self.length) }.to_vec(),
            _ => Vec::new(),
        }
    }
}

impl Value {
    /// The bytes of an `ArrayBuffer`, typed array or `DataView`; `None` for any other value.
    pub fn buffer_view(&self) -> Option<BufferView> {
        if !self.is_object() {
            return None;
        }
        let (realm, engine) = (self.realm(), self.engine());
        // SAFETY of the blocks below: the value is alive, on the realm's thread.
        // SAFETY: see above.
        if unsafe { engine.is_array_buffer(self.raw()) } {
            // SAFETY: see above.
            let (length, immutable) = match unsafe { engine.buffer_memory(self.raw()) } {
                Some((_, length, immutable)) => (length, immutable),
                None => (0, false),
            };
            return Some(BufferView { buffer: self.clone(), offset: 0, length, kind: None, immutable });
        }
        // SAFETY: see above.
        let (kind, buffer, offset, length) = if let Some(kind) = unsafe { engine.typed_array_kind(self.raw()) } {
            // SAFETY: see above.
            match unsafe { engine.typed_array_buffer(self.raw()) } {
                // SAFETY: the engine gave a reference to the buffer.
                Ok((buffer, offset, length)) => (Some(kind), unsafe { Value::from_raw(realm, buffer) }, offset, length),
                Err(_) => {
                    drop(realm.take_thrown());
                    return None;
                }
            }
        // SAFETY: see above.
        } else if unsafe { engine.is_data_view(self.raw()) } {
            let number = |name: &str| Some(self.get(name).ok()?.as_number()? as usize);
            (None, self.get("buffer").ok()?, number("byteOffset")?, number("byteLength")?)
        } else {
            return None;
        };
        // SAFETY: see above.
        let immutable = unsafe { engine.buffer_memory(buffer.raw()) }.is_some_and(|(_, _, immutable)| immutable);
        Some(BufferView { buffer, offset, length, kind, immutable })
    }

    /// A copy of the bytes of a `BufferSource`; `None` for any other value.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        self.buffer_view().map(|view| view.to_vec())
    }

    /// Releases the memory of an `ArrayBuffer`: its length becomes zero.
    pub fn detach(&self) {
        // SAFETY: the value is alive, on the realm's thread.
        unsafe { self.engine().detach_buffer(self.raw()) }
    }
}

impl Realm {
    /// An `ArrayBuffer` that takes over `bytes` without a copy.
    pub fn array_buffer(self, bytes: Vec<u8>) -> Result<Value, Thrown> {
        let mut bytes = bytes.into_boxed_slice();
        let (memory, length) = (bytes.as_mut_ptr(), bytes.len());
        // SAFETY: the box owns the memory and does not move it; it is dropped with the buffer.
        unsafe { self.external_buffer(memory, length, false, Box::new(bytes)) }
    }

    /// An `ArrayBuffer` over memory of the host.
    ///
    /// # Safety
    ///
    /// `memory` must hold `length` bytes as long as `owner` is not dropped, and must not be written by JavaScript's leave unless `immutable` is false.
    pub unsafe fn external_buffer(
        self,
        memory: *mut u8,
        length: usize,
        immutable: bool,
        owner: Box<dyn BufferOwner>,
    ) -> Result<Value, Thrown> {
        // SAFETY: promised by the caller; on the realm's thread.
        self.own(unsafe { self.engine().external_buffer(memory, length, immutable, owner) })
    }

    /// A `Uint8Array` that takes over `bytes`.
    pub fn uint8_array(self, bytes: Vec<u8>) -> Result<Value, Thrown> {
        let buffer = self.array_buffer(bytes)?;
        self.typed_array(TypedArrayKind::Uint8Array, &buffer)
    }

    /// A typed array over a whole `ArrayBuffer`.
    pub fn typed_array(self, kind: TypedArrayKind, buffer: &Value) -> Result<Value, Thrown> {
        // SAFETY: the buffer is alive, on the realm's thread.
        self.own(unsafe { self.engine().typed_array(kind, buffer.raw()) })
    }
}
