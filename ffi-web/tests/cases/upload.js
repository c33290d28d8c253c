// a stream is sent as it comes, and has no length
const parts = ["one ", "two ", "three"]; let pulls = 0;
const body = new ReadableStream({ async pull(c) { await new Promise((done) => setTimeout(done, 1)); if (pulls === parts.length) c.close(); else c.enqueue(utf8(parts[pulls++])) } });
const lines = (await (await fetch(`${server}/echo`, { method: "POST", body, duplex: "half" })).text()).split("\n"); print(lines[0], lines.at(-1), lines.some((line) => line.startsWith("content-length")), lines.some((line) => line.startsWith("content-type")), body.locked, pulls);
//> POST /echo one two three false false true 3

// the answer may come before the body is complete
// [standard] Node: waits for the end of the body
let c; const body = new ReadableStream({ start(x) { c = x; c.enqueue(utf8("first")) } });
const r = await fetch(`${server}/first`, { method: "POST", body, duplex: "half" }); print(r.status, await r.text()); c.close();
//> 200 chunked first

// large chunks, byte streams, and streams of other bodies
const big = () => new ReadableStream({ type: "bytes", start(c) { for (let i = 0; i < 40; i++) c.enqueue(new Uint8Array(100000).fill(97)); c.close() } });
print((await (await fetch(`${server}/echo`, { method: "PUT", body: big(), duplex: "half" })).text()).length > 4000000);
print((await (await fetch(`${server}/echo`, { method: "POST", body: new Blob(["of a blob"]).stream(), duplex: "half" })).text()).split("\n").at(-1), (await (await fetch(`${server}/echo`, { method: "POST", body: (await fetch(`${server}/chunked`)).body, duplex: "half" })).text()).split("\n").at(-1));
const through = new ReadableStream({ start(c) { c.enqueue("text "); c.enqueue("by text"); c.close() } }).pipeThrough(new TextEncoderStream()); print((await (await fetch(new Request(`${server}/echo`, { method: "POST", body: through, duplex: "half" }))).text()).split("\n").at(-1));
//> true
//> of a blob one two three
//> text by text

// a stream that is empty
print((await (await fetch(`${server}/echo`, { method: "POST", body: new ReadableStream({ start(c) { c.close() } }), duplex: "half" })).text()).split("\n").at(-1) === "");
//> true

// an abort cancels the stream
// [standard] Node 20: leaves it open
const controller = new AbortController(); let cancelled; const body = new ReadableStream({ pull(c) { if (!cancelled) c.enqueue(utf8("x")); return new Promise((done) => setTimeout(done, 1)) }, cancel(reason) { cancelled = reason } });
const p = fetch(`${server}/echo`, { method: "POST", body, duplex: "half", signal: controller.signal }); setTimeout(() => controller.abort(), 10); print(await rejected(p)); await new Promise((done) => setTimeout(done, 5)); print(cancelled !== undefined, body.locked);
//> DOMException/AbortError
//> true true

// a redirect that needs the body again
const body = () => new ReadableStream({ start(c) { c.enqueue(utf8("body")); c.close() } }), go = (status) => fetch(`${server}/redirect?${status},/echo`, { method: "POST", body: body(), duplex: "half" });
print(await rejected(go(307)), await rejected(go(308)));
//> TypeError TypeError

// chunks that are no bytes
// [standard] Node 20: sends text
print(await rejected(fetch(`${server}/echo`, { method: "POST", body: new ReadableStream({ start(c) { c.enqueue("text"); c.close() } }), duplex: "half" })));
//> TypeError

// a stream that fails
let c; const p = rejected(fetch(`${server}/echo`, { method: "POST", body: new ReadableStream({ start(x) { c = x; c.enqueue(utf8("x")) } }), duplex: "half" })); await new Promise((done) => setTimeout(done, 5)); c.error(new RangeError("no")); print(await p);
//> TypeError

// a connection that is refused
const body = new ReadableStream({ pull(c) { c.enqueue(utf8("x")); return new Promise((done) => setTimeout(done, 1)) } }); print(await rejected(fetch("http://127.0.0.1:4/", { method: "POST", body, duplex: "half" })), body.locked);
//> TypeError true

// a redirect that needs no body
// [standard] Node 20: fails
const body = () => new ReadableStream({ start(c) { c.enqueue(utf8("body")); c.close() } }), go = (status) => fetch(`${server}/redirect?${status},/echo`, { method: "POST", body: body(), duplex: "half" }); print((await (await go(303)).text()).split("\n")[0], (await (await go(302)).text()).split("\n")[0]);
//> GET /echo GET /echo
