//! Transform streams of the host's own (`GenericTransformStream`): `TextEncoderStream` and `TextDecoderStream` of the Encoding
//! standard, `CompressionStream` and `DecompressionStream` of the Compression standard.

use super::transform::{self, HostTransform, TransformStream};
use crate::encoding::decoder::TextDecoding;
use crate::encoding::{TextDecoderOptions, malformed, unknown_encoding};
use crate::idl::convert::{BufferBytes, What};
use crate::idl::{DomString, FromJs, Interface, Optional, Place};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};

/// The data of these classes: the `TransformStream` inside, and what attributes tell.
pub(super) struct Generic<T> {
    stream: Value,
    about: T,
}

impl<T: 'static> HostData for Generic<T> {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.stream);
    }
}

impl<T: 'static> Generic<T> {
    /// An instance over a transformer.
    pub(super) fn new(realm: Realm, about: T, transform: impl HostTransform + 'static) -> Result<Self, Thrown> {
        Ok(Self { stream: transform::of_host(realm, transform)?, about })
    }

    fn inner(&self) -> Result<&TransformStream, Thrown> {
        self.stream.expect_host()
    }
}

/// An interface with the two sides.
pub(super) fn interface<T: 'static>(name: &'static str) -> Interface<Generic<T>> {
    Interface::<Generic<T>>::new(name)
        .readonly("readable", |this| this.inner()?.readable(this.realm()))
        .readonly("writable", |this| this.inner()?.writable(this.realm()))
}

/// The bytes of a chunk, which must be a buffer source.
pub(super) fn bytes_of(chunk: &Value, operation: &str) -> Result<Vec<u8>, Thrown> {
    BufferBytes::from_js(chunk, Place { operation, what: What::Argument(0) }).map(|bytes| bytes.0)
}

/// What `TextEncoderStream` remembers: the first half of a character that a chunk ended with.
#[derive(Default)]
struct Encoder {
    high: Option<u16>,
}

/// The mark of the class `TextEncoderStream`.
struct Encoding;

impl HostTransform for Encoder {
    fn transform(&mut self, realm: Realm, chunk: &Value) -> Result<Option<Value>, Thrown> {
        let text = DomString::from_js(chunk, Place { operation: "TextEncoderStream", what: What::Argument(0) })?;
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        units.extend_from_slice(text.units());
        if let Some(last @ 0xd800..=0xdbff) = units.last().copied() {
            self.high = Some(last);
            units.pop();
        }
        if units.is_empty() {
            return Ok(None);
        }
        realm.uint8_array(String::from_utf16_lossy(&units).into_bytes()).map(Some)
    }

    fn flush(&mut self, realm: Realm) -> Result<Option<Value>, Thrown> {
        self.high.take().map(|_| realm.uint8_array("\u{fffd}".as_bytes().to_vec())).transpose()
    }
}

/// What `TextDecoderStream` tells of its decoder.
struct About {
    encoding: String,
    fatal: bool,
    ignore_bom: bool,
}

struct Decoder(TextDecoding);

impl Decoder {
    fn decode(&mut self, realm: Realm, bytes: &[u8], stream: bool) -> Result<Option<Value>, Thrown> {
        match self.0.decode(bytes, stream) {
            Ok(text) if text.is_empty() => Ok(None),
            Ok(text) => Ok(Some(realm.string(&text))),
            Err(_) => Err(malformed(realm, &self.0.name())),
        }
    }
}

impl HostTransform for Decoder {
    fn transform(&mut self, realm: Realm, chunk: &Value) -> Result<Option<Value>, Thrown> {
        self.decode(realm, &bytes_of(chunk, "TextDecoderStream")?, true)
    }

    fn flush(&mut self, realm: Realm) -> Result<Option<Value>, Thrown> {
        self.decode(realm, &[], false)
    }
}

/// Installs the classes.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    interface::<Encoding>("TextEncoderStream")
        .constructor(|new, (): ()| Generic::new(new.realm(), Encoding, Encoder::default()))
        .readonly("encoding", |_| "utf-8")
        .install(realm)?;
    interface::<About>("TextDecoderStream")
        .constructor(|new, (label, options): (Optional<String>, TextDecoderOptions)| {
            let label = label.0.unwrap_or_else(|| "utf-8".to_owned());
            let (fatal, ignore_bom) = (options.fatal.unwrap_or(false), options.ignore_bom.unwrap_or(false));
            let decoding = TextDecoding::new(&label, fatal, ignore_bom);
            let decoding = decoding.ok_or_else(|| unknown_encoding(new.realm(), &label))?;
            let about = About { encoding: decoding.name(), fatal, ignore_bom };
            Generic::new(new.realm(), about, Decoder(decoding))
        })
        .readonly("encoding", |this| this.about.encoding.clone())
        .readonly("fatal", |this| this.about.fatal)
        .readonly("ignoreBOM", |this| this.about.ignore_bom)
        .install(realm)?;
    #[cfg(feature = "http")]
    super::compression::install(realm)?;
    Ok(())
}
