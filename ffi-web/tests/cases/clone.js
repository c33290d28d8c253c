// primitives
print(structuredClone(1), structuredClone("x"), structuredClone(null), structuredClone(undefined), structuredClone(10n), Object.is(structuredClone(-0), -0), thrown(() => structuredClone()));
//> 1 x null undefined 10 true TypeError

// plain objects and arrays
const a = { x: [1, { y: 2 }], z: undefined }; const b = structuredClone(a); print(JSON.stringify(b), b !== a, b.x !== a.x, "z" in b); const s = structuredClone([1, , 3]); print(s.length, 1 in s);
//> {"x":[1,{"y":2}]} true true true
//> 3 false

// cycles and shared objects
const o = { }; o.self = o; const s = {}; o.a = s; o.b = s; const c = structuredClone(o); print(c.self === c, c.a === c.b, c.a !== s);
//> true true true

// dates, regular expressions, boxes
const d = structuredClone(new Date(5)); print(d instanceof Date, d.getTime()); const r = structuredClone(/a(b)/gi); print(r instanceof RegExp, String(r), r.lastIndex); print(typeof structuredClone(Object(1)), structuredClone(Object("s")) + "", typeof structuredClone(Object(false)));
//> true 5
//> true /a(b)/gi 0
//> object s object

// maps and sets
const m = structuredClone(new Map([[{ k: 1 }, new Set([1, [2]])]])); print(m instanceof Map, [...m.keys()][0].k, [...[...m.values()][0]][1][0]); const l = new Map(); l.set("me", l); print(structuredClone(l).get("me") !== l);
//> true 1 2
//> true

// buffers
const u = new Uint8Array([1, 2, 3, 4]); const [x, y] = structuredClone([u.subarray(1, 3), new Uint16Array(u.buffer)]); print(x, y.length, x.buffer === y.buffer, x.byteOffset); x[0] = 9; print(u, structuredClone(new DataView(u.buffer, 1, 2)).byteLength, structuredClone(u.buffer) instanceof ArrayBuffer);
//> 2,3 2 true 1
//> 1,2,3,4 2 true

// errors
const e = structuredClone(new RangeError("m")); print(e instanceof RangeError, e.name, e.message); class Mine extends Error {} const f = structuredClone(new Mine("q")); print(f instanceof Mine, f instanceof Error, f.name, f.message);
//> true RangeError m
//> false true Error q

// what cannot be cloned
for (const value of [() => 1, Symbol("s"), { f() {} }, Promise.resolve(), new WeakMap(), [Symbol()]]) print(thrown(() => structuredClone(value)));
//> DOMException/DataCloneError
//> DOMException/DataCloneError
//> DOMException/DataCloneError
//> DOMException/DataCloneError
//> DOMException/DataCloneError
//> DOMException/DataCloneError

// prototypes and getters
class P { constructor() { this.v = 1; } get g() { return 2; } } const p = structuredClone(new P()); print(p instanceof P, p.v, "g" in p); print(structuredClone({ get a() { return 5; } }).a, thrown(() => structuredClone({ get a() { throw new RangeError("g"); } })));
//> false 1 false
//> 5 RangeError

// transfer
const b = new ArrayBuffer(4); const c = structuredClone({ b }, { transfer: [b] }); print(b.byteLength, c.b.byteLength); print(thrown(() => structuredClone(1, { transfer: 1 })));
//> 0 4
//> TypeError

// deep nesting
// [standard] Node: RangeError at some depth
let deep = {}; const top = deep; for (let i = 0; i < 5000; i++) deep = deep.next = {}; let c = structuredClone(top), n = 0; while ((c = c.next)) n++; print(n);
//> 5000

// __proto__ is data
const o = JSON.parse('{"__proto__": {"polluted": 1}}'); const c = structuredClone(o); print(Object.keys(c), c.polluted, ({}).polluted);
//> __proto__ undefined undefined

// a Blob
const b = structuredClone(new Blob(["abc"], { type: "x/y" })); print(b.size, b.type, await b.text());
//> 3 x/y abc

// objects of the host, and what is not transferable
// [standard] Node: an empty object, a TypeError
print(thrown(() => structuredClone(new Headers())), thrown(() => structuredClone(1, { transfer: [{}] })));
//> DOMException/DataCloneError DOMException/DataCloneError

// causes of errors, and proxies
const inner = new RangeError("inner", { cause: { deep: [1] } }), outer = new TypeError("outer", { cause: inner }), copy = structuredClone({ outer, inner }); print(copy.outer.cause === copy.inner, copy.outer.cause instanceof RangeError, copy.inner.cause.deep, Object.getOwnPropertyDescriptor(copy.outer, "cause").enumerable, "cause" in structuredClone(new Error("x")), structuredClone(new Error("x", { cause: undefined })).cause);
print(thrown(() => structuredClone(new Proxy({}, {}))), thrown(() => structuredClone([new Proxy([], {})])), thrown(() => structuredClone(new Error("x", { cause: () => {} }))));
//> true true 1 false false undefined
//> DOMException/DataCloneError DOMException/DataCloneError DOMException/DataCloneError

// files
// [standard] Node 20: makes a blob of it
const file = structuredClone({ file: new File(["text"], "name.txt", { type: "text/plain", lastModified: 5 }) }).file; print(file.constructor.name, file.name, file.type, file.lastModified, file.size, await file.text());
//> File name.txt text/plain 5 4 text

// an error that is its own cause
// [standard] Node 20: cannot read what it has written
const loop = new Error("loop"); loop.cause = loop; const copy = structuredClone({ loop }).loop; print(copy.cause === copy, copy !== loop);
//> true true
