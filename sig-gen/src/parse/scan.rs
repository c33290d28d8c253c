//! A light scan over the text before parsing: documentation comments, nesting depth, and the starts of statements.
//!
//! It only has to be right about strings, comments and brackets. Documentation is looked up by place from here, which
//! costs a fraction of what the parser's own comment machinery does.

use memchr::memmem;

use super::nesting::{self, Nesting};
use crate::model::DocsRange;

/// How much text there is for each comment, about.
const BYTES_PER_COMMENT: usize = 160;

/// What the scan found.
#[derive(Debug, Default)]
pub struct Scan {
    /// All block comments in order, with whether each is a documentation comment.
    comments: Vec<(u32, u32, bool)>,
    /// Offset of the first place that is nested too deeply.
    pub too_deep: Option<u32>,
    /// Whether many brackets are not closed.
    pub left_open: bool,
}

/// Scans a text that begins at `base` in its file.
pub fn scan(text: &str, base: usize) -> Scan {
    let bytes = text.as_bytes();
    let comments = Vec::with_capacity(bytes.len() / BYTES_PER_COMMENT);
    let mut found = Scan { comments, ..Scan::default() };
    let mut nesting = Nesting::default();
    let comment_end = memmem::Finder::new(b"*/");
    let mut index = 0;
    while index < bytes.len() {
        if nesting.is_in_template() {
            index = nesting.template(bytes, index);
            continue;
        }
        let byte = bytes[index];
        let start = index;
        match byte {
            b'\n' | b'\r' => {
                nesting.line_break = true;
                index += 1;
                continue;
            }
            b' ' | b'\t' => {
                index += 1;
                continue;
            }
            b'/' if bytes.get(index + 1) == Some(&b'*') => {
                let rest = bytes.get(index + 2..).unwrap_or_default();
                let end = comment_end.find(rest).map_or(bytes.len(), |at| index + at + 4);
                let documentation = bytes.get(index + 2) == Some(&b'*') && end > index + 4;
                found.comments.push((offset(base + index), offset(base + end), documentation));
                index = end;
                continue;
            }
            b'/' if bytes.get(index + 1) == Some(&b'/') => {
                index = line_end(bytes, index);
                continue;
            }
            quote @ (b'"' | b'\'') => index = string_end(bytes, index, quote),
            _ if nesting::is_word(byte) => {
                index += 1;
                while index < bytes.len() && nesting::is_word(bytes[index]) {
                    index += 1;
                }
            }
            _ => index += 1,
        }
        nesting.token(bytes, start..index);
        if found.too_deep.is_none() && nesting.is_too_deep() {
            found.too_deep = Some(offset(base + start));
        }
    }
    found.left_open = nesting.is_left_open();
    found
}

impl Scan {
    /// The documentation of what starts at `start`: the last documentation comment before it with nothing but white
    /// space and comments between.
    pub fn documentation(&self, text: &str, start: u32) -> DocsRange {
        let mut upper = start as usize;
        let mut index = self.comments.partition_point(|&(_, end, _)| end as usize <= upper);
        while index > 0 {
            let (begin, end, documentation) = self.comments[index - 1];
            if !is_blank(text.get(end as usize..upper).unwrap_or("x")) {
                break;
            }
            if documentation {
                return DocsRange { start: begin, end };
            }
            upper = begin as usize;
            index -= 1;
        }
        DocsRange::NONE
    }
}

/// Whether there is only white space and whole lines of `//` comments.
fn is_blank(text: &str) -> bool {
    if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
        return true;
    }
    text.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with("//")
    })
}

/// The offsets at which a statement probably starts: lines without indentation that begin with a word. Used to go on
/// after a syntax error.
pub fn statement_starts(text: &str) -> Vec<usize> {
    const WORDS: [&str; 18] = [
        "export",
        "declare",
        "interface",
        "type",
        "class",
        "abstract",
        "function",
        "async",
        "const",
        "let",
        "var",
        "enum",
        "namespace",
        "module",
        "import",
        "global",
        "@",
        "using",
    ];
    let mut starts = Vec::new();
    let mut offset = 0;
    let mut in_comment = false;
    for line in text.split_inclusive('\n') {
        let word = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '@').next().unwrap_or("");
        if !in_comment && WORDS.contains(&word) {
            starts.push(offset);
        }
        in_comment = match (line.rfind("/*"), line.rfind("*/")) {
            (Some(open), Some(close)) => open > close,
            (Some(_), None) => !line.trim_start().starts_with("//"),
            (None, Some(_)) => false,
            (None, None) => in_comment,
        };
        offset += line.len();
    }
    starts
}

fn offset(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at)
}

/// The offset after a string; an unterminated one ends with its line.
fn string_end(bytes: &[u8], from: usize, quote: u8) -> usize {
    let mut index = from + 1;
    while index < bytes.len() {
        match bytes[index] {
            b'\\' => index += 1,
            b'\n' => return index,
            byte if byte == quote => return index + 1,
            _ => {}
        }
        index += 1;
    }
    bytes.len()
}
