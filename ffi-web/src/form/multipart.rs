//! `multipart/form-data` (RFC 7578 as the HTML and Fetch standards use it): writing entries down, and reading them back.

use ffi_core::engine::{Realm, Thrown};
use std::fmt::Write;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The content: text in UTF-8, or that of a file.
    pub content: Vec<u8>,
    /// The name and the type of a file.
    pub file: Option<(String, String)>,
}

/// A boundary that is in no content, but for a chance of one in 2^64.
pub(crate) fn boundary(realm: Realm) -> Result<String, Thrown> {
    let mut bytes = [0; 8];
    crate::crypto::fill(realm, &mut bytes)?;
    Ok(format!("----formdata-sigbind-{:016x}", u64::from_ne_bytes(bytes)))
}

/// A name in a header: line ends and quotes are escaped.
fn escaped(name: &str) -> String {
    lines(name).replace("\r\n", "%0D%0A").replace('"', "%22")
}

/// Every line end as CRLF.
fn lines(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\r' => {
                if rest.peek() == Some(&'\n') {
                    rest.next();
                }
                result.push_str("\r\n");
            }
            '\n' => result.push_str("\r\n"),
            other => result.push(other),
        }
    }
    result
}

/// The body for these fields.
#[must_use]
pub fn encode(fields: &[Field], boundary: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for field in fields {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", escaped(&field.name));
        match &field.file {
            Some((name, kind)) => {
                let kind = if kind.is_empty() { "application/octet-stream" } else { kind };
                let name = name.replace('\n', "%0A").replace('\r', "%0D").replace('"', "%22");
                // Writing to a string does not fail.
                let _ = write!(head, "; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n");
                body.extend_from_slice(head.as_bytes());
                body.extend_from_slice(&field.content);
            }
            None => {
                head.push_str("\r\n\r\n");
                body.extend_from_slice(head.as_bytes());
                body.extend_from_slice(lines(&String::from_utf8_lossy(&field.content)).as_bytes());
            }
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

/// The fields of a body; `None` when it is none.
#[must_use]
pub fn decode(body: &[u8], boundary: &str) -> Option<Vec<Field>> {
    let delimiter = format!("--{boundary}").into_bytes();
    let mut fields = Vec::new();
    let mut rest = body.strip_prefix(b"\r\n").unwrap_or(body).strip_prefix(&delimiter[..])?;
    loop {
        if rest.starts_with(b"--") {
            return Some(fields);
        }
        rest = rest.strip_prefix(b"\r\n")?;
        let end = find(rest, b"\r\n\r\n")?;
        let (head, content) = (std::str::from_utf8(&rest[..end]).ok()?, &rest[end + 4..]);
        let mut closing = b"\r\n".to_vec();
        closing.extend_from_slice(&delimiter);
        let length = find(content, &closing)?;
        fields.push(field(head, &content[..length])?);
        rest = &content[length + closing.len()..];
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

fn field(head: &str, content: &[u8]) -> Option<Field> {
    let (mut name, mut file_name, mut kind) = (None, None, None);
    for line in head.split("\r\n") {
        let (header, value) = line.split_once(':')?;
        match header.trim().to_ascii_lowercase().as_str() {
            "content-disposition" => {
                let value = value.trim().strip_prefix("form-data")?;
                name = parameter(value, "name");
                file_name = parameter(value, "filename");
            }
            "content-type" => kind = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let file = file_name.map(|file_name| (file_name, kind.unwrap_or_else(|| "text/plain".to_owned())));
    Some(Field { name: name?, content: content.to_vec(), file })
}

/// `; name="value"`.
fn parameter(text: &str, name: &str) -> Option<String> {
    let start =
        text.match_indices(&format!("{name}=\"")).find(|(index, _)| text[..*index].trim_end().ends_with(';'))?;
    let value = &text[start.0 + name.len() + 2..];
    let value = &value[..value.find('"')?];
    Some(value.replace("%0D%0A", "\r\n").replace("%0A", "\n").replace("%0D", "\r").replace("%22", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, content: &str, file: Option<(&str, &str)>, expected: &str) {
        let file = file.map(|(name, kind)| (name.to_owned(), kind.to_owned()));
        let field = Field { name: name.to_owned(), content: content.as_bytes().to_vec(), file };
        let body = encode(std::slice::from_ref(&field), "b");
        assert_eq!(String::from_utf8_lossy(&body), expected);
        let read = decode(&body, "b").unwrap_or_default();
        assert_eq!(read.len(), 1);
        assert_eq!((&read[0].name, &read[0].file), (&field.name, &field.file));
    }

    #[test]
    fn fields_come_back() {
        check("a", "1", None, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n");
        check(
            "a\r\n\"",
            "x\ny",
            None,
            "--b\r\nContent-Disposition: form-data; name=\"a%0D%0A%22\"\r\n\r\nx\r\ny\r\n--b--\r\n",
        );
        check(
            "f",
            "\u{0}--b",
            Some(("n.txt", "text/plain")),
            "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n.txt\"\r\nContent-Type: text/plain\r\n\r\n\u{0}--b\r\n--b--\r\n",
        );
    }

    #[test]
    fn what_is_no_body_gives_nothing() {
        for text in [
            "",
            "--b",
            "--b\r\n",
            "--b\r\nX: y\r\n\r\nz\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nz",
        ] {
            assert_eq!(decode(text.as_bytes(), "b"), None, "{text}");
        }
        assert_eq!(decode(b"--b--", "b"), Some(Vec::new()));
    }
}
