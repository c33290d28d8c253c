//! `fetch`, `Request` and `Response` (Fetch standard), without the parts that need an origin: CORS, cookies, caches,
//! referrers. The way down: [`request`] is what the program said, [`exchange`] follows redirects over a
//! [`transport::Fetcher`], [`client`] is the transport that is built in, `upload` sends a stream, [`pipe`] carries bodies.

#[cfg(feature = "http")]
pub mod client;
#[cfg(feature = "http")]
pub mod coding;
pub mod exchange;
pub mod pipe;
pub mod redirect;
pub mod request;
pub mod response;
pub mod transport;
mod upload;

use crate::Web;
use crate::events::abort::{self, AbortSignal};
use crate::idl::{FromJs, Instance, Place, convert::What};
use exchange::{Outcome, Running};
use ffi_core::engine::{Call, ErrorKind, Realm, RemoteResolver, Resolver, Thrown, Value};
use request::{Request, RequestInfo, RequestInit};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use transport::{HttpRequest, HttpResponse, NetworkError, RequestBody};
use url::Url;

/// What can still happen to a fetch that runs: the network may be stopped, and why.
pub(crate) struct Control {
    running: RefCell<Option<Running>>,
    reason: RefCell<Option<Value>>,
    signal: Instance<AbortSignal>,
    algorithm: Cell<Option<u64>>,
    upload: RefCell<Option<Rc<upload::Upload>>>,
}

impl Control {
    /// Why the fetch was aborted, if it was.
    pub(crate) fn reason(&self) -> Option<Value> {
        self.reason.borrow().clone()
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        if let Some(algorithm) = self.algorithm.take() {
            abort::forget(&self.signal, algorithm);
        }
    }
}

/// Installs the two classes and the function.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    request::install(realm)?;
    response::install(realm)?;
    let fetch = realm.function("fetch", 1, |call: &Call<'_>| {
        let started = start(call);
        started.or_else(|thrown| call.realm().rejected(thrown.value()))
    });
    realm.global().define("fetch", &fetch)
}

fn start(call: &Call<'_>) -> Result<Value, Thrown> {
    let realm = call.realm();
    if call.is_empty() {
        return Err(realm.type_error("fetch: 1 argument required, but 0 found."));
    }
    let place = |index| Place { operation: "fetch", what: What::Argument(index) };
    let input = RequestInfo::from_js(&call.argument(0), place(0))?;
    let init = RequestInit::from_js(&call.argument(1), place(1))?;
    let request = realm.class_of::<Request>()?.instance(request::construct(realm, input, init)?)?;
    let data = request.expect_host::<Request>()?;
    if let Some(reason) = data.signal().reason() {
        return realm.rejected(&reason);
    }
    let (promise, resolver) = realm.promise()?;
    let waiting = Rc::new(RefCell::new(Some(resolver)));
    let signal = Instance::of(data.signal().value()).ok_or_else(|| realm.type_error("the request has no signal"))?;
    let control = Rc::new(Control {
        running: RefCell::default(),
        reason: RefCell::default(),
        signal,
        algorithm: Cell::default(),
        upload: RefCell::default(),
    });
    let (weak, aborted) = (Rc::downgrade(&control), Rc::clone(&waiting));
    let algorithm = abort::on_abort(&control.signal, move |realm, reason| {
        if let Some(control) = weak.upgrade() {
            control.reason.replace(Some(reason.clone()));
            let running = control.running.take();
            drop(running);
            let upload = control.upload.take();
            if let Some(Err(thrown)) = upload.map(|upload| upload.abort(reason)) {
                realm.report_uncaught(thrown.value());
            }
        }
        settle(realm, &aborted, Err(Thrown::new(reason.clone())));
    });
    control.algorithm.set(Some(algorithm));
    let body = crate::body::HasBody::body(data);
    let takes_streams =
        matches!(data.url().scheme(), "http" | "https") && Web::of(realm).is_some_and(|web| web.fetcher.streams());
    if let Some(stream) = body.program_stream().filter(|_| takes_streams) {
        let (stopped, failing) = (Rc::downgrade(&control), Rc::clone(&waiting));
        let (upload, reader) = upload::start(stream, move |realm, error| {
            let running = stopped.upgrade().and_then(|control| control.running.take());
            drop(running);
            settle(realm, &failing, Err(unsendable(realm, &error)));
        })?;
        control.upload.replace(Some(upload));
        send(realm, &request, Some(RequestBody::Stream(Arc::new(reader))), &control, &waiting)?;
        return Ok(promise);
    }
    // The request is held until its body has been read: a stream belongs to it.
    let held = request.clone();
    let is_null = body.is_null();
    body.read(realm, move |realm, body| {
        let sent = match body {
            Ok(bytes) => {
                let body = (!is_null).then(|| RequestBody::Bytes(bytes.into()));
                send(realm, &held, body, &control, &waiting)
            }
            Err(error) => Err(unsendable(realm, &error)),
        };
        if let Err(thrown) = sent {
            settle(realm, &waiting, Err(thrown));
        }
    })?;
    Ok(promise)
}

type Waiting = Rc<RefCell<Option<Resolver>>>;

/// Settles the promise of `fetch`, unless an abort has.
fn settle(realm: Realm, waiting: &Waiting, result: Result<Value, Thrown>) {
    let resolver = waiting.borrow_mut().take();
    if let Some(resolver) = resolver
        && let Err(thrown) = resolver.settle(result)
    {
        realm.report_uncaught(thrown.value());
    }
}

/// "Scheme fetch".
fn send(
    realm: Realm,
    request: &Value,
    body: Option<RequestBody>,
    control: &Rc<Control>,
    waiting: &Waiting,
) -> Result<(), Thrown> {
    let data = request.expect_host::<Request>()?;
    let request = HttpRequest {
        method: data.method().to_owned(),
        url: data.url().clone(),
        headers: with_defaults(data.headers().list()),
        body,
    };
    let result = match request.url.scheme() {
        "http" | "https" => return start_exchange(realm, request, data, control, waiting),
        "data" => data_url(request.url),
        "blob" => blob_url(realm, &request),
        "about" => Err(NetworkError::new("about scheme is not supported")),
        "file" => Err(NetworkError::new("not implemented... yet...")),
        _ => Err(NetworkError::new("unknown scheme")),
    };
    finish(realm, result, control, waiting);
    Ok(())
}

/// The headers that a fetch adds when the program has not.
fn with_defaults(mut headers: crate::headers::list::HeaderList) -> crate::headers::list::HeaderList {
    let agent = concat!("sigbind/", env!("CARGO_PKG_VERSION"));
    for (name, value) in [("accept", "*/*"), ("accept-language", "*"), ("user-agent", agent)] {
        if !headers.contains(name) {
            headers.append_raw(name, value);
        }
    }
    headers
}

fn start_exchange(
    realm: Realm,
    request: HttpRequest,
    data: &Request,
    control: &Rc<Control>,
    waiting: &Waiting,
) -> Result<(), Thrown> {
    let Some(web) = Web::of(realm) else { return Err(realm.type_error("fetch is not installed")) };
    // The result crosses threads in this slot; the promise only says that it is there.
    let slot: Arc<Mutex<Option<Result<Outcome, NetworkError>>>> = Arc::default();
    let (arrived, resolver) = realm.promise()?;
    let remote: RemoteResolver = resolver.into_remote();
    let filled = Arc::clone(&slot);
    let done = move |result| {
        *filled.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        remote.settle(|realm| Ok(realm.undefined()));
    };
    let running = exchange::start(Arc::clone(&web.fetcher), request, data.redirect(), Box::new(done));
    control.running.replace(Some(running));
    let (control, waiting) = (Rc::clone(control), Rc::clone(waiting));
    if let Some(arrived) = arrived.as_promise() {
        arrived.settled(move |realm, _| {
            let result = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
            let result = result.unwrap_or_else(|| Err(NetworkError::new("the transport gave no answer")));
            finish(realm, result, &control, &waiting);
        })?;
    }
    Ok(())
}

fn finish(realm: Realm, result: Result<Outcome, NetworkError>, control: &Rc<Control>, waiting: &Waiting) {
    let result = match result {
        Ok(outcome) => response::of_outcome(realm, outcome, Rc::clone(control)),
        Err(error) => Err(failed(realm, &error)),
    };
    // Nobody reads the rest of a stream whose request has failed.
    let upload = if result.is_err() { control.upload.take() } else { None };
    if let (Some(upload), Err(thrown)) = (upload, &result)
        && let Err(thrown) = upload.abort(thrown.value())
    {
        realm.report_uncaught(thrown.value());
    }
    settle(realm, waiting, result);
}

/// The TypeError of a network error, with its cause.
fn failed(realm: Realm, error: &NetworkError) -> Thrown {
    let thrown = realm.type_error("fetch failed");
    match cause(realm, error).and_then(|cause| thrown.value().define_hidden("cause", &cause)) {
        Ok(()) => thrown,
        Err(other) => other,
    }
}

/// The TypeError of a fetch whose body cannot be read, with what the body failed with.
fn unsendable(realm: Realm, error: &Value) -> Thrown {
    let thrown = realm.type_error("fetch failed");
    match thrown.value().define_hidden("cause", error) {
        Ok(()) => thrown,
        Err(other) => other,
    }
}

/// The error object that says what went wrong below.
pub(crate) fn cause(realm: Realm, error: &NetworkError) -> Result<Value, Thrown> {
    let cause = realm.error(ErrorKind::Error, &error.message);
    if let Some(code) = &error.code {
        cause.set("code", &realm.string(code))?;
    }
    Ok(cause)
}

/// A response with the blob that a `blob:` URL means.
fn blob_url(realm: Realm, request: &HttpRequest) -> Result<Outcome, NetworkError> {
    if request.method != "GET" {
        return Err(NetworkError::new("invalid method"));
    }
    let found = crate::location::object_url::resolve(realm, &request.url);
    let (bytes, media_type) = found.ok_or_else(|| NetworkError::new("invalid blob url"))?;
    let mut headers = crate::headers::list::HeaderList::new();
    headers.append_raw("content-length", bytes.len().to_string());
    headers.append_raw("content-type", media_type);
    let body = Some(pipe::full(bytes.to_vec()));
    let response = HttpResponse { status: 200, status_text: "OK".into(), headers, body };
    Ok(Outcome { response, url: request.url.clone(), redirected: false })
}

/// A response with what a `data:` URL contains.
fn data_url(url: Url) -> Result<Outcome, NetworkError> {
    let invalid = || NetworkError::new("invalid data: URL");
    let (media_type, bytes) = {
        let parsed = data_url::DataUrl::process(url.as_str()).map_err(|_| invalid())?;
        let (bytes, _) = parsed.decode_to_vec().map_err(|_| invalid())?;
        (parsed.mime_type().to_string(), bytes)
    };
    let mut headers = crate::headers::list::HeaderList::new();
    headers.append_raw("content-type", media_type);
    let response = HttpResponse { status: 200, status_text: "OK".into(), headers, body: Some(pipe::full(bytes)) };
    Ok(Outcome { response, url, redirected: false })
}
