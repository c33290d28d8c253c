// defaults
const r = new Response(); print(r.status, r.ok, JSON.stringify(r.statusText), r.type, JSON.stringify(r.url), r.redirected, r.body, r.bodyUsed, [...r.headers].length);
//> 200 true "" default "" false null false 0

// init
const r = new Response("hi", { status: 404, statusText: "Not found", headers: { "x-a": "1" } }); print(r.status, r.ok, r.statusText, JSON.stringify([...r.headers]));
//> 404 false Not found [["content-type","text/plain;charset=UTF-8"],["x-a","1"]]

// status is converted and checked
print(thrown(() => new Response("", { status: 199 })), thrown(() => new Response("", { status: 600 })), thrown(() => new Response("", { status: 0 })), thrown(() => new Response("", { status: 101 })));
print(new Response("", { status: "201" }).status, new Response("", { status: 200.9 }).status, new Response("", { status: 65536 + 202 }).status, new Response("", { status: undefined }).status);
//> RangeError RangeError RangeError RangeError
//> 201 200 202 200

// statusText is checked
print(thrown(() => new Response("", { statusText: "a\nb" })), thrown(() => new Response("", { statusText: "\u0100" })), new Response("", { statusText: "a\tb\u00ff" }).statusText.length);
//> TypeError TypeError 4

// a body is refused where the status has none
for (const status of [204, 205, 304]) print(status, thrown(() => new Response("x", { status })), new Response(null, { status }).status, new Response(undefined, { status }).body);
//> 204 TypeError 204 null
//> 205 TypeError 205 null
//> 304 TypeError 304 null

// init must be an object
print(thrown(() => new Response("", 1)), thrown(() => new Response("", "x")), new Response("", null).status, thrown(() => new Response("", { headers: 1 })), thrown(() => Response()));
//> TypeError TypeError 200 TypeError TypeError

// content types
const type = (body) => new Response(body).headers.get("content-type");
print(type("x"), type(new URLSearchParams("a=1")), type(new Uint8Array(1)), type(new ArrayBuffer(1)), type(new Blob(["x"], { type: "image/PNG" })), type(new Blob(["x"])), type(5), type(null));
print(new Response("x", { headers: { "Content-Type": "a/b" } }).headers.get("content-type"));
//> text/plain;charset=UTF-8 application/x-www-form-urlencoded;charset=UTF-8 null null image/png null text/plain;charset=UTF-8 null
//> a/b

// text
print(await new Response("a€😀\ud800").text(), await new Response(new URLSearchParams({ a: "1 2" })).text(), await new Response(12).text(), JSON.stringify(await new Response().text()), await new Response({ toString: () => "o" }).text());
//> a€😀� a=1+2 12 "" o

// bodies of bytes
const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 97, 98, 0xff]);
print(await new Response(bytes).text(), new Uint8Array(await new Response(bytes.subarray(3, 5)).arrayBuffer()), new Uint8Array(await new Response(new DataView(bytes.buffer, 4)).arrayBuffer()), await new Response(bytes.buffer).text() === await new Response(bytes).text());
//> ab� 97,98 98,255 true

// bytes are copied when the response is made
const bytes = new Uint8Array([97]); const r = new Response(bytes); bytes[0] = 98; print(await r.text());
//> a

// json
print((await new Response('{"a":[1,{"b":null}]}').json()).a[1].b, await rejected(new Response("{").json()), await rejected(new Response("").json()), await rejected(new Response(null).json()), await new Response("\ufeff1").json());
//> null SyntaxError SyntaxError SyntaxError 1

// arrayBuffer and blob
const b = await new Response("abc", { headers: { "content-type": "Text/X; a=b" } }).blob(); print(b instanceof Blob, b.size, b.type, await b.text());
const a = await new Response("abc").arrayBuffer(); print(a instanceof ArrayBuffer, a.byteLength, (await new Response(null).arrayBuffer()).byteLength);
//> true 3 text/x;a=b abc
//> true 3 0

// bytes
// [standard] Node 20 has no bytes()
const b = await new Response("abc").bytes(); print(b instanceof Uint8Array, b);
//> true 97,98,99

// a body is read once
const r = new Response("x"); print(r.bodyUsed); await r.text(); print(r.bodyUsed, await rejected(r.text()), await rejected(r.json()), await rejected(r.arrayBuffer()), thrown(() => r.clone()));
const n = new Response(null); await n.text(); print(n.bodyUsed, await n.text() === "");
//> false
//> true TypeError TypeError TypeError TypeError
//> false true

// bodyUsed changes at once
const r = new Response("x"); const p = r.text(); print(r.bodyUsed, await p);
//> true x

// a wrong this rejects
print(await rejected(Response.prototype.text.call({})), thrown(() => Object.getOwnPropertyDescriptor(Response.prototype, "status").get.call({})));
//> TypeError TypeError

// Response.json
const r = Response.json({ a: [1, 2, 3] }, { status: 201, statusText: "Made" }); print(r.status, r.statusText, r.headers.get("content-type"), await r.text());
print(Response.json(1, { headers: { "content-type": "a/b" } }).headers.get("content-type"), thrown(() => Response.json(undefined)), thrown(() => Response.json(() => 1)), thrown(() => Response.json(Symbol())), thrown(() => Response.json()), await Response.json(null).text(), thrown(() => Response.json({}, { status: 204 })));
//> 201 Made application/json {"a":[1,2,3]}
//> a/b TypeError TypeError TypeError TypeError null TypeError

// Response.json with toJSON and what throws
print(await Response.json({ toJSON: () => [1] }).text(), thrown(() => Response.json({ get a() { throw new RangeError("x"); } })), thrown(() => { const c = {}; c.c = c; Response.json(c); }), thrown(() => Response.json(1n)));
//> [1] RangeError TypeError TypeError

// Response.error
const r = Response.error(); print(r.type, r.status, r.ok, JSON.stringify(r.statusText), r.body, thrown(() => r.headers.set("a", "b")), thrown(() => r.headers.append("a", "b")), thrown(() => r.headers.delete("a")));
//> error 0 false "" null TypeError TypeError TypeError

// Response.redirect
const r = Response.redirect("http://h/a b", 307); print(r.status, r.headers.get("location"), r.type, r.body, thrown(() => r.headers.set("a", "b")), Response.redirect("http://h").status);
print(thrown(() => Response.redirect("http://h", 200)), thrown(() => Response.redirect("no url")), thrown(() => Response.redirect()), thrown(() => Response.redirect("http://h", 304)));
//> 307 http://h/a%20b default null TypeError 302
//> RangeError TypeError TypeError RangeError

// clone
const r = new Response("abc", { status: 202, headers: { a: "1" } }); const c = r.clone(); c.headers.set("a", "2"); print(c.status, r.headers.get("a"), c.headers.get("a"), await r.text(), await c.text(), c.headers === r.headers);
//> 202 1 2 abc abc false

// clone keeps what is immutable
print(thrown(() => Response.error().clone().headers.set("a", "b")), Response.error().clone().type, Response.redirect("http://h").clone().status);
//> TypeError error 302

// class shape
print(Response.length, Response.name, Response.json.length, Response.redirect.length, Response.error.length, Object.prototype.toString.call(new Response()));
const d = Object.getOwnPropertyDescriptor(Response.prototype, "status"); print(d.enumerable, d.configurable, d.set, Object.getOwnPropertyDescriptor(Response, "json").enumerable);
//> 0 Response 1 1 0 [object Response]
//> true true undefined true

// headers is the same object, and replaceable by nobody
const r = new Response(); print(r.headers === r.headers, r.headers instanceof Headers); r.headers = 1; r.status = 5; print(r.headers instanceof Headers, r.status);
//> true true
//> true 200

// subclasses of Response
class Mine extends Response { constructor(x) { super(x, { status: 299 }); } twice() { return this.status * 2; } } const m = new Mine("q"); print(m.twice(), m instanceof Response, await m.text());
//> 598 true q
