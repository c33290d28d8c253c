//! HTTP-redirect fetch (Fetch standard, section 4.4): what follows a response with a `Location`. A pure function of the
//! request, the response's head and the mode; [`exchange`](super::exchange) runs it.

use super::transport::{HttpRequest, NetworkError, RequestBody};
use crate::headers::list::{HeaderList, latin1};
use url::Url;

/// Redirects followed before a fetch fails.
const LIMIT: u32 = 20;

/// `Request.redirect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RedirectMode {
    /// Follow.
    #[default]
    Follow,
    /// A redirect is a network error.
    Error,
    /// The redirect response itself is the result. (The standard hides it from pages of another origin behind an
    /// `opaqueredirect` response; a program outside a browser has no origin and sees it whole, as in Node.)
    Manual,
}

/// What to do with a response.
#[derive(Debug)]
pub enum Verdict {
    /// It is the result.
    Take,
    /// Send this request next.
    Follow(Box<HttpRequest>),
    /// Give up.
    Fail(NetworkError),
}

/// Whether a status asks for another request.
#[must_use]
pub fn is_redirect_status(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Decides what a response means. `count` is the number of redirects followed so far.
#[must_use]
pub fn judge(mode: RedirectMode, request: &HttpRequest, status: u16, headers: &HeaderList, count: u32) -> Verdict {
    if !is_redirect_status(status) {
        return Verdict::Take;
    }
    match mode {
        RedirectMode::Error => return fail("unexpected redirect"),
        RedirectMode::Manual => return Verdict::Take,
        RedirectMode::Follow => {}
    }
    let Some(location) = headers.get("location") else { return Verdict::Take };
    let Ok(mut url) = request.url.join(&location_text(&location)) else {
        return fail("URL scheme must be a HTTP(S) scheme");
    };
    if url.fragment().is_none() {
        url.set_fragment(request.url.fragment());
    }
    if !matches!(url.scheme(), "http" | "https") {
        return fail("URL scheme must be a HTTP(S) scheme");
    }
    if count >= LIMIT {
        return fail("redirect count exceeded");
    }
    let next = next_request(request, url, status);
    if matches!(next.body, Some(RequestBody::Stream(_))) {
        return fail("a body that is a stream cannot be sent again");
    }
    Verdict::Follow(Box::new(next))
}

fn next_request(request: &HttpRequest, url: Url, status: u16) -> HttpRequest {
    let mut next = request.clone();
    let becomes_get = match status {
        301 | 302 => request.method == "POST",
        303 => !matches!(request.method.as_str(), "GET" | "HEAD"),
        _ => false,
    };
    if becomes_get {
        "GET".clone_into(&mut next.method);
        next.body = None;
        for name in ["content-encoding", "content-language", "content-location", "content-type", "content-length"] {
            next.headers.delete_raw(name);
        }
    }
    if url.origin() != request.url.origin() {
        for name in ["authorization", "proxy-authorization", "cookie", "host"] {
            next.headers.delete_raw(name);
        }
    }
    next.url = url;
    next
}

/// `Location` is UTF-8 where it can be, as browsers read it.
fn location_text(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| latin1(bytes), str::to_owned)
}

fn fail(message: &str) -> Verdict {
    Verdict::Fail(NetworkError::new(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(method: &str, status: u16, location: &str, expected: &str) {
        let mut headers = HeaderList::new();
        headers.append_raw("content-type", "text/plain");
        headers.append_raw("authorization", "secret");
        let url = Url::parse("http://a.test/x/y?q#f").expect("a URL");
        let request =
            HttpRequest { method: method.into(), url, headers, body: Some(RequestBody::Bytes(Vec::new().into())) };
        let mut head = HeaderList::new();
        head.append_raw("location", location);
        let verdict = match judge(RedirectMode::Follow, &request, status, &head, 0) {
            Verdict::Follow(next) => {
                let names: Vec<_> = next.headers.iter().map(|header| header.name.as_str()).collect();
                format!("{} {} {} {}", next.method, next.url, names.join(","), next.body.is_some())
            }
            Verdict::Fail(error) => error.message,
            other => format!("{other:?}"),
        };
        assert_eq!(verdict, expected);
    }

    #[test]
    fn verdicts() {
        check("POST", 301, "z", "GET http://a.test/x/z#f authorization false");
        check("PUT", 302, "z", "PUT http://a.test/x/z#f content-type,authorization true");
        check("PUT", 303, "/z#g", "GET http://a.test/z#g authorization false");
        check("HEAD", 303, "/", "HEAD http://a.test/#f content-type,authorization true");
        check("POST", 307, "//b.test", "POST http://b.test/#f content-type true");
        check("POST", 308, "http://a.test:81/", "POST http://a.test:81/#f content-type true");
        check("GET", 302, "data:,x", "URL scheme must be a HTTP(S) scheme");
        check("GET", 302, "http://[", "URL scheme must be a HTTP(S) scheme");
        check("GET", 304, "z", "Take");
    }
}
