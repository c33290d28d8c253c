//! Values of a configuration, each with its place; what is not as expected is a finding there.

use std::ops::Range;

use clap::ValueEnum;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Diagnostic, FileId, Span};
use crate::selection::Wish;

/// The place of a range of bytes.
pub(super) fn span(file: FileId, range: &Range<usize>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(range.start), end: offset(range.end) }
}

/// A table with its place.
pub(super) struct Table<'t> {
    entries: &'t DeTable<'t>,
    place: Range<usize>,
}

impl<'t> Table<'t> {
    /// The table that is the whole text.
    pub fn of(entries: &'t DeTable<'t>) -> Self {
        Self { entries, place: 0..0 }
    }

    fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.entries.get(key)
    }
}

/// The state of reading one configuration.
pub(super) struct Reading<'t> {
    file: FileId,
    text: &'t str,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'t> Reading<'t> {
    pub fn new(file: FileId, text: &'t str) -> Self {
        Self { file, text, diagnostics: Vec::new() }
    }

    fn error(&mut self, range: &Range<usize>, message: String) -> &mut Diagnostic {
        let at = self.diagnostics.len();
        self.diagnostics.push(Diagnostic::error(message).at(span(self.file, range)));
        &mut self.diagnostics[at]
    }

    /// Something that a table has to say and does not.
    pub fn missing(&mut self, table: &Table<'_>, message: &str) {
        self.error(&table.place, message.to_owned());
    }

    /// Finds keys that nobody knows.
    pub fn known(&mut self, table: &Table<'_>, keys: &[&str]) {
        for key in table.entries.keys() {
            if keys.contains(&&**key.get_ref()) {
                continue;
            }
            let nearest = ffi_core::binding::nearest(key.get_ref(), keys.iter().copied());
            let note = match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("there are {}", keys.join(", ")),
            };
            self.error(&key.span(), format!("unknown key `{}`", key.get_ref())).notes.push(note);
        }
    }

    /// The same where a name with dots may have been meant as one.
    pub fn known_or_nested(&mut self, table: &Table<'_>, keys: &[&str]) {
        let nested = table
            .entries
            .iter()
            .find(|(key, value)| !keys.contains(&&**key.get_ref()) && matches!(value.get_ref(), DeValue::Table(_)));
        match nested {
            Some((key, _)) => {
                let error = self.error(&key.span(), format!("unknown key `{}`", key.get_ref()));
                error.notes.push("a name with dots is one key in quotes: `\"Response.status\"`".to_owned());
            }
            None => self.known(table, keys),
        }
    }

    /// A text without its quotes, where it is written plainly.
    fn wish_of(&self, text: &str, range: &Range<usize>) -> Wish {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let is_quoted = raw.len() == text.len() + 2 && raw[1..].starts_with(text);
        let inner = if is_quoted { range.start + 1..range.end - 1 } else { range.clone() };
        let place = span(self.file, &inner);
        Wish { text: text.to_owned(), place: Some(place.start..place.end) }
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        self.error(&value.span(), format!("expected {expected}, found {found}"));
    }

    pub fn wish(&mut self, table: &Table<'_>, key: &str) -> Option<Wish> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(self.wish_of(text, &value.span())),
            DeValue::String(_) => {
                self.error(&value.span(), format!("`{key}` is empty"));
                None
            }
            _ => {
                self.wrong(value, "a string");
                None
            }
        }
    }

    pub fn string(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        self.wish(table, key).map(|wish| wish.text)
    }

    pub fn boolean(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(value) => Some(*value),
            _ => {
                self.wrong(value, "true or false");
                None
            }
        }
    }

    pub fn wishes(&mut self, table: &Table<'_>, key: &str) -> Option<Vec<Wish>> {
        let value = table.get(key)?;
        let list = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            // One of them is written without brackets.
            DeValue::String(_) => vec![value],
            _ => {
                self.wrong(value, "an array of strings");
                return None;
            }
        };
        let mut wishes = Vec::new();
        for value in list {
            match value.get_ref() {
                DeValue::String(text) => wishes.push(self.wish_of(text, &value.span())),
                _ => self.wrong(value, "a string"),
            }
        }
        Some(wishes)
    }

    pub fn strings(&mut self, table: &Table<'_>, key: &str) -> Option<Vec<String>> {
        Some(self.wishes(table, key)?.into_iter().map(|wish| wish.text).collect())
    }

    /// One of the values of an option of the command line.
    pub fn choice<T: ValueEnum>(&mut self, table: &Table<'_>, key: &str) -> Option<T> {
        let wish = self.wish(table, key)?;
        let names: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|value| Some(value.to_possible_value()?.get_name().to_owned()))
            .collect();
        if let Some(at) = names.iter().position(|name| *name == wish.text) {
            return Some(T::value_variants()[at].clone());
        }
        let nearest = ffi_core::binding::nearest(&wish.text, names.iter().map(String::as_str));
        let note = match nearest {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("there are {}", names.join(", ")),
        };
        let place = wish.place.map_or(0..0, |place| place.start as usize..place.end as usize);
        self.error(&place, format!("`{key}` has no value `{}`", wish.text)).notes.push(note);
        None
    }

    /// A value that is a table.
    pub fn table<'v>(&mut self, value: &'v Spanned<DeValue<'v>>) -> Option<Table<'v>> {
        match value.get_ref() {
            DeValue::Table(entries) => Some(Table { entries, place: value.span() }),
            _ => {
                self.wrong(value, "a table");
                None
            }
        }
    }

    /// The tables of an array, `[[key]]`.
    pub fn tables<'v>(&mut self, table: &Table<'v>, key: &str) -> Vec<Table<'v>> {
        let Some(value) = table.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(|value| self.table(value)).collect(),
            _ => {
                self.wrong(value, &format!("tables, `[[{key}]]`"));
                Vec::new()
            }
        }
    }

    /// The entries of a table, in the order in which they are written.
    pub fn entries<'v>(&mut self, table: &Table<'v>, key: &str) -> Vec<(Wish, &'v Spanned<DeValue<'v>>)> {
        let Some(inner) = table.get(key).and_then(|value| self.table(value)) else { return Vec::new() };
        let mut entries: Vec<_> = inner.entries.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        entries.into_iter().map(|(name, value)| (self.wish_of(name.get_ref(), &name.span()), value)).collect()
    }
}
