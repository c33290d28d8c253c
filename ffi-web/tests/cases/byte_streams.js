// a byte stream and a default reader
const s = new ReadableStream({ type: "bytes", start(c) { print(c.constructor.name, c.desiredSize, c.byobRequest); c.enqueue(new Uint8Array([1, 2, 3])); print(c.desiredSize); c.enqueue(new Uint16Array([4])); c.enqueue(new DataView(new Uint8Array([9, 8, 7, 6]).buffer, 1, 2)); c.close() } });
const r = s.getReader(); for (;;) { const { value, done } = await r.read(); print(value && value.constructor.name, value && [...value], done); if (done) break }
//> ReadableByteStreamController 0 null
//> -3
//> Uint8Array 1,2,3 false
//> Uint8Array 4,0 false
//> Uint8Array 8,7 false
//> undefined undefined true

// what is enqueued is transferred
const bytes = new Uint8Array([1, 2, 3]), s = new ReadableStream({ type: "bytes", start(c) { c.enqueue(bytes); c.close() } }); print(bytes.byteLength, bytes.buffer.byteLength);
const { value } = await s.getReader().read(); print([...value], value.buffer === bytes.buffer);
//> 0 0
//> 1,2,3 false

// reads into buffers
const s = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 2, 3, 4, 5])); c.enqueue(new Uint8Array([6, 7])) } }), r = s.getReader({ mode: "byob" });
print(r.constructor.name, s.locked, r.closed instanceof Promise);
const buffer = new ArrayBuffer(8); let { value, done } = await r.read(new Uint8Array(buffer, 2, 3)); print(value.constructor.name, [...value], value.byteOffset, value.buffer.byteLength, buffer.byteLength, done);
({ value, done } = await r.read(new Uint8Array(value.buffer, 0, 8))); print([...value], value.byteLength, value.buffer.byteLength, done);
//> ReadableStreamBYOBReader true true
//> Uint8Array 1,2,3 2 8 0 false
//> 4,5,6,7 4 8 false

// views of every class come back as they are
for (const Class of [Int8Array, Uint8ClampedArray, Uint16Array, Int32Array, Float32Array, Float64Array, BigUint64Array, DataView]) {
  const s = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array(32).fill(1)); c.close() } }), r = s.getReader({ mode: "byob" });
  const { value, done } = await r.read(new Class(new ArrayBuffer(24), 8)); print(value.constructor.name, value.byteOffset, value.byteLength, value.length, done);
}
//> Int8Array 8 16 16 false
//> Uint8ClampedArray 8 16 16 false
//> Uint16Array 8 16 8 false
//> Int32Array 8 16 4 false
//> Float32Array 8 16 4 false
//> Float64Array 8 16 2 false
//> BigUint64Array 8 16 2 false
//> DataView 8 16 undefined false

// a whole element, and what is left of one
const s = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 0, 2])) }, pull(c) { c.enqueue(new Uint8Array([0, 3, 0, 4])) } }), r = s.getReader({ mode: "byob" });
print([...(await r.read(new Uint16Array(4))).value], [...(await r.read(new Uint16Array(1))).value], [...(await r.read(new Uint16Array(1))).value]); r.releaseLock(); print([...(await s.getReader().read()).value]);
//> 1 2 3
//> 4

// half an element at the end
const s = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1])); c.close() } }), r = s.getReader({ mode: "byob" });
print(await rejected(r.read(new Uint16Array(1))), await rejected(r.closed));
let c; const t = new ReadableStream({ type: "bytes", start(x) { c = x } }), q = t.getReader({ mode: "byob" }), waiting = q.read(new Uint16Array(1)); c.enqueue(new Uint8Array([1])); print(thrown(() => c.close()), await rejected(waiting), await rejected(q.closed));
//> TypeError TypeError
//> TypeError TypeError TypeError

// a request that the source answers
const s = new ReadableStream({ type: "bytes", pull(c) { const { view } = c.byobRequest; print(c.byobRequest.constructor.name, view.constructor.name, view.byteOffset, view.byteLength, c.byobRequest === c.byobRequest); view[0] = 7; view[1] = 8; const request = c.byobRequest; request.respond(2); print(request.view, thrown(() => request.respond(1)), c.byobRequest) } }), r = s.getReader({ mode: "byob" });
const { value } = await r.read(new Uint8Array(new ArrayBuffer(10), 3, 4)); print([...value], value.byteOffset);
//> ReadableStreamBYOBRequest Uint8Array 3 4 true
//> null TypeError null
//> 7,8 3

// a request answered with another view
const s = new ReadableStream({ type: "bytes", pull(c) { const { view } = c.byobRequest, { byteOffset } = view, moved = view.buffer.transfer ? view.buffer.transfer() : structuredClone(view.buffer, { transfer: [view.buffer] }), next = new Uint8Array(moved, byteOffset, 2); next.set([5, 6]); c.byobRequest.respondWithNewView(next) } }), r = s.getReader({ mode: "byob" });
const { value } = await r.read(new Uint8Array(new ArrayBuffer(10), 3, 4)); print([...value], value.byteOffset, value.buffer.byteLength);
//> 5,6 3 10

// what answers are refused
const log = []; const s = new ReadableStream({ type: "bytes", pull(c) { const q = c.byobRequest, { view } = q; log.push(thrown(() => q.respond(0)), thrown(() => q.respond(5)), thrown(() => q.respond()), thrown(() => q.respondWithNewView(new Uint8Array(0))), thrown(() => q.respondWithNewView(new Uint8Array(view.buffer, view.byteOffset + 1, 1))), thrown(() => q.respondWithNewView(new Uint8Array(4))), thrown(() => q.respondWithNewView(5))); q.respond(1) } }), r = s.getReader({ mode: "byob" });
await r.read(new Uint8Array(new ArrayBuffer(10), 3, 4)); print(log); print(thrown(() => new ReadableStreamBYOBRequest()), thrown(() => new ReadableByteStreamController()));
//> TypeError,RangeError,TypeError,TypeError,RangeError,RangeError,TypeError
//> TypeError TypeError

// buffers that the stream allocates
const s = new ReadableStream({ type: "bytes", autoAllocateChunkSize: 4, pull(c) { print(c.byobRequest.view.byteLength); c.byobRequest.view.fill(3); c.byobRequest.respond(2) } }), r = s.getReader();
const { value } = await r.read(); print([...value], value.buffer.byteLength, value.byteOffset); r.releaseLock();
const t = new ReadableStream({ type: "bytes", autoAllocateChunkSize: 4, pull(c) { c.enqueue(new Uint8Array([1, 2, 3, 4, 5, 6])) } }); const one = await t.getReader().read(); print([...one.value], one.value.buffer.byteLength);
//> 4
//> 3,3 4 0
//> 1,2,3,4,5,6 6

// the smallest number of elements
let c; const s = new ReadableStream({ type: "bytes", start(x) { c = x } }), r = s.getReader({ mode: "byob" }); let settled = false;
const p = r.read(new Uint8Array(8), { min: 4 }); p.then(() => { settled = true }); c.enqueue(new Uint8Array([1, 2])); await new Promise((done) => setTimeout(done, 1)); print(settled); c.enqueue(new Uint8Array([3, 4, 5])); print([...(await p).value], settled);
print(await rejected(r.read(new Uint8Array(8), { min: 0 })), await rejected(r.read(new Uint8Array(8), { min: 9 })), await rejected(r.read(new Uint16Array(4), { min: 5 })));
//> false
//> 1,2,3,4,5 true
//> TypeError RangeError RangeError

// what reads are refused
const s = new ReadableStream({ type: "bytes" }), r = s.getReader({ mode: "byob" }), gone = new Uint8Array(4); structuredClone(gone, { transfer: [gone.buffer] });
print(await rejected(r.read()), await rejected(r.read(5)), await rejected(r.read(new ArrayBuffer(4))), await rejected(r.read(new Uint8Array(0))), await rejected(r.read(gone)), thrown(() => s.getReader()), thrown(() => s.getReader({ mode: "byob" })), thrown(() => new ReadableStream().getReader({ mode: "byob" })), thrown(() => new ReadableStream().getReader({ mode: "x" })), thrown(() => new ReadableStreamBYOBReader(new ReadableStream())), thrown(() => new ReadableStreamBYOBReader({})));
r.releaseLock(); print(await rejected(r.read(new Uint8Array(1))), await rejected(r.closed), s.locked, new ReadableStreamBYOBReader(s).constructor.name, thrown(() => ReadableStreamDefaultReader.prototype.releaseLock.call(r)));
//> TypeError TypeError TypeError TypeError TypeError TypeError TypeError TypeError TypeError TypeError TypeError
//> TypeError TypeError false ReadableStreamBYOBReader TypeError

// what streams are refused
print(thrown(() => new ReadableStream({ type: "bytes", autoAllocateChunkSize: 0 })), thrown(() => new ReadableStream({ type: "byte" })), thrown(() => new ReadableStream({ type: "bytes" }, { size: () => 1 })), thrown(() => new ReadableStream({ type: "bytes" }, { highWaterMark: -1 })), thrown(() => new ReadableStream({ type: "bytes" }, new ByteLengthQueuingStrategy({ highWaterMark: 1 }))));
let c; const s = new ReadableStream({ type: "bytes", start(x) { c = x } }, { highWaterMark: 10 }); print(c.desiredSize, thrown(() => c.enqueue(new Uint8Array(0))), thrown(() => c.enqueue("x")), thrown(() => c.enqueue()), thrown(() => c.enqueue(new ArrayBuffer(3)))); c.enqueue(new Uint8Array(3)); print(c.desiredSize); c.close(); print(c.desiredSize, thrown(() => c.close()), thrown(() => c.enqueue(new Uint8Array(1))));
const r = s.getReader(); await r.read(); print(c.desiredSize, (await r.read()).done, await r.closed);
//> TypeError TypeError RangeError RangeError RangeError
//> 10 TypeError TypeError TypeError TypeError
//> 7
//> 7 TypeError TypeError
//> 0 true undefined

// a stream that closes while a buffer waits
let c; const s = new ReadableStream({ type: "bytes", start(x) { c = x } }), r = s.getReader({ mode: "byob" }), p = r.read(new Uint8Array(4)); await 0; const q = c.byobRequest; c.close(); q.respond(0);
const { value, done } = await p; print(value.constructor.name, value.byteLength, value.buffer.byteLength, done, await r.closed); const after = await r.read(new Uint8Array(2)); print(after.value.byteLength, after.value.buffer.byteLength, after.done);
//> Uint8Array 0 4 true undefined
//> 0 2 true

// a stream that fails or is cancelled while a buffer waits
let c; const s = new ReadableStream({ type: "bytes", start(x) { c = x } }), r = s.getReader({ mode: "byob" }), p = r.read(new Uint8Array(4)); c.error(new RangeError("no")); print(await rejected(p), await rejected(r.closed), await rejected(r.read(new Uint8Array(1))), c.desiredSize);
const t = new ReadableStream({ type: "bytes", cancel(reason) { print("cancel", reason) } }), q = t.getReader({ mode: "byob" }), w = q.read(new Uint8Array(4)); await q.cancel("why"); const { value, done } = await w; print(value, done, await q.closed);
//> RangeError RangeError RangeError null
//> cancel why
//> undefined true undefined

// a reader that goes while a buffer waits
let c; const s = new ReadableStream({ type: "bytes", start(x) { c = x } }), r = s.getReader({ mode: "byob" }), p = r.read(new Uint8Array(4)); r.releaseLock(); print(await rejected(p)); const next = s.getReader(), w = next.read(); c.enqueue(new Uint8Array([1, 2])); print([...(await w).value]);
const t = new ReadableStream({ type: "bytes", start(x) { c = x } }), q = t.getReader({ mode: "byob" }); rejected(q.read(new Uint8Array(4))); q.releaseLock(); const other = t.getReader({ mode: "byob" }), z = other.read(new Uint8Array(8)); c.byobRequest.view.set([5, 6]); c.byobRequest.respond(2); print([...(await z).value]);
//> TypeError
//> 1,2
//> 5,6

// several buffers that wait are filled in order
let c; const s = new ReadableStream({ type: "bytes", start(x) { c = x } }), r = s.getReader({ mode: "byob" }), all = [r.read(new Uint8Array(2)), r.read(new Uint8Array(3)), r.read(new Uint8Array(4))]; c.enqueue(new Uint8Array([1, 2, 3, 4, 5, 6]));
print((await Promise.all(all)).map(({ value }) => `[${[...value]}]`).join(" "));
//> [1,2] [3,4,5] [6]

// tee of a byte stream gives byte streams
const s = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 2, 3])); c.close() } }), [a, b] = s.tee(), x = a.getReader({ mode: "byob" }), y = b.getReader();
const one = await x.read(new Uint8Array(8)), two = await y.read(); print([...one.value], [...two.value], one.value.buffer === two.value.buffer, (await x.read(new Uint8Array(1))).done, (await y.read()).done);
//> 1,2,3 1,2,3 false true true

// the pulls of a byte stream
let pulls = 0; const s = new ReadableStream({ type: "bytes", pull(c) { pulls++; c.enqueue(new Uint8Array([pulls])) } }), r = s.getReader(); await 0; print(pulls); print([...(await r.read()).value], pulls, [...(await r.read()).value], pulls);
const t = new ReadableStream({ type: "bytes", pull(c) { pulls++; c.enqueue(new Uint8Array(4)) } }, { highWaterMark: 6 }); await new Promise((done) => setTimeout(done, 1)); print(pulls);
//> 0
//> 1 1 2 2
//> 4

// asynchronous iteration and pipes of byte streams
const make = () => new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 2])); c.enqueue(new Uint8Array([3])); c.close() } });
for await (const chunk of make()) print([...chunk]); const seen = []; await make().pipeTo(new WritableStream({ write(chunk) { seen.push([...chunk]) } })); print(seen); print((await new Response(make().pipeThrough(new TransformStream())).bytes?.() ?? new Uint8Array(await new Response(make()).arrayBuffer())).join());
//> 1,2
//> 3
//> 1,2,3
//> 1,2,3

// bodies and blobs are byte streams
const into = async (stream) => { const r = stream.getReader({ mode: "byob" }), out = []; for (let buffer = new ArrayBuffer(4); ;) { const { value, done } = await r.read(new Uint8Array(buffer)); if (done) return out.join(" "); out.push(new TextDecoder().decode(value)); buffer = value.buffer } };
print(await into(new Response("hello world").body)); print(await into(new Blob(["some text"]).stream())); print(await into((await fetch(`${server}/large?10`)).body)); print(await into(new Request("http://x/", { method: "POST", body: "of a request" }).body)); print((await new Response("").body.getReader({ mode: "byob" }).read(new Uint8Array(3))).done);
//> hell o wo rld
//> some  tex t
//> xxxx xxxx xx
//> of a  req uest
//> true

// from iterables
const all = async (stream) => { const out = []; for await (const chunk of stream) out.push(chunk); return out };
print(await all(ReadableStream.from([1, 2, 3])), await all(ReadableStream.from(new Set(["a", Promise.resolve("b")]))), await all(ReadableStream.from((async function* () { yield 1; yield 2 })())), await all(ReadableStream.from([])), await all(ReadableStream.from(ReadableStream.from([7]))));
print(thrown(() => ReadableStream.from()), thrown(() => ReadableStream.from(5)), thrown(() => ReadableStream.from({})), thrown(() => ReadableStream.from({ [Symbol.iterator]: () => 5 })), await rejected(all(ReadableStream.from({ [Symbol.asyncIterator]: () => ({ next: () => 5 }) }))), await rejected(all(ReadableStream.from((function* () { throw new RangeError("x") })()))));
const log = []; const s = ReadableStream.from({ [Symbol.asyncIterator]: () => ({ next: async () => { log.push("next"); return { value: 1, done: false } }, return: async (reason) => { log.push(`return ${reason}`); return {} } }) }); const r = s.getReader(); await 0; print(log); print((await r.read()).value); await r.cancel("done"); print(log);
print(await rejected(ReadableStream.from({ [Symbol.asyncIterator]: () => ({ next() {}, return: () => 5 }) }).cancel()), await ReadableStream.from({ [Symbol.asyncIterator]: () => ({ next() {} }) }).cancel());
//> 1,2,3 a,b 1,2  7
//> TypeError TypeError TypeError TypeError TypeError RangeError
//>
//> 1
//> next,return done
//> TypeError undefined

// a negative number of bytes
// [standard] Node: takes it, and the request is then in an impossible state
const log = []; const s = new ReadableStream({ type: "bytes", pull(c) { const q = c.byobRequest; log.push(thrown(() => q.respond(-1)), thrown(() => q.respond(2 ** 60))); q.respond(1) } }); await s.getReader({ mode: "byob" }).read(new Uint8Array(2)); print(log, thrown(() => new ReadableStream({ type: "bytes", autoAllocateChunkSize: -1 })));
//> TypeError,TypeError TypeError
