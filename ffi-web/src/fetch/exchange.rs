//! One `fetch` below JavaScript: exchanges with the transport until a response stands, redirects included. Runs on
//! whatever thread the transport replies from, so that a page that is busy delays nothing.

use super::redirect::{RedirectMode, Verdict, judge};
use super::transport::{Cancel, Fetcher, HttpRequest, HttpResponse, NetworkError};
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

/// The end of a fetch.
pub struct Outcome {
    /// The response.
    pub response: HttpResponse,
    /// The URL it came from.
    pub url: Url,
    /// Whether redirects were followed on the way.
    pub redirected: bool,
}

type Done = Box<dyn FnOnce(Result<Outcome, NetworkError>) + Send>;

/// Stops a running fetch when dropped.
pub struct Running(Arc<Mutex<Leg>>);

/// The exchange that is under way.
#[derive(Default)]
struct Leg {
    cancel: Option<Cancel>,
    number: u32,
    stopped: bool,
}

impl Drop for Running {
    fn drop(&mut self) {
        let cancel = {
            let mut leg = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            leg.stopped = true;
            leg.cancel.take()
        };
        drop(cancel);
    }
}

/// Starts a fetch of an `http:` or `https:` URL. `done` is called at most once, on any thread.
pub fn start(fetcher: Arc<dyn Fetcher>, request: HttpRequest, mode: RedirectMode, done: Done) -> Running {
    let leg = Arc::new(Mutex::new(Leg::default()));
    send(fetcher, request, mode, 0, Arc::clone(&leg), done);
    Running(leg)
}

fn send(
    fetcher: Arc<dyn Fetcher>,
    request: HttpRequest,
    mode: RedirectMode,
    count: u32,
    leg: Arc<Mutex<Leg>>,
    done: Done,
) {
    if is_bad_port(&request.url) {
        return done(Err(NetworkError::new("bad port")));
    }
    let (sent, next_leg, transport) = (request.clone(), Arc::clone(&leg), Arc::clone(&fetcher));
    let reply = move |result: Result<HttpResponse, NetworkError>| {
        let response = match result {
            Ok(response) => response,
            Err(error) => return done(Err(error)),
        };
        match judge(mode, &sent, response.status, &response.headers, count) {
            Verdict::Fail(error) => done(Err(error)),
            Verdict::Follow(next) => {
                drop(response);
                if !next_leg.lock().unwrap_or_else(PoisonError::into_inner).stopped {
                    send(transport, *next, mode, count + 1, next_leg, done);
                }
            }
            Verdict::Take => done(Ok(Outcome { response, url: sent.url, redirected: count > 0 })),
        }
    };
    let cancel = fetcher.start(request, Box::new(reply));
    // A transport may reply before `start` returns, so a later leg may be under way already; or the fetch was stopped.
    let mut state = leg.lock().unwrap_or_else(PoisonError::into_inner);
    let replaced = if state.stopped || state.number > count {
        Some(cancel)
    } else {
        state.number = count;
        state.cancel.replace(cancel)
    };
    drop(state);
    drop(replaced);
}

/// "Block bad port" of the Fetch standard: ports of other protocols, to which a request must not be smuggled.
fn is_bad_port(url: &Url) -> bool {
    const BAD: [u16; 83] = [
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
        109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526,
        530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045,
        4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    ];
    url.port().is_some_and(|port| BAD.contains(&port))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::pipe::full;
    use crate::headers::list::HeaderList;
    use std::sync::mpsc::channel;

    fn canned(request: HttpRequest) -> Result<HttpResponse, NetworkError> {
        let mut headers = HeaderList::new();
        let status = match request.url.path() {
            "/loop" => {
                headers.append_raw("location", "/loop");
                302
            }
            "/a" => {
                headers.append_raw("location", "/b");
                301
            }
            "/refused" => return Err(NetworkError::new("connect").with_code("ECONNREFUSED")),
            _ => 200,
        };
        Ok(HttpResponse { status, status_text: String::new(), headers, body: Some(full(b"x".to_vec())) })
    }

    #[track_caller]
    fn check(url: &str, mode: RedirectMode, expected: &str) {
        let (sender, receiver) = channel();
        let request = HttpRequest {
            method: "GET".into(),
            url: Url::parse(url).expect("a URL"),
            headers: HeaderList::new(),
            body: None,
        };
        let done = move |result| sender.send(result).expect("the test listens");
        let running = start(Arc::new(canned), request, mode, Box::new(done));
        let line = match receiver.try_recv().expect("a canned answer comes at once") {
            Ok(Outcome { response, url, redirected }) => format!("{} {url} {redirected}", response.status),
            Err(error) => format!("{} {:?}", error.message, error.code),
        };
        drop(running);
        assert_eq!(line, expected);
    }

    #[test]
    fn outcomes() {
        check("http://h.test/", RedirectMode::Follow, "200 http://h.test/ false");
        check("http://h.test/a", RedirectMode::Follow, "200 http://h.test/b true");
        check("http://h.test/a", RedirectMode::Manual, "301 http://h.test/a false");
        check("http://h.test/a", RedirectMode::Error, "unexpected redirect None");
        check("http://h.test/loop", RedirectMode::Follow, "redirect count exceeded None");
        check("http://h.test/refused", RedirectMode::Follow, "connect Some(\"ECONNREFUSED\")");
        check("http://h.test:25/", RedirectMode::Follow, "bad port None");
    }
}
