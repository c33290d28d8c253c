// timers fire in order of time, then of creation
const log = []; await new Promise((done) => { setTimeout(() => log.push("d"), 300); setTimeout(() => log.push("a"), 1); setTimeout(() => log.push("b"), 1); setTimeout(() => log.push("c"), 2); setTimeout(done, 300); }); print(log);
//> a,b,c,d

// arguments are passed on
await new Promise((done) => setTimeout((a, b, ...rest) => { print(a, b, rest.length); done(); }, 0, 1, "x"));
//> 1 x 0

// clearTimeout
let n = 0; const id = setTimeout(() => n++, 1); clearTimeout(id); clearTimeout(id); clearTimeout(undefined); clearTimeout(12345); await new Promise((done) => setTimeout(done, 20)); print(n);
//> 0

// setInterval until clearInterval
let n = 0; await new Promise((done) => { const id = setInterval(() => { if (++n === 3) { clearInterval(id); done(); } }, 1); }); await new Promise((done) => setTimeout(done, 10)); print(n);
//> 3

// clearTimeout clears an interval too
let n = 0; const id = setInterval(() => n++, 1); clearTimeout(id); await new Promise((done) => setTimeout(done, 10)); print(n);
//> 0

// an interval may clear itself from elsewhere
let n = 0; const id = setInterval(() => n++, 2); await new Promise((done) => setTimeout(() => { clearInterval(id); done(); }, 15)); const seen = n; await new Promise((done) => setTimeout(done, 15)); print(n === seen);
//> true

// microtasks run before timers, and in order
const log = []; setTimeout(() => log.push("timer"), 0); queueMicrotask(() => log.push("micro")); Promise.resolve().then(() => log.push("promise")); log.push("sync"); await new Promise((done) => setTimeout(done, 20)); print(log);
//> sync,micro,promise,timer

// microtasks run between two timers
const log = []; await new Promise((done) => { setTimeout(() => { log.push(1); Promise.resolve().then(() => log.push("micro")); }, 1); setTimeout(() => { log.push(2); done(); }, 1); }); print(log);
//> 1,micro,2

// callbacks must be functions
print(thrown(() => setTimeout()), thrown(() => setTimeout(1)), thrown(() => setInterval({})), thrown(() => queueMicrotask()), thrown(() => queueMicrotask("x")));
//> TypeError TypeError TypeError TypeError TypeError

// a negative or absent delay is zero
const log = []; await new Promise((done) => { setTimeout(() => log.push(1), -5); setTimeout(() => log.push(2)); setTimeout(() => log.push(3), NaN); setTimeout(() => log.push(4), "1"); setTimeout(done, 30); }); print(log);
//> 1,2,3,4

// queueMicrotask passes nothing and returns nothing
print(queueMicrotask((...args) => print(args.length))); await null;
//> undefined
//> 0

// timer ids are positive integers
// [standard] Node: Timeout objects
const a = setTimeout(() => 1, 0), b = setTimeout(() => 1, 0); print(typeof a, a > 0, b > a);
//> number true true

// an exception in a timer or a microtask is reported
// [standard] Node: ends the process
setTimeout(() => { throw new TypeError("t"); }, 0); await new Promise((done) => setTimeout(done, 10)); print(reported()); queueMicrotask(() => { throw new RangeError("m"); }); await null; print(reported());
//> TypeError: t
//> RangeError: m

// performance
const a = performance.now(); const b = performance.now(); print(typeof a, b >= a, a > 0, Math.abs(performance.timeOrigin + a - Date.now()) < 10000);
//> number true true true

// crypto
const u = crypto.randomUUID(); print(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(u), u !== crypto.randomUUID());
const a = new Uint8Array(64); print(crypto.getRandomValues(a) === a, a.some((x) => x !== 0), crypto.getRandomValues(new Int32Array(3)).length);
print(thrown(() => crypto.getRandomValues(new Float64Array(1))), thrown(() => crypto.getRandomValues(new Uint8Array(65537))), thrown(() => crypto.getRandomValues([1])) !== "nothing", thrown(() => crypto.getRandomValues()));
//> true true
//> true true 3
//> DOMException/TypeMismatchError DOMException/QuotaExceededError true TypeError
