//! What a host may put in its own place: the transport of `fetch`, the sink of `console`; and what it must not notice: that
//! targets and listeners which hold each other are collected.

mod support;

use ffi_web::console::ConsoleLevel;
use ffi_web::fetch::pipe;
use ffi_web::fetch::transport::{HttpRequest, HttpResponse, NetworkError};
use ffi_web::headers::list::HeaderList;
use ffi_web::{WebOptions, report_to_console};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use support::engine::Host;

#[track_caller]
fn check(host: &Host, source: &str, expected: &[&str]) {
    assert_eq!(host.run(source, ""), expected, "{source}");
}

fn canned(request: HttpRequest) -> Result<HttpResponse, NetworkError> {
    if request.url.host_str() == Some("down.test") {
        return Err(NetworkError::new("the line is down").with_code("EDOWN"));
    }
    let mut headers = HeaderList::new();
    headers.append_raw("x-method", request.method.as_str());
    let body = request.body.map(|body| body.bytes().to_vec()).unwrap_or_default();
    let status = if request.url.path() == "/moved" { 302 } else { 200 };
    headers.append_raw("location", "/there");
    Ok(HttpResponse { status, status_text: "Canned".into(), headers, body: Some(pipe::full(body)) })
}

#[test]
fn a_program_may_bring_its_own_transport() {
    let host = Host::new(WebOptions { fetcher: Arc::new(canned), ..WebOptions::default() });
    check(
        &host,
        "const r = await fetch('https://any.test/x', { method: 'POST', body: 'echo' });
         print(r.status, r.statusText, r.headers.get('x-method'), await r.text(), r.url);",
        &["200 Canned POST echo https://any.test/x"],
    );
    check(
        &host,
        "const r = await fetch('https://any.test/moved'); print(r.redirected, r.url, r.headers.get('x-method'));",
        &["true https://any.test/there GET"],
    );
    check(
        &host,
        "const e = await fetch('https://down.test/').catch((e) => e); print(e.message, e.cause.message, e.cause.code);",
        &["fetch failed the line is down EDOWN"],
    );
}

fn console_host() -> (Host, Rc<RefCell<Vec<String>>>) {
    let lines: Rc<RefCell<Vec<String>>> = Rc::default();
    let sink = lines.clone();
    let console = move |level: ConsoleLevel, text: &str| sink.borrow_mut().push(format!("{level:?}: {text}"));
    (Host::new(WebOptions { console: Box::new(console), ..WebOptions::default() }), lines)
}

#[track_caller]
fn writes(source: &str, expected: &[&str]) {
    let (host, lines) = console_host();
    check(&host, source, &[]);
    assert_eq!(lines.take(), expected, "{source}");
}

#[test]
fn console_lines() {
    writes("console.log('a', 1, null, undefined, true, 2n, -0, NaN)", &["Log: a 1 null undefined true 2n -0 NaN"]);
    writes("console.log()", &["Log: "]);
    writes(
        "console.log('%s is %d years, %i, %f, %o %O%%%c!', 'x', '42', 4.7, '1.5', [1], {a:1}, 'css')",
        &["Log: x is 42 years, 4, 1.5, [ 1 ] { a: 1 }%!"],
    );
    writes(
        "console.log('%s', 'a', 'b'); console.log('100%', 1); console.log('%x', 1)",
        &["Log: a b", "Log: 100% 1", "Log: %x 1"],
    );
    writes(
        "console.log({a: 'x', b: [1, 'y'], c: {d: {e: {f: 1}}}})",
        &["Log: { a: 'x', b: [ 1, 'y' ], c: { d: { e: [Object] } } }"],
    );
    writes(
        "const o = {}; o.me = o; console.log(o, [], {}, () => 1, function f() {}, Symbol('s'))",
        &["Log: { me: [Circular] } [] {} [Function (anonymous)] [Function: f] Symbol(s)"],
    );
    writes(
        "console.log(new Map([['a', 1]]), new Set([1]), new Uint8Array(2), new Date(0), /x/g, Promise.resolve(1))",
        &["Log: Map(1) { 'a' => 1 } Set(1) { 1 } Uint8Array(2) [ 0, 0 ] 1970-01-01T00:00:00.000Z /x/g Promise { 1 }"],
    );
    writes(
        "console.log({ get a() { throw 1; }, set b(x) {}, 'c-d': \"it's\" })",
        &["Log: { a: [Getter], b: [Getter/Setter], 'c-d': \"it's\" }"],
    );
    writes(
        "class A { x = 1 } console.log(new A(), Object.create(null))",
        &["Log: A { x: 1 } [Object: null prototype] {}"],
    );
    writes(
        "console.warn('w'); console.error('e'); console.info('i'); console.debug('d')",
        &["Warn: w", "Error: e", "Info: i", "Debug: d"],
    );
    writes(
        "console.assert(true, 'no'); console.assert(false, 'yes %d', 1); console.assert()",
        &["Warn: Assertion failed: yes 1", "Warn: Assertion failed"],
    );
    writes(
        "console.group('g'); console.log('a\\nb'); console.group(); console.log('c'); console.groupEnd(); console.groupEnd(); console.log('d')",
        &["Log: g", "Log:   a\n  b", "Log:     c", "Log: d"],
    );
    writes(
        "console.count(); console.count('x'); console.count(); console.countReset(); console.count(); console.countReset('y')",
        &["Log: default: 1", "Log: x: 1", "Log: default: 2", "Log: default: 1", "Warn: Count for 'y' does not exist"],
    );
    writes(
        "console.timeEnd('t'); console.dir({a: 1}, {}); const { log } = console; log('free')",
        &["Warn: No such label 't' for console.time()", "Log: { a: 1 }", "Log: free"],
    );
}

#[test]
fn what_nobody_catches_may_go_to_the_console() {
    let (host, lines) = console_host();
    host.realm.on_uncaught(report_to_console);
    check(&host, "setTimeout(() => { throw 'plain'; }, 0); await new Promise((done) => setTimeout(done, 5));", &[]);
    assert_eq!(lines.take(), ["Error: Uncaught plain"]);
    check(
        &host,
        "setTimeout(() => { throw new TypeError('t'); }, 0); await new Promise((done) => setTimeout(done, 5));",
        &[],
    );
    assert!(lines.take()[0].starts_with("Error: Uncaught TypeError: t"));
}

#[track_caller]
fn is_collected(make: &str) {
    let host = Host::new(WebOptions::default());
    check(&host, &format!("globalThis.weak = (() => {{ {make} }})();"), &[]);
    host.realm.collect_garbage();
    check(&host, "print(weak.deref() === undefined);", &["true"]);
}

#[test]
fn cycles_through_host_objects_are_collected() {
    is_collected("const t = new EventTarget(); t.addEventListener('x', () => t); return new WeakRef(t);");
    is_collected("const c = new AbortController(); c.signal.onabort = () => c; return new WeakRef(c);");
    is_collected("const u = new URL('http://h/?a'); u.searchParams.owner = u; return new WeakRef(u);");
    is_collected(
        "const c = new AbortController(); const t = new EventTarget(); t.addEventListener('x', () => c, { signal: c.signal }); return new WeakRef(t);",
    );
    is_collected("let s; s = new ReadableStream({ pull() { return s; } }); s.getReader(); return new WeakRef(s);");
    is_collected("const r = new Response('x'); r.body.owner = r; return new WeakRef(r);");
    is_collected("const d = {}; const e = new CustomEvent('x', { detail: d }); d.e = e; return new WeakRef(e);");
    is_collected("const [a, b] = new ReadableStream().tee(); a.b = b; return new WeakRef(a);");
    is_collected(
        "let s; s = new ReadableStream({ type: 'bytes', pull() { s; } }); const r = s.getReader({ mode: 'byob' }); r.read(new Uint8Array(4)); return new WeakRef(s);",
    );
    is_collected(
        "let s, c; s = new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 4, start(x) { c = x } }); s.getReader().read(); s.request = c.byobRequest; return new WeakRef(s);",
    );
    is_collected("const [a, b] = new ReadableStream({ type: 'bytes' }).tee(); b.a = a; return new WeakRef(b);");
    is_collected(
        "const e = new Event('x'); const m = new PerformanceMark('m', { detail: {} }); m.e = e; e.m = m; return new WeakRef(e);",
    );
    is_collected(
        "const i = { next() { return { value: i } }, [Symbol.iterator]() { return i } }; const s = ReadableStream.from(i); i.s = s; return new WeakRef(s);",
    );
}

#[test]
fn a_signal_that_follows_another_lives_while_somebody_waits() {
    let host = Host::new(WebOptions::default());
    check(
        &host,
        "globalThis.source = new AbortController(); globalThis.log = [];
         AbortSignal.any([source.signal]).onabort = () => log.push('handler');
         AbortSignal.any([source.signal]).addEventListener('abort', () => log.push('listener'));
         globalThis.weak = new WeakRef(AbortSignal.any([source.signal]));",
        &[],
    );
    host.realm.collect_garbage();
    check(&host, "print(weak.deref() === undefined); source.abort(); print(log);", &["true", "handler,listener"]);
}
