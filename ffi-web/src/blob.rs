//! The class `Blob` (File API, section 3).

use crate::idl::{Any, Clamp, FromJs, Interface, Optional, Place, Sequence, This, dictionary, enumeration};
use crate::streams::{ReadableStream, Source};
use ffi_core::engine::{HostData, Realm, Thrown, Value};
use std::sync::Arc;

/// The data of a `Blob`.
pub struct Blob {
    bytes: Arc<[u8]>,
    media_type: String,
}

impl HostData for Blob {}

impl Blob {
    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> Arc<[u8]> {
        Arc::clone(&self.bytes)
    }

    /// A blob of these bytes.
    pub(crate) fn new(bytes: Arc<[u8]>, media_type: &str) -> Self {
        Self { bytes, media_type: normalize_type(media_type) }
    }

    /// Another blob of the same bytes.
    pub(crate) fn share(&self) -> Self {
        Self { bytes: Arc::clone(&self.bytes), media_type: self.media_type.clone() }
    }

    /// What the constructors of `Blob` and `File` make of their parts.
    pub(crate) fn of_parts(parts: Vec<Part>, options: &BlobPropertyBag) -> Result<Self, Thrown> {
        let native = options.endings == Some(EndingType::Native);
        let mut bytes = Vec::new();
        for Part(part) in parts {
            if let Some(blob) = part.host::<Self>() {
                bytes.extend_from_slice(&blob.bytes);
            } else if let Some(part) = part.bytes() {
                bytes.extend_from_slice(&part);
            } else {
                let text = part.to_text()?;
                bytes.extend_from_slice(if native { native_endings(&text) } else { text }.as_bytes());
            }
        }
        Ok(Self::new(bytes.into(), options.media_type.as_deref().unwrap_or_default()))
    }

    /// Its `type`.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }
}

enumeration! {
    /// `EndingType`.
    pub enum EndingType { Native = "native", Transparent = "transparent" }
}

dictionary! {
    /// `BlobPropertyBag`.
    pub struct BlobPropertyBag { endings: EndingType, media_type as "type": String }
}

/// A part of a blob: `(BufferSource or Blob or USVString)`.
pub(crate) struct Part(Value);

impl FromJs for Part {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        Ok(Self(if value.is_object() && (value.host::<Blob>().is_some() || value.buffer_view().is_some()) {
            value.clone()
        } else {
            value.to_js_string()?
        }))
    }
}

/// A new `Blob`.
pub(crate) fn instance(realm: Realm, bytes: Arc<[u8]>, media_type: &str) -> Result<Value, Thrown> {
    realm.class_of::<Blob>()?.instance(Blob::new(bytes, media_type))
}

/// A type with characters outside U+0020 to U+007E is none; letters become small.
fn normalize_type(media_type: &str) -> String {
    if media_type.chars().all(|character| (' '..='~').contains(&character)) {
        media_type.to_ascii_lowercase()
    } else {
        String::new()
    }
}

/// `endings: "native"`: line ends become line feeds, on this side of the world.
fn native_endings(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Installs `Blob`.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<Blob>::new("Blob")
        .constructor(|_, (parts, options): (Optional<Sequence<Part>>, BlobPropertyBag)| {
            Blob::of_parts(parts.0.map(|parts| parts.0).unwrap_or_default(), &options)
        })
        .readonly("size", |this| this.bytes.len() as f64)
        .readonly("type", |this| this.media_type.clone())
        .operation("slice", slice)
        .operation("stream", |this, (): ()| ReadableStream::of_host(this.realm(), Source::Bytes(this.bytes())))
        .asynchronous("text", |this, (): ()| {
            this.realm().fulfilled(&this.realm().string(&String::from_utf8_lossy(&this.bytes)))
        })
        .asynchronous("arrayBuffer", |this, (): ()| {
            this.realm().fulfilled(&this.realm().array_buffer(this.bytes.to_vec())?)
        })
        .asynchronous("bytes", |this, (): ()| this.realm().fulfilled(&this.realm().uint8_array(this.bytes.to_vec())?))
        .install(realm)
        .map(drop)
}

fn slice(
    this: &This<'_, Blob>,
    (start, end, media_type): (Optional<Clamp>, Optional<Clamp>, Optional<Any>),
) -> Result<Value, Thrown> {
    let size = i64::try_from(this.bytes.len()).unwrap_or(i64::MAX);
    let position = |given: Option<Clamp>, default: i64| match given {
        None => default,
        Some(Clamp(value)) if value < 0 => size.saturating_add(value).max(0),
        Some(Clamp(value)) => value.min(size),
    };
    let (start, end) = (position(start.0, 0), position(end.0, size));
    let media_type = media_type.0.map(|media_type| media_type.to_text()).transpose()?.unwrap_or_default();
    // Both positions lie within the bytes, so they fit.
    let bytes = this.bytes.get(start as usize..end.max(start) as usize).unwrap_or_default();
    instance(this.realm(), bytes.into(), &media_type)
}
