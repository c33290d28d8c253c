// a message is a copy and comes later
const { port1, port2 } = new MessageChannel(); const sent = { a: [1, new Map([[1, { b: 2 }]])] };
const got = new Promise((done) => { port2.onmessage = done; }); port1.postMessage(sent); print("posted"); const event = await got;
print(event.type, event.data !== sent, event.data.a[1].get(1).b, event instanceof MessageEvent, event.ports.length, event.target === port2, event.origin === "", event.lastEventId === ""); port1.close();
//> posted
//> message true 2 true 0 true true true

// messages wait until the port starts, and keep their order
// [standard] Node: addEventListener starts the port
const { port1, port2 } = new MessageChannel(); port1.postMessage(1); port1.postMessage(2); const seen = [];
await new Promise((done) => { port2.addEventListener("message", (event) => { seen.push(event.data); if (event.data === 3) done(); }); setTimeout(() => { print("before", seen); port2.start(); port1.postMessage(3); }, 5); }); print(seen); port1.close();
//> before
//> 1,2,3

// both ways
const { port1, port2 } = new MessageChannel(); port2.onmessage = (event) => port2.postMessage(event.data + 1);
print(await new Promise((done) => { port1.onmessage = (event) => done(event.data); port1.postMessage(41); })); port1.close();
//> 42

// each message is a task of its own
const { port1, port2 } = new MessageChannel(); const order = [];
await new Promise((done) => { port2.onmessage = (event) => { order.push(event.data); Promise.resolve().then(() => order.push("then " + event.data)); if (event.data === 2) setTimeout(done); }; port1.postMessage(1); port1.postMessage(2); }); print(order); port1.close();
//> 1,then 1,2,then 2

// an array buffer is transferred
const { port1, port2 } = new MessageChannel(); const bytes = new Uint8Array([1, 2, 3]); const got = new Promise((done) => { port2.onmessage = done; });
port1.postMessage(bytes, [bytes.buffer]); print(bytes.length); print((await got).data); const more = new ArrayBuffer(2), again = new Promise((done) => { port2.onmessage = done; }); port1.postMessage(0, { transfer: [more] }); print(more.byteLength, (await again).data); port1.close();
//> 0
//> 1,2,3
//> 0 0

// a port is transferred with the messages that wait in it
const outer = new MessageChannel(), inner = new MessageChannel(); inner.port1.postMessage("early"); const got = new Promise((done) => { outer.port2.onmessage = done; });
outer.port1.postMessage({ port: inner.port2 }, [inner.port2]); const event = await got; const port = event.data.port; print(port instanceof MessagePort, event.ports[0] === port, port === inner.port2);
const seen = []; await new Promise((done) => { port.onmessage = (event) => { seen.push(event.data); if (seen.length === 2) done(); }; inner.port1.postMessage("late"); }); print(seen); inner.port1.close(); outer.port1.close();
//> true true false
//> early,late

// what cannot be posted
const { port1, port2 } = new MessageChannel(); print(thrown(() => port1.postMessage(() => 1)), thrown(() => port1.postMessage(Symbol())), thrown(() => port1.postMessage()), thrown(() => port1.postMessage(1, [port1]))); const b = new ArrayBuffer(1); print(thrown(() => port1.postMessage(1, [b, b])), b.byteLength); port1.close();
//> DOMException/DataCloneError DOMException/DataCloneError TypeError DOMException/DataCloneError
//> DOMException/DataCloneError 1

// a closed port
const { port1, port2 } = new MessageChannel(); const seen = []; port2.onmessage = (event) => seen.push(event.data); port2.addEventListener("close", () => seen.push("closed")); port1.postMessage(1); port1.close(); port1.postMessage(2); await new Promise((done) => setTimeout(done, 20)); print(seen, port1.postMessage(3));
//> 1,closed undefined

// handlers
const { port1 } = new MessageChannel(); print(port1.onmessage, port1 instanceof EventTarget); const run = () => {}; port1.onmessage = run; print(port1.onmessage === run); port1.onmessage = null; print(port1.onmessage); port1.close();
//> null true
//> true
//> null

// constructors
// [standard] Node: the classes' lengths and class strings are its own
print(thrown(() => new MessagePort()), thrown(() => MessageChannel()), MessageChannel.length, MessagePort.prototype.postMessage.length, Object.prototype.toString.call(new MessageChannel().port1));
//> TypeError TypeError 0 1 [object MessagePort]

// structuredClone of a port
const { port1, port2 } = new MessageChannel(); const copy = structuredClone(port2, { transfer: [port2] }); print(copy instanceof MessagePort, copy !== port2); print(await new Promise((done) => { copy.onmessage = (event) => done(event.data); port1.postMessage("through"); })); port1.close();
//> true true
//> through

// MessageEvent
const event = new MessageEvent("message", { data: { a: 1 }, origin: "o", lastEventId: "7", ports: [] }); print(event.type, event.data.a, event.origin, event.lastEventId, event.source, event.ports, event instanceof Event, event.isTrusted, event.bubbles); const bare = new MessageEvent("x"); print(bare.data, bare.origin === "", bare.source, bare.ports.length);
//> message 1 o 7 null  true false false
//> null true null 0

// ErrorEvent
// [standard] Node: has it from version 25 on
const error = new Error("e"); const event = new ErrorEvent("error", { message: "m", filename: "f.js", lineno: 3, colno: -1, error, cancelable: true }); print(event.message, event.filename, event.lineno, event.colno, event.error === error, event.cancelable, event instanceof Event); const bare = new ErrorEvent("error"); print(bare.message === "", bare.filename === "", bare.lineno, bare.error); print(thrown(() => new ErrorEvent()));
//> m f.js 3 4294967295 true true true
//> true true 0 undefined
//> TypeError

// PromiseRejectionEvent
// [standard] Node: has none
const promise = Promise.resolve(1); const event = new PromiseRejectionEvent("unhandledrejection", { promise, reason: 5, cancelable: true }); print(event.type, event.promise === promise, event.reason, event.cancelable); print(thrown(() => new PromiseRejectionEvent("x")), thrown(() => new PromiseRejectionEvent("x", {})), PromiseRejectionEvent.length);
//> unhandledrejection true 5 true
//> TypeError TypeError 2

// a port that is not transferred
// [standard] Node: a TypeError
const { port1, port2 } = new MessageChannel(); print(thrown(() => port1.postMessage(port2)), thrown(() => structuredClone(port1)), thrown(() => new MessageEvent()));
//> DOMException/DataCloneError DOMException/DataCloneError TypeError
