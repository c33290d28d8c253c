//! A loopback HTTP/1.1 server for the tests of `fetch`: a thread for each connection, one answer for each path.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

/// A request as the server read it.
struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Starts the server and gives its address, such as `http://127.0.0.1:40000`. It runs until the process ends.
pub fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    let base = format!("http://{}", listener.local_addr().expect("a bound socket"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    base
}

fn serve(stream: TcpStream) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    while let Some(request) = read(&mut reader) {
        answer(&mut stream, &request)?;
    }
    Some(())
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let header = |name: &str| headers.iter().find(|header| header.0 == name).map(|header| header.1.clone());
    let mut body = vec![0; header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    if header("transfer-encoding").is_some() {
        let most = if path == "/first" { 1 } else { usize::MAX };
        body = read_chunks(reader, most)?;
    }
    Some(Request { method, path, headers, body })
}

/// Reads a body of chunks to its end, or so many of them.
fn read_chunks(reader: &mut BufReader<TcpStream>, most: usize) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    for _ in 0..most {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let mut chunk = vec![0; usize::from_str_radix(line.trim(), 16).ok()? + 2];
        reader.read_exact(&mut chunk).ok()?;
        if chunk.len() == 2 {
            return Some(body);
        }
        body.extend_from_slice(&chunk[..chunk.len() - 2]);
    }
    Some(body)
}

fn send(stream: &mut TcpStream, head: &str, body: &[u8]) -> Option<()> {
    let head = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()
}

fn answer(stream: &mut TcpStream, request: &Request) -> Option<()> {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    match path {
        "/echo" => {
            // The names that clients choose for themselves are left out, so that all clients echo the same.
            let mut headers: Vec<String> = request
                .headers
                .iter()
                .filter(|(name, _)| {
                    name.starts_with("x-")
                        || matches!(name.as_str(), "content-type" | "content-length" | "authorization")
                })
                .map(|(name, value)| format!("{name}: {value}"))
                .collect();
            headers.sort();
            let body = String::from_utf8_lossy(&request.body);
            let text = format!("{} {}\n{}\n{body}", request.method, request.path, headers.join("\n"));
            send(
                stream,
                "200 OK\r\ncontent-type: text/plain;charset=UTF-8\r\nx-many: 1\r\nX-Many: 2\r\nset-cookie: a=1\r\nset-cookie: b=2",
                text.as_bytes(),
            )
        }
        "/status" => send(stream, &format!("{query} Custom Reason"), b"body"),
        // Answers when the first chunk of the body is there, and says how the body is sent.
        "/first" => {
            let coding = request.headers.iter().find(|(name, _)| name == "transfer-encoding");
            let coding = coding.map_or("none", |(_, value)| value);
            let text = format!("{coding} {}", String::from_utf8_lossy(&request.body));
            send(stream, "200 OK\r\nconnection: close", text.as_bytes())?;
            wait_for_close(stream)
        }
        "/nocontent" => stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").ok(),
        "/redirect" => {
            let (status, location) = query.split_once(',')?;
            send(stream, &format!("{status} Moved\r\nlocation: {location}"), b"moved")
        }
        "/chunked" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").ok()?;
            for piece in ["one ", "two ", "three"] {
                stream.write_all(format!("{:x}\r\n{piece}\r\n", piece.len()).as_bytes()).ok()?;
                stream.flush().ok()?;
            }
            stream.write_all(b"0\r\n\r\n").ok()
        }
        "/large" => send(stream, "200 OK", &vec![b'x'; query.parse().ok()?]),
        "/json" if request.method == "HEAD" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\n").ok()
        }
        "/json" => send(stream, "200 OK\r\ncontent-type: application/json", "{\"a\":[1,2,\"ü\"]}".as_bytes()),
        "/gzip" => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(&b"packed ".repeat(query.parse().ok()?)).ok()?;
            send(stream, "200 OK\r\ncontent-encoding: gzip", &encoder.finish().ok()?)
        }
        "/not-gzip" => send(stream, "200 OK\r\ncontent-encoding: gzip", b"plain after all"),
        "/bytes" => send(stream, "200 OK\r\ncontent-type: application/octet-stream", &[0, 1, 254, 255]),
        "/latin" => send(stream, "200 OK\r\nx-latin: caf\u{e9}", b"\xef\xbb\xbfbom"),
        // The headers come, the body does not: what an abort in the middle meets.
        "/stall" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc").ok()?;
            wait_for_close(stream)
        }
        "/silent" => wait_for_close(stream),
        "/broken" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc").ok()?;
            None
        }
        "/hangup" => None,
        "/garbage" => {
            stream.write_all(b"what is this\r\n\r\n").ok()?;
            None
        }
        _ => send(stream, "404 Not Found", b"nothing here"),
    }
}

fn wait_for_close(stream: &mut TcpStream) -> Option<()> {
    let mut rest = [0; 64];
    while stream.read(&mut rest).ok()? > 0 {}
    None
}
