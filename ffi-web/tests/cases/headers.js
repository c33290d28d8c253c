// names are case-insensitive and values combine
const h = new Headers([["B", "1"], ["a", "x"], ["b", "2"]]);
print(h.get("B"), h.get("A"), h.get("c"));
//> 1, 2 x null

// iteration is sorted, lower-cased and combined
const h = new Headers({ Zed: "1", "x-a": "2", "Content-Type": "text/plain" });
h.append("ZED", "3");
print([...h].join(";"), [...h.keys()], [...h.values()], [...h.entries()].length);
//> content-type,text/plain;x-a,2;zed,1, 3 content-type,x-a,zed text/plain,2,1, 3 3

// set-cookie is never combined
const h = new Headers();
h.append("Set-Cookie", "a=1"); h.append("set-cookie", "b=2"); h.append("x", "y");
print(h.get("set-cookie"), h.getSetCookie(), JSON.stringify([...h]));
//> a=1, b=2 a=1,b=2 [["set-cookie","a=1"],["set-cookie","b=2"],["x","y"]]

// set replaces all, delete removes all
const h = new Headers([["a", "1"], ["b", "2"], ["a", "3"]]);
h.set("A", "9"); print(JSON.stringify([...h]));
h.delete("a"); print(JSON.stringify([...h]), h.has("a"), h.has("B"));
//> [["a","9"],["b","2"]]
//> [["b","2"]] false true

// values are normalised
const h = new Headers({ a: " \t x y \r\n" });
print(JSON.stringify(h.get("a")));
//> "x y"

// invalid names and values are TypeErrors
print(thrown(() => new Headers({ "a b": "1" })), thrown(() => new Headers({ "": "1" })));
print(thrown(() => new Headers().append("a", "x\0y")), thrown(() => new Headers().set("a", "x\ny")));
print(thrown(() => new Headers().get("\u00e9")), thrown(() => new Headers().has("")), thrown(() => new Headers().delete(" ")));
//> TypeError TypeError
//> TypeError TypeError
//> TypeError TypeError TypeError

// ByteString refuses code units above 255
print(thrown(() => new Headers({ a: "\u0100" })), new Headers({ a: "\u00ff" }).get("a").charCodeAt(0));
//> TypeError 255

// pairs must be pairs
print(thrown(() => new Headers([["a"]])), thrown(() => new Headers([["a", "b", "c"]])), thrown(() => new Headers(["ab"])));
//> TypeError TypeError TypeError

// any iterable of pairs
const map = new Map([["a", "1"], ["b", "2"]]);
print(JSON.stringify([...new Headers(map)]), JSON.stringify([...new Headers(new Headers({ q: "r" }))]));
//> [["a","1"],["b","2"]] [["q","r"]]

// the argument must be an object
print(thrown(() => new Headers(1)), thrown(() => new Headers("a")), thrown(() => new Headers(null)), thrown(() => new Headers(Symbol())));
print([...new Headers(undefined)].length, [...new Headers({})].length);
//> TypeError TypeError TypeError TypeError
//> 0 0

// values of a record are converted to strings
print(JSON.stringify([...new Headers({ a: 1, b: null, c: undefined, d: [1, 2] })]));
//> [["a","1"],["b","null"],["c","undefined"],["d","1,2"]]

// record order and symbols
print(thrown(() => new Headers({ [Symbol("x")]: "1" })));
print([...new Headers({ b: "1", a: "2" }).keys()]);
//> TypeError
//> a,b

// missing arguments
const h = new Headers();
print(thrown(() => h.append("a")), thrown(() => h.get()), thrown(() => h.set("a")), thrown(() => h.forEach()));
//> TypeError TypeError TypeError TypeError

// called without new
print(thrown(() => Headers()));
//> TypeError

// brand checks
print(thrown(() => Headers.prototype.get.call({}, "a")), thrown(() => Headers.prototype.keys.call({})));
//> TypeError TypeError

// forEach passes value, name and the object
const h = new Headers({ b: "2", a: "1" });
h.forEach(function (value, name, object) { print(value, name, object === h, this.x); }, { x: 5 });
//> 1 a true 5
//> 2 b true 5

// forEach needs a function
print(thrown(() => new Headers().forEach(1)));
//> TypeError

// the iterator has the class string of the standard
const iterator = new Headers({ a: "1" }).entries();
print(Object.prototype.toString.call(iterator), JSON.stringify(iterator.next()), JSON.stringify(iterator.next()));
print(iterator[Symbol.iterator]() === iterator);
//> [object Headers Iterator] {"value":["a","1"],"done":false} {"done":true}
//> true

// iteration is live
const h = new Headers({ a: "1", c: "3" });
const seen = [];
for (const [name] of h) { seen.push(name); if (name === "a") h.append("b", "2"); }
print(seen);
//> a,b,c

// entries is Symbol.iterator
print(Headers.prototype[Symbol.iterator] === Headers.prototype.entries, Headers.prototype.entries.name);
//> true entries

// property attributes
const of = (name) => { const d = Object.getOwnPropertyDescriptor(Headers.prototype, name); return [d.enumerable, d.configurable, d.writable].join(); };
print(of("append"), of("get"), of("forEach"), of(Symbol.toStringTag), of(Symbol.iterator));
print(Headers.length, Headers.name, Headers.prototype.append.length, Headers.prototype.get.length, Headers.prototype.forEach.length);
//> true,true,true true,true,true true,true,true false,true,false false,true,true
//> 0 Headers 2 1 1

// toStringTag
print(Object.prototype.toString.call(new Headers()), String(Headers.prototype[Symbol.toStringTag]));
//> [object Headers] Headers

// constructor and prototype
print(new Headers() instanceof Headers, Headers.prototype.constructor === Headers, Object.getPrototypeOf(Headers) === Function.prototype);
const d = Object.getOwnPropertyDescriptor(globalThis, "Headers");
print(d.enumerable, d.configurable, d.writable);
//> true true true
//> false true true

// subclassing
class Mine extends Headers { two() { return this.get("a") + this.get("a"); } }
const m = new Mine({ a: "x" });
print(m.two(), m instanceof Headers, Object.getPrototypeOf(m) === Mine.prototype);
//> xx true true

// own enumerable properties only
const base = { a: "1" };
const init = Object.create(base); init.b = "2";
print([...new Headers(init).keys()]);
//> b

// many values of one name
const h = new Headers();
for (let i = 0; i < 5; i++) h.append("n", String(i));
print(h.get("N"), [...h].length);
//> 0, 1, 2, 3, 4 1

// set-cookie in the middle of an iteration order
const h = new Headers([["z", "1"], ["set-cookie", "b"], ["a", "2"], ["Set-Cookie", "a"]]);
print([...h.keys()], [...h.values()]);
//> a,set-cookie,set-cookie,z 2,b,a,1
