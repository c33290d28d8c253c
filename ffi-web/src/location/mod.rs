//! The classes `URL` and `URLSearchParams` (URL standard, sections 6.1 and 6.2), over the `url` crate.

pub(crate) mod object_url;
mod pattern;
pub mod search_params;

use crate::blob::Blob;
use crate::idl::{FromJs, Instance, Interface, Optional, Pair, PairSource, Place, Record, Sequence, This};
use ffi_core::engine::{ErrorKind, HostData, Realm, Thrown, Tracer, Value, WellKnown};
use search_params::ParameterList;
use std::cell::RefCell;
use url::{Url, quirks};

/// The data of a `URL` object.
pub struct UrlObject {
    url: RefCell<Url>,
    parameters: RefCell<Option<Value>>,
}

impl HostData for UrlObject {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.parameters);
    }
}

/// The data of a `URLSearchParams` object, and the `URL` it belongs to.
#[derive(Default)]
pub struct UrlSearchParams {
    list: RefCell<ParameterList>,
    owner: RefCell<Option<Value>>,
}

impl HostData for UrlSearchParams {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark_cell(&self.owner);
    }
}

impl UrlObject {
    /// The URL as it stands.
    #[must_use]
    pub fn url(&self) -> Url {
        self.url.borrow().clone()
    }

    /// Runs a setter, then gives the search parameters the query.
    fn change(&self, change: impl FnOnce(&mut Url)) {
        change(&mut self.url.borrow_mut());
        if let Some(parameters) = &*self.parameters.borrow()
            && let Some(parameters) = parameters.host::<UrlSearchParams>()
        {
            *parameters.list.borrow_mut() = ParameterList::parse(self.url.borrow().query().unwrap_or_default());
        }
    }
}

impl UrlSearchParams {
    /// `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn serialize(&self) -> String {
        self.list.borrow().serialize()
    }

    /// Runs a change, then gives the URL the query.
    fn change(&self, change: impl FnOnce(&mut ParameterList)) {
        change(&mut self.list.borrow_mut());
        if let Some(owner) = &*self.owner.borrow()
            && let Some(owner) = owner.host::<UrlObject>()
        {
            let query = self.serialize();
            owner.url.borrow_mut().set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
        }
    }
}

impl PairSource for UrlSearchParams {
    const ITERATOR: &'static str = "URLSearchParams Iterator";

    fn pair(&self, realm: Realm, index: usize) -> Option<Pair> {
        let list = self.list.borrow();
        let (name, value) = list.pairs().get(index)?;
        Some((realm.string(name), realm.string(value)))
    }
}

/// What the constructor of `URLSearchParams` takes:
/// `(sequence<sequence<USVString>> or record<USVString, USVString> or USVString)`.
struct ParametersInit(ParameterList);

impl FromJs for ParametersInit {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        if !value.is_object() {
            let text = String::from_js(value, place)?;
            return Ok(Self(ParameterList::parse(text.strip_prefix('?').unwrap_or(&text))));
        }
        if value.get(WellKnown::Iterator)?.is_nullish() {
            return unique(Record::from_js(value, place)?.0);
        }
        let pairs = Sequence::<Sequence<String>>::from_js(value, place)?;
        let pair = |Sequence(items): Sequence<String>| match <[String; 2]>::try_from(items) {
            Ok([name, value]) => Ok((name, value)),
            Err(_) => Err(value.realm().type_error("Each query pair must be an iterable [name, value] tuple")),
        };
        let pairs = pairs.0.into_iter().map(pair).collect::<Result<_, _>>()?;
        Ok(Self(ParameterList::from_pairs(pairs)))
    }
}

/// Two keys of a record may become the same scalar value string; the later value stays.
fn unique(entries: Vec<(String, String)>) -> Result<ParametersInit, Thrown> {
    let mut pairs: Vec<(String, String)> = Vec::with_capacity(entries.len());
    for (name, value) in entries {
        match pairs.iter_mut().find(|pair| pair.0 == name) {
            Some(pair) => pair.1 = value,
            None => pairs.push((name, value)),
        }
    }
    Ok(ParametersInit(ParameterList::from_pairs(pairs)))
}

fn parse(input: &str, base: Option<&str>) -> Option<Url> {
    match base {
        Some(base) => Url::parse(base).ok()?.join(input).ok(),
        None => Url::parse(input).ok(),
    }
}

fn invalid(realm: Realm, input: &str, base: Option<&str>) -> Thrown {
    let error = realm.error(ErrorKind::TypeError, "Invalid URL");
    let base = base.map(|base| ("base", base));
    for (name, text) in [("code", "ERR_INVALID_URL"), ("input", input)].into_iter().chain(base) {
        // An error object without its details is still the right error.
        let _ = error.set(name, &realm.string(text));
    }
    Thrown::new(error)
}

/// Installs both classes.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    install_parameters(realm)?;
    pattern::install(realm)?;
    let read = |get: fn(&Url) -> &str| move |this: &This<'_, UrlObject>| get(&this.url.borrow()).to_owned();
    let write = |set: fn(&mut Url, &str)| {
        move |this: &This<'_, UrlObject>, value: String| {
            this.change(|url| set(url, &value));
            Ok(())
        }
    };
    // A setter that refuses leaves the URL as it was, silently.
    let try_write = |set: fn(&mut Url, &str) -> Result<(), ()>| {
        move |this: &This<'_, UrlObject>, value: String| {
            this.change(|url| set(url, &value).unwrap_or_default());
            Ok(())
        }
    };
    Interface::<UrlObject>::new("URL")
        .constructor(|new, (input, base): (String, Optional<String>)| {
            let url =
                parse(&input, base.0.as_deref()).ok_or_else(|| invalid(new.realm(), &input, base.0.as_deref()))?;
            Ok(UrlObject { url: RefCell::new(url), parameters: RefCell::default() })
        })
        .static_operation("canParse", |_, (input, base): (String, Optional<String>)| {
            parse(&input, base.0.as_deref()).is_some()
        })
        .static_operation("parse", |new, (input, base): (String, Optional<String>)| {
            let made = |url| {
                let data = UrlObject { url: RefCell::new(url), parameters: RefCell::default() };
                new.realm().class_of::<UrlObject>()?.instance(data)
            };
            parse(&input, base.0.as_deref()).map(made).transpose()
        })
        .static_operation("createObjectURL", |new, (blob,): (Instance<Blob>,)| object_url::create(new.realm(), &blob))
        .static_operation("revokeObjectURL", |new, (url,): (String,)| object_url::revoke(new.realm(), &url))
        .attribute("href", read(quirks::href), |this: &This<'_, UrlObject>, value: String| {
            let url = Url::parse(&value).map_err(|_| invalid(this.realm(), &value, None))?;
            this.change(|known| *known = url);
            Ok(())
        })
        .readonly("origin", |this| quirks::origin(&this.url.borrow()))
        .attribute("protocol", read(quirks::protocol), try_write(quirks::set_protocol))
        .attribute("username", read(quirks::username), try_write(quirks::set_username))
        .attribute("password", read(quirks::password), try_write(quirks::set_password))
        .attribute("host", read(quirks::host), try_write(quirks::set_host))
        .attribute("hostname", read(quirks::hostname), try_write(quirks::set_hostname))
        .attribute("port", read(quirks::port), try_write(quirks::set_port))
        .attribute("pathname", read(quirks::pathname), write(quirks::set_pathname))
        .attribute("search", read(quirks::search), write(quirks::set_search))
        .readonly("searchParams", search_parameters)
        .attribute("hash", read(quirks::hash), write(quirks::set_hash))
        .operation("toString", |this, (): ()| this.url.borrow().as_str().to_owned())
        .operation("toJSON", |this, (): ()| this.url.borrow().as_str().to_owned())
        .install(realm)
        .map(drop)
}

/// `[SameObject] searchParams`, made when it is first asked for.
fn search_parameters(this: &This<'_, UrlObject>) -> Result<Value, Thrown> {
    if let Some(parameters) = &*this.parameters.borrow() {
        return Ok(parameters.clone());
    }
    let list = ParameterList::parse(this.url.borrow().query().unwrap_or_default());
    let data = UrlSearchParams { list: RefCell::new(list), owner: RefCell::new(Some(this.object())) };
    let parameters = this.realm().class_of::<UrlSearchParams>()?.instance(data)?;
    *this.parameters.borrow_mut() = Some(parameters.clone());
    Ok(parameters)
}

fn install_parameters(realm: Realm) -> Result<(), Thrown> {
    Interface::<UrlSearchParams>::new("URLSearchParams")
        .constructor(|_, (init,): (Optional<ParametersInit>,)| {
            let list = init.0.map(|init| init.0).unwrap_or_default();
            Ok(UrlSearchParams { list: RefCell::new(list), owner: RefCell::default() })
        })
        .readonly("size", |this| this.list.borrow().pairs().len() as f64)
        .operation("append", |this, (name, value): (String, String)| this.change(|list| list.append(name, value)))
        .operation("delete", |this, (name, value): (String, Optional<String>)| {
            this.change(|list| list.delete(&name, value.0.as_deref()));
        })
        .operation("get", |this, (name,): (String,)| this.list.borrow().get(&name).map(str::to_owned))
        .operation("getAll", |this, (name,): (String,)| {
            this.list.borrow().get_all(&name).into_iter().map(str::to_owned).collect::<Vec<_>>()
        })
        .operation("has", |this, (name, value): (String, Optional<String>)| {
            this.list.borrow().has(&name, value.0.as_deref())
        })
        .operation("set", |this, (name, value): (String, String)| this.change(|list| list.set(name, value)))
        .operation("sort", |this, (): ()| this.change(ParameterList::sort))
        .operation("toString", |this, (): ()| this.serialize())
        .iterable(realm)?
        .install(realm)
        .map(drop)
}
