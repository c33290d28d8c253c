//! The HTTP server on the loopback interface that answers with what it was sent.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Result, anyhow};
use serde_json::{Map, Value, json};
use tiny_http::{Header, Response, Server};

/// A running server; dropping it stops the server.
pub struct Echo {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
    address: SocketAddr,
}

impl Echo {
    /// Starts on a free port of 127.0.0.1.
    pub fn start() -> Result<Self> {
        let server = Arc::new(Server::http("127.0.0.1:0").map_err(|error| anyhow!("echo server: {error}"))?);
        let address = server.server_addr().to_ip().ok_or_else(|| anyhow!("echo server has no IP address"))?;
        let serving = Arc::clone(&server);
        let thread = std::thread::spawn(move || {
            for mut request in serving.incoming_requests() {
                let mut body = String::new();
                if request.as_reader().read_to_string(&mut body).is_err() {
                    continue;
                }
                let answer = describe(&request, &body).to_string();
                let mut response = Response::from_string(answer);
                // A page in a browser asks before it sends headers or methods of its own.
                let cross_origin = [
                    ("access-control-allow-origin", "*"),
                    ("access-control-allow-headers", "*"),
                    ("access-control-allow-methods", "*"),
                ];
                for (name, value) in cross_origin.into_iter().chain([("content-type", "application/json")]) {
                    if let Ok(header) = Header::from_bytes(name, value) {
                        response.add_header(header);
                    }
                }
                // A client that went away (an aborted request) is not the server's trouble.
                drop(request.respond(response));
            }
        });
        Ok(Self { server, thread: Some(thread), address })
    }

    /// The address that echoes.
    pub fn url(&self) -> String {
        format!("http://{}/echo", self.address)
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn describe(request: &tiny_http::Request, body: &str) -> Value {
    let mut headers = Map::new();
    for header in request.headers() {
        headers.insert(header.field.as_str().as_str().to_ascii_lowercase(), json!(header.value.as_str()));
    }
    json!({ "method": request.method().as_str(), "url": request.url(), "headers": headers, "body": body })
}
