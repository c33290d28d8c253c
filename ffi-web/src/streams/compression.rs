//! `CompressionStream` and `DecompressionStream` (Compression standard), over `flate2`.

use super::generic::{Generic, bytes_of, interface};
use super::transform::HostTransform;
use crate::idl::enumeration;
use ffi_core::engine::{Realm, Thrown, Value};
use flate2::Compression;
use flate2::write::{DeflateDecoder, DeflateEncoder, GzDecoder, GzEncoder, ZlibDecoder, ZlibEncoder};
use std::io::{Result as IoResult, Write};

enumeration! {
    /// `CompressionFormat`.
    pub enum Format { Deflate = "deflate", DeflateRaw = "deflate-raw", Gzip = "gzip" }
}

/// Something that turns bytes into others, each result taken as it comes.
trait Coder: Write {
    fn output(&mut self) -> &mut Vec<u8>;
    fn end(&mut self) -> IoResult<()>;
}

macro_rules! coders {
    ($($coder:ident),*) => {
        $(impl Coder for $coder<Vec<u8>> {
            fn output(&mut self) -> &mut Vec<u8> {
                self.get_mut()
            }

            fn end(&mut self) -> IoResult<()> {
                self.try_finish()
            }
        })*
    };
}

coders!(DeflateDecoder, DeflateEncoder, GzDecoder, GzEncoder, ZlibDecoder, ZlibEncoder);

/// The mark of a class: `CompressionStream` when true.
struct Mark<const COMPRESS: bool>;

/// The work of one stream.
struct Work {
    coder: Box<dyn Coder>,
    class: &'static str,
    format: Format,
    /// No byte has come yet, and there must be some.
    missing: bool,
}

impl Work {
    fn take(&mut self, realm: Realm) -> Result<Option<Value>, Thrown> {
        let output = std::mem::take(self.coder.output());
        if output.is_empty() { Ok(None) } else { realm.uint8_array(output).map(Some) }
    }

    fn wrong(&self, realm: Realm) -> Thrown {
        realm.type_error(&format!("{}: The compressed data was not valid {}", self.class, self.format.as_str()))
    }
}

impl HostTransform for Work {
    fn transform(&mut self, realm: Realm, chunk: &Value) -> Result<Option<Value>, Thrown> {
        let bytes = bytes_of(chunk, self.class)?;
        self.missing &= bytes.is_empty();
        self.coder.write_all(&bytes).map_err(|_| self.wrong(realm))?;
        self.take(realm)
    }

    fn flush(&mut self, realm: Realm) -> Result<Option<Value>, Thrown> {
        if self.missing {
            return Err(self.wrong(realm));
        }
        self.coder.end().map_err(|_| self.wrong(realm))?;
        self.take(realm)
    }
}

/// Installs both classes.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    interface::<Mark<true>>("CompressionStream")
        .constructor(|new, (format,): (Format,)| {
            let (out, level) = (Vec::new(), Compression::default());
            let coder: Box<dyn Coder> = match format {
                Format::Deflate => Box::new(ZlibEncoder::new(out, level)),
                Format::DeflateRaw => Box::new(DeflateEncoder::new(out, level)),
                Format::Gzip => Box::new(GzEncoder::new(out, level)),
            };
            Generic::new(new.realm(), Mark::<true>, Work { coder, class: "CompressionStream", format, missing: false })
        })
        .install(realm)?;
    interface::<Mark<false>>("DecompressionStream")
        .constructor(|new, (format,): (Format,)| {
            let out = Vec::new();
            let coder: Box<dyn Coder> = match format {
                Format::Deflate => Box::new(ZlibDecoder::new(out)),
                Format::DeflateRaw => Box::new(DeflateDecoder::new(out)),
                Format::Gzip => Box::new(GzDecoder::new(out)),
            };
            Generic::new(
                new.realm(),
                Mark::<false>,
                Work { coder, class: "DecompressionStream", format, missing: true },
            )
        })
        .install(realm)
        .map(drop)
}
