// a response of the network
const r = await fetch(server + "/json"); print(r.status, r.ok, r.statusText, r.type, r.redirected, r.url === server + "/json", r.headers.get("content-type"), JSON.stringify(await r.json()));
//> 200 true OK basic false true application/json {"a":[1,2,"ü"]}

// method, headers and body
const r = await fetch(server + "/echo?q=1", { method: "POST", headers: { "X-A": "b", "x-c": "d" }, body: "hi" }); print(await r.text());
//> POST /echo?q=1
//> content-length: 2
//> content-type: text/plain;charset=UTF-8
//> x-a: b
//> x-c: d
//> hi

// GET sends no body and no content type
print(await (await fetch(server + "/echo")).text());
//> GET /echo
//>
//>

// POST without a body sends a length of zero
print(await (await fetch(server + "/echo", { method: "POST" })).text());
//> POST /echo
//> content-length: 0
//>

// bodies of other kinds
for (const body of [new Uint8Array([104, 105]), new URLSearchParams({ a: "1", b: "ü" }), new Blob(["blob"], { type: "text/x" }), new TextEncoder().encode("buf").buffer]) print(await (await fetch(server + "/echo", { method: "PUT", body })).text());
//> PUT /echo
//> content-length: 2
//> hi
//> PUT /echo
//> content-length: 12
//> content-type: application/x-www-form-urlencoded;charset=UTF-8
//> a=1&b=%C3%BC
//> PUT /echo
//> content-length: 4
//> content-type: text/x
//> blob
//> PUT /echo
//> content-length: 3
//> buf

// methods are kept, well-known ones in capitals
print((await (await fetch(server + "/echo", { method: "patch" })).text()).split("\n")[0], (await (await fetch(server + "/echo", { method: "delete" })).text()).split("\n")[0]);
//> patch /echo DELETE /echo

// HEAD has no body
const r = await fetch(server + "/json", { method: "HEAD" }); print(r.status, JSON.stringify(await r.text()), r.headers.get("content-type"));
//> 200 "" application/json

// a Request
print(await (await fetch(new Request(server + "/echo", { method: "POST", body: "from request", headers: { "x-r": "1" } }))).text());
//> POST /echo
//> content-length: 12
//> content-type: text/plain;charset=UTF-8
//> x-r: 1
//> from request

// a Request and an init
print(await (await fetch(new Request(server + "/echo", { method: "POST", body: "old" }), { body: "new", headers: { "x-i": "1" } })).text());
//> POST /echo
//> content-length: 3
//> content-type: text/plain;charset=UTF-8
//> x-i: 1
//> new

// a URL object, and a fragment
const r = await fetch(new URL(server + "/echo#frag")); print(r.url === server + "/echo", (await r.text()).split("\n")[0]);
//> true GET /echo

// statuses and their text
for (const status of [200, 201, 404, 418, 500]) { const r = await fetch(server + "/status?" + status); print(r.status, r.ok, r.statusText, await r.text()); }
//> 200 true Custom Reason body
//> 201 true Custom Reason body
//> 404 false Custom Reason body
//> 418 false Custom Reason body
//> 500 false Custom Reason body

// no content
const r = await fetch(server + "/nocontent"); print(r.status, r.body, JSON.stringify(await r.text()));
//> 204 null ""

// headers of a response are immutable and combined
const r = await fetch(server + "/echo"); print(r.headers.get("x-many"), r.headers.getSetCookie(), thrown(() => r.headers.set("a", "b")));
//> 1, 2 a=1,b=2 TypeError

// redirects are followed
for (const status of [301, 302, 303, 307, 308]) { const r = await fetch(server + "/redirect?" + status + ",/echo", { method: "POST", body: "b" }); print(status, r.redirected, r.url === server + "/echo", (await r.text()).split("\n").join("|")); }
//> 301 true true GET /echo||
//> 302 true true GET /echo||
//> 303 true true GET /echo||
//> 307 true true POST /echo|content-length: 1|content-type: text/plain;charset=UTF-8|b
//> 308 true true POST /echo|content-length: 1|content-type: text/plain;charset=UTF-8|b

// a chain of redirects
const r = await fetch(server + "/redirect?302,/redirect?302,/echo%23x"); print(r.redirected, r.url.slice(server.length), r.status);
//> true /echo%23x 404

// redirect: error and manual
print(await rejected(fetch(server + "/redirect?302,/echo", { redirect: "error" }))); const r = await fetch(server + "/redirect?302,/echo", { redirect: "manual" }); print(r.status, r.headers.get("location"), r.redirected);
//> TypeError
//> 302 /echo false

// a redirect without end, without location, to another scheme
print(await rejected(fetch(server + "/redirect?302,/redirect?302,data:,x")), (await fetch(server + "/status?302")).status, await rejected(fetch(server + "/redirect?302,ftp://h/")));
//> TypeError 302 TypeError

// authorization does not follow to another origin
const other = server.replace("127.0.0.1", "localhost"); const echoed = async (target) => (await (await fetch(server + "/redirect?302," + target, { headers: { authorization: "secret", "x-a": "1" } })).text()).split("\n").slice(1).join("|");
print(await echoed("/echo")); 
//> authorization: secret|x-a: 1|

// chunked bodies
print(await (await fetch(server + "/chunked")).text());
//> one two three

// large bodies
const r = await fetch(server + "/large?5000000"); const b = await r.arrayBuffer(); print(b.byteLength, new Uint8Array(b)[4999999]);
//> 5000000 120

// large requests
const r = await fetch(server + "/echo", { method: "POST", body: "y".repeat(1000000) }); print((await r.text()).length > 1000000);
//> true

// bytes and text of a body
print(new Uint8Array(await (await fetch(server + "/bytes")).arrayBuffer()), await (await fetch(server + "/latin")).text());
//> 0,1,254,255 bom

// a body from the network is read once
const r = await fetch(server + "/json"); await r.text(); print(r.bodyUsed, await rejected(r.text()));
//> true TypeError

// clone of a response of the network
const r = await fetch(server + "/chunked"); const c = r.clone(); print(await c.text(), await r.text(), c.url === r.url, c.status);
//> one two three one two three true 200

// clone of a large response, one read after the other
const r = await fetch(server + "/large?3000000"); const c = r.clone(); const [a, b] = await Promise.all([r.text(), c.text()]); print(a.length, b.length);
//> 3000000 3000000

// reading the stream of a body
const r = await fetch(server + "/chunked"); const reader = r.body.getReader(); let all = ""; for (;;) { const { value, done } = await reader.read(); if (done) break; all += new TextDecoder().decode(value); } print(all, r.bodyUsed);
//> one two three true

// asynchronous iteration of a body
let n = 0; for await (const chunk of (await fetch(server + "/large?300000")).body) n += chunk.length; print(n);
//> 300000

// connection refused is a TypeError with a cause
const e = await fetch("http://127.0.0.1:9999/").catch((e) => e); print(e.name, e.message, e.cause instanceof Error, e.cause.code);
//> TypeError fetch failed true ECONNREFUSED

// a server that hangs up
const e = await fetch(server + "/hangup").catch((e) => e); print(e.name, e.message, e.cause instanceof Error);
//> TypeError fetch failed true

// a server that speaks no HTTP
print(await rejected(fetch(server + "/garbage")));
//> TypeError

// a body that breaks off
const r = await fetch(server + "/broken"); print(r.status); const e = await r.text().catch((e) => e); print(e.name, e.message);
//> 200
//> TypeError terminated

// bad ports and unknown schemes
print(await rejected(fetch("http://127.0.0.1:25/")), await rejected(fetch("ftp://h/")), await rejected(fetch("about:blank")), await rejected(fetch("file:///etc/hosts")));
//> TypeError TypeError TypeError TypeError

// what is wrong with the arguments rejects
print(await rejected(fetch()), await rejected(fetch("/x")), await rejected(fetch("http://h", { method: "a b" })), await rejected(fetch("http://h", { body: "x" })), await rejected(fetch("http://h", { headers: { "a b": "c" } })), await rejected(fetch("http://h", { signal: 1 })));
//> TypeError TypeError TypeError TypeError TypeError TypeError

// abort before the start
print(await rejected(fetch(server + "/echo", { signal: AbortSignal.abort() })), await fetch(server + "/echo", { signal: AbortSignal.abort("r") }).catch((e) => e));
//> DOMException/AbortError r

// abort while waiting for headers
const c = new AbortController(); const p = fetch(server + "/silent", { signal: c.signal }); setTimeout(() => c.abort(), 20); const e = await p.catch((e) => e); print(e.name, e.code, e instanceof DOMException, e === c.signal.reason);
//> AbortError 20 true true

// abort with a reason
const c = new AbortController(); const p = fetch(server + "/silent", { signal: c.signal }); c.abort("mine"); print(await p.catch((e) => e));
//> mine

// abort while the body arrives
const c = new AbortController(); const r = await fetch(server + "/stall", { signal: c.signal }); print(r.status); const p = r.text(); setTimeout(() => c.abort(), 20); const e = await p.catch((e) => e); print(e.name, r.bodyUsed);
//> 200
//> AbortError true

// abort after everything arrived
const c = new AbortController(); const r = await fetch(server + "/json", { signal: c.signal }); const t = await r.text(); c.abort(); print(t.length, c.signal.aborted);
//> 15 true

// timeout of a fetch
const e = await fetch(server + "/silent", { signal: AbortSignal.timeout(20) }).catch((e) => e); print(e.name, e.code);
//> TimeoutError 23

// abort through the request's signal
const c = new AbortController(); const q = new Request(server + "/silent", { signal: c.signal }); const p = fetch(q); c.abort(); print(await rejected(p));
//> DOMException/AbortError

// cancel of a body
const r = await fetch(server + "/stall"); await r.body.cancel(); print(r.bodyUsed, await rejected(r.text()));
//> true TypeError

// data URLs
const r = await fetch("data:text/html;charset=utf-8,%3Cb%3Eh%C3%A9"); print(r.status, r.statusText, r.headers.get("content-type"), await r.text()); print(await (await fetch("data:;base64,aGk=")).text(), await rejected(fetch("data:nope")));
//> 200 OK text/html;charset=utf-8 <b>hé
//> hi TypeError

// many at once
const all = await Promise.all([1, 2, 3, 4, 5].map((n) => fetch(server + "/echo?" + n).then((r) => r.text()))); print(all.map((t) => t.split("\n")[0]).join(";"));
//> GET /echo?1;GET /echo?2;GET /echo?3;GET /echo?4;GET /echo?5

// one after the other on one connection
let n = 0; for (let i = 0; i < 5; i++) n += (await (await fetch(server + "/json")).text()).length; print(n);
//> 75

// fetch is a function of the global object
print(typeof fetch, fetch.length, fetch.name, Object.getOwnPropertyDescriptor(globalThis, "fetch").writable, fetch("http://h:1").catch(() => 1) instanceof Promise);
//> function 1 fetch true true

// a stream as the body of a request
const body = new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode("one ")); c.enqueue(new TextEncoder().encode("two")); c.close(); } });
print((await (await fetch(server + "/echo", { method: "POST", body, duplex: "half" })).text()).split("\n").pop());
//> one two

// a gzipped body
const r = await fetch(server + "/gzip?3"); print(r.headers.get("content-encoding"), await r.text()); print((await (await fetch(server + "/gzip?200000")).text()).length);
//> gzip packed packed packed
//> 1400000

// a body that is not what it says
// [standard] Node 20: sometimes never settles
print(await rejected((await fetch(server + "/not-gzip")).text()));
//> TypeError
