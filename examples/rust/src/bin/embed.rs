//! Python and JavaScript inside of a Rust program: Rust, by bindings made of declarations, and both languages fetch from a server on this machine.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpListener;

use ffi_core::bound::block_on;
use ffi_core::export::Library;
use ffi_core::typed::{Exception, Guest, Promised};
use ffi_macros::{Options, bind_dts, export};
use sigbind_examples::{convert, start, wait};

bind_dts!("types/web.d.ts", { Response, RequestInit as Init, fetch });

/// What the server answers.
#[derive(Options)]
struct Answer {
    method: String,
    length: u32,
    #[ffi(default = "nobody")]
    from: String,
}

/// Gives a JavaScript object on: a bound class is an argument and a result like any other.
#[export]
fn checked(response: Response) -> Result<Response, Exception> {
    match response.ok()? {
        true => Ok(response),
        false => Err(Exception::runtime(format!("status {}", response.status()?))),
    }
}

/// Says what the server said.
#[export(signature = (answer, *, loud = false))]
async fn summary(answer: Promised<Answer>, loud: bool) -> Result<String, Exception> {
    let Answer { method, length, from } = answer.await?;
    let text = format!("{method} of {length} bytes from {from}");
    Ok(if loud { text.to_uppercase() } else { text })
}

fn main() -> Result<(), Exception> {
    let realm = start()?;
    let address = serve()?;
    let library = Library::new("server").with::<summary>().with::<checked>();
    library.install(realm)?;
    library.install_python()?;

    let headers = HashMap::from([("x-from".to_owned(), "Rust".to_owned())]);
    let init = Init::new(realm).method("PUT").body("hello").headers(headers);
    let url = address.clone();
    let answer = block_on(realm, async move {
        let response = fetch_with_init(realm, url.as_str(), init)?.await?;
        assert_eq!((response.status()?, response.ok()?), (200.0, true));
        response.text()?.await
    })?;
    println!("{answer}");
    assert_eq!(answer, r#"{ "method": "PUT", "length": 5, "from": "Rust" }"#);

    let javascript = realm.evaluate(
        "async address => {
            const response = await fetch(address, { method: 'POST', body: 'hi', headers: { 'x-from': 'JavaScript' } })
            return await server.summary(server.checked(response).json(), { loud: true })
        }",
        "embed.js",
    )?;
    let answer = javascript.call_plain(&[&realm.string(&address)])?;
    let answer: String = wait(Guest::of_javascript(answer))?;
    println!("{answer}");
    assert_eq!(answer, "POST OF 2 BYTES FROM JAVASCRIPT");

    ffi_core::python::run(&format!(
        "import asyncio, server\n\
         from sigbind._core import js\n\
         async def main():\n\
         \x20   response = await js.fetch({address:?})\n\
         \x20   return await server.summary(response.json())\n\
         result = asyncio.run(main())"
    ))
    .and_then(|answer| convert::<String>(&answer))
    .inspect(|answer| println!("{answer}"))
    .map(|answer| assert_eq!(answer, "GET of 0 bytes from nobody"))
}

/// A server that answers each request with what it was, as JSON; its address.
fn serve() -> Result<String, Exception> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = Vec::new();
            let mut part = [0; 1024];
            let (head, body) = loop {
                let Ok(count @ 1..) = stream.read(&mut part) else { break (String::new(), 0) };
                request.extend_from_slice(&part[..count]);
                let text = String::from_utf8_lossy(&request).into_owned();
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let wanted = field(head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
                if body.len() >= wanted {
                    break (head.to_owned(), body.len());
                }
            };
            let method = head.split(' ').next().unwrap_or_default();
            let from = field(&head, "x-from").map(|from| format!(", \"from\": \"{from}\"")).unwrap_or_default();
            let answer = format!("{{ \"method\": \"{method}\", \"length\": {body}{from} }}");
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", answer.len());
            // A client that went away hears nothing.
            let _ = stream.write_all((head + &answer).as_bytes());
        }
    });
    Ok(address)
}

fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}
