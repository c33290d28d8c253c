//! Decoding bytes to text as the Encoding standard says, over `encoding_rs`: streaming, fatal mode, byte order mark.

use encoding_rs::{Decoder, DecoderResult, Encoding, REPLACEMENT};

/// The state of a `TextDecoder`.
pub struct TextDecoding {
    encoding: &'static Encoding,
    fatal: bool,
    ignore_bom: bool,
    decoder: Option<Decoder>,
}

/// The bytes are not text of this encoding, and the decoder is fatal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl TextDecoding {
    /// A decoder for a label such as `utf-8` or `latin1`; `None` for an unknown one.
    #[must_use]
    pub fn new(label: &str, fatal: bool, ignore_bom: bool) -> Option<Self> {
        let encoding = Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT)?;
        Some(Self { encoding, fatal, ignore_bom, decoder: None })
    }

    /// The name of the encoding, lower-cased.
    #[must_use]
    pub fn name(&self) -> String {
        self.encoding.name().to_ascii_lowercase()
    }

    /// Whether malformed input is an error.
    #[must_use]
    pub fn fatal(&self) -> bool {
        self.fatal
    }

    /// Whether a byte order mark stays in the text.
    #[must_use]
    pub fn ignore_bom(&self) -> bool {
        self.ignore_bom
    }

    /// Decodes a piece; `stream` says that more follows.
    ///
    /// # Errors
    /// The input is malformed and the decoder fatal. The next call starts afresh.
    pub fn decode(&mut self, bytes: &[u8], stream: bool) -> Result<String, Malformed> {
        let mut decoder = self.decoder.take().unwrap_or_else(|| {
            if self.ignore_bom {
                self.encoding.new_decoder_without_bom_handling()
            } else {
                self.encoding.new_decoder_with_bom_removal()
            }
        });
        let mut text = String::new();
        if self.fatal {
            let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
            text.reserve(room);
            if let (DecoderResult::Malformed(..), _) =
                decoder.decode_to_string_without_replacement(bytes, &mut text, !stream)
            {
                return Err(Malformed);
            }
        } else {
            text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()));
            let mut rest = bytes;
            loop {
                let (result, read, _) = decoder.decode_to_string(rest, &mut text, !stream);
                rest = &rest[read..];
                if result == encoding_rs::CoderResult::InputEmpty {
                    break;
                }
                text.reserve(rest.len().max(64));
            }
        }
        if stream {
            self.decoder = Some(decoder);
        }
        Ok(text)
    }
}

/// "UTF-8 decode": what `text()` of a body does. Removes a byte order mark and replaces what is malformed.
#[must_use]
pub fn utf8_decode(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(label: &str, fatal: bool, pieces: &[&[u8]], expected: &str) {
        let mut decoding = TextDecoding::new(label, fatal, false).expect("a known label");
        let last = pieces.len() - 1;
        let decoded: Result<String, Malformed> =
            pieces.iter().enumerate().map(|(index, piece)| decoding.decode(piece, index < last)).collect();
        assert_eq!(decoded.unwrap_or_else(|_| "malformed".into()), expected);
    }

    #[test]
    fn pieces() {
        check("UTF-8", false, &[b"\xef\xbb", b"\xbfa\xe2\x82", b"\xac"], "a€");
        check("utf8", false, &[b"a\xff\xe2\x82"], "a\u{fffd}\u{fffd}");
        check("utf8", true, &[b"a\xff"], "malformed");
        check("utf8", true, &[b"\xe2\x82"], "malformed");
        check("utf8", true, &[b"\xe2\x82", b"\xac"], "€");
        check("latin1", false, &[b"\x80\xe9"], "€é");
        check("utf-16le", false, &[b"a\0\x3d", b"\xd8\x00\xde"], "a😀");
        check("shift_jis", false, &[b"\x83", b"\x65"], "テ");
        assert!(TextDecoding::new("utf-7", false, false).is_none());
        assert!(TextDecoding::new("replacement", false, false).is_none());
    }
}
