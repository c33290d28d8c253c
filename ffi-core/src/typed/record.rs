//! Records: reading named fields of an object, dict or keyword list, and writing them.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::{Exception, Fault, FromGuest, Guest, GuestType, IntoGuest, Reason, Side, With};
use crate::binding::nearest;
use crate::signature::RecordField;

/// The name of a field on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldName {
    /// The property in JavaScript.
    pub javascript: &'static str,
    /// The key and the keyword in Python.
    pub python: &'static str,
}

/// A type that is read from and written to named fields; made by `#[derive(Options)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no record of named fields",
    label = "`flatten` and `**keywords` need a record",
    note = "derive `Options` for it, or use a map from `String`"
)]
pub trait Record: Sized {
    /// The fields, for a signature.
    fn fields() -> Vec<RecordField>;

    /// Reads all fields.
    fn read(reader: &Reader) -> Result<Self, Fault>;

    /// Writes all fields.
    fn write(self, writer: &mut Writer) -> Result<(), Fault>;
}

enum Source {
    Guest(Guest),
    Entries(Vec<(String, Guest)>),
}

/// Reads the fields of one value, and knows which were asked for.
pub struct Reader {
    source: Source,
    python: bool,
    asked: RefCell<Vec<FieldName>>,
}

/// Collects the fields of a value.
pub struct Writer {
    side: Side,
    entries: Vec<(String, Guest)>,
}

impl FieldName {
    /// The name on one side.
    pub fn on(self, python: bool) -> &'static str {
        if python { self.python } else { self.javascript }
    }
}

impl Reader {
    pub(super) fn of(guest: Guest) -> Self {
        let python = !matches!(guest, Guest::JavaScript(_));
        Self { source: Source::Guest(guest), python, asked: RefCell::default() }
    }

    /// A reader of keyword arguments.
    pub fn of_keywords(entries: Vec<(String, Guest)>) -> Self {
        Self { source: Source::Entries(entries), python: true, asked: RefCell::default() }
    }

    /// Leaves a field to others: it is neither unknown nor part of the rest.
    pub(crate) fn leave(&self, name: FieldName) {
        self.asked.borrow_mut().push(name);
    }

    /// The field, if it is there. In a dict the JavaScript name is known too, as it is the same record.
    pub fn get(&self, name: FieldName) -> Result<Option<Guest>, Fault> {
        self.asked.borrow_mut().push(name);
        let find = |name: &str| match &self.source {
            Source::Guest(guest) => guest.field(name),
            Source::Entries(entries) => {
                Ok(entries.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone()))
            }
        };
        let found = find(name.on(self.python))?;
        if found.is_none() && self.python && name.javascript != name.python {
            return find(name.javascript);
        }
        Ok(found)
    }

    /// The field converted; when it is absent what the type says for that, or an error.
    pub fn field<T: FromGuest>(&self, name: FieldName) -> Result<T, Fault> {
        match self.get(name)? {
            Some(guest) => T::from_guest(&guest).map_err(|fault| fault.in_field(name.on(self.python))),
            None => T::from_absent().ok_or_else(|| self.missing(name)),
        }
    }

    /// The field converted; the default when it is absent or `undefined`.
    pub fn field_or<T: FromGuest>(&self, name: FieldName, default: impl FnOnce() -> T) -> Result<T, Fault> {
        match self.get(name)? {
            Some(guest) if guest.absence() != Some(super::Absence::Undefined) || T::OPTIONAL => {
                T::from_guest(&guest).map_err(|fault| fault.in_field(name.on(self.python)))
            }
            _ => Ok(default()),
        }
    }

    /// The field by way of `W`.
    pub fn field_with<W: With<T>, T>(&self, name: FieldName, default: Option<fn() -> T>) -> Result<T, Fault>
    where
        W::Guest: FromGuest,
    {
        let found = self.get(name)?;
        let absent = found.as_ref().is_none_or(|guest| guest.absence() == Some(super::Absence::Undefined));
        match (found, default) {
            (_, Some(default)) if absent => Ok(default()),
            (Some(guest), _) => convert_with::<W, T>(&guest).map_err(|fault| fault.in_field(name.on(self.python))),
            (None, _) => match W::Guest::from_absent() {
                Some(value) => Ok(W::from_guest(value)?),
                None => Err(self.missing(name)),
            },
        }
    }

    /// The literal tag of a union's member: one of `texts`.
    pub fn tag(&self, name: FieldName, texts: &'static [&'static str]) -> Result<&'static str, Fault> {
        let guest = self.get(name)?.ok_or_else(|| self.missing(name))?;
        let place = |fault: Fault| fault.in_field(name.on(self.python));
        let Some(text) = guest.as_text() else { return Err(place(guest.mismatch(crate::signature::Type::String))) };
        texts.iter().copied().find(|known| *known == text).ok_or_else(|| {
            place(Fault::mismatch(Reason::NoMember {
                members: texts.iter().map(|&known| known.to_owned()).collect(),
                suggestion: nearest(&text, texts.iter().copied()).map(str::to_owned),
                given: text,
            }))
        })
    }

    fn missing(&self, name: FieldName) -> Fault {
        Fault::mismatch(Reason::Missing { name: name.on(self.python).to_owned() })
    }

    fn rest(&self) -> Result<Vec<String>, Fault> {
        let names = match &self.source {
            Source::Guest(guest) => guest.field_names()?,
            Source::Entries(entries) => entries.iter().map(|(name, _)| name.clone()).collect(),
        };
        let asked = self.asked.borrow();
        let is_asked = |name: &str| {
            asked.iter().any(|field| field.on(self.python) == name || (self.python && field.javascript == name))
        };
        Ok(names.into_iter().filter(|name| !is_asked(name)).collect())
    }

    /// Refuses fields that nobody asked for.
    pub fn refuse_unknown(&self) -> Result<(), Fault> {
        match self.rest()?.into_iter().next() {
            None => Ok(()),
            Some(name) => {
                let asked = self.asked.borrow();
                let near = nearest(&name, asked.iter().map(|field| field.on(self.python))).map(str::to_owned);
                Err(Fault::mismatch(Reason::Unknown { name, suggestion: near }))
            }
        }
    }

    /// The fields that nobody asked for.
    fn take_rest<V: FromGuest>(&self) -> Result<Vec<(String, V)>, Fault> {
        let mut pairs = Vec::new();
        for name in self.rest()? {
            let found = match &self.source {
                Source::Guest(guest) => guest.field(&name)?,
                Source::Entries(entries) => {
                    entries.iter().find(|(found, _)| *found == name).map(|(_, value)| value.clone())
                }
            };
            if let Some(value) = found {
                let value = V::from_guest(&value).map_err(|fault| fault.in_field(&name))?;
                pairs.push((name, value));
            }
        }
        Ok(pairs)
    }
}

fn convert_with<W: With<T>, T>(guest: &Guest) -> Result<T, Fault>
where
    W::Guest: FromGuest,
{
    let value = W::Guest::from_guest(guest)?;
    W::from_guest(value).map_err(Exception::into)
}

impl Writer {
    /// An empty record for a side.
    pub fn new(side: Side) -> Self {
        Self { side, entries: Vec::new() }
    }

    /// The finished record.
    pub fn finish(&mut self) -> Result<Guest, Fault> {
        self.side.record(std::mem::take(&mut self.entries))
    }

    /// Writes a field, unless its value says that it is absent.
    pub fn field<T: IntoGuest>(&mut self, name: FieldName, value: T, skip_if_none: bool) -> Result<(), Fault> {
        if value.is_absent() || (skip_if_none && value.is_none()) {
            return Ok(());
        }
        let guest = value.into_guest(self.side)?;
        self.entries.push((name.on(self.side.is_python()).to_owned(), guest));
        Ok(())
    }

    /// Writes a field by way of `W`.
    pub fn field_with<W: With<T>, T>(&mut self, name: FieldName, value: T, skip_if_none: bool) -> Result<(), Fault>
    where
        W::Guest: IntoGuest,
    {
        let value = W::into_guest(value)?;
        self.field(name, value, skip_if_none)
    }
}

/// Makes a record of a guest.
pub fn record_from_guest<R: Record + GuestType>(guest: &Guest) -> Result<R, Fault> {
    match guest.reader() {
        Some(reader) => R::read(&reader),
        None => Err(guest.mismatch(R::guest_type())),
    }
}

/// Makes a guest of a record: a plain object, or a dict.
pub fn record_into_guest<R: Record>(record: R, side: Side) -> Result<Guest, Fault> {
    let mut writer = Writer::new(side);
    record.write(&mut writer)?;
    writer.finish()
}

macro_rules! map_record {
    ($($map:ident <$($hasher:ident)?>;)*) => {
        $(
            /// All fields that no other part of the record has asked for.
            impl<V: FromGuest + IntoGuest $(, $hasher: BuildHasher + Default)?> Record for $map<String, V $(, $hasher)?> {
                fn fields() -> Vec<RecordField> {
                    Vec::new()
                }

                fn read(reader: &Reader) -> Result<Self, Fault> {
                    Ok(reader.take_rest()?.into_iter().collect())
                }

                fn write(self, writer: &mut Writer) -> Result<(), Fault> {
                    for (name, value) in self {
                        let guest = value.into_guest(writer.side)?;
                        writer.entries.push((name, guest));
                    }
                    Ok(())
                }
            }
        )*
    };
}

map_record! {
    HashMap <H>;
    BTreeMap <>;
}
