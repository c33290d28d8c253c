//! What `fetch` needs of a transport: one HTTP exchange at a time. The built-in [`client`](super::client) is one such
//! transport; a program may put its own in its place ([`Fetcher`]): a recorder, a proxy, a table of canned answers.
//! Redirects, abort, `data:` URLs and everything JavaScript sees stay above this line.

use super::pipe::PipeReader;
use crate::headers::list::HeaderList;
use std::sync::Arc;
use url::Url;

/// A request as it goes to the transport.
#[derive(Debug, Clone)]
pub struct HttpRequest {
    /// The method, upper-cased where the standard says so.
    pub method: String,
    /// The URL: `http:` or `https:`, with its fragment.
    pub url: Url,
    /// The headers a program gave plus the defaults of `fetch`; the transport adds `host` and `content-length`.
    pub headers: HeaderList,
    /// The body.
    pub body: Option<RequestBody>,
}

/// The body of a request.
#[derive(Clone)]
pub enum RequestBody {
    /// Bytes at hand.
    Bytes(Arc<[u8]>),
    /// Bytes that arrive, whose number nobody knows: for a transport that [`streams`](Fetcher::streams).
    Stream(Arc<PipeReader>),
}

impl RequestBody {
    /// The bytes at hand.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Stream(_) => &[],
        }
    }
}

impl std::fmt::Debug for RequestBody {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(formatter, "{} bytes", bytes.len()),
            Self::Stream(_) => formatter.write_str("a stream"),
        }
    }
}

/// A response as it comes from the transport.
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// The reason phrase as sent.
    pub status_text: String,
    /// The headers.
    pub headers: HeaderList,
    /// The body, which may still be arriving; `None` where a response to this request has none.
    pub body: Option<PipeReader>,
}

/// Why there is no response: the `cause` of the TypeError `fetch failed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkError {
    /// What happened.
    pub message: String,
    /// The name of the system's error, such as `ECONNREFUSED`, where there is one.
    pub code: Option<String>,
}

impl NetworkError {
    /// An error that is not one of the system's.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: None }
    }

    /// The same with the system's name for it.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

impl std::fmt::Display for NetworkError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for NetworkError {}

/// Receives the outcome of an exchange: once, on any thread.
pub type Reply = Box<dyn FnOnce(Result<HttpResponse, NetworkError>) + Send>;

/// Ends an exchange, body included, when it is dropped or told to. A cancelled exchange may leave its reply uncalled.
#[derive(Default)]
pub struct Cancel(Option<Box<dyn FnOnce() + Send>>);

impl Cancel {
    /// Runs `stop` when the exchange is no longer wanted.
    pub fn new(stop: impl FnOnce() + Send + 'static) -> Self {
        Self(Some(Box::new(stop)))
    }

    /// Ends the exchange.
    pub fn cancel(mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        if let Some(stop) = self.0.take() {
            stop();
        }
    }
}

impl Drop for Cancel {
    fn drop(&mut self) {
        self.stop();
    }
}

impl std::fmt::Debug for Cancel {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Cancel")
    }
}

/// A transport.
pub trait Fetcher: Send + Sync + 'static {
    /// Starts one exchange and returns at once; `reply` receives the response as soon as its headers are known.
    fn start(&self, request: HttpRequest, reply: Reply) -> Cancel;

    /// Whether it takes bodies that still arrive. For one that does not, `fetch` waits until a body is complete.
    fn streams(&self) -> bool {
        false
    }
}

/// A function of one request is a transport, convenient for canned answers.
impl<F> Fetcher for F
where
    F: Fn(HttpRequest) -> Result<HttpResponse, NetworkError> + Send + Sync + 'static,
{
    fn start(&self, request: HttpRequest, reply: Reply) -> Cancel {
        reply(self(request));
        Cancel::default()
    }
}
