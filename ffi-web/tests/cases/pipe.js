// pipeTo moves all chunks and closes
const from = (...items) => new ReadableStream({ start(c) { items.forEach((x) => c.enqueue(x)); c.close(); } }); const seen = []; const to = new WritableStream({ write(x) { seen.push(x); }, close() { seen.push("close"); } }); const s = from(1, 2, 3); const p = s.pipeTo(to); print(s.locked, to.locked); print(await p, seen, s.locked, to.locked);
//> true true
//> undefined 1,2,3,close false false

// preventClose
const seen = []; const to = new WritableStream({ write(x) { seen.push(x); }, close() { seen.push("close"); } }); await new ReadableStream({ start(c) { c.enqueue(1); c.close(); } }).pipeTo(to, { preventClose: true }); const w = to.getWriter(); await w.write(2); await w.close(); print(seen);
//> 1,2,close

// an error of the source aborts the target
let why; const to = new WritableStream({ abort(r) { why = r; } }); print(await rejected(new ReadableStream({ start(c) { c.error(new EvalError("e")); } }).pipeTo(to)), why.name, await rejected(to.getWriter().closed));
//> EvalError EvalError EvalError

// preventAbort
let why = "none"; const to = new WritableStream({ abort(r) { why = r; } }); print(await rejected(new ReadableStream({ start(c) { c.error(new EvalError("e")); } }).pipeTo(to, { preventAbort: true })), why, to.locked); await to.close(); print("closed");
//> EvalError none false
//> closed

// an error of the source after some chunks
const seen = []; let n = 0; const s = new ReadableStream({ pull(c) { if (n === 3) c.error(new EvalError("e")); else c.enqueue(n++); } }, { highWaterMark: 0 }); const to = new WritableStream({ write(x) { seen.push(x); }, abort(e) { seen.push(e.name); } }); print(await rejected(s.pipeTo(to)), seen);
//> EvalError 0,1,2,EvalError

// an error of the target cancels the source
let why; const s = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(r) { why = r; } }); print(await rejected(s.pipeTo(new WritableStream({ write() { throw new EvalError("w"); } }))), why.name, s.locked, (await s.getReader().read()).done);
//> EvalError EvalError false true

// preventCancel
let why = "none"; const s = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); }, cancel(r) { why = r; } }); print(await rejected(s.pipeTo(new WritableStream({ write() { throw new EvalError("w"); } }), { preventCancel: true })), why, s.locked); print((await s.getReader().read()).value);
//> EvalError none false
//> 2

// a closed target
let why; const s = new ReadableStream({ cancel(r) { why = r; } }); const to = new WritableStream(); await to.close(); print(await rejected(s.pipeTo(to)), why.name);
//> TypeError TypeError

// an errored target
const s = new ReadableStream(); const to = new WritableStream(); await to.abort(new EvalError("x")); print(await rejected(s.pipeTo(to)), s.locked);
//> EvalError false

// locked streams
const s = new ReadableStream(); s.getReader(); print(await rejected(s.pipeTo(new WritableStream()))); const to = new WritableStream(); to.getWriter(); const t = new ReadableStream(); print(await rejected(t.pipeTo(to)), t.locked); print(await rejected(t.pipeTo({})), await rejected(t.pipeTo()), await rejected(t.pipeTo(new WritableStream(), { signal: 1 })), t.locked);
//> TypeError
//> TypeError false
//> TypeError TypeError TypeError false

// a signal stops the pipe
const controller = new AbortController(); const events = []; const s = new ReadableStream({ pull(c) { c.enqueue(1); return new Promise(() => {}); }, cancel(r) { events.push("cancel " + r.name); } }); const to = new WritableStream({ abort(r) { events.push("abort " + r.name); } }); const p = s.pipeTo(to, { signal: controller.signal }); await null; controller.abort(); print(await rejected(p), events, s.locked, to.locked);
//> DOMException/AbortError abort AbortError,cancel AbortError false false

// a signal with preventAbort and preventCancel
const controller = new AbortController(); const events = []; const s = new ReadableStream({ cancel() { events.push("cancel"); } }); const to = new WritableStream({ abort() { events.push("abort"); } }); const p = s.pipeTo(to, { signal: controller.signal, preventAbort: true, preventCancel: true }); controller.abort(new EvalError("x")); print(await rejected(p), events.length, s.locked, to.locked);
//> EvalError 0 false false

// a signal that was aborted before
const events = []; const s = new ReadableStream({ cancel(r) { events.push("cancel " + r); } }); const to = new WritableStream({ abort(r) { events.push("abort " + r); } }); try { await s.pipeTo(to, { signal: AbortSignal.abort("now") }); } catch (e) { print(e); } print(events);
//> now
//> abort now,cancel now

// backpressure: the source is asked no faster than the target writes
let pulled = 0, written = 0, most = 0; const s = new ReadableStream({ pull(c) { pulled++; most = Math.max(most, pulled - written); c.enqueue(pulled); if (pulled === 20) c.close(); } }, { highWaterMark: 1 }); await s.pipeTo(new WritableStream({ async write() { await null; written++; } })); print(pulled, written, most <= 4);
//> 20 20 true

// many chunks
let n = 0, sum = 0; await new ReadableStream({ pull(c) { c.enqueue(n++); if (n === 20000) c.close(); } }).pipeTo(new WritableStream({ write(x) { sum += x; } })); print(n, sum);
//> 20000 199990000

// all chunks are written before the target is aborted
const seen = []; let c; const s = new ReadableStream({ start(x) { c = x; } }); const to = new WritableStream({ async write(x) { await null; await null; seen.push(x); }, abort() { seen.push("abort"); } }, { highWaterMark: 5 }); const p = s.pipeTo(to); c.enqueue(1); c.enqueue(2); await new Promise((resolve) => setTimeout(resolve, 1)); c.error(new EvalError("e")); print(await rejected(p), seen);
//> EvalError 1,2,abort

// pipeThrough gives the readable side
const seen = []; const pair = { readable: new ReadableStream(), writable: new WritableStream({ write(x) { seen.push(x); } }) }; const s = new ReadableStream({ start(c) { c.enqueue(1); c.close(); } }); print(s.pipeThrough(pair) === pair.readable, s.locked); await new Promise((resolve) => setTimeout(resolve, 1)); print(seen);
//> true true
//> 1

// pipeThrough refuses
const s = new ReadableStream(); print(thrown(() => s.pipeThrough()), thrown(() => s.pipeThrough({})), thrown(() => s.pipeThrough({ readable: s, writable: 1 })), thrown(() => s.pipeThrough({ readable: 1, writable: new WritableStream() })), s.locked); const to = new WritableStream(); to.getWriter(); print(thrown(() => s.pipeThrough({ readable: new ReadableStream(), writable: to })), s.locked, ReadableStream.prototype.pipeTo.length, ReadableStream.prototype.pipeThrough.length);
//> TypeError TypeError TypeError TypeError false
//> TypeError false 1 1

// the body of a response goes through a pipe
const pieces = []; await new Response("abc").body.pipeTo(new WritableStream({ write(x) { pieces.push(new TextDecoder().decode(x)); } })); print(pieces.join(""));
//> abc
