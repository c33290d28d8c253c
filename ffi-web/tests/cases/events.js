// an event and its defaults
const e = new Event("ping");
print(e.type, e.bubbles, e.cancelable, e.composed, e.defaultPrevented, e.target, e.currentTarget, e.eventPhase, e.isTrusted, typeof e.timeStamp, e.returnValue, e.cancelBubble);
//> ping false false false false null null 0 false number true false

// options of an event
const e = new Event("p", { bubbles: 1, cancelable: "yes", composed: true }); e.preventDefault(); print(e.bubbles, e.cancelable, e.composed, e.defaultPrevented, e.returnValue);
const f = new Event("p"); f.preventDefault(); print(f.defaultPrevented);
//> true true true true false
//> false

// an event needs a type
print(thrown(() => new Event()), new Event(undefined).type, new Event(null).type, thrown(() => Event("x")), thrown(() => new Event("x", 1)), new Event("x", null).type);
//> TypeError undefined null TypeError TypeError x

// constants of Event
// [standard] Node: not on the prototype
print(Event.NONE, Event.CAPTURING_PHASE, Event.AT_TARGET, Event.BUBBLING_PHASE, new Event("x").AT_TARGET);
//> 0 1 2 3 2

// dispatch calls in order, with this and currentTarget
const t = new EventTarget(); const log = [];
t.addEventListener("x", function (e) { log.push(1, this === t, e.target === t, e.currentTarget === t, e.eventPhase); });
t.addEventListener("x", (e) => log.push(2));
const e = new Event("x"); print(t.dispatchEvent(e)); print(log); print(e.target === t, e.currentTarget, e.eventPhase, e.composedPath().length);
//> true
//> 1,true,true,true,2,2
//> true null 0 0

// the same listener is added once, and capture tells two apart
const t = new EventTarget(); let n = 0; const f = () => n++;
t.addEventListener("x", f); t.addEventListener("x", f); t.addEventListener("x", f, { capture: false }); t.dispatchEvent(new Event("x")); print(n);
t.addEventListener("x", f, true); t.dispatchEvent(new Event("x")); print(n); t.removeEventListener("x", f); t.dispatchEvent(new Event("x")); print(n);
t.removeEventListener("x", f, { capture: true }); t.dispatchEvent(new Event("x")); print(n);
//> 1
//> 3
//> 4
//> 4

// once
const t = new EventTarget(); let n = 0; t.addEventListener("x", () => { n++; t.dispatchEvent(new Event("x")); }, { once: true });
t.dispatchEvent(new Event("x")); t.dispatchEvent(new Event("x")); print(n);
//> 1

// passive listeners cannot prevent the default
// [standard] Node: they can
const t = new EventTarget(); t.addEventListener("x", (e) => e.preventDefault(), { passive: true });
print(t.dispatchEvent(new Event("x", { cancelable: true })));
t.addEventListener("x", (e) => e.preventDefault()); print(t.dispatchEvent(new Event("x", { cancelable: true })), t.dispatchEvent(new Event("x")));
//> true
//> false true

// handleEvent objects
const t = new EventTarget(); const l = { n: 0, handleEvent(e) { this.n++; this.last = e.type; } };
t.addEventListener("x", l); t.dispatchEvent(new Event("x")); print(l.n, l.last); l.handleEvent = () => { l.n = 10; }; t.dispatchEvent(new Event("x")); print(l.n);
t.removeEventListener("x", l); t.dispatchEvent(new Event("x")); print(l.n);
//> 1 x
//> 10
//> 10

// null listeners are ignored, other things refused
const t = new EventTarget(); t.addEventListener("x", null); t.removeEventListener("x", null); print(t.dispatchEvent(new Event("x")));
print(thrown(() => t.addEventListener("x", 1)), thrown(() => t.addEventListener("x")), thrown(() => t.addEventListener()));
//> true
//> TypeError TypeError TypeError

// removal during a dispatch
const t = new EventTarget(); const log = []; const b = () => log.push("b");
t.addEventListener("x", () => { log.push("a"); t.removeEventListener("x", b); t.addEventListener("x", () => log.push("late")); });
t.addEventListener("x", b); t.dispatchEvent(new Event("x")); print(log);
//> a

// stopImmediatePropagation
const t = new EventTarget(); const log = []; t.addEventListener("x", (e) => { log.push(1); e.stopImmediatePropagation(); }); t.addEventListener("x", () => log.push(2));
t.dispatchEvent(new Event("x")); print(log);
//> 1

// signal removes the listener
const t = new EventTarget(); const c = new AbortController(); let n = 0; t.addEventListener("x", () => n++, { signal: c.signal });
t.dispatchEvent(new Event("x")); c.abort(); t.dispatchEvent(new Event("x")); print(n);
t.addEventListener("x", () => n++, { signal: c.signal }); t.dispatchEvent(new Event("x")); print(n);
print(thrown(() => t.addEventListener("x", () => 1, { signal: 1 })));
//> 1
//> 1
//> TypeError

// dispatchEvent takes only events, and not one that is being dispatched
const t = new EventTarget(); print(thrown(() => t.dispatchEvent({ type: "x" })), thrown(() => t.dispatchEvent()));
t.addEventListener("x", (e) => print(thrown(() => t.dispatchEvent(e)) !== "nothing")); const e = new Event("x"); t.dispatchEvent(e); print(t.dispatchEvent(new Event("y")));
//> TypeError TypeError
//> true
//> true

// an event can be dispatched again
const t = new EventTarget(); let n = 0; t.addEventListener("x", () => n++); const e = new Event("x"); t.dispatchEvent(e); t.dispatchEvent(e); print(n);
//> 2

// classes of one's own
class Emitter extends EventTarget { constructor() { super(); this.k = 1; } emit(x) { return this.dispatchEvent(new Tick(x)); } }
class Tick extends Event { constructor(x) { super("tick", { cancelable: true }); this.x = x; } get double() { return this.x * 2; } }
const m = new Emitter(); m.addEventListener("tick", (e) => { print(e.double, e instanceof Tick, e.target === m); e.preventDefault(); }); print(m.emit(4));
//> 8 true true
//> false

// CustomEvent
const e = new CustomEvent("c", { detail: { a: 1 }, cancelable: true }); print(e.detail.a, e.type, e.cancelable, e instanceof Event, new CustomEvent("d").detail);
print(Object.prototype.toString.call(e), Object.prototype.toString.call(new Event("x")), Object.prototype.toString.call(new EventTarget()), CustomEvent.length, Event.length, EventTarget.length);
//> 1 c true true null
//> [object CustomEvent] [object Event] [object EventTarget] 1 1 0

// brand checks
print(thrown(() => EventTarget.prototype.addEventListener.call({}, "x", () => 1)), thrown(() => Object.getOwnPropertyDescriptor(Event.prototype, "type").get.call({})), thrown(() => EventTarget()));
//> TypeError TypeError TypeError

// cancelBubble and returnValue are aliases
// [standard] Node: returnValue has no setter
const e = new Event("x", { cancelable: true }); e.returnValue = false; print(e.defaultPrevented); e.cancelBubble = false; print(e.cancelBubble); e.cancelBubble = true; print(e.cancelBubble); e.cancelBubble = false; print(e.cancelBubble);
//> true
//> false
//> true
//> true

// isTrusted is an own property that cannot be changed
// [standard] Node: an accessor that is configurable
const d = Object.getOwnPropertyDescriptor(new Event("x"), "isTrusted"); print(typeof d.get, d.set, d.enumerable, d.configurable);
//> function undefined true false

// capturing listeners come first
// [standard] Node: in the order they were added
const t = new EventTarget(); const log = []; t.addEventListener("x", () => log.push("bubble")); t.addEventListener("x", () => log.push("capture"), true);
t.dispatchEvent(new Event("x")); print(log);
//> capture,bubble

// an exception in a listener is reported and the next listener runs
// [standard] Node: ends the process
const t = new EventTarget(); const log = []; t.addEventListener("x", () => { throw new Error("boom"); }); t.addEventListener("x", () => log.push(2));
print(t.dispatchEvent(new Event("x"))); print(log, reported());
//> true
//> 2 Error: boom

// a handleEvent that is no function is reported
// [standard] Node: ends the process
const t = new EventTarget(); t.addEventListener("x", {}); t.dispatchEvent(new Event("x")); print(reported().split(":")[0]);
//> TypeError

// a second dispatch is an InvalidStateError
// [standard] Node: an Error with a code
const t = new EventTarget(); t.addEventListener("x", (e) => print(thrown(() => t.dispatchEvent(e)))); t.dispatchEvent(new Event("x"));
//> DOMException/InvalidStateError

// the path during a dispatch is the target
// [standard] Node 20: empty in some listeners
const t = new EventTarget(); t.addEventListener("x", (e) => print(e.composedPath().length, e.composedPath()[0] === t)); t.dispatchEvent(new Event("x"));
//> 1 true
