//! JavaScript bound by its declarations: what `bind_dts!` makes, against the engine's own Web APIs.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::rc::Rc;

use ffi_core::bound::{self, Callback, JsClass as _, block_on};
use ffi_core::engine::{Limits, Realm};
use ffi_core::typed::{Exception, Nullable};
use ffi_macros::bind_dts;
use ffi_web::WebOptions;

bind_dts!("types/web.d.ts", {
    AbortController, AbortSignal, AddEventListenerOptions, BodyInit, Event, EventTarget, Headers, ReadableStream, Request, RequestInit as Init,
    RequestRedirect, Response, ResponseInit, URL, URLSearchParams, fetch, setTimeout as later
});

fn realm() -> Realm {
    let realm = Realm::new(&Limits::default()).expect("memory for an engine");
    ffi_web::install(realm, WebOptions::default()).expect("the Web APIs");
    realm
}

/// A server that answers one request with its head and body.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/", listener.local_addr().expect("its address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = Vec::new();
            let mut part = [0; 1024];
            while !request.ends_with(b"hello") && !request.starts_with(b"GET") {
                match stream.read(&mut part) {
                    Ok(count @ 1..) => request.extend_from_slice(&part[..count]),
                    _ => break,
                }
            }
            let text = String::from_utf8_lossy(&request).to_lowercase();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nx-kind: echo\r\nconnection: close\r\n\r\n",
                text.len()
            );
            // A client that went away hears nothing.
            let _ = stream.write_all((head + &text).as_bytes());
        }
    });
    address
}

#[test]
fn a_request_over_http() -> Result<(), Exception> {
    let realm = realm();
    let headers = HashMap::from([("x-from".to_owned(), "rust".to_owned())]);
    let init = Init::new(realm).method("POST").body(BodyInit::from("hello")).headers(headers);
    assert_eq!(init.get_method()?.as_deref(), Some("POST"));
    let url = URL::new(realm, serve().as_str())?;
    let text = block_on(realm, async move {
        let response = fetch_with_init(realm, &url, init)?.await?;
        assert_eq!(response.status()?, 200.0);
        assert_eq!(response.headers()?.get("x-kind")?, Nullable::Value("echo".to_owned()));
        assert_eq!(response.headers()?.get("x-other")?, Nullable::Null);
        response.text()?.await
    })?;
    assert!(text.starts_with("post / http/1.1") && text.contains("x-from: rust") && text.ends_with("hello"), "{text}");
    Ok(())
}

#[test]
fn classes_and_their_members() -> Result<(), Exception> {
    let realm = realm();
    let url = URL::new_with_base(realm, "/a?x=1&x=2", "http://b/")?;
    url.set_hash("end")?;
    assert_eq!(url.href()?, "http://b/a?x=1&x=2#end");
    assert!(URL::can_parse(realm, &url)?);
    let parameters = url.search_params()?;
    assert_eq!(parameters.get_all("x")?, ["1", "2"]);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let sink = seen.clone();
    parameters.for_each(move |value: String, key: String, _: URLSearchParams| sink.borrow_mut().push((key, value)))?;
    assert_eq!(*seen.borrow(), [("x".to_owned(), "1".to_owned()), ("x".to_owned(), "2".to_owned())]);

    let headers = Headers::new_with_init(realm, vec![("a".to_owned(), "1".to_owned())])?;
    headers.append("b", "2")?;
    let pairs: Vec<(String, String)> = headers.iter()?.collect::<Result<_, _>>()?;
    assert_eq!(pairs, [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())]);

    let request = Request::new_with_init(realm, "http://b/", Init::new(realm).redirect(RequestRedirect::Manual))?;
    assert_eq!(request.redirect()?, RequestRedirect::Manual);

    let response = Response::json_with_init(realm, vec![1.0, 2.0], ResponseInit::new(realm).status(201))?;
    assert_eq!(response.status()?, 201.0);
    assert_eq!(block_on(realm, response.text()?)?, "[1,2]");
    Ok(())
}

#[test]
fn casts_are_checked() -> Result<(), Exception> {
    let realm = realm();
    let response = Response::new(realm)?;
    assert!(response.as_object().is::<Response>()?);
    let error = response.as_object().cast::<Headers>().expect_err("it is a response");
    assert_eq!(error.message(), "the value must be Headers, not Response");
    let signal: AbortSignal = AbortController::new(realm)?.signal()?;
    // A class is usable as its base.
    let target: &EventTarget = &signal;
    assert!(target.as_object().cast::<AbortSignal>()?.as_object().same(signal.as_object()));
    Ok(())
}

#[test]
fn events_and_closures() -> Result<(), Exception> {
    let realm = realm();
    let controller = AbortController::new(realm)?;
    let signal = controller.signal()?;
    let seen = Rc::new(RefCell::new(Vec::new()));
    let sink = seen.clone();
    signal.on_abort(move |event: Event| -> Result<(), Exception> {
        sink.borrow_mut().push(event.r#type()?);
        Ok(())
    })?;
    let sink = seen.clone();
    let again = Callback::of_closure(realm, move |_: (Event,)| -> Result<(), Exception> {
        sink.borrow_mut().push("again".to_owned());
        Ok(())
    });
    signal.on_abort_with_options(&again, AddEventListenerOptions::new(realm).once(true))?;
    signal.add_event_listener("other", &again)?;
    signal.remove_event_listener("other", &again)?;
    controller.abort_with_reason("enough")?;
    signal.dispatch_event(&Event::new(realm, "other")?)?;
    assert_eq!(*seen.borrow(), ["abort", "again"]);
    assert!(signal.aborted()?);

    let aborted = Init::new(realm).signal(&signal);
    let failed = block_on(realm, async move { fetch_with_init(realm, "http://127.0.0.1:9/", aborted)?.await });
    assert!(failed.is_err());
    // A closure that fails throws, and what it throws comes back.
    let thrown = parameters(realm)?.for_each(|_: String, _: String, _: URLSearchParams| Err::<(), _>("no"));
    assert_eq!(thrown.expect_err("the closure failed").message(), "Error: no");
    Ok(())
}

fn parameters(realm: Realm) -> Result<URLSearchParams, Exception> {
    URLSearchParams::new_with_init(realm, "a=1")
}

#[test]
fn streams_and_timers() -> Result<(), Exception> {
    let realm = realm();
    let response = Response::new_with_body(realm, BodyInit::from(b"streamed".to_vec()))?;
    let stream: ReadableStream = response.body()?.value().expect("a body");
    let bytes = block_on(realm, async move {
        let mut bytes = Vec::new();
        let mut chunks = stream.async_iter()?;
        while let Some(chunk) = chunks.next().await? {
            bytes.extend(<bound::Bytes as bound::FromGuest>::from_guest(&chunk).map_err(|_| "no bytes")?.to_vec()?);
        }
        Ok(bytes)
    })?;
    assert_eq!(bytes, b"streamed");
    let fired = Rc::new(RefCell::new(0));
    let count = fired.clone();
    later_with_timeout(realm, move || *count.borrow_mut() += 1, 1)?;
    realm.drain_until(|| *fired.borrow() == 1, || false, |wait| wait());
    assert_eq!(*fired.borrow(), 1);
    Ok(())
}

#[test]
fn modules_are_provided() -> Result<(), Exception> {
    let realm = realm();
    let place = bound::Place::new("shapes", "area");
    let missing = bound::call_global::<f64>(realm, place, (2.0,)).expect_err("nobody gave the module");
    assert_eq!(
        missing.message(),
        "JavaScript has no `area` here, and the module \"shapes\" was not given with `bound::provide`"
    );
    bound::provide(realm, "shapes", &realm.evaluate("({ area: side => side * side })", "shapes.js")?);
    assert_eq!(bound::call_global::<f64>(realm, place, (2.0,))?, 4.0);
    Ok(())
}
