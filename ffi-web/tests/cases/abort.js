// a fresh controller
const c = new AbortController(); const s = c.signal; print(c.signal === s, s.aborted, s.reason, s.onabort, s instanceof EventTarget, s instanceof AbortSignal);
//> true false undefined null true true

// abort once, with an event
const c = new AbortController(); const log = []; c.signal.onabort = function (e) { log.push("on", this === c.signal, e.type, e.isTrusted); }; c.signal.addEventListener("abort", () => log.push("listener"));
c.abort(); c.abort("again"); print(log); print(c.signal.aborted, c.signal.reason.name, c.signal.reason instanceof DOMException, c.signal.reason.code);
//> on,true,abort,true,listener
//> true AbortError true 20

// a reason of one's own
const c = new AbortController(); c.abort("why"); print(c.signal.reason, (() => { try { c.signal.throwIfAborted(); } catch (e) { return e; } })());
const d = new AbortController(); d.abort(null); print(d.signal.reason); const u = new AbortController(); u.abort(undefined); print(u.signal.reason.name);
//> why why
//> null
//> AbortError

// throwIfAborted of a signal that is not aborted
print(new AbortController().signal.throwIfAborted());
//> undefined

// AbortSignal.abort
const s = AbortSignal.abort(); print(s.aborted, s.reason.name, s.reason.message, AbortSignal.abort(7).reason);
//> true AbortError This operation was aborted 7

// AbortSignal cannot be constructed
print(thrown(() => new AbortSignal()), thrown(() => AbortController()), thrown(() => Object.getOwnPropertyDescriptor(AbortController.prototype, "signal").get.call({})));
//> TypeError TypeError TypeError

// AbortSignal.timeout
const s = AbortSignal.timeout(5); print(s.aborted); await new Promise((done) => s.addEventListener("abort", done)); print(s.aborted, s.reason.name, s.reason.code, s.reason instanceof DOMException);
//> false
//> true TimeoutError 23 true

// AbortSignal.timeout checks its argument
// [standard] Node: a RangeError
print(thrown(() => AbortSignal.timeout()), thrown(() => AbortSignal.timeout(-1)));
//> TypeError TypeError

// AbortSignal.any follows the first
const a = new AbortController(), b = new AbortController(); const s = AbortSignal.any([a.signal, b.signal]); let n = 0; s.onabort = () => n++;
print(s.aborted); b.abort("b"); a.abort("a"); print(s.aborted, s.reason, n);
//> false
//> true b 1

// AbortSignal.any of an aborted one
print(AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]).reason, AbortSignal.any([]).aborted, thrown(() => AbortSignal.any()), thrown(() => AbortSignal.any([1])), thrown(() => AbortSignal.any(1)));
//> 1 false TypeError TypeError TypeError

// AbortSignal.any of dependent signals
// [standard] Node 20: dependents are not marked before the event
const c = new AbortController(); const one = AbortSignal.any([c.signal]); const two = AbortSignal.any([one]); const log = []; one.onabort = () => log.push("one", two.aborted); two.onabort = () => log.push("two"); c.signal.addEventListener("abort", () => log.push("source", one.aborted));
c.abort(); print(log);
//> source,true,one,true,two

// onabort is replaced and removed
const c = new AbortController(); const log = []; c.signal.onabort = () => log.push(1); c.signal.addEventListener("abort", () => log.push(2)); c.signal.onabort = () => log.push(3); print(typeof c.signal.onabort);
c.abort(); print(log); const d = new AbortController(); d.signal.onabort = () => log.push(4); d.signal.onabort = null; d.abort(); print(log, d.signal.onabort);
//> function
//> 3,2
//> 3,2 null

// class strings
print(Object.prototype.toString.call(new AbortController()), Object.prototype.toString.call(AbortSignal.abort()), AbortController.length, AbortSignal.any.length, AbortSignal.abort.length, AbortSignal.timeout.length);
//> [object AbortController] [object AbortSignal] 0 1 0 1

// onabort takes no primitives
// [standard] Node: keeps them
const c = new AbortController(); c.signal.onabort = 5; print(c.signal.onabort); c.signal.onabort = {}; print(typeof c.signal.onabort); c.abort();
//> null
//> object
