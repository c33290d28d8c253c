//! The classes `FormData` (XMLHttpRequest standard, section 5) and `File` (File API, section 4).

pub(crate) mod multipart;

use crate::blob::{Blob, BlobPropertyBag, Part};
use crate::idl::iterable::{Pair, PairSource};
use crate::idl::{Any, Interface, Optional, Place, Sequence, This, convert::What};
use data_url::mime::Mime;
use ffi_core::engine::{Call, HostData, Realm, Thrown, Tracer, Value};
use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

/// The data of a `File`.
pub struct File {
    blob: Blob,
    name: String,
    last_modified: f64,
}

impl HostData for File {
    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.blob)
    }
}

impl File {
    /// The same file once more, as structured clone makes it.
    pub(crate) fn copy(&self, realm: Realm) -> Result<Value, Thrown> {
        let (blob, name) = (self.blob.share(), self.name.clone());
        realm.class_of::<Self>()?.instance(Self { blob, name, last_modified: self.last_modified })
    }

    /// Its bytes and type.
    #[must_use]
    pub fn blob(&self) -> &Blob {
        &self.blob
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A name and a value: a string, or a `File`.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) value: Value,
}

/// The data of a `FormData`.
#[derive(Default)]
pub struct FormData {
    entries: RefCell<Vec<Entry>>,
}

impl HostData for FormData {
    fn trace(&self, tracer: &Tracer) {
        if let Ok(entries) = self.entries.try_borrow() {
            entries.iter().for_each(|entry| tracer.mark(&entry.value));
        }
    }
}

impl PairSource for FormData {
    const ITERATOR: &'static str = "FormData Iterator";

    fn pair(&self, realm: Realm, index: usize) -> Option<Pair> {
        self.entries.borrow().get(index).map(|entry| (realm.string(&entry.name), entry.value.clone()))
    }
}

impl FormData {
    /// The entries as `multipart/form-data` has them.
    pub(crate) fn fields(&self) -> Result<Vec<multipart::Field>, Thrown> {
        let field = |entry: &Entry| -> Result<multipart::Field, Thrown> {
            let name = entry.name.clone();
            Ok(match entry.value.host::<File>() {
                Some(file) => multipart::Field {
                    name,
                    content: file.blob.bytes().to_vec(),
                    file: Some((file.name.clone(), file.blob.media_type().to_owned())),
                },
                None => multipart::Field { name, content: entry.value.to_text()?.into_bytes(), file: None },
            })
        };
        self.entries.borrow().iter().map(field).collect()
    }
}

/// The `FormData` that a body of this type is.
pub(crate) fn of_body(realm: Realm, bytes: &[u8], content_type: &str) -> Result<Value, Thrown> {
    let refuse = || realm.type_error("Failed to parse body as FormData.");
    let kind = content_type.parse::<Mime>().map_err(|_| refuse())?;
    let fields = match (kind.type_.as_str(), kind.subtype.as_str()) {
        ("multipart", "form-data") => {
            let boundary = kind.get_parameter("boundary").ok_or_else(refuse)?;
            multipart::decode(bytes, boundary).ok_or_else(refuse)?
        }
        ("application", "x-www-form-urlencoded") => {
            let field = |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| multipart::Field {
                name: name.into_owned(),
                content: value.into_owned().into_bytes(),
                file: None,
            };
            url::form_urlencoded::parse(bytes).map(field).collect()
        }
        _ => return Err(refuse()),
    };
    let mut entries = Vec::new();
    for field in fields {
        let value = match field.file {
            Some((name, kind)) => {
                let blob = Blob::new(field.content.into(), &kind);
                realm.class_of::<File>()?.instance(File { blob, name, last_modified: now() })?
            }
            None => realm.string(&crate::encoding::decoder::utf8_decode(&field.content)),
        };
        entries.push(Entry { name: field.name, value });
    }
    realm.class_of::<FormData>()?.instance(FormData { entries: RefCell::new(entries) })
}

/// Milliseconds since 1970.
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64)
}

/// "Create an entry": a blob becomes a file, with the name that was given.
fn entry(call: &Call<'_>, operation: &str, name: String, value: &Value) -> Result<Entry, Thrown> {
    let realm = call.realm();
    let given = call.argument(2);
    let file_name = if call.len() > 2 && !given.is_undefined() { Some(given.to_text()?) } else { None };
    let Some(blob) = value.host::<Blob>() else {
        if call.len() > 2 {
            let place = Place { operation, what: What::Argument(1) };
            return Err(place.type_error(realm, "is not of type 'Blob'."));
        }
        return Ok(Entry { name, value: realm.string(&value.to_text()?) });
    };
    let known = value.host::<File>();
    let value = match (known, file_name) {
        (Some(_), None) => value.clone(),
        (known, file_name) => {
            let name = file_name.unwrap_or_else(|| "blob".to_owned());
            let last_modified = known.map_or_else(now, |file| file.last_modified);
            realm.class_of::<File>()?.instance(File { blob: blob.share(), name, last_modified })?
        }
    };
    Ok(Entry { name, value })
}

/// Installs both classes; `Blob` is there.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    install_file(realm)?;
    Interface::<FormData>::new("FormData")
        .constructor(|new, (form,): (Optional<Any>,)| match form.0 {
            None => Ok(FormData::default()),
            Some(_) => {
                Err(new.realm().type_error("FormData constructor: Argument 1 is not of type 'HTMLFormElement'."))
            }
        })
        .operation("append", |this, (name, value): (String, Any)| -> Result<(), Thrown> {
            let entry = entry(this.call(), "FormData.append", name, &value)?;
            this.entries.borrow_mut().push(entry);
            Ok(())
        })
        .operation("delete", |this, (name,): (String,)| this.entries.borrow_mut().retain(|entry| entry.name != name))
        .operation("get", |this, (name,): (String,)| {
            this.entries.borrow().iter().find(|entry| entry.name == name).map(|entry| entry.value.clone())
        })
        .operation("getAll", |this, (name,): (String,)| {
            let entries = this.entries.borrow();
            entries.iter().filter(|entry| entry.name == name).map(|entry| entry.value.clone()).collect::<Vec<_>>()
        })
        .operation("has", |this, (name,): (String,)| this.entries.borrow().iter().any(|entry| entry.name == name))
        .operation("set", set)
        .iterable(realm)?
        .install(realm)
        .map(drop)
}

/// Gives the first entry of this name the value and removes the others, or adds an entry.
fn set(this: &This<'_, FormData>, (name, value): (String, Any)) -> Result<(), Thrown> {
    let made = entry(this.call(), "FormData.set", name, &value)?;
    let mut entries = this.entries.borrow_mut();
    let Some(first) = entries.iter().position(|entry| entry.name == made.name) else {
        entries.push(made);
        return Ok(());
    };
    let name = made.name.clone();
    entries[first] = made;
    let mut index = 0;
    entries.retain(|entry| {
        let keep = index <= first || entry.name != name;
        index += 1;
        keep
    });
    Ok(())
}

fn install_file(realm: Realm) -> Result<(), Thrown> {
    Interface::<File>::new("File")
        .inherits::<Blob>(realm)?
        .constructor(|new, (parts, name, options): (Sequence<Part>, String, BlobPropertyBag)| {
            let place = Place { operation: "File constructor", what: What::Member("lastModified") };
            let given = new.argument(2);
            let modified = if given.is_object() { given.get("lastModified")? } else { new.realm().undefined() };
            let last_modified = if modified.is_undefined() {
                now()
            } else {
                <f64 as crate::idl::FromJs>::from_js(&modified, place)?.trunc()
            };
            Ok(File { blob: Blob::of_parts(parts.0, &options)?, name, last_modified })
        })
        .readonly("name", |this| this.name.clone())
        .readonly("lastModified", |this| this.last_modified)
        .install(realm)
        .map(drop)
}
