//! The class `Response` (Fetch standard, section 5.5).

use super::exchange::Outcome;
use super::{Control, redirect};
use crate::body::init::BodyInit;
use crate::body::{Body, Content, HasBody};
use crate::headers::list::{Guard, HeaderList, latin1};
use crate::headers::{Headers, HeadersInit, instance};
use crate::idl::{Any, ByteString, Instance, Interface, New, Optional, This, dictionary};
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::rc::Rc;
use url::Url;

/// `ResponseType`, as far as it occurs without origins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponseType {
    Basic,
    Default,
    Error,
}

impl ResponseType {
    fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Default => "default",
            Self::Error => "error",
        }
    }
}

/// The data of a `Response`.
pub struct Response {
    kind: ResponseType,
    url: Option<Url>,
    redirected: bool,
    status: u16,
    status_text: Vec<u8>,
    headers: Instance<Headers>,
    body: Body,
}

impl HostData for Response {
    fn trace(&self, tracer: &Tracer) {
        tracer.mark(self.headers.value());
        self.body.trace(tracer);
    }
}

impl HasBody for Response {
    fn body(&self) -> &Body {
        &self.body
    }

    fn content_type(&self) -> String {
        self.headers.list().get("content-type").map(|value| latin1(&value)).unwrap_or_default()
    }
}

dictionary! {
    /// `ResponseInit`.
    pub struct ResponseInit { headers: HeadersInit, status: u16, status_text as "statusText": ByteString }
}

/// Whether a response of this status cannot have a body.
fn is_null_body_status(status: u16) -> bool {
    matches!(status, 101 | 103 | 204 | 205 | 304)
}

/// "Initialize a response".
fn initialize(realm: Realm, init: ResponseInit, body: Option<BodyInit>) -> Result<Response, Thrown> {
    let status = init.status.unwrap_or(200);
    if !(200..=599).contains(&status) {
        return Err(realm.range_error("init[\"status\"] must be in the range of 200 to 599, inclusive."));
    }
    let status_text = init.status_text.map(|text| text.0).unwrap_or_default();
    if !status_text.iter().all(|byte| matches!(byte, b'\t' | 0x20..=0x7e | 0x80..)) {
        return Err(realm.type_error("Invalid statusText"));
    }
    let headers = Headers::new(HeaderList::new(), Guard::Response);
    if let Some(init) = init.headers {
        headers.fill(realm, init)?;
    }
    let content = match body {
        None => Content::Null,
        Some(_) if is_null_body_status(status) => {
            return Err(
                realm.type_error("Response constructor: Invalid response status code for a response with a body")
            );
        }
        Some(body) => {
            if let Some(kind) = &body.content_type {
                headers.add_default("content-type", kind);
            }
            body.content
        }
    };
    Ok(Response {
        kind: ResponseType::Default,
        url: None,
        redirected: false,
        status,
        status_text,
        headers: instance(realm, headers)?,
        body: Body::new(content),
    })
}

/// A response of a fetch.
pub(super) fn of_outcome(realm: Realm, outcome: Outcome, control: Rc<Control>) -> Result<Value, Thrown> {
    let Outcome { response, url, redirected } = outcome;
    let content = match response.body {
        Some(pipe) if !is_null_body_status(response.status) => Content::Pipe(Rc::new(pipe), Some(control)),
        _ => Content::Null,
    };
    let data = Response {
        kind: ResponseType::Basic,
        url: Some(url),
        redirected,
        status: response.status,
        status_text: response.status_text.chars().map(|character| character as u8).collect(),
        headers: instance(realm, Headers::new(response.headers, Guard::Immutable))?,
        body: Body::new(content),
    };
    realm.class_of::<Response>()?.instance(data)
}

/// Installs `Response`.
pub(super) fn install(realm: Realm) -> Result<(), Thrown> {
    Interface::<Response>::new("Response")
        .constructor(|new, (body, init): (Optional<Option<BodyInit>>, ResponseInit)| {
            initialize(new.realm(), init, body.0.flatten())
        })
        .static_operation("error", |new, (): ()| error(new))
        .static_operation("redirect", redirect)
        .static_operation("json", json)
        .readonly("type", |this| this.kind.as_str())
        .readonly("url", |this| this.url.as_ref().map(without_fragment).unwrap_or_default())
        .readonly("redirected", |this| this.redirected)
        .readonly("status", |this| f64::from(this.status))
        .readonly("ok", |this| (200..300).contains(&this.status))
        .readonly("statusText", |this| ByteString(this.status_text.clone()))
        .readonly("headers", |this| this.headers.value().clone())
        .operation("clone", clone)
        .body_mixin()
        .install(realm)
        .map(drop)
}

fn without_fragment(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

fn of_status(realm: Realm, kind: ResponseType, status: u16, headers: HeaderList) -> Result<Value, Thrown> {
    let data = Response {
        kind,
        url: None,
        redirected: false,
        status,
        status_text: Vec::new(),
        headers: instance(realm, Headers::new(headers, Guard::Immutable))?,
        body: Body::new(Content::Null),
    };
    realm.class_of::<Response>()?.instance(data)
}

fn error(new: &New<'_>) -> Result<Value, Thrown> {
    of_status(new.realm(), ResponseType::Error, 0, HeaderList::new())
}

fn redirect(new: &New<'_>, (url, status): (String, Optional<u16>)) -> Result<Value, Thrown> {
    let realm = new.realm();
    let url = Url::parse(&url).map_err(|_| realm.type_error(&format!("Failed to parse URL from {url}")))?;
    let status = status.0.unwrap_or(302);
    if !redirect::is_redirect_status(status) {
        return Err(realm.range_error(&format!("Invalid status code {status}")));
    }
    let mut headers = HeaderList::new();
    headers.append_raw("location", url.as_str());
    of_status(realm, ResponseType::Default, status, headers)
}

fn json(new: &New<'_>, (data, init): (Any, ResponseInit)) -> Result<Value, Thrown> {
    let realm = new.realm();
    let text = data.json()?.ok_or_else(|| realm.type_error("Value is not JSON serializable"))?;
    let response = initialize(realm, init, Some(BodyInit::text(text, "application/json")))?;
    realm.class_of::<Response>()?.instance(response)
}

fn clone(this: &This<'_, Response>, (): ()) -> Result<Value, Thrown> {
    let realm = this.realm();
    if this.body.is_unusable() {
        return Err(realm.type_error("Response.clone: Body has already been consumed."));
    }
    let guard = if this.kind == ResponseType::Default { Guard::Response } else { Guard::Immutable };
    let data = Response {
        kind: this.kind,
        url: this.url.clone(),
        redirected: this.redirected,
        status: this.status,
        status_text: this.status_text.clone(),
        headers: instance(realm, Headers::new(this.headers.list(), guard))?,
        body: Body::new(this.body.split(realm)?),
    };
    realm.class_of::<Response>()?.instance(data)
}
