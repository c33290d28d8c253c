//! An entry as bytes: a mark, a checksum of all that follows, the key, what was asked, what came out.
//!
//! Reading believes nothing: a length that goes past the end, a text that is no UTF-8, or a byte too many make no entry.

use std::path::PathBuf;

use xxhash_rust::xxh3::xxh3_128;

use super::Key;
use crate::cli::outcome::{Finding, Outcome};
use crate::resolve::{Answered, Question};

/// The beginning of each entry. Its last byte changes with the form.
const MARK: &[u8; 8] = b"sigrun\0\x01";

/// The bytes before what the checksum is of.
const HEAD: usize = MARK.len() + size_of::<u128>();

/// What is remembered of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub answered: Vec<Answered>,
    pub outcome: Outcome,
}

/// The bytes of an entry.
pub(super) fn encode(key: Key, answered: &[Answered], outcome: &Outcome) -> Vec<u8> {
    let mut writer = Writer(vec![0; HEAD]);
    writer.0.extend(key.0.to_le_bytes());
    writer.number(answered.len());
    for one in answered {
        writer.0.push(one.question as u8);
        writer.text(&one.path);
        writer.0.extend(one.answer.to_le_bytes());
    }
    let Outcome { findings, files, report, summary, read } = outcome;
    writer.number(findings.len());
    for finding in findings {
        writer.0.push(finding.is_error.into());
        writer.text(&finding.text);
    }
    writer.number(files.len());
    for (path, text) in files {
        // Emitters choose these names; they are plain.
        writer.text(&path.to_string_lossy());
        writer.bytes(text);
    }
    writer.number(report.iter().len());
    report.iter().for_each(|report| writer.text(report));
    writer.text(summary);
    writer.number(*read);
    let mut bytes = writer.0;
    let checksum = xxh3_128(&bytes[HEAD..]);
    bytes[..MARK.len()].copy_from_slice(MARK);
    bytes[MARK.len()..HEAD].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

impl Entry {
    /// The entry, when the bytes are one of this key.
    pub fn decode(bytes: &[u8], key: Key) -> Option<Self> {
        let mut reader = Reader(bytes.strip_prefix(MARK)?);
        let checksum = reader.hash()?;
        if checksum != xxh3_128(reader.0) || reader.hash()? != key.0 {
            return None;
        }
        let mut entry = Self::default();
        for _ in 0..reader.number()? {
            let question = *Question::ALL.get(usize::from(reader.byte()?))?;
            entry.answered.push(Answered { question, path: reader.text()?, answer: reader.hash()? });
        }
        let outcome = &mut entry.outcome;
        for _ in 0..reader.number()? {
            outcome.findings.push(Finding { is_error: reader.byte()? != 0, text: reader.text()? });
        }
        for _ in 0..reader.number()? {
            outcome.files.insert(PathBuf::from(reader.text()?), reader.bytes()?.to_vec());
        }
        for _ in 0..reader.number()? {
            outcome.report = Some(reader.text()?);
        }
        outcome.summary = reader.text()?;
        outcome.read = reader.number()?;
        reader.0.is_empty().then_some(entry)
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: usize) {
        self.0.extend((number as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.0.extend_from_slice(bytes);
    }
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn number(&mut self) -> Option<usize> {
        let bytes = self.take(size_of::<u64>())?.try_into().ok()?;
        usize::try_from(u64::from_le_bytes(bytes)).ok()
    }

    fn hash(&mut self) -> Option<u128> {
        Some(u128::from_le_bytes(self.take(size_of::<u128>())?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<String> {
        std::str::from_utf8(self.bytes()?).ok().map(str::to_owned)
    }

    fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.number()?;
        self.take(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(entry: &Entry) -> Vec<u8> {
        encode(Key(5), &entry.answered, &entry.outcome)
    }

    fn entry() -> Entry {
        let answered =
            Question::ALL.map(|question| Answered { question, path: "/a/b".to_owned(), answer: 7 << question as u8 });
        let findings = vec![Finding { is_error: false, text: "warning: ü".to_owned() }];
        let files = [(PathBuf::from("a.py"), b"x = 1\n".to_vec()), (PathBuf::from("py.typed"), Vec::new())].into();
        let outcome =
            Outcome { findings, files, report: Some("{}".to_owned()), summary: "1 member".to_owned(), read: 3 };
        Entry { answered: answered.into(), outcome }
    }

    #[test]
    fn what_is_written_is_read() {
        for entry in [entry(), Entry::default()] {
            assert_eq!(Entry::decode(&encoded(&entry), Key(5)), Some(entry));
        }
    }

    #[test]
    fn anything_else_is_no_entry() {
        let bytes = encoded(&entry());
        assert_eq!(Entry::decode(&bytes, Key(6)), None, "another key");
        for end in 0..bytes.len() {
            assert_eq!(Entry::decode(&bytes[..end], Key(5)), None, "cut at {end}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x20;
            assert_eq!(Entry::decode(&damaged, Key(5)), None, "damaged at {at}");
        }
        assert_eq!(Entry::decode(&[&bytes[..], b"x"].concat(), Key(5)), None, "a byte too many");
    }

    /// Even with a right checksum, lengths are not believed.
    #[test]
    fn wrong_lengths_are_no_entry() {
        let bytes = encoded(&entry());
        for at in HEAD + size_of::<u128>()..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] = 0xff;
            let checksum = xxh3_128(&damaged[HEAD..]);
            damaged[MARK.len()..HEAD].copy_from_slice(&checksum.to_le_bytes());
            Entry::decode(&damaged, Key(5));
        }
    }
}
