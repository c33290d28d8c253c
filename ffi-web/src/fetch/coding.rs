//! Content codings ("handle content codings" of the Fetch standard): gzip and deflate, over `flate2`, as the body passes by.

use crate::headers::list::{HeaderList, latin1};
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{Result, Write};

/// What a request says it understands.
pub const ACCEPTED: &str = "gzip, deflate";

/// Undoes the coding of one body.
pub enum Decoder {
    /// gzip, of any number of members.
    Gzip(MultiGzDecoder<Vec<u8>>),
    /// deflate, before the first byte has told which of its two forms it is.
    Undecided,
    /// deflate in a zlib envelope, as the standard says.
    Zlib(ZlibDecoder<Vec<u8>>),
    /// bare deflate, as some servers do.
    Deflate(DeflateDecoder<Vec<u8>>),
}

impl Decoder {
    /// The decoder for a response with these headers; `None` when the body is to be taken as it comes.
    #[must_use]
    pub fn of(headers: &HeaderList) -> Option<Self> {
        let coding = latin1(&headers.get("content-encoding")?).trim().to_ascii_lowercase();
        match coding.as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip(MultiGzDecoder::new(Vec::new()))),
            "deflate" => Some(Self::Undecided),
            _ => None,
        }
    }

    /// Takes a piece and gives what it decodes to, perhaps nothing yet.
    ///
    /// # Errors
    /// The bytes are not of this coding.
    pub fn decode(&mut self, bytes: &[u8]) -> Result<Vec<u8>> {
        if let (Self::Undecided, Some(first)) = (&*self, bytes.first()) {
            *self = if first & 0x0f == 8 {
                Self::Zlib(ZlibDecoder::new(Vec::new()))
            } else {
                Self::Deflate(DeflateDecoder::new(Vec::new()))
            };
        }
        let out = match self {
            Self::Undecided => return Ok(Vec::new()),
            Self::Gzip(decoder) => {
                decoder.write_all(bytes)?;
                decoder.get_mut()
            }
            Self::Zlib(decoder) => {
                decoder.write_all(bytes)?;
                decoder.get_mut()
            }
            Self::Deflate(decoder) => {
                decoder.write_all(bytes)?;
                decoder.get_mut()
            }
        };
        Ok(std::mem::take(out))
    }

    /// The rest, once the last piece has come.
    ///
    /// # Errors
    /// The body ended in the middle.
    pub fn finish(self) -> Result<Vec<u8>> {
        match self {
            Self::Gzip(decoder) => decoder.finish(),
            Self::Undecided => Ok(Vec::new()),
            Self::Zlib(decoder) => decoder.finish(),
            Self::Deflate(decoder) => decoder.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    #[track_caller]
    fn check(coding: &str, encoded: &[u8], expected: Option<&[u8]>) {
        let mut headers = HeaderList::new();
        headers.append_raw("Content-Encoding", coding);
        let mut decoder = Decoder::of(&headers).expect("a known coding");
        let mut decoded = Vec::new();
        let pieces: Result<()> = encoded.chunks(7).try_for_each(|piece| {
            decoded.extend(decoder.decode(piece)?);
            Ok(())
        });
        let whole = pieces.and_then(|()| decoder.finish()).map(|rest| [decoded, rest].concat());
        assert_eq!(whole.ok().as_deref(), expected);
    }

    #[test]
    fn codings() {
        let text = b"the same words, the same words, the same words";
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(text).expect("memory");
        let gzip = gzip.finish().expect("memory");
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(text).expect("memory");
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(text).expect("memory");
        check("gzip", &gzip, Some(text));
        check("X-GZIP", &[gzip.clone(), gzip.clone()].concat(), Some(&[&text[..], &text[..]].concat()));
        check("deflate", &zlib.finish().expect("memory"), Some(text));
        check("deflate", &bare.finish().expect("memory"), Some(text));
        check("deflate", b"", Some(b""));
        check("gzip", b"not gzip at all", None);
        check("gzip", &gzip[..gzip.len() - 9], None);
    }
}
