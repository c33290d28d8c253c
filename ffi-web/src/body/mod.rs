//! Bodies (Fetch standard, section 5.2): what may be a body, and the mixin that `Request` and `Response` share. A body stays
//! bytes, or a pipe from the network, until a program asks for its stream.

pub mod init;

use crate::fetch::Control;
use crate::fetch::pipe::PipeReader;
use crate::idl::{Interface, This};
use crate::streams::{ReadableStream, Source, read_everything, tee};
use data_url::mime::Mime;
use ffi_core::engine::{HostData, Realm, Thrown, Tracer, Value};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// A body, or none.
pub struct Body(RefCell<Content>);

/// What a body is made of.
pub(crate) enum Content {
    /// There is no body.
    Null,
    /// Bytes at hand.
    Bytes(Arc<[u8]>),
    /// Bytes that arrive.
    Pipe(Rc<PipeReader>, Option<Rc<Control>>),
    /// The stream that a program gave or has seen.
    Stream(Value),
    /// It was read before anybody saw its stream.
    Used,
}

impl Body {
    /// A body of this content.
    pub(crate) fn new(content: Content) -> Self {
        Self(RefCell::new(content))
    }

    /// Shows the collector what it holds.
    pub fn trace(&self, tracer: &Tracer) {
        if let Ok(content) = self.0.try_borrow()
            && let Content::Stream(stream) = &*content
        {
            tracer.mark(stream);
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(*self.0.borrow(), Content::Null)
    }

    /// `bodyUsed`.
    #[must_use]
    pub fn is_used(&self) -> bool {
        match &*self.0.borrow() {
            Content::Used => true,
            Content::Stream(stream) => stream.host::<ReadableStream>().is_some_and(ReadableStream::is_disturbed),
            _ => false,
        }
    }

    /// "Unusable": read, or locked by a reader.
    #[must_use]
    pub fn is_unusable(&self) -> bool {
        let locked = match &*self.0.borrow() {
            Content::Stream(stream) => stream.host::<ReadableStream>().is_some_and(ReadableStream::is_locked),
            _ => false,
        };
        locked || self.is_used()
    }

    /// Takes the content; what stays counts as read.
    pub(crate) fn take(&self) -> Result<Content, Thrown> {
        let content = self.0.replace(Content::Used);
        match &content {
            Content::Null => drop(self.0.replace(Content::Null)),
            Content::Stream(stream) => {
                let [first, _] = tee(stream)?;
                stream.expect_host::<ReadableStream>()?.mark_disturbed();
                self.0.replace(content);
                return Ok(Content::Stream(first));
            }
            _ => {}
        }
        Ok(content)
    }

    /// "Clone a body": bytes are shared, anything else is split.
    pub(crate) fn split(&self, realm: Realm) -> Result<Content, Thrown> {
        match &*self.0.borrow() {
            Content::Null => return Ok(Content::Null),
            Content::Bytes(bytes) => return Ok(Content::Bytes(Arc::clone(bytes))),
            _ => {}
        }
        let Some(stream) = self.stream(realm)? else { return Ok(Content::Null) };
        let [first, second] = tee(&stream)?;
        self.0.replace(Content::Stream(first));
        Ok(Content::Stream(second))
    }

    /// The `body` attribute: makes the stream when it is first asked for.
    pub(crate) fn stream(&self, realm: Realm) -> Result<Option<Value>, Thrown> {
        let (source, used) = match &*self.0.borrow() {
            Content::Null => return Ok(None),
            Content::Stream(stream) => return Ok(Some(stream.clone())),
            Content::Bytes(bytes) => (Source::Bytes(Arc::clone(bytes)), false),
            Content::Pipe(pipe, control) => (Source::Pipe(Rc::clone(pipe), control.clone()), false),
            Content::Used => (Source::Over, true),
        };
        let stream = ReadableStream::of_host(realm, source)?;
        if used {
            let data = stream.expect_host::<ReadableStream>()?;
            data.mark_disturbed();
            data.hold();
        }
        self.0.replace(Content::Stream(stream.clone()));
        Ok(Some(stream))
    }

    /// The stream that a program gave or has seen.
    pub(crate) fn program_stream(&self) -> Option<Value> {
        match &*self.0.borrow() {
            Content::Stream(stream) => Some(stream.clone()),
            _ => None,
        }
    }

    /// "Fully read": calls `done` with all bytes, now or later. The body is read from now on.
    pub(crate) fn read(
        &self,
        realm: Realm,
        done: impl FnOnce(Realm, Result<Vec<u8>, Value>) + 'static,
    ) -> Result<(), Thrown> {
        let bytes = match &*self.0.borrow() {
            Content::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        };
        if let Some(bytes) = bytes {
            self.0.replace(Content::Used);
            done(realm, Ok(bytes));
            return Ok(());
        }
        if self.is_null() {
            done(realm, Ok(Vec::new()));
            return Ok(());
        }
        let Some(stream) = self.stream(realm)? else { return Ok(()) };
        stream.expect_host::<ReadableStream>()?.hold();
        read_everything(stream, done)
    }
}

/// What a body becomes.
#[derive(Clone, Copy)]
enum Package {
    Text,
    Json,
    ArrayBuffer,
    Bytes,
    Blob,
    FormData,
}

/// A class with a body.
pub trait HasBody: HostData {
    /// The body.
    fn body(&self) -> &Body;
    /// The value of `Content-Type`, empty without one.
    fn content_type(&self) -> String;
}

impl<T: HasBody> Interface<T> {
    /// Adds the members of the mixin `Body`.
    #[must_use]
    pub fn body_mixin(self) -> Self {
        let read = |package: Package| move |this: &This<'_, T>, (): ()| consume(this, package);
        self.readonly("body", |this| this.body().stream(this.realm()))
            .readonly("bodyUsed", |this| this.body().is_used())
            .asynchronous("arrayBuffer", read(Package::ArrayBuffer))
            .asynchronous("blob", read(Package::Blob))
            .asynchronous("bytes", read(Package::Bytes))
            .asynchronous("formData", read(Package::FormData))
            .asynchronous("json", read(Package::Json))
            .asynchronous("text", read(Package::Text))
    }
}

fn consume<T: HasBody>(this: &This<'_, T>, package: Package) -> Result<Value, Thrown> {
    let (realm, body) = (this.realm(), this.body());
    if body.is_unusable() {
        return Err(realm.type_error("Body is unusable: Body has already been read"));
    }
    let content_type = this.content_type();
    let (promise, resolver) = realm.promise()?;
    body.read(realm, move |realm, result| {
        let result = match result {
            Ok(bytes) => pack(realm, package, bytes, &content_type),
            Err(error) => Err(Thrown::new(error)),
        };
        if let Err(thrown) = resolver.settle(result) {
            realm.report_uncaught(thrown.value());
        }
    })?;
    Ok(promise)
}

fn pack(realm: Realm, package: Package, bytes: Vec<u8>, content_type: &str) -> Result<Value, Thrown> {
    match package {
        Package::Text => Ok(realm.string(&crate::encoding::decoder::utf8_decode(&bytes))),
        Package::Json => realm.parse_json(&crate::encoding::decoder::utf8_decode(&bytes)),
        Package::ArrayBuffer => realm.array_buffer(bytes),
        Package::Bytes => realm.uint8_array(bytes),
        Package::FormData => crate::form::of_body(realm, &bytes, content_type),
        Package::Blob => {
            let media_type = content_type.parse::<Mime>().map(|media_type| media_type.to_string());
            crate::blob::instance(realm, bytes.into(), &media_type.unwrap_or_default())
        }
    }
}
