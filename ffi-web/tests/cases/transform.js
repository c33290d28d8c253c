// the identity
const t = new TransformStream(); const w = t.writable.getWriter(), r = t.readable.getReader(); const p = w.write("a"); print(JSON.stringify(await r.read())); await p; w.close(); print((await r.read()).done, await r.closed, await w.closed);
//> {"value":"a","done":false}
//> true undefined undefined

// a transformer
const all = async (s) => { const out = []; for await (const x of s) out.push(x); return out; }; const events = []; const t = new TransformStream({ start(c) { events.push("start"); c.enqueue("first"); }, transform(x, c) { c.enqueue(x * 2); if (x === 2) c.enqueue("extra"); }, flush(c) { c.enqueue("last"); events.push("flush"); } }); const s = new ReadableStream({ start(c) { [1, 2, 3].forEach((x) => c.enqueue(x)); c.close(); } }); print(await all(s.pipeThrough(t)), events);
//> first,2,4,extra,6,last start,flush

// an asynchronous transformer
const all = async (s) => { const out = []; for await (const x of s) out.push(x); return out; }; const t = new TransformStream({ async transform(x, c) { await null; c.enqueue(x + 1); }, async flush(c) { await null; c.enqueue("end"); } }); print(await all(new ReadableStream({ start(c) { [1, 2].forEach((x) => c.enqueue(x)); c.close(); } }).pipeThrough(t)));
//> 2,3,end

// a chain
const add = (n) => new TransformStream({ transform(x, c) { c.enqueue(x + n); } }); const out = []; for await (const x of new ReadableStream({ start(c) { [1, 2, 3].forEach((x) => c.enqueue(x)); c.close(); } }).pipeThrough(add("a")).pipeThrough(add("b"))) out.push(x); print(out);
//> 1ab,2ab,3ab

// backpressure: nothing is transformed before somebody reads
const seen = []; const t = new TransformStream({ transform(x, c) { seen.push(x); c.enqueue(x); } }); const w = t.writable.getWriter(); print(w.desiredSize); w.write(1); print(w.desiredSize); await new Promise((resolve) => setTimeout(resolve, 1)); print(seen.length); const r = t.readable.getReader(); print((await r.read()).value, seen); await w.ready; print(w.desiredSize);
//> 1
//> 0
//> 0
//> 1 1
//> 1

// the strategies of both sides
const t = new TransformStream({ start(c) { print(c.desiredSize); } }, { highWaterMark: 3 }, { highWaterMark: 7, size: (x) => x.length }); const w = t.writable.getWriter(); print(w.desiredSize); await w.write("abc"); await w.write("de"); print((await t.readable.getReader().read()).value);
//> 7
//> 3
//> abc

// desiredSize of the controller
let c; const t = new TransformStream({ start(x) { c = x; } }, undefined, { highWaterMark: 2 }); print(c.desiredSize); c.enqueue(1); print(c.desiredSize); c.terminate(); print(c.desiredSize, thrown(() => c.enqueue(1)));
//> 2
//> 1
//> 1 TypeError

// a transform that fails errors both sides
const t = new TransformStream({ transform() { throw new EvalError("t"); } }); const w = t.writable.getWriter(), r = t.readable.getReader(); const read = rejected(r.read()); print(await rejected(w.write(1)), await read, await rejected(w.closed), await rejected(r.closed));
//> EvalError EvalError EvalError EvalError

// a flush that fails
const t = new TransformStream({ flush() { throw new EvalError("f"); } }); const w = t.writable.getWriter(), r = t.readable.getReader(); print(await rejected(w.close()), await rejected(r.read()), await rejected(w.closed));
//> EvalError EvalError EvalError

// start that fails
print(thrown(() => new TransformStream({ start() { throw new EvalError("s"); } }))); const t = new TransformStream({ start: async () => { throw new EvalError("s"); } }); print(await rejected(t.readable.getReader().read()), await rejected(t.writable.getWriter().write(1)));
//> EvalError
//> EvalError EvalError

// error of the controller
let c; const t = new TransformStream({ start(x) { c = x; } }); c.error(new EvalError("e")); print(await rejected(t.readable.getReader().read()), await rejected(t.writable.getWriter().closed), c.desiredSize);
//> EvalError EvalError null

// terminate
let c; const t = new TransformStream({ start(x) { c = x; }, transform(x, c) { c.enqueue(x); c.terminate(); } }); const w = t.writable.getWriter(), r = t.readable.getReader(); const p = w.write(1); print((await r.read()).value, (await r.read()).done, await rejected(w.closed), await rejected(w.write(2)));
//> 1 true TypeError TypeError

// abort of the writable side
const t = new TransformStream(); const w = t.writable.getWriter(), r = t.readable.getReader(); print(await w.abort(new EvalError("a")), await rejected(r.read()), await rejected(w.closed));
//> undefined EvalError EvalError

// cancel of the readable side
const t = new TransformStream(); print(await t.readable.cancel(new EvalError("c"))); const w = t.writable.getWriter(); print(await rejected(w.write(1)), await rejected(w.closed));
//> undefined
//> EvalError EvalError

// cancel of the transformer
// [standard] Node 20 does not call it
const seen = []; const make = () => new TransformStream({ cancel(r) { seen.push(r); } }); await make().readable.cancel("readable"); await make().writable.abort("writable"); print(seen); const t = new TransformStream({ cancel() { throw new EvalError("x"); } }); print(await rejected(t.readable.cancel(1)), await rejected(t.writable.getWriter().closed));
//> readable,writable
//> EvalError EvalError

// an error in the middle of a pipe reaches both ends
let why; const s = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(r) { why = r.name; } }); const r = s.pipeThrough(new TransformStream({ transform() { throw new EvalError("t"); } })).getReader(); print(await rejected(r.read())); await new Promise((resolve) => setTimeout(resolve, 1)); print(why);
//> EvalError
//> EvalError

// what the constructor refuses
print(thrown(() => new TransformStream(1)), thrown(() => new TransformStream({ transform: 1 })), thrown(() => new TransformStream({ flush: 1 })), thrown(() => new TransformStream({ readableType: "bytes" })), thrown(() => new TransformStream({ writableType: "bytes" })), thrown(() => new TransformStream({}, { highWaterMark: -1 })), thrown(() => TransformStream()), thrown(() => new TransformStreamDefaultController()));
//> TypeError TypeError TypeError RangeError RangeError RangeError TypeError TypeError

// shapes
const t = new TransformStream(); print(t.readable instanceof ReadableStream, t.writable instanceof WritableStream, t.readable === t.readable, TransformStream.length, Object.prototype.toString.call(t), thrown(() => Object.getOwnPropertyDescriptor(TransformStream.prototype, "readable").get.call({})));
//> true true true 0 [object TransformStream] TypeError

// methods keep their object
class Upper { count = 0; transform(x, c) { this.count++; c.enqueue(x.toUpperCase()); } } const u = new Upper(); const r = new ReadableStream({ start(c) { c.enqueue("a"); c.close(); } }).pipeThrough(new TransformStream(u)).getReader(); print((await r.read()).value, u.count);
//> A 1

// many chunks
let n = 0, sum = 0; for await (const x of new ReadableStream({ pull(c) { c.enqueue(n++); if (n === 10000) c.close(); } }).pipeThrough(new TransformStream({ transform(x, c) { c.enqueue(x); c.enqueue(1); } }))) sum += x; print(sum);
//> 50005000
