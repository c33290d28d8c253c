//! The built-in transport: HTTP/1.1 by hyper on one background thread, with a pool of connections. The thread starts with
//! the first request and ends with the client; cancelling an exchange drops its future, which closes the connection.

use super::coding::{ACCEPTED, Decoder};
use super::pipe::{Next, PipeReader, PipeWriter, pipe};
use super::transport::{Cancel, Fetcher, HttpRequest, HttpResponse, NetworkError, Reply, RequestBody};
use crate::headers::list::HeaderList;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

#[cfg(feature = "tls")]
type Connector = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "tls"))]
type Connector = HttpConnector;
type Pool = Client<Connector, Outgoing>;

/// A body on its way out: at hand, or still arriving.
enum Outgoing {
    Full(Full<Bytes>),
    Pipe(Arc<PipeReader>),
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = NetworkError;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, NetworkError>>> {
        let pipe = match self.get_mut() {
            Self::Full(full) => {
                return Pin::new(full).poll_frame(context).map_err(|never| match never {});
            }
            Self::Pipe(pipe) => pipe,
        };
        match pipe.next() {
            Next::Chunk(chunk) => Poll::Ready(Some(Ok(Frame::data(chunk.into())))),
            Next::End => Poll::Ready(None),
            Next::Failed(error) => Poll::Ready(Some(Err(error))),
            Next::Pending => {
                let waker = context.waker().clone();
                pipe.on_readable(move || waker.wake());
                Poll::Pending
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Full(full) if full.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Full(full) => full.size_hint(),
            Self::Pipe(_) => SizeHint::default(),
        }
    }
}

/// The transport that `fetch` uses unless a program brings its own.
#[derive(Default)]
pub struct HttpClient {
    worker: Mutex<Option<Worker>>,
}

struct Worker {
    handle: Handle,
    pool: Pool,
    _stop: oneshot::Sender<()>,
}

impl HttpClient {
    /// A client with no connection and no thread yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn worker(&self) -> std::io::Result<(Handle, Pool)> {
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        if worker.is_none() {
            *worker = Some(Worker::start()?);
        }
        let Some(running) = worker.as_ref() else { return Err(std::io::Error::other("no worker")) };
        Ok((running.handle.clone(), running.pool.clone()))
    }
}

impl Worker {
    fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_io().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        std::thread::Builder::new().name("sigbind-fetch".into()).spawn(move || {
            // Ends when the sender is dropped with the client.
            let _ = runtime.block_on(stopped);
            runtime.shutdown_background();
        })?;
        let pool = Client::builder(TokioExecutor::new()).build(connector());
        Ok(Self { handle, pool, _stop: stop })
    }
}

#[cfg(feature = "tls")]
fn connector() -> Connector {
    let mut plain = plain_connector();
    plain.enforce_http(false);
    hyper_rustls::HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().wrap_connector(plain)
}

#[cfg(not(feature = "tls"))]
fn connector() -> Connector {
    plain_connector()
}

/// TCP without the delay that waits for more to send.
fn plain_connector() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector
}

impl Fetcher for HttpClient {
    fn start(&self, request: HttpRequest, reply: Reply) -> Cancel {
        if cfg!(not(feature = "tls")) && request.url.scheme() == "https" {
            reply(Err(NetworkError::new("this build has no TLS: https URLs need the feature \"tls\"")));
            return Cancel::default();
        }
        let (handle, pool) = match self.worker() {
            Ok(worker) => worker,
            Err(error) => {
                reply(Err(NetworkError::new(format!("the HTTP thread did not start: {error}"))));
                return Cancel::default();
            }
        };
        let task = handle.spawn(run(pool, request, reply));
        Cancel::new(move || task.abort())
    }

    fn streams(&self) -> bool {
        true
    }
}

async fn run(pool: Pool, request: HttpRequest, reply: Reply) {
    let bodiless = request.method == "HEAD";
    let response = match send(&pool, request).await {
        Ok(response) => response,
        Err(error) => return reply(Err(error)),
    };
    let (head, incoming) = response.into_parts();
    let bodiless = bodiless || matches!(head.status.as_u16(), 204 | 205 | 304);
    let mut headers = HeaderList::new();
    for (name, value) in &head.headers {
        headers.append_raw(name.as_str(), value.as_bytes());
    }
    let reason = head.extensions.get::<hyper::ext::ReasonPhrase>();
    let decoder = Decoder::of(&headers);
    let status_text = match reason {
        Some(reason) => crate::headers::list::latin1(reason.as_bytes()),
        None => head.status.canonical_reason().unwrap_or_default().to_owned(),
    };
    let (sink, body): (Option<PipeWriter>, Option<PipeReader>) =
        if bodiless { (None, None) } else { Some(pipe()).unzip() };
    reply(Ok(HttpResponse { status: head.status.as_u16(), status_text, headers, body }));
    if let Some(sink) = sink {
        pump(incoming, sink, decoder).await;
    }
}

async fn send(pool: &Pool, request: HttpRequest) -> Result<hyper::Response<Incoming>, NetworkError> {
    let mut uri = request.url;
    uri.set_fragment(None);
    let mut builder = hyper::Request::builder().method(request.method.as_str()).uri(uri.as_str());
    for header in request.headers.iter() {
        builder = builder.header(header.name.as_str(), header.value.as_slice());
    }
    // A range of an encoded body is of no use.
    if !request.headers.contains("accept-encoding") && !request.headers.contains("range") {
        builder = builder.header("accept-encoding", ACCEPTED);
    }
    if request.body.is_none() && matches!(request.method.as_str(), "POST" | "PUT") {
        builder = builder.header("content-length", "0");
    }
    let body = match request.body {
        None => Outgoing::Full(Full::default()),
        Some(RequestBody::Bytes(bytes)) => Outgoing::Full(Full::new(Bytes::from_owner(bytes))),
        Some(RequestBody::Stream(pipe)) => Outgoing::Pipe(pipe),
    };
    let request = builder.body(body).map_err(|error| NetworkError::new(error.to_string()))?;
    pool.request(request).await.map_err(|error| describe(&error))
}

/// Moves the body into the pipe, at the pace of its reader.
async fn pump(mut incoming: Incoming, sink: PipeWriter, mut decoder: Option<Decoder>) {
    let undecodable = |error: std::io::Error| NetworkError::new(format!("the body cannot be decoded: {error}"));
    loop {
        let (ready, wait) = oneshot::channel();
        sink.on_writable(move || {
            let _ = ready.send(());
        });
        let _ = wait.await;
        let chunk = match incoming.frame().await {
            Some(Err(error)) => return sink.fail(describe(&error)),
            Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
            None => {
                return match decoder.map(Decoder::finish).transpose() {
                    Ok(rest) => {
                        sink.write(rest.unwrap_or_default());
                        sink.finish();
                    }
                    Err(error) => sink.fail(undecodable(error)),
                };
            }
        };
        let chunk = match &mut decoder {
            None => Ok(chunk.to_vec()),
            Some(decoder) => decoder.decode(&chunk),
        };
        match chunk {
            Ok(chunk) => {
                if !sink.write(chunk) {
                    return;
                }
            }
            Err(error) => return sink.fail(undecodable(error)),
        }
    }
}

/// The innermost message, and the system's name where the system refused.
fn describe(error: &(dyn Error + 'static)) -> NetworkError {
    let mut innermost = error;
    let mut code = None;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let mut current = Some(error);
    while let Some(cause) = current {
        if let Some(system) = cause.downcast_ref::<std::io::Error>() {
            code = code.or_else(|| system_name(system));
        }
        if let Some(protocol) = cause.downcast_ref::<hyper::Error>()
            && (protocol.is_incomplete_message() || protocol.is_closed())
        {
            code = code.or(Some("UND_ERR_SOCKET"));
        }
        current = cause.source();
    }
    let message = innermost.to_string();
    match code {
        Some(code) => NetworkError::new(message).with_code(code),
        None => NetworkError::new(message),
    }
}

fn system_name(error: &std::io::Error) -> Option<&'static str> {
    use std::io::ErrorKind;
    Some(match error.kind() {
        ErrorKind::ConnectionRefused => "ECONNREFUSED",
        ErrorKind::ConnectionReset => "ECONNRESET",
        ErrorKind::ConnectionAborted => "ECONNABORTED",
        ErrorKind::TimedOut => "ETIMEDOUT",
        ErrorKind::HostUnreachable => "EHOSTUNREACH",
        ErrorKind::NetworkUnreachable => "ENETUNREACH",
        ErrorKind::BrokenPipe => "EPIPE",
        _ if error.to_string().contains("failed to lookup address") => "ENOTFOUND",
        _ => return None,
    })
}
