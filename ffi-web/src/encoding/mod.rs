//! `TextEncoder`, `TextDecoder` (Encoding standard), `atob` and `btoa` (HTML, section 8.3).

pub mod decoder;

use crate::idl::convert::BufferBytes;
use crate::idl::{ByteString, Interface, Optional, This, dictionary};
use data_url::forgiving_base64;
use decoder::TextDecoding;
use ffi_core::engine::{Call, HostData, Realm, Thrown, TypedArrayKind, Value};
use std::cell::RefCell;

struct TextEncoder;

impl HostData for TextEncoder {}

struct TextDecoder(RefCell<TextDecoding>);

impl HostData for TextDecoder {}

dictionary! {
    /// `TextDecoderOptions`.
    pub struct TextDecoderOptions { fatal: bool, ignore_bom as "ignoreBOM": bool }
}

dictionary! {
    /// `TextDecodeOptions`.
    pub struct TextDecodeOptions { stream: bool }
}

/// Installs the two classes and the two functions.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<TextEncoder>::new("TextEncoder")
        .constructor(|_, (): ()| Ok(TextEncoder))
        .readonly("encoding", |_| "utf-8")
        .operation("encode", |this, (input,): (Optional<String>,)| {
            this.realm().uint8_array(input.0.unwrap_or_default().into_bytes())
        })
        .operation("encodeInto", encode_into)
        .install(realm)?;
    Interface::<TextDecoder>::new("TextDecoder")
        .constructor(|new, (label, options): (Optional<String>, TextDecoderOptions)| {
            let label = label.0.unwrap_or_else(|| "utf-8".to_owned());
            let (fatal, ignore_bom) = (options.fatal.unwrap_or(false), options.ignore_bom.unwrap_or(false));
            let decoding = TextDecoding::new(&label, fatal, ignore_bom);
            let decoding = decoding.ok_or_else(|| unknown_encoding(new.realm(), &label))?;
            Ok(TextDecoder(RefCell::new(decoding)))
        })
        .readonly("encoding", |this| this.0.borrow().name())
        .readonly("fatal", |this| this.0.borrow().fatal())
        .readonly("ignoreBOM", |this| this.0.borrow().ignore_bom())
        .operation("decode", |this, (input, options): (Optional<BufferBytes>, TextDecodeOptions)| {
            let bytes = input.0.map(|input| input.0).unwrap_or_default();
            let text = this.0.borrow_mut().decode(&bytes, options.stream.unwrap_or(false));
            text.map_err(|_| malformed(this.realm(), &this.0.borrow().name()))
        })
        .install(realm)?;
    let global = realm.global();
    global.define("atob", &realm.function("atob", 1, atob))?;
    global.define("btoa", &realm.function("btoa", 1, btoa))
}

/// The RangeError of a label that names no encoding.
pub(crate) fn unknown_encoding(realm: Realm, label: &str) -> Thrown {
    coded(realm.range_error(&format!("The \"{label}\" encoding is not supported")), "ERR_ENCODING_NOT_SUPPORTED")
}

/// The TypeError of a fatal decoder.
pub(crate) fn malformed(realm: Realm, encoding: &str) -> Thrown {
    let message = format!("The encoded data was not valid for encoding {encoding}");
    coded(realm.type_error(&message), "ERR_ENCODING_INVALID_ENCODED_DATA")
}

/// Adds the `code` that Node gives its errors.
fn coded(thrown: Thrown, code: &str) -> Thrown {
    // An error object without its code is still the right error.
    let _ = thrown.value().set("code", &thrown.value().realm().string(code));
    thrown
}

/// `encodeInto`: as many whole characters as fit.
fn encode_into(this: &This<'_, TextEncoder>, (source, target): (String, Value)) -> Result<Value, Thrown> {
    let realm = this.realm();
    let view = target.buffer_view().filter(|view| view.kind == Some(TypedArrayKind::Uint8Array) && !view.immutable);
    let Some(view) = view else {
        return Err(realm.type_error("TextEncoder.encodeInto: Argument 2 must be an instance of Uint8Array."));
    };
    let (mut read, mut written) = (0, 0);
    for character in source.chars() {
        if written + character.len_utf8() > view.length {
            break;
        }
        read += character.len_utf16();
        written += character.len_utf8();
    }
    if let Some(pointer) = view.pointer()
        && written > 0
    {
        // SAFETY: the view holds at least `written` bytes, which `pointer` has just checked; a text of the same number of
        // bytes is copied, which lies in Rust's memory, and no JavaScript runs in between.
        unsafe { std::ptr::copy_nonoverlapping(source.as_ptr(), pointer, written) };
    }
    realm.object_of(&[("read", &realm.number(f64::from(read as u32))), ("written", &realm.number(written as f64))])
}

fn atob(call: &Call<'_>) -> Result<Value, Thrown> {
    let realm = call.realm();
    call.require(1, "atob")?;
    let input = call.argument(0).to_text()?;
    let decoded = forgiving_base64::decode_to_vec(input.as_bytes());
    let bytes = decoded.map_err(|_| {
        Thrown::new(realm.dom_exception("The string to be decoded is not correctly encoded.", "InvalidCharacterError"))
    })?;
    crate::idl::IntoJs::into_js(ByteString(bytes), realm)
}

fn btoa(call: &Call<'_>) -> Result<Value, Thrown> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let realm = call.realm();
    call.require(1, "btoa")?;
    let units = call.argument(0).to_utf16()?;
    let bytes = units
        .into_iter()
        .map(u8::try_from)
        .collect::<Result<Vec<u8>, _>>()
        .map_err(|_| Thrown::new(realm.dom_exception("Invalid character", "InvalidCharacterError")))?;
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for position in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * position) & 63) as usize];
            text.push(if position <= group.len() { char::from(letter) } else { '=' });
        }
    }
    Ok(realm.string(&text))
}
