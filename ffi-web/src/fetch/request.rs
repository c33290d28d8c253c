//! The class `Request` (Fetch standard, section 5.4).

use super::redirect::RedirectMode;
use crate::body::init::BodyInit;
use crate::body::{Body, Content, HasBody};
use crate::events::abort::{self, AbortSignal};
use crate::headers::list::{Guard, is_token, latin1};
use crate::headers::{Headers, HeadersInit, instance};
use crate::idl::{Any, ByteString, FromJs, Instance, Interface, New, Place, This, dictionary, enumeration};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use url::Url;

enumeration! {
    /// `RequestMode`.
    pub enum Mode { Navigate = "navigate", SameOrigin = "same-origin", NoCors = "no-cors", Cors = "cors" }
}

enumeration! {
    /// `RequestCredentials`.
    pub enum Credentials { Omit = "omit", SameOrigin = "same-origin", Include = "include" }
}

enumeration! {
    /// `RequestCache`.
    pub enum Cache {
        Default = "default", NoStore = "no-store", Reload = "reload", NoCache = "no-cache", ForceCache = "force-cache",
        OnlyIfCached = "only-if-cached",
    }
}

enumeration! {
    /// `RequestRedirect`.
    pub enum Redirect { Follow = "follow", Error = "error", Manual = "manual" }
}

enumeration! {
    /// `RequestDuplex`.
    pub enum Duplex { Half = "half" }
}

enumeration! {
    /// `ReferrerPolicy`.
    pub enum ReferrerPolicy {
        None = "", NoReferrer = "no-referrer", NoReferrerWhenDowngrade = "no-referrer-when-downgrade",
        SameOrigin = "same-origin", Origin = "origin", StrictOrigin = "strict-origin",
        OriginWhenCrossOrigin = "origin-when-cross-origin",
        StrictOriginWhenCrossOrigin = "strict-origin-when-cross-origin", UnsafeUrl = "unsafe-url",
    }
}

dictionary! {
    /// `RequestInit`.
    pub struct RequestInit {
        body: Option<BodyInit>, cache: Cache, credentials: Credentials, duplex: Duplex, headers: HeadersInit,
        integrity: String, keepalive: bool, method: ByteString, mode: Mode, redirect: Redirect, referrer: String,
        referrer_policy as "referrerPolicy": ReferrerPolicy, signal: Option<Instance<AbortSignal>>, window: Any,
    }
}

/// The members that a copy of a request takes over as they are.
#[derive(Clone)]
struct Settings {
    method: String,
    url: Url,
    mode: Mode,
    credentials: Credentials,
    cache: Cache,
    redirect: Redirect,
    referrer: &'static str,
    referrer_policy: ReferrerPolicy,
    integrity: String,
    keepalive: bool,
}

/// The data of a `Request`.
pub struct Request {
    settings: Settings,
    headers: Instance<Headers>,
    signal: Instance<AbortSignal>,
    body: Body,
}

impl HostData for Request {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(self.headers.value());
        tracer.mark(self.signal.value());
        self.body.trace(tracer);
    }
}

impl HasBody for Request {
    fn body(&self) -> &Body {
        &self.body
    }

    fn content_type(&self) -> String {
        self.headers.list().get("content-type").map(|value| latin1(&value)).unwrap_or_default()
    }
}

impl Request {
    pub(super) fn method(&self) -> &str {
        &self.settings.method
    }

    pub(super) fn url(&self) -> &Url {
        &self.settings.url
    }

    pub(super) fn headers(&self) -> &Headers {
        &self.headers
    }

    pub(super) fn signal(&self) -> &Instance<AbortSignal> {
        &self.signal
    }

    pub(super) fn redirect(&self) -> RedirectMode {
        match self.settings.redirect {
            Redirect::Follow => RedirectMode::Follow,
            Redirect::Error => RedirectMode::Error,
            Redirect::Manual => RedirectMode::Manual,
        }
    }
}

/// `RequestInfo`: `(Request or USVString)`.
pub(super) enum RequestInfo {
    Request(Instance<Request>),
    Url(String),
}

impl FromJs for RequestInfo {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        match Instance::of(value) {
            Some(request) => Ok(Self::Request(request)),
            None => value.to_text().map(Self::Url),
        }
    }
}

/// Installs `Request`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<Request>::new("Request")
        .constructor(|new: &New<'_>, (input, init): (RequestInfo, RequestInit)| construct(new.realm(), input, init))
        .readonly("method", |this| this.settings.method.clone())
        .readonly("url", |this| String::from(this.settings.url.clone()))
        .readonly("headers", |this| this.headers.value().clone())
        .readonly("destination", |_| "")
        .readonly("referrer", |this| this.settings.referrer)
        .readonly("referrerPolicy", |this| this.settings.referrer_policy.as_str())
        .readonly("mode", |this| this.settings.mode.as_str())
        .readonly("credentials", |this| this.settings.credentials.as_str())
        .readonly("cache", |this| this.settings.cache.as_str())
        .readonly("redirect", |this| this.settings.redirect.as_str())
        .readonly("integrity", |this| this.settings.integrity.clone())
        .readonly("keepalive", |this| this.settings.keepalive)
        .readonly("isReloadNavigation", |_| false)
        .readonly("isHistoryNavigation", |_| false)
        .readonly("signal", |this| this.signal.value().clone())
        .readonly("duplex", |_| "half")
        .operation("clone", clone)
        .body_mixin()
        .install(realm)
        .map(drop)
}

/// `new Request(input, init)`.
pub(super) fn construct(realm: Realm, input: RequestInfo, mut init: RequestInit) -> Result<Request, Thrown> {
    let body = init.body.take().flatten();
    let (mut settings, input) = match input {
        RequestInfo::Url(text) => (of_url(realm, &text)?, None),
        RequestInfo::Request(request) => (request.settings.clone(), Some(request)),
    };
    apply(realm, &mut settings, &init)?;
    let inherited = input.as_ref().map(|input| input.signal.value().clone());
    let signal = match &init.signal {
        Some(signal) => signal.as_ref().map(|signal| signal.value().clone()),
        None => inherited,
    };
    let sources: Vec<Instance<AbortSignal>> = signal.iter().filter_map(Instance::of).collect();
    let signal = abort::any(realm, &sources)?;
    let headers = Headers::default();
    headers.set_guard(Guard::Request);
    match (init.headers, &input) {
        (Some(init), _) => headers.fill(realm, init)?,
        (None, Some(input)) => headers.copy_from(&input.headers),
        (None, None) => {}
    }
    let content = match (body, &input) {
        (Some(_), _) if is_bodiless(&settings.method) => return Err(bodiless(realm)),
        (Some(body), _) => {
            if body.is_stream() && init.duplex.is_none() {
                return Err(realm.type_error("RequestInit: duplex option is required when sending a body."));
            }
            if let Some(kind) = &body.content_type {
                headers.add_default("content-type", kind);
            }
            body.content
        }
        (None, Some(input)) if !input.body.is_null() => {
            if is_bodiless(&settings.method) {
                return Err(bodiless(realm));
            }
            if input.body.is_unusable() {
                return Err(
                    realm.type_error("Cannot construct a Request with a Request object that has already been used.")
                );
            }
            input.body.take()?
        }
        _ => Content::Null,
    };
    let signal = Instance::of(&signal).ok_or_else(|| realm.type_error("AbortSignal is not installed"))?;
    Ok(Request { settings, headers: instance(realm, headers)?, signal, body: Body::new(content) })
}

fn is_bodiless(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

fn bodiless(realm: Realm) -> Thrown {
    realm.type_error("Request with GET/HEAD method cannot have body.")
}

fn of_url(realm: Realm, text: &str) -> Result<Settings, Thrown> {
    let url = Url::parse(text).map_err(|_| realm.type_error(&format!("Failed to parse URL from {text}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            realm.type_error(&format!("Request cannot be constructed from a URL that includes credentials: {text}"))
        );
    }
    Ok(Settings {
        method: "GET".into(),
        url,
        mode: Mode::Cors,
        credentials: Credentials::SameOrigin,
        cache: Cache::Default,
        redirect: Redirect::Follow,
        referrer: "about:client",
        referrer_policy: ReferrerPolicy::None,
        integrity: String::new(),
        keepalive: false,
    })
}

fn apply(realm: Realm, settings: &mut Settings, init: &RequestInit) -> Result<(), Thrown> {
    if init.window.as_ref().is_some_and(|window| !window.is_null()) {
        return Err(realm.type_error("'window' option must be null"));
    }
    if let Some(referrer) = &init.referrer {
        // Without an origin of its own a program has no other referrer than none and the client.
        settings.referrer = match (referrer.as_str(), Url::parse(referrer)) {
            ("", _) => "",
            (_, Ok(_)) => "about:client",
            (_, Err(_)) => return Err(realm.type_error(&format!("Referrer \"{referrer}\" is not a valid URL."))),
        };
    }
    settings.referrer_policy = init.referrer_policy.unwrap_or(settings.referrer_policy);
    if init.mode == Some(Mode::Navigate) {
        return Err(realm.type_error("Request constructor: invalid request mode navigate."));
    }
    settings.mode = init.mode.unwrap_or(settings.mode);
    settings.credentials = init.credentials.unwrap_or(settings.credentials);
    settings.cache = init.cache.unwrap_or(settings.cache);
    if settings.cache == Cache::OnlyIfCached && settings.mode != Mode::SameOrigin {
        return Err(realm.type_error("'only-if-cached' can be set only with 'same-origin' mode"));
    }
    settings.redirect = init.redirect.unwrap_or(settings.redirect);
    if let Some(integrity) = &init.integrity {
        settings.integrity.clone_from(integrity);
    }
    settings.keepalive = init.keepalive.unwrap_or(settings.keepalive);
    if let Some(ByteString(method)) = &init.method {
        settings.method = method_of(realm, method)?;
    }
    if settings.mode == Mode::NoCors && !matches!(settings.method.as_str(), "GET" | "HEAD" | "POST") {
        return Err(realm.type_error(&format!("'{}' is unsupported in no-cors mode.", settings.method)));
    }
    Ok(())
}

/// Checks a method and writes the well-known ones in capitals.
fn method_of(realm: Realm, bytes: &[u8]) -> Result<String, Thrown> {
    let text = latin1(bytes);
    let upper = text.to_ascii_uppercase();
    if !is_token(bytes) || matches!(upper.as_str(), "CONNECT" | "TRACE" | "TRACK") {
        return Err(realm.type_error(&format!("'{text}' is not a valid HTTP method.")));
    }
    let known = matches!(upper.as_str(), "DELETE" | "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT");
    Ok(if known { upper } else { text })
}

fn clone(this: &This<'_, Request>, (): ()) -> Result<Value, Thrown> {
    let realm = this.realm();
    if this.body.is_unusable() {
        return Err(realm.type_error("unusable"));
    }
    let headers = Headers::new(this.headers.list(), Guard::Request);
    let own = Instance::of(this.signal.value());
    let signal = abort::any(realm, &own.into_iter().collect::<Vec<_>>())?;
    let signal = Instance::of(&signal).ok_or_else(|| realm.type_error("AbortSignal is not installed"))?;
    let data = Request {
        settings: this.settings.clone(),
        headers: instance(realm, headers)?,
        signal,
        body: Body::new(this.body.split(realm)?),
    };
    realm.class_of::<Request>()?.instance(data)
}
