// chunks reach the sink in order
const seen = []; const s = new WritableStream({ start() { seen.push("start"); }, write(x) { seen.push(x); }, close() { seen.push("close"); } }); const w = s.getWriter(); w.write(1); w.write("two"); await w.close(); print(seen, s.locked, await w.closed);
//> start,1,two,close true undefined

// write waits for the sink
const seen = []; const s = new WritableStream({ async write(x) { seen.push("begin " + x); await null; seen.push("end " + x); } }); const w = s.getWriter(); await Promise.all([w.write(1), w.write(2)]); print(seen);
//> begin 1,end 1,begin 2,end 2

// desiredSize and ready
let go; const s = new WritableStream({ write: () => new Promise((resolve) => { go = resolve; }) }, { highWaterMark: 2 }); const w = s.getWriter(); print(w.desiredSize); const ready = w.ready; w.write(1); print(w.desiredSize, w.ready === ready); const second = w.write(2); print(w.desiredSize, w.ready === ready); await ready; const full = w.ready; let free = false; full.then(() => { free = true; }); await null; go(); await full; print(free, w.desiredSize); go(); await second; print(w.desiredSize);
//> 2
//> 1 true
//> 0 false
//> true 1
//> 2

// a strategy with a size
const s = new WritableStream({ write: () => new Promise(() => {}) }, { highWaterMark: 10, size: (x) => x.length }); const w = s.getWriter(); w.write("abc"); w.write("de"); print(w.desiredSize); const t = new WritableStream({}, new ByteLengthQueuingStrategy({ highWaterMark: 8 })).getWriter(); t.write(new Uint8Array(3)); print(t.desiredSize);
const c = new WritableStream({}, new CountQueuingStrategy({ highWaterMark: 5 })).getWriter(); c.write("x"); print(c.desiredSize);
//> 5
//> 5
//> 4

// a size that throws or is no size
const s = new WritableStream({}, { size() { throw new RangeError("s"); } }); const w = s.getWriter(); print(await rejected(w.write(1)), await rejected(w.closed)); const t = new WritableStream({}, { size: () => -1 }).getWriter(); print(await rejected(t.write(1)), t.desiredSize);
//> RangeError RangeError
//> RangeError null

// a write that fails errors the stream
const s = new WritableStream({ write() { throw new EvalError("w"); } }); const w = s.getWriter(); print(await rejected(w.write(1)), await rejected(w.closed), await rejected(w.ready), await rejected(w.write(2)), w.desiredSize);
//> EvalError EvalError EvalError EvalError null

// a write that rejects, with others in the queue
const s = new WritableStream({ async write(x) { if (x === 2) throw new EvalError("w"); } }); const w = s.getWriter(); const p = [w.write(1), w.write(2), w.write(3)].map((p) => rejected(p)); print(await Promise.all(p), await rejected(w.close()));
//> nothing,EvalError,EvalError TypeError

// start that fails
print(thrown(() => new WritableStream({ start() { throw new RangeError("s"); } }))); const w = new WritableStream({ start: async () => { throw new EvalError("u"); } }).getWriter(); print(await rejected(w.write(1)), await rejected(w.closed));
//> RangeError
//> EvalError EvalError

// start holds writes back
const seen = []; let go; const s = new WritableStream({ start: () => new Promise((resolve) => { go = resolve; }), write(x) { seen.push(x); } }); const w = s.getWriter(); const p = w.write(1); await null; print(seen.length); go(); await p; print(seen);
//> 0
//> 1

// close that fails
const s = new WritableStream({ close() { throw new EvalError("c"); } }); const w = s.getWriter(); print(await rejected(w.close()), await rejected(w.closed)); print(await rejected(w.close()), await rejected(w.write(1)));
//> EvalError EvalError
//> TypeError EvalError

// close of the stream itself
let closed = false; const s = new WritableStream({ close() { closed = true; } }); await s.close(); print(closed, s.locked, await rejected(s.close())); const t = new WritableStream(); t.getWriter(); print(await rejected(t.close()), await rejected(t.abort()));
//> true false TypeError
//> TypeError TypeError

// write and close after close
// [standard] Node 20: an assertion of its own fails
const w = new WritableStream().getWriter(); const p = w.close(); print(await rejected(w.write(1)), await rejected(w.close())); await p; print(await rejected(w.write(1)), w.desiredSize, await w.ready, await w.closed);
//> TypeError TypeError
//> TypeError 0 undefined undefined

// abort
let why; const s = new WritableStream({ abort(r) { why = r; } }); const w = s.getWriter(); print(await w.abort("because"), why, w.desiredSize); try { await w.closed; } catch (e) { print(e); } try { await w.write(1); } catch (e) { print(e); } print(await s.getWriter === undefined, await w.abort());
//> undefined because null
//> because
//> because
//> false undefined

// abort rejects what waits
let go; const s = new WritableStream({ write: () => new Promise((resolve) => { go = resolve; }) }); const w = s.getWriter(); const first = w.write(1), second = w.write(2); await Promise.resolve(); await Promise.resolve(); const a = w.abort(new EvalError("a")); const other = w.abort("later"); print(a === other); go(); print(await rejected(first), await rejected(second), await a, await rejected(w.closed));
//> true
//> nothing EvalError undefined EvalError

// abort that fails
const s = new WritableStream({ abort() { throw new EvalError("a"); } }); print(await rejected(s.abort(1))); const w = s.getWriter(); try { await w.closed; } catch (e) { print(e); }
//> EvalError
//> 1

// abort after an error
const s = new WritableStream({ start(c) { c.error(new EvalError("e")); }, abort() { print("never"); } }); await null; await null; print(await s.abort(1), await rejected(s.getWriter().closed));
//> undefined EvalError

// the signal of the controller
let c; const s = new WritableStream({ start(x) { c = x; } }); print(c.signal instanceof AbortSignal, c.signal.aborted, c.signal === c.signal); s.abort("r"); print(c.signal.aborted, c.signal.reason);
//> true false true
//> true r

// the signal stops a write
const s = new WritableStream({ write(x, c) { return new Promise((resolve, reject) => { c.signal.onabort = () => reject(c.signal.reason); }); } }); const w = s.getWriter(); const p = w.write(1); await Promise.resolve(); await Promise.resolve(); const a = w.abort(new EvalError("x")); print(await rejected(p), await rejected(a));
//> EvalError nothing

// error of the controller
let c; const s = new WritableStream({ start(x) { c = x; } }); const w = s.getWriter(); c.error(new EvalError("e")); c.error(new RangeError("f")); print(await rejected(w.closed), await rejected(w.write(1)), w.desiredSize, await rejected(w.ready));
//> EvalError EvalError null EvalError

// an error with an undefined reason
let c; const s = new WritableStream({ start(x) { c = x; } }); c.error(); try { await s.getWriter().closed; } catch (e) { print(e); }
//> undefined

// releaseLock
const s = new WritableStream(); const w = s.getWriter(); print(s.locked, thrown(() => s.getWriter())); const { closed, ready } = w; w.releaseLock(); print(s.locked, await rejected(w.write(1)), await rejected(w.close()), await rejected(w.abort()), thrown(() => w.desiredSize), await rejected(w.closed), await rejected(closed), await rejected(w.ready), await ready, w.releaseLock());
const v = s.getWriter(); await v.close(); print("closed");
//> true TypeError
//> false TypeError TypeError TypeError TypeError TypeError TypeError TypeError undefined undefined
//> closed

// a write goes on after releaseLock
const seen = []; const s = new WritableStream({ async write(x) { await null; seen.push(x); } }); const w = s.getWriter(); const p = w.write(1); w.releaseLock(); await p; print(seen);
//> 1

// a writer of its own
const s = new WritableStream(); const w = new WritableStreamDefaultWriter(s); print(w instanceof WritableStreamDefaultWriter, s.locked, thrown(() => new WritableStreamDefaultWriter(s)), thrown(() => new WritableStreamDefaultWriter({})), thrown(() => new WritableStreamDefaultWriter()));
//> true true TypeError TypeError TypeError

// a writer of an errored or closed stream
const s = new WritableStream(); await s.abort(new EvalError("x")); const w = s.getWriter(); print(w.desiredSize, await rejected(w.closed), await rejected(w.ready)); const t = new WritableStream(); await t.close(); const v = t.getWriter(); print(v.desiredSize, await v.closed, await v.ready);
//> null EvalError EvalError
//> 0 undefined undefined

// what the constructor refuses
print(thrown(() => new WritableStream(1)), thrown(() => new WritableStream({ write: 1 })), thrown(() => new WritableStream({ start: "x" })), thrown(() => new WritableStream({}, { highWaterMark: -1 })), thrown(() => new WritableStream({}, { highWaterMark: "x" })), thrown(() => new WritableStream({ type: "bytes" })), thrown(() => WritableStream()), thrown(() => new WritableStream({}, { size: 1 })));
//> TypeError TypeError TypeError RangeError RangeError RangeError TypeError TypeError

// methods keep their object
class Sink { seen = []; write(x) { this.seen.push(x); } } const sink = new Sink(); const w = new WritableStream(sink).getWriter(); await w.write(1); print(sink.seen);
//> 1

// brand checks and shapes
print(await rejected(WritableStream.prototype.abort.call({})), thrown(() => WritableStream.prototype.getWriter.call({})), WritableStream.length, thrown(() => new WritableStreamDefaultController()), Object.prototype.toString.call(new WritableStream()), Object.prototype.toString.call(new WritableStream().getWriter()));
print(await rejected(WritableStreamDefaultWriter.prototype.write.call({})), WritableStreamDefaultWriter.length);
//> TypeError TypeError 0 TypeError [object WritableStream] [object WritableStreamDefaultWriter]
//> TypeError 1

// many chunks
let sum = 0; const w = new WritableStream({ write(x) { sum += x; } }).getWriter(); for (let i = 0; i < 20000; i++) w.write(i); await w.close(); print(sum);
//> 199990000

// closing with backpressure makes it ready
let go; const w = new WritableStream({ write: () => new Promise((resolve) => { go = resolve; }) }).getWriter(); const p = w.write(1); const c = w.close(); print(await w.ready); go(); await p; print(await c);
//> undefined
//> undefined

// an abort while closing
let go; const s = new WritableStream({ close: () => new Promise((resolve) => { go = resolve; }) }); const w = s.getWriter(); const c = w.close(); await Promise.resolve(); await Promise.resolve(); const a = w.abort("x"); go(); print(await c, await a, await w.closed);
//> undefined undefined undefined
