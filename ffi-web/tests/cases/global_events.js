// the global object is an event target
// [standard] Node: its global object is none
const seen = []; const f = function (e) { seen.push(this === globalThis, e.target === globalThis, e.currentTarget === globalThis, e.type) };
addEventListener("ping", f); dispatchEvent(new Event("ping")); self.removeEventListener("ping", f); self.dispatchEvent(new Event("ping"));
print(seen, globalThis instanceof EventTarget, Object.prototype.toString.call(globalThis));
EventTarget.prototype.addEventListener.call(globalThis, "ping", f, { once: true }); EventTarget.prototype.addEventListener.call(undefined, "ping", f); print(dispatchEvent(new Event("ping")), seen.length, thrown(() => EventTarget.prototype.addEventListener.call({}, "ping", f)));
print(dispatchEvent(new Event("ping")), seen.length, thrown(() => dispatchEvent({}))); removeEventListener("ping", f);
//> true,true,true,ping true [object global]
//> true 8 TypeError
//> true 8 TypeError

// reportError goes to the listeners first
// [standard] Node: has no reportError
const error = new TypeError("here"); const seen = [];
reportError(error); print(reported());
const first = (e) => { seen.push(e.constructor.name, e.error === error, e.message, typeof e.lineno, e.cancelable, e.isTrusted, e.filename !== "") }; addEventListener("error", first);
reportError(error); print(seen, reported());
addEventListener("error", (e) => e.preventDefault(), { once: true });
reportError(error); print(seen.length, reported() === "");
reportError("a string"); print(reported(), seen.length, seen[17]); removeEventListener("error", first);
//> TypeError: here
//> ErrorEvent,true,Uncaught TypeError: here,number,true,true,true TypeError: here
//> 14 true
//> a string 21 number

// onerror takes five arguments, and true stops the report
// [standard] Node: has no onerror
print(onerror); globalThis.onerror = function (...args) { this.saw = args; return true }; print(typeof onerror);
setTimeout(() => { throw new RangeError("late") }); await new Promise((done) => setTimeout(done, 5));
print(saw.length, saw[0], typeof saw[1], saw[2] > 0, saw[3] > 0, saw[4] instanceof RangeError, reported() === "");
onerror = () => false; reportError(1); print(reported()); onerror = 5; print(onerror); onerror = null;
//> null
//> function
//> 5 Uncaught RangeError: late string true true true true
//> 1
//> null

// what a listener of error throws is reported without another event
// [standard] Node: has no error event
let count = 0; onerror = () => { count += 1; throw new Error("in the listener") };
reportError(new Error("first")); print(count, reported(), reported(), reported() === ""); onerror = null;
//> 1 Error: in the listener Error: first true

// a rejection that nobody handles
// [standard] Node: has no unhandledrejection event
const seen = []; const turn = () => new Promise((done) => setTimeout(done, 2));
addEventListener("unhandledrejection", (e) => seen.push(e.constructor.name, e.promise === lost, e.reason, e.cancelable), { once: true });
const lost = Promise.reject("why"); await turn(); print(seen, reported());
onunhandledrejection = (e) => e.preventDefault(); Promise.reject("stopped"); await turn(); print(reported() === "");
onunhandledrejection = null; Promise.reject("again"); await turn(); print(reported(), reported() === "");
//> PromiseRejectionEvent,true,why,true why
//> true
//> again true

// a rejection handled in time, by a listener, or late
// [standard] Node: has no rejectionhandled event
const log = []; const turn = () => new Promise((done) => setTimeout(done, 2));
onrejectionhandled = (e) => log.push(`late ${e.reason} ${e.cancelable}`);
Promise.reject("in time").catch(() => {}); await turn(); print(log, reported() === "");
const late = Promise.reject("x"); await turn(); print(reported()); late.catch(() => {}); await turn(); print(log); late.catch(() => {}); await turn(); print(log.length);
const pair = [Promise.reject("one"), Promise.reject("two")]; onunhandledrejection = (e) => { log.push(e.reason); pair.forEach((p) => p.catch(() => {})) };
await turn(); print(log, reported(), reported() === ""); onunhandledrejection = onrejectionhandled = null;
//>  true
//> x
//> late x false
//> 1
//> late x false,one one true

// a listener that rejects each time does not hang the program
// [standard] Node: has no unhandledrejection event
let count = 0; onunhandledrejection = async (e) => { e.preventDefault(); if (++count < 5) throw count };
Promise.reject(0); await new Promise((done) => setTimeout(done, 20)); print(count); onunhandledrejection = null;
//> 5
