// defaults
const r = new Request("http://h/a?b#c"); print(r.method, r.url, r.mode, r.credentials, r.cache, r.redirect, r.referrer, JSON.stringify(r.referrerPolicy), JSON.stringify(r.integrity), r.keepalive, JSON.stringify(r.destination), r.duplex, r.body, r.bodyUsed, r.signal.aborted);
//> GET http://h/a?b#c cors same-origin default follow about:client "" "" false "" half null false false

// methods
const method = (m) => new Request("http://h", { method: m }).method;
print(method("post"), method("Put"), method("patch"), method("PATCH"), method("delete"), method("foo"), method("get"));
print(thrown(() => method("a b")), thrown(() => method("")), thrown(() => method("connect")), thrown(() => method("TRACE")), thrown(() => method("Track")), thrown(() => method("\u0100")));
//> POST PUT patch PATCH DELETE foo GET
//> TypeError TypeError TypeError TypeError TypeError TypeError

// URLs
print(thrown(() => new Request("/x")), thrown(() => new Request("http://u:p@h/")), thrown(() => new Request()), new Request(new URL("http://h/x")).url, new Request("HTTP://H").url, thrown(() => Request("http://h")));
//> TypeError TypeError TypeError http://h/x http://h/ TypeError

// a body needs a method
print(thrown(() => new Request("http://h", { body: "x" })), thrown(() => new Request("http://h", { method: "HEAD", body: "" })), new Request("http://h", { body: null }).body, new Request("http://h", { body: undefined }).method);
//> TypeError TypeError null GET

// body and content type
const r = new Request("http://h", { method: "POST", body: "héllo" }); print(r.headers.get("content-type"), r.bodyUsed, await r.text(), r.bodyUsed);
print(new Request("http://h", { method: "POST", body: new URLSearchParams("a=b") }).headers.get("content-type"), new Request("http://h", { method: "POST", body: "x", headers: { "content-type": "a/b" } }).headers.get("content-type"));
//> text/plain;charset=UTF-8 false héllo true
//> application/x-www-form-urlencoded;charset=UTF-8 a/b

// enumerations are checked
for (const [name, value] of [["mode", "x"], ["credentials", "x"], ["cache", "x"], ["redirect", "x"], ["referrerPolicy", "x"], ["mode", "navigate"], ["duplex", "full"], ["window", 1], ["referrer", "no url"]]) print(name, thrown(() => new Request("http://h", { [name]: value })));
//> mode TypeError
//> credentials TypeError
//> cache TypeError
//> redirect TypeError
//> referrerPolicy TypeError
//> mode TypeError
//> duplex TypeError
//> window TypeError
//> referrer TypeError

// enumerations are kept
const r = new Request("http://h", { mode: "no-cors", credentials: "omit", cache: "no-store", redirect: "manual", referrerPolicy: "origin", integrity: "sha256-x", keepalive: 1, referrer: "" });
print(r.mode, r.credentials, r.cache, r.redirect, r.referrerPolicy, r.integrity, r.keepalive);
//> no-cors omit no-store manual origin sha256-x true

// only-if-cached needs same-origin
print(thrown(() => new Request("http://h", { cache: "only-if-cached" })), new Request("http://h", { cache: "only-if-cached", mode: "same-origin" }).cache);
//> TypeError only-if-cached

// a request from a request
const a = new Request("http://h/x", { method: "POST", body: "abc", headers: { "x-a": "1" } }); const b = new Request(a, { headers: { "x-b": "2" } });
print(b.method, b.url, JSON.stringify([...b.headers]), a.bodyUsed, await b.text());
print(thrown(() => new Request(a)), new Request(a, { body: "new" }).method);
//> POST http://h/x [["x-b","2"]] true abc
//> TypeError POST

// headers are copied
const a = new Request("http://h", { headers: { x: "1" } }); const b = new Request(a); b.headers.set("x", "2"); print(a.headers.get("x"), b.headers.get("x"), a.headers !== b.headers);
//> 1 2 true

// signal
const c = new AbortController(); const r = new Request("http://h", { signal: c.signal }); print(r.signal !== c.signal, r.signal.aborted); c.abort("why"); print(r.signal.aborted, r.signal.reason);
print(new Request("http://h", { signal: null }).signal.aborted, thrown(() => new Request("http://h", { signal: {} })), new Request(r).signal.aborted, new Request(r, { signal: null }).signal.aborted);
//> true false
//> true why
//> false TypeError true false

// clone
const a = new Request("http://h/x", { method: "PUT", body: "abc", headers: { a: "1" } }); const b = a.clone(); print(b.method, b.url, b.headers.get("a"), await a.text(), await b.text(), thrown(() => a.clone()));
const c = new AbortController(); const d = new Request("http://h", { signal: c.signal }).clone(); c.abort(); print(d.signal.aborted);
//> PUT http://h/x 1 abc abc TypeError
//> true

// body methods
const post = (body) => new Request("http://h", { method: "POST", body }); print((await post('{"a":1}').json()).a, (await post("abc").arrayBuffer()).byteLength, (await post(new Blob(["ab"], { type: "x/y" })).blob()).type, await rejected(post("{").json()));
//> 1 3 x/y SyntaxError

// a stream needs duplex
print(thrown(() => new Request("http://h", { method: "POST", body: new ReadableStream() })), new Request("http://h", { method: "POST", body: new ReadableStream(), duplex: "half" }).headers.get("content-type"));
//> TypeError null

// init must be an object
print(thrown(() => new Request("http://h", 1)), new Request("http://h", null).method, thrown(() => new Request("http://h", { headers: "x" })), thrown(() => new Request("http://h", { headers: { "a b": "c" } })));
//> TypeError GET TypeError TypeError

// class shape
print(Request.length, Object.prototype.toString.call(new Request("http://h")), Object.getOwnPropertyDescriptor(Request.prototype, "url").enumerable, Request.prototype.clone.length);
//> 1 [object Request] true 0

// methods in the mode no-cors
print(new Request("http://h/", { mode: "no-cors", method: "post" }).mode, thrown(() => new Request("http://h/", { mode: "no-cors", method: "PUT" })), thrown(() => new Request("http://h/", { mode: "no-cors", method: "pAtCh" })));
//> no-cors TypeError TypeError
