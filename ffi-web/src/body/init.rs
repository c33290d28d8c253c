//! `BodyInit`: what a program may give as a body, and the `Content-Type` that follows from it ("extract").

use super::Content;
use crate::blob::Blob;
use crate::form::{FormData, multipart};
use crate::idl::{FromJs, Place};
use crate::location::UrlSearchParams;
use crate::streams::ReadableStream;
use ffi_core::engine::{Thrown, Value};

/// `(ReadableStream or Blob or BufferSource or FormData or URLSearchParams or USVString)`.
pub struct BodyInit {
    pub(crate) content: Content,
    /// The type that a `Content-Type` header gets when the program gave none.
    pub content_type: Option<String>,
}

impl BodyInit {
    /// A text body.
    pub(crate) fn text(text: String, content_type: &str) -> Self {
        Self { content: Content::Bytes(text.into_bytes().into()), content_type: Some(content_type.to_owned()) }
    }

    /// Whether it is a stream, whose length nobody knows.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        matches!(self.content, Content::Stream(_))
    }
}

impl FromJs for BodyInit {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        if let Some(stream) = value.host::<ReadableStream>() {
            if stream.is_locked() || stream.is_disturbed() {
                return Err(place.type_error(value.realm(), "is a stream that is locked or was read."));
            }
            return Ok(Self { content: Content::Stream(value.clone()), content_type: None });
        }
        if let Some(blob) = value.host::<Blob>() {
            let content_type = Some(blob.media_type().to_owned()).filter(|kind| !kind.is_empty());
            return Ok(Self { content: Content::Bytes(blob.bytes()), content_type });
        }
        if let Some(bytes) = value.bytes() {
            return Ok(Self { content: Content::Bytes(bytes.into()), content_type: None });
        }
        if let Some(form) = value.host::<FormData>() {
            let boundary = multipart::boundary(value.realm())?;
            let bytes = multipart::encode(&form.fields()?, &boundary);
            let content_type = Some(format!("multipart/form-data; boundary={boundary}"));
            return Ok(Self { content: Content::Bytes(bytes.into()), content_type });
        }
        if let Some(parameters) = value.host::<UrlSearchParams>() {
            return Ok(Self::text(parameters.serialize(), "application/x-www-form-urlencoded;charset=UTF-8"));
        }
        Ok(Self::text(value.to_text()?, "text/plain;charset=UTF-8"))
    }
}
