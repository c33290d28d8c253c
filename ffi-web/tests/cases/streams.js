// the body of a response is a stream
const r = new Response("abc"); print(r.body instanceof ReadableStream, r.body === r.body, r.body.locked, Object.prototype.toString.call(r.body));
//> true true false [object ReadableStream]

// reading with a reader
const r = new Response("abc"); const reader = r.body.getReader(); print(r.body.locked, r.bodyUsed); const one = await reader.read(); print(one.value, one.done, r.bodyUsed); const two = await reader.read(); print(two.value, two.done); await reader.closed; print("closed");
//> true false
//> 97,98,99 false true
//> undefined true
//> closed

// a locked body is unusable
const r = new Response("abc"); r.body.getReader(); print(await rejected(r.text()), thrown(() => r.clone()), thrown(() => r.body.getReader()));
//> TypeError TypeError TypeError

// releaseLock gives the stream back
const r = new Response("abc"); const reader = r.body.getReader(); reader.releaseLock(); print(r.body.locked, await r.text(), await rejected(reader.read()), await rejected(reader.closed));
//> false abc TypeError TypeError

// text after the stream was seen
const r = new Response("abc"); const s = r.body; print(await r.text(), r.bodyUsed, s.locked);
//> abc true true

// body after text
const r = new Response("abc"); await r.text(); print(r.body !== null, r.body.locked, r.bodyUsed);
//> true true true

// the body of an empty string is a stream
const r = new Response(""); print(r.body !== null, (await r.body.getReader().read()).done);
//> true true

// a stream of one's own
const s = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue("two"); c.close(); } }); const reader = s.getReader(); print(JSON.stringify(await reader.read()), JSON.stringify(await reader.read()), (await reader.read()).done);
//> {"value":1,"done":false} {"value":"two","done":false} true

// pull is called when there is room
let n = 0; const s = new ReadableStream({ pull(c) { c.enqueue(n++); if (n === 3) c.close(); } }); const seen = []; for await (const x of s) seen.push(x); print(seen, s.locked);
//> 0,1,2 false

// pull may be asynchronous
let n = 0; const s = new ReadableStream({ async pull(c) { await null; c.enqueue(++n); if (n === 3) c.close(); } }, { highWaterMark: 0 }); const seen = []; for await (const x of s) seen.push(x); print(seen);
//> 1,2,3

// errors reach the reader
const s = new ReadableStream({ start(c) { c.error(new RangeError("x")); } }); print(await rejected(s.getReader().read())); const t = new ReadableStream({ pull() { throw new SyntaxError("p"); } }); print(await rejected(t.getReader().read())); print(thrown(() => new ReadableStream({ start() { throw new RangeError("s"); } })));
const u = new ReadableStream({ start: async () => { throw new EvalError("u"); } }); print(await rejected(u.getReader().read()));
//> RangeError
//> SyntaxError
//> RangeError
//> EvalError

// cancel
let why; const s = new ReadableStream({ cancel(r) { why = r; } }); print(await s.cancel("because"), why, (await s.getReader().read()).done); const t = new ReadableStream({ cancel() { throw new RangeError("c"); } }); print(await rejected(t.cancel()));
//> undefined because true
//> RangeError

// cancel of a locked stream
const s = new ReadableStream(); s.getReader(); print(await rejected(s.cancel()));
//> TypeError

// cancel by the reader
let why; const s = new ReadableStream({ cancel(r) { why = r; } }); const reader = s.getReader(); await reader.cancel(7); print(why, (await reader.read()).done, await reader.closed);
//> 7 true undefined

// a break in a loop cancels
let cancelled = false; const s = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel() { cancelled = true; } }); for await (const x of s) break; print(cancelled, s.locked);
//> true false

// preventCancel
let cancelled = false; const s = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel() { cancelled = true; } }); for await (const x of s.values({ preventCancel: true })) break; print(cancelled, s.locked, (await s.getReader().read()).value);
//> false false 1

// desiredSize and the strategy
let c; new ReadableStream({ start(x) { c = x; } }, { highWaterMark: 3 }); print(c.desiredSize); c.enqueue("a"); print(c.desiredSize); c.close(); print(c.desiredSize, thrown(() => c.enqueue(1)), thrown(() => c.close()));
new ReadableStream({ start(x) { c = x; } }, { highWaterMark: 10, size: (x) => x.length }); c.enqueue("abc"); print(c.desiredSize);
//> 3
//> 2
//> 2 TypeError TypeError
//> 7

// what the constructor refuses
print(thrown(() => new ReadableStream(1)), thrown(() => new ReadableStream({ start: 1 })), thrown(() => new ReadableStream({ pull: "x" })), thrown(() => new ReadableStream({}, { highWaterMark: -1 })), thrown(() => new ReadableStream({ type: "x" })), thrown(() => ReadableStream()));
//> TypeError TypeError TypeError RangeError TypeError TypeError

// tee
const [a, b] = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); c.close(); } }).tee(); const all = async (s) => { const out = []; for await (const x of s) out.push(x); return out; }; print(await all(a), await all(b));
//> 1,2 1,2

// tee of a locked stream, cancel of both branches
const l = new ReadableStream(); l.getReader(); print(thrown(() => l.tee())); let why; const [a, b] = new ReadableStream({ cancel(r) { why = r; } }).tee(); const p = a.cancel(1); print(why); b.cancel(2); await p; print(why);
//> TypeError
//> undefined
//> 1,2

// a stream as a body
const s = new ReadableStream({ start(c) { c.enqueue(new Uint8Array([97])); c.enqueue(new Uint8Array([98, 99])); c.close(); } }); const r = new Response(s); print(r.body === s, r.headers.get("content-type"), await r.text(), s.locked);
//> true null abc true

// a stream of other things is no body
print(await rejected(new Response(new ReadableStream({ start(c) { c.enqueue("x"); c.close(); } })).text()), await rejected(new Response(new ReadableStream({ start(c) { c.error(new RangeError("e")); } })).text()));
//> TypeError RangeError

// a used or locked stream is no body
const s = new ReadableStream({ start(c) { c.close(); } }); s.getReader(); print(thrown(() => new Response(s))); const t = new ReadableStream({ start(c) { c.close(); } }); await t.cancel(); print(thrown(() => new Response(t)));
//> TypeError
//> TypeError

// pending reads are answered in order
let c; const s = new ReadableStream({ start(x) { c = x; } }); const reader = s.getReader(); const p = [reader.read(), reader.read(), reader.read()]; c.enqueue(1); c.enqueue(2); c.close(); print(JSON.stringify(await Promise.all(p)));
//> [{"value":1,"done":false},{"value":2,"done":false},{"done":true}]

// releaseLock rejects pending reads
const s = new ReadableStream(); const reader = s.getReader(); const p = reader.read(); reader.releaseLock(); print(await rejected(p), s.locked); print(s.getReader() !== reader);
//> TypeError false
//> true

// brand checks and shapes
print(await rejected(ReadableStream.prototype.cancel.call({})), thrown(() => ReadableStream.prototype.getReader.call({})), ReadableStream.length, thrown(() => new ReadableStreamDefaultController()), ReadableStream.prototype[Symbol.asyncIterator] === ReadableStream.prototype.values);
print(new ReadableStreamDefaultReader(new ReadableStream()) instanceof ReadableStreamDefaultReader, thrown(() => new ReadableStreamDefaultReader()), thrown(() => new ReadableStreamDefaultReader({})));
//> TypeError TypeError 0 TypeError true
//> true TypeError TypeError

// clone of a response whose stream was seen
const r = new Response("abc"); r.body; const c = r.clone(); print(await c.text(), await r.text(), c.body !== r.body);
//> abc abc true

// the branches of a tee fail with their stream, whatever waits in them
let c; const s = new ReadableStream({ start(x) { c = x } }), [a, b] = s.tee(), r = b.getReader(), q = a.getReader(); c.enqueue(1); print((await r.read()).value); c.error(new RangeError("x")); await new Promise((done) => setTimeout(done, 1)); print(await rejected(q.read()), await rejected(r.read()), await rejected(q.closed), await rejected(r.closed));
let d; const t = new ReadableStream({ type: "bytes", start(x) { d = x } }), [e, f] = t.tee(), u = f.getReader(), v = e.getReader({ mode: "byob" }); d.enqueue(new Uint8Array([1])); print([...(await u.read()).value]); d.error(new RangeError("x")); await new Promise((done) => setTimeout(done, 1)); print(await rejected(v.read(new Uint8Array(1))), await rejected(u.read()));
const failed = new ReadableStream({ start(x) { x.error(new RangeError("y")) } }).tee(); print(await rejected(failed[0].getReader().closed), await rejected(failed[1].cancel()));
//> 1
//> RangeError RangeError RangeError RangeError
//> 1
//> RangeError RangeError
//> RangeError RangeError
