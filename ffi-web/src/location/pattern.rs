//! The class `URLPattern` (URL Pattern standard), over the crate `urlpattern`.

use crate::idl::{Any, FromJs, Interface, Optional, Place, This, convert::What, dictionary};
use ffi_core::engine::{HostData, Realm, Thrown, Value};
use urlpattern::quirks::{self, StringOrInit, UrlPatternInit};
use urlpattern::{UrlPattern, UrlPatternComponentResult, UrlPatternOptions};

/// The data of a `URLPattern`.
struct Pattern(UrlPattern);

impl HostData for Pattern {}

dictionary! {
    /// `URLPatternOptions`.
    pub struct PatternOptions { ignore_case as "ignoreCase": bool }
}

dictionary! {
    /// `URLPatternInit`.
    pub struct PatternInit {
        base_url as "baseURL": String, hash: String, hostname: String, password: String, pathname: String, port: String, protocol: String,
        search: String, username: String,
    }
}

/// A string, or the parts of a pattern or of a URL.
fn input(value: &Value, operation: &'static str) -> Result<StringOrInit<'static>, Thrown> {
    if !value.is_object() && !value.is_undefined() {
        return Ok(StringOrInit::String(value.to_text()?.into()));
    }
    let place = Place { operation, what: What::Argument(0) };
    let PatternInit { base_url, hash, hostname, password, pathname, port, protocol, search, username } =
        PatternInit::from_js(value, place)?;
    let init = UrlPatternInit { protocol, username, password, hostname, port, pathname, search, hash, base_url };
    Ok(StringOrInit::Init(init))
}

/// Installs `URLPattern`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<Pattern>::new("URLPattern")
        .constructor(|new, (given, second, third): (Optional<Any>, Optional<Any>, Optional<Any>)| {
            let realm = new.realm();
            let given = input(&given.0.unwrap_or_else(|| realm.undefined()), "URLPattern constructor")?;
            // `(input, baseURL, options)` or `(input, options)`.
            let (base, options) = match second.0 {
                Some(second) if !second.is_object() && !second.is_null() => (Some(second.to_text()?), third.0),
                second => (None, second),
            };
            let place = Place { operation: "URLPattern constructor", what: What::Argument(1) };
            let options = PatternOptions::from_js(&options.unwrap_or_else(|| realm.undefined()), place)?;
            let options =
                UrlPatternOptions { ignore_case: options.ignore_case.unwrap_or_default(), ..Default::default() };
            let made = quirks::process_construct_pattern_input(given, base.as_deref())
                .and_then(|init| UrlPattern::parse(init, options));
            made.map(Pattern).map_err(|error| realm.type_error(&format!("URLPattern constructor: {error}")))
        })
        .operation("test", |this, (given, base): (Optional<Any>, Optional<String>)| -> Result<bool, Thrown> {
            Ok(matched(this, &given, base.0.as_deref(), "URLPattern.test")?.is_some())
        })
        .operation("exec", exec)
        .readonly("protocol", |this| this.0.protocol().to_owned())
        .readonly("username", |this| this.0.username().to_owned())
        .readonly("password", |this| this.0.password().to_owned())
        .readonly("hostname", |this| this.0.hostname().to_owned())
        .readonly("port", |this| this.0.port().to_owned())
        .readonly("pathname", |this| this.0.pathname().to_owned())
        .readonly("search", |this| this.0.search().to_owned())
        .readonly("hash", |this| this.0.hash().to_owned())
        .readonly("hasRegExpGroups", |this| this.0.has_regexp_groups())
        .install(realm)
        .map(drop)
}

fn matched(
    this: &This<'_, Pattern>,
    given: &Optional<Any>,
    base: Option<&str>,
    operation: &'static str,
) -> Result<Option<urlpattern::UrlPatternResult>, Thrown> {
    let realm = this.realm();
    let given = input(given.0.as_ref().unwrap_or(&realm.undefined()), operation)?;
    let refuse = |error: urlpattern::Error| realm.type_error(&format!("{operation}: {error}"));
    match quirks::process_match_input(given, base).map_err(refuse)? {
        Some((given, _)) => this.0.exec(given).map_err(refuse),
        None => Ok(None),
    }
}

fn exec(this: &This<'_, Pattern>, (given, base): (Optional<Any>, Optional<String>)) -> Result<Value, Thrown> {
    let realm = this.realm();
    let Some(found) = matched(this, &given, base.0.as_deref(), "URLPattern.exec")? else { return Ok(realm.null()) };
    let mut inputs = vec![given.0.unwrap_or_else(|| realm.object())];
    inputs.extend(base.0.map(|base| realm.string(&base)));
    let result = realm.object();
    result.set("inputs", &realm.array(&inputs.iter().collect::<Vec<_>>()))?;
    for (name, part) in [
        ("protocol", &found.protocol),
        ("username", &found.username),
        ("password", &found.password),
        ("hostname", &found.hostname),
        ("port", &found.port),
        ("pathname", &found.pathname),
        ("search", &found.search),
        ("hash", &found.hash),
    ] {
        result.set(name, &component(realm, part)?)?;
    }
    Ok(result)
}

/// What a part matched, with its groups by name.
fn component(realm: Realm, part: &UrlPatternComponentResult) -> Result<Value, Thrown> {
    let groups = realm.object();
    let mut sorted: Vec<_> = part.groups.iter().collect();
    sorted.sort_by_key(|(name, _)| (name.parse::<u32>().unwrap_or(u32::MAX), (*name).clone()));
    for (name, value) in sorted {
        let value = value.as_ref().map_or_else(|| realm.undefined(), |value| realm.string(value));
        groups.define(name.as_str(), &value)?;
    }
    realm.object_of(&[("input", &realm.string(&part.input)), ("groups", &groups)])
}
